// Where a wrong size began: walks back from a merge whose inputs disagree to the layers that made the sizes. Explains; mends nothing.

import type { FormulaStep } from '../layers/layer.ts';
import { axisNames, formatShape } from '../layers/layer.ts';
import type { Finding, Station, Wire } from './network.ts';

/** The two inputs of a merge that disagree, and on which axis. */
export interface Disagreement {
  readonly axis: number;
  /** The input whose size is taken to be wrong: the one that an upsampling layer made, else the one the merge complained of. */
  readonly wrong: Wire;
  readonly right: Wire;
  /** The sizes along `axis`. */
  readonly got: number;
  readonly wanted: number;
  /** The layer whose formula gave `got`. */
  readonly origin: Station;
  /** The layer that made the size which `origin` enlarges, if it dropped a remainder. */
  readonly floored: Station | null;
}

/** `input` is the index of the input that disagrees with another one; `null` if the inputs agree on all axes with known lengths. */
export function disagreement(merge: Station, input = 0): Disagreement | null {
  const shapes = merge.evaluation?.inputs ?? [];
  const mine = shapes[input];
  if (!mine || shapes.length < 2) return null;
  for (let axis = 0; axis < mine.length; axis++) {
    const other = shapes.findIndex((shape, i) => i !== input && shape.length === mine.length && differ(shape[axis], mine[axis]));
    if (other < 0) continue;
    const wires = [merge.incoming[input]!, merge.incoming[other]!] as const;
    const origins = wires.map((wire) => originOf(wire.source, axis));
    const ups = origins.map(enlarges);
    const first = ups[0] === ups[1] ? !(origins[0]!.incoming.length === 0 && origins[1]!.incoming.length > 0) : ups[0]!;
    const [wrong, right] = first ? wires : [wires[1], wires[0]];
    const origin = origins[first ? 0 : 1]!;
    const got = sizeAt(wrong.source, axis);
    const wanted = sizeAt(right.source, axis);
    if (got === null || wanted === null) return null;
    return { axis, wrong, right, got, wanted, origin, floored: flooredBefore(origin, axis, wanted) };
  }
  return null;
}

const differ = (a: number | null | undefined, b: number | null | undefined): boolean => typeof a === 'number' && typeof b === 'number' && a !== b;

const sizeAt = (station: Station, axis: number): number | null => station.evaluation?.output?.[axis] ?? null;

/** The last node before `from` (or itself) that changed the length of the axis. */
export function originOf(from: Station, axis: number): Station {
  let at = from;
  for (;;) {
    const { evaluation, incoming } = at;
    const input = evaluation?.inputs[0];
    if (!input || !incoming[0] || input.length !== evaluation?.output?.length || input[axis] !== evaluation.output[axis]) return at;
    at = incoming[0].source;
  }
}

const enlarges = (station: Station): boolean => station.evaluation?.receptive?.kind === 'upsample';

/** Going up from a layer that enlarges: the layer of the way down that made an even half of an odd size. */
function flooredBefore(origin: Station, axis: number, wanted: number): Station | null {
  if (!enlarges(origin) || !origin.incoming[0]) return null;
  const down = originOf(origin.incoming[0].source, axis);
  const window = down.evaluation?.receptive;
  return window?.kind === 'window' && (window.stride[axis] ?? 1) > 1 && down.evaluation?.inputs[0]?.[axis] === wanted && wanted % window.stride[axis]! !== 0 ? down : null;
}

/** Adds to a mismatch at a merge which layer made the wrong size, and with what arithmetic. */
export function explainMismatch(merge: Station, finding: Finding, input: number | undefined): Finding | null {
  if (finding.code !== 'size-mismatch' && finding.code !== 'channel-mismatch') return null;
  const found = disagreement(merge, input);
  if (!found) return null;
  const { axis, origin, floored, right, wrong } = found;
  const rank = right.source.evaluation?.output?.length ?? 0;
  const steps = [...stepsOf(origin, axis, rank), ...(floored ? stepsOf(floored, axis, rank) : [])];
  const related = [...new Set([origin.id, ...(floored ? [floored.id] : []), wrong.source.id, right.source.id])];
  return { ...finding, message: `${finding.message} ${sentence(found, rank)}`, steps: steps.length > 0 ? steps : finding.steps, related };
}

function stepsOf(station: Station, axis: number, rank: number): readonly FormulaStep[] {
  const name = axisNames(rank)[axis];
  return station.evaluation?.steps.filter((step) => step.axis === name) ?? [];
}

/** "The deconvolution `up1` gives 127, one short of the skip." */
function sentence({ axis, origin, floored, got, wanted, right }: Disagreement, rank: number): string {
  const what = axis === rank - 1 ? ` ${axisNames(rank)[axis]}` : '';
  const other = enlarges(origin) ? 'the skip' : `\`${right.source.id}\``;
  const difference = Math.abs(wanted - got);
  const count = difference === 1 ? 'one' : String(difference);
  const compared =
    difference > 4 && difference * 4 > wanted
      ? `${other === 'the skip' ? other : `but ${other}`} has ${wanted}`
      : got < wanted
        ? `${count} short of ${other}`
        : `${count} more than ${other}`;
  const began = floored ? ` It began at the ${nounOf(floored)} \`${floored.id}\`, which made ${floored.evaluation?.output?.[axis] ?? '?'} of ${wanted} and dropped the remainder.` : '';
  return `The ${nounOf(origin)} \`${origin.id}\` gives ${got}${what}, ${compared}.${began}`;
}

/** What people call a layer inside a sentence. */
export function nounOf(station: Station): string {
  const type = station.node.type.toLowerCase();
  const noun = NOUNS.find(([part]) => type.includes(part));
  return noun ? noun[1] : (station.resolved?.layer.label ?? type);
}

const NOUNS: readonly (readonly [string, string])[] = [
  ['transpose', 'deconvolution'],
  ['conv', 'convolution'],
  ['pooling', 'pooling'],
  ['upsampling', 'upsampling'],
  ['zeropadding', 'padding'],
  ['cropping', 'cropping'],
  ['input', 'input'],
  ['dense', 'dense layer'],
  ['concatenate', 'concatenation'],
];

export const shapeOf = (station: Station): string => (station.evaluation?.output ? formatShape(station.evaluation.output) : '?');
