// How far a pixel of a node sees back into the network's input, per spatial axis. Knows the rules' steps, not the layers.

import type { ReceptiveStep, Shape } from '../layers/layer.ts';
import type { ReceptiveField } from './compilation.ts';

/**
 * Receptive field after a layer (Araujo et al. 2019, "Computing receptive fields of convolutional neural networks"):
 * `size += (kernel − 1)·jump`, `jump *= stride`; a layer that enlarges the map divides the jump.
 * Not cut off at the border of the input, as in papers. `null` where an input is unknown.
 */
export function receptiveAfter(step: ReceptiveStep, fields: readonly (ReceptiveField | null)[], output: Shape): ReceptiveField | null {
  const [first, ...others] = fields;
  if (first === undefined) return pixel(output);
  if (first === null) return null;
  let known = remembered.get(first);
  if (!known) remembered.set(first, (known = new WeakMap()));
  const last = known.get(step);
  if (last && last.others.length === others.length && last.others.every((other, i) => other === others[i])) return last.field;
  const field = joined(fields);
  const result = field && stepped(step, field);
  known.set(step, { others, field: result });
  return result;
}

/** The last result by first field and step: the same fields give the same object, so that an edit's report finds what has not changed. */
const remembered = new WeakMap<ReceptiveField, WeakMap<ReceptiveStep, { readonly others: readonly (ReceptiveField | null)[]; readonly field: ReceptiveField | null }>>();

function stepped(step: ReceptiveStep, field: ReceptiveField): ReceptiveField {
  switch (step.kind) {
    case 'pointwise':
      return field;
    case 'window':
      return {
        size: field.size.map((size, i) => size + ((step.kernel[i] ?? 1) - 1) * field.jump[i]!),
        jump: field.jump.map((jump, i) => jump * (step.stride[i] ?? 1)),
      };
    case 'upsample':
      return {
        size: field.size.map((size, i) => size + ((step.kernel[i] ?? 1) - 1) * field.jump[i]!),
        jump: field.jump.map((jump, i) => jump / (step.factor[i] ?? 1)),
      };
    case 'global':
      return { size: field.size.map(() => Infinity), jump: field.jump };
    default:
      return step satisfies never;
  }
}

/** At an input: every number sees itself. All axes but the channels are spatial. */
function pixel(output: Shape): ReceptiveField {
  let field = pixels.get(output);
  if (!field) {
    const ones = output.slice(1).map(() => 1);
    pixels.set(output, (field = { size: ones, jump: ones }));
  }
  return field;
}

const pixels = new WeakMap<Shape, ReceptiveField>();

/**
 * Of several paths the one that sees most counts. Where their jumps differ, as in a merge of maps that were not scaled alike,
 * the larger one counts, so that later layers are never said to see less than they do.
 */
function joined(fields: readonly (ReceptiveField | null)[]): ReceptiveField | null {
  const [first, ...rest] = fields;
  if (!first) return null;
  if (rest.length === 0) return first;
  let { size, jump } = first;
  for (const field of rest) {
    if (!field) return null;
    if (field.size === size && field.jump === jump) continue;
    const axes = Math.max(size.length, field.size.length);
    const largest = (a: readonly number[], b: readonly number[]): readonly number[] => Array.from({ length: axes }, (_, i) => Math.max(a[i] ?? 1, b[i] ?? 1));
    [size, jump] = [largest(size, field.size), largest(jump, field.jump)];
  }
  return { size, jump };
}

export const sameField = (a: ReceptiveField | null, b: ReceptiveField | null): boolean =>
  a === b || (a !== null && b !== null && sameNumbers(a.size, b.size) && sameNumbers(a.jump, b.jump));

const sameNumbers = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((value, i) => value === b[i]);
