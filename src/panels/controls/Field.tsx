// A labelled row of a form: label left, control right, hint or problem below. Knows no stores.

import type { PointerEventHandler, ReactNode } from 'react';
import { InlineCode } from '../InlineCode.tsx';
import './controls.css';

/** More than a sentence: with a formula and ways to mend it. */
export interface FieldProblem {
  /** Else it is a warning. */
  readonly wrong: boolean;
  readonly content: ReactNode;
}

/** How a control points to the message below it. */
export const messageOf = (id: string, problem: FieldProps['problem']): { readonly invalid?: boolean; readonly describedBy?: string } =>
  problem ? { invalid: typeof problem === 'string' || problem.wrong, describedBy: `${id}-message` } : {};

export interface FieldProps {
  /** Id of the control the label belongs to. */
  readonly id: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong with the input; the control should carry what `messageOf` gives. */
  readonly problem?: string | FieldProblem | null | undefined;
  /** Makes the label a handle that scrubs the value, see useScrub. */
  readonly onScrub?: PointerEventHandler<HTMLElement> | undefined;
  /** Beside the label, e.g. the dot that resets to the default. */
  readonly mark?: ReactNode;
  readonly title?: string | undefined;
  /** Label above the control instead of beside it. */
  readonly stacked?: boolean;
  readonly children: ReactNode;
}

export function Field({ id, label, hint, problem, onScrub, mark, title, stacked, children }: FieldProps) {
  return (
    <div className={`field ${stacked ? 'field-stacked' : ''}`}>
      <span className="field-label">
        <label htmlFor={id} className={onScrub ? 'field-scrub' : undefined} onPointerDown={onScrub} title={title}>
          {label}
        </label>
        {mark}
      </span>
      <span className="field-control">{children}</span>
      {typeof problem === 'object' && problem ? (
        <div className="field-problems" id={`${id}-message`}>
          {problem.content}
        </div>
      ) : problem ? (
        <span className="field-problem" id={`${id}-message`} role="alert">
          <InlineCode text={problem} />
        </span>
      ) : hint ? (
        <span className="field-hint" id={`${id}-message`}>
          {hint}
        </span>
      ) : null}
    </div>
  );
}
