// A number in a text box: typed, stepped with the arrow keys (Shift: ten at a time), or scrubbed by its label.

import { DraftField, type DraftResult } from './DraftField.tsx';

export interface NumberFieldProps {
  readonly id?: string;
  readonly label?: string;
  readonly value: number;
  readonly onValue: (value: number) => void;
  readonly onEnd?: () => void;
  readonly onProblem?: (problem: string | null) => void;
  readonly min?: number;
  readonly max?: number;
  /** Left out: 1 for whole numbers, else a tenth of the value's magnitude. */
  readonly step?: number;
  readonly integer?: boolean;
  readonly disabled?: boolean;
  readonly className?: string;
  readonly placeholder?: string;
  /** A stricter check than bounds. */
  readonly check?: (value: number) => string | null;
}

/** The next value when stepping: `step`, or a tenth of the magnitude, without floating-point crumbs. */
export function stepNumber(value: number, direction: 1 | -1, factor: number, options: { readonly step?: number | undefined; readonly integer?: boolean | undefined }): number {
  if (options.integer) return Math.round(value) + direction * factor;
  const magnitude = value === 0 ? -2 : Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  // Going down from 0.001 the next smaller digit is meant, else the value would hit zero.
  const place = direction < 0 && Math.abs(Math.abs(value) - 10 ** magnitude) < 10 ** (magnitude - 9) ? magnitude - 1 : magnitude;
  const size = options.step ?? 10 ** place;
  const digits = Math.max(0, -Math.floor(Math.log10(size) + 1e-9)) + 2;
  return Number((value + direction * size * (options.step === undefined ? 1 : factor)).toFixed(Math.min(20, digits)));
}

/** Reads a number; a comma is taken for a decimal point, `1e-3` is fine. */
export function readNumber(text: string, options: { readonly integer?: boolean | undefined; readonly min?: number | undefined; readonly max?: number | undefined } = {}): DraftResult<number> {
  const cleaned = text.trim().replace(',', '.').replace('−', '-');
  const value = Number(cleaned);
  const kind = options.integer ? 'a whole number' : 'a number';
  if (cleaned === '' || !Number.isFinite(value)) return { ok: false, problem: `Type ${kind}.` };
  if (options.integer && !Number.isInteger(value)) return { ok: false, problem: `This must be a whole number, but is ${value}.` };
  if (options.min !== undefined && value < options.min) return { ok: false, problem: `At least ${options.min}.` };
  if (options.max !== undefined && value > options.max) return { ok: false, problem: `At most ${options.max}.` };
  return { ok: true, value };
}

export function NumberField({ min, max, step, integer, check, ...rest }: NumberFieldProps) {
  const clamp = (value: number): number => Math.min(max ?? Infinity, Math.max(min ?? -Infinity, value));
  return (
    <DraftField<number>
      {...rest}
      mono
      inputMode={integer ? 'numeric' : 'decimal'}
      format={String}
      parse={(text) => {
        const read = readNumber(text, { integer, min, max });
        const problem = read.ok ? check?.(read.value) : undefined;
        return problem ? { ok: false, problem } : read;
      }}
      step={(text, direction, factor) => {
        const read = readNumber(text, { integer });
        return read.ok ? String(clamp(stepNumber(read.value, direction, factor, { step, integer }))) : null;
      }}
    />
  );
}
