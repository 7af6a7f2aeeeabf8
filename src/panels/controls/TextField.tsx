// A one-line text, with an optional icon and check. Knows no stores.

import type { ReactNode, Ref } from 'react';
import { DraftField, type DraftResult } from './DraftField.tsx';

export interface TextFieldProps {
  readonly id?: string;
  readonly label?: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly onEnd?: () => void;
  readonly onProblem?: (problem: string | null) => void;
  /** What is wrong with this text, or null. Wrong text is not applied. */
  readonly check?: (value: string) => string | null;
  /** Apply on Enter and on leaving only. */
  readonly lazy?: boolean;
  readonly mono?: boolean;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly className?: string;
  readonly icon?: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
}

const asIs = (value: string): string => value;

export function TextField({ check, icon, ...rest }: TextFieldProps) {
  const parse = (text: string): DraftResult<string> => {
    const problem = check?.(text) ?? null;
    return problem === null ? { ok: true, value: text } : { ok: false, problem };
  };
  const field = <DraftField<string> {...rest} format={asIs} parse={parse} />;
  if (!icon) return field;
  return (
    <span className="input-with-icon">
      <span className="input-icon" aria-hidden="true">{icon}</span>
      {field}
    </span>
  );
}
