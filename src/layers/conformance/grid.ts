// For tests: combinations of params. Knows no layer.

import type { Shape } from '../layer.ts';

/** All combinations of the values of each key. */
export function grid(axes: Readonly<Record<string, readonly unknown[]>>): readonly Readonly<Record<string, unknown>>[] {
  return Object.entries(axes).reduce<readonly Readonly<Record<string, unknown>>[]>(
    (rows, [key, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [key]: value }))),
    [{}],
  );
}

export interface Sweep {
  readonly params: readonly Readonly<Record<string, unknown>>[];
  readonly inputs: readonly (readonly Shape[])[];
}

export function at(value: unknown, index: number): number {
  return Array.isArray(value) ? Number(value[index]) : Number(value);
}
