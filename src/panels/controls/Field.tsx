// A labelled row of a form: label left, control right, hint or problem below. Knows no stores.

import type { PointerEventHandler, ReactNode } from 'react';
import { InlineCode } from '../InlineCode.tsx';
import './controls.css';

export interface FieldProps {
  /** Id of the control the label belongs to. */
  readonly id: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong with the input; the control should carry `aria-invalid` and `aria-describedby={`${id}-message`}`. */
  readonly problem?: string | null | undefined;
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
    <div className={`field ${stacked ? 'field-stacked' : ''} ${problem ? 'field-invalid' : ''}`}>
      <span className="field-label">
        <label htmlFor={id} className={onScrub ? 'field-scrub' : undefined} onPointerDown={onScrub} title={title}>
          {label}
        </label>
        {mark}
      </span>
      <span className="field-control">{children}</span>
      {problem ? (
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
