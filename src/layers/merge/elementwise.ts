// What add, multiply and average share: inputs of one shape, joined number by number.

import { step } from '../convolution/size.ts';
import type { Dim, Shape, ShapeOutcome } from '../layer.ts';
import { axisNames } from '../layer.ts';
import { missingInput } from '../rankMismatch.ts';
import { agreementProblems } from './agreement.ts';

/** Two or more inputs; the compiler's upper bound is the file's. */
export const mergeInputs = { min: 2, max: Infinity } as const;

/** The common shape of the inputs, or which of their axes differ. As in tfjs, an axis that one input does not know is unknown. */
export function elementwiseShape(label: string, inputs: readonly Shape[]): ShapeOutcome {
  if (inputs.length < 2) return missingInput(label, inputs.length);
  const problems = agreementProblems(label, inputs);
  if (problems.length > 0) return { ok: false, problems };
  const first = inputs[0] ?? [];
  const output: readonly Dim[] = first.map((_, axis) => (inputs.some((shape) => shape[axis] === null) ? null : (first[axis] ?? null)));
  const names = axisNames(output.length);
  const shown = (dim: Dim | undefined): string => String(dim ?? '?');
  return {
    ok: true,
    output,
    steps: output.map((dim, axis) =>
      step({ axis: names[axis] ?? `axis ${axis}`, formula: 'all equal', left: inputs.map((shape) => shown(shape[axis])).join(' = '), result: dim }),
    ),
  };
}

/**
 * As `elementwiseShape`, but an axis of length 1 counts for every place of the others' (broadcasting): a gate per channel,
 * [1, 1, channels], or per pixel, [height, width, 1], for a whole map.
 */
export function stretchedShape(label: string, inputs: readonly Shape[]): ShapeOutcome {
  const rank = inputs[0]?.length ?? 0;
  if (inputs.length < 2 || inputs.some((shape) => shape.length !== rank)) return elementwiseShape(label, inputs);
  const longest = (axis: number): Dim => inputs.reduce<Dim>((most, shape) => (most === 1 ? (shape[axis] ?? null) : most), 1);
  const stretched = inputs.map((shape) => shape.map((dim, axis) => (dim === 1 ? longest(axis) : dim)));
  const outcome = elementwiseShape(label, stretched);
  if (!outcome.ok || inputs.every((shape, i) => shape.every((dim, axis) => dim === stretched[i]![axis]))) return outcome;
  const names = axisNames(rank);
  return {
    ...outcome,
    steps: outcome.output.map((dim, axis) =>
      step({ axis: names[axis] ?? `axis ${axis}`, formula: 'all equal, or 1', left: inputs.map((shape) => shape[axis] ?? '?').join(' and '), result: dim }),
    ),
  };
}
