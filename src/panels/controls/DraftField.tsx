// A text box over a value: what is typed is applied as soon as it is valid, and stays with its message while it is not.

import { useState, type KeyboardEvent, type Ref } from 'react';
import './controls.css';

export type DraftResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

export interface DraftFieldProps<T> {
  readonly id?: string;
  /** When it changes from outside (undo, another node), what was typed is dropped. */
  readonly value: T;
  readonly format: (value: T) => string;
  readonly parse: (text: string) => DraftResult<T>;
  /** Called for every valid input, while typing unless `lazy`. */
  readonly onValue: (value: T) => void;
  /** The input's message, or null when it is fine. */
  readonly onProblem?: (problem: string | null) => void;
  /** Focus left or Enter: the run of edits is over. */
  readonly onEnd?: () => void;
  /** The text one step up or down; `factor` is 10 with Shift, 1 otherwise. */
  readonly step?: (text: string, direction: 1 | -1, factor: number) => string | null;
  /** Apply on Enter and on leaving only. */
  readonly lazy?: boolean;
  readonly mono?: boolean;
  readonly label?: string;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  /** What is said of the value itself, below it. */
  readonly invalid?: boolean;
  readonly describedBy?: string;
  readonly className?: string;
  readonly inputMode?: 'text' | 'numeric' | 'decimal';
  readonly ref?: Ref<HTMLInputElement>;
}

export function DraftField<T>(props: DraftFieldProps<T>) {
  const { id, value, format, parse, onValue, onProblem, onEnd, step, lazy, mono, label, placeholder, disabled, invalid, describedBy, className = '', inputMode, ref } = props;
  const text = format(value);
  const [draft, setDraft] = useState<{ readonly text: string; readonly over: string; readonly problem: string | null } | null>(null);
  // The draft belongs to the value it was typed over or has set; any other value drops it.
  const live = draft && draft.over === text ? draft : null;

  const take = (typed: string, final: boolean): void => {
    const result = parse(typed);
    const problem = result.ok ? null : result.problem;
    const apply = result.ok && (final || !lazy);
    setDraft({ text: typed, over: apply ? format(result.value) : text, problem });
    onProblem?.(problem);
    if (apply) onValue(result.value);
  };
  const drop = (): void => {
    setDraft(null);
    onProblem?.(null);
  };
  const finish = (): void => {
    if (live && live.problem === null) {
      if (lazy) take(live.text, true);
      setDraft(null);
    }
    onEnd?.();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') {
      finish();
      event.currentTarget.select();
    } else if (event.key === 'Escape' && live) {
      event.stopPropagation();
      drop();
    } else if (step && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      const next = step(live?.text ?? text, event.key === 'ArrowUp' ? 1 : -1, event.shiftKey ? 10 : 1);
      if (next === null) return;
      event.preventDefault();
      take(next, true);
    }
  };

  return (
    <input
      ref={ref}
      id={id}
      className={`input ${mono ? 'input-mono' : ''} ${className}`}
      value={live?.text ?? text}
      aria-label={label}
      aria-invalid={live?.problem || invalid ? true : undefined}
      aria-describedby={live?.problem && id ? `${id}-message` : describedBy}
      placeholder={placeholder}
      disabled={disabled}
      inputMode={inputMode}
      spellCheck={false}
      autoComplete="off"
      title={live?.text ?? text}
      onChange={(event) => take(event.target.value, false)}
      onFocus={(event) => event.target.select()}
      onBlur={finish}
      onKeyDown={onKeyDown}
    />
  );
}
