// The problem of a tensor with too many or too few axes, told with both shapes, and the reshapes that would mend it.

import type { Problem, Repair, Shape, ShapeOutcome } from './layer.ts';
import { axisNames, sizeOf } from './layer.ts';

/** `[batch, 64, 64, 3]`: a shape as tfjs and Keras print it. */
export const withBatch = (shape: Shape): string => `[${['batch', ...shape.map((dim) => dim ?? '?')].join(', ')}]`;

/** Axes as names: `[batch, height, width, channels]`. */
const namesWithBatch = (rank: number): string => `[${['batch', ...axisNames(rank)].join(', ')}]`;

/** The outcome where an input is not connected; the compiler reports it before it asks for shapes. */
export const missingInput = (label: string, port = 0): ShapeOutcome => ({
  ok: false,
  problems: [{ code: 'missing-input', severity: 'error', message: `${label} needs an input here, but nothing is connected.`, port }],
});

const reshapeTo = (targetShape: readonly number[], port: number): Repair => ({
  kind: 'insertBefore',
  label: `Insert a reshape to ${targetShape.join('×')} before it`,
  port,
  layer: 'reshape',
  params: { targetShape },
});

/**
 * Reshapes that turn a vector of `n` numbers into a map: square grey and colour images first (784 → 28×28×1, 3072 → 32×32×3),
 * then the small deep maps that generators start from (12,544 → 7×7×256), at last one pixel with n channels.
 */
function mapsOf(n: number): readonly (readonly number[])[] {
  const maps: number[][] = [];
  for (const channels of [1, 3]) {
    const side = Math.sqrt(n / channels);
    if (Number.isInteger(side) && side >= 2) maps.push([side, side, channels]);
  }
  for (const side of [7, 8, 4]) {
    const channels = n / (side * side);
    if (Number.isInteger(channels) && channels >= 16) {
      maps.push([side, side, channels]);
      break;
    }
  }
  maps.push([1, 1, n]);
  return maps;
}

/** Best first; empty where no layer could bring the shape to this rank without guessing. */
export function rankRepairs(input: Shape, rank: number, port: number): readonly Repair[] {
  const known = input.every((dim) => dim !== null);
  if (rank === 1) return known ? [{ kind: 'insertBefore', label: 'Insert a flatten before it', port, layer: 'flatten', params: {} }] : [];
  const size = sizeOf(input);
  if (rank === 3 && input.length === 1 && size !== null) return mapsOf(size).map((map) => reshapeTo(map, port));
  if (rank === 3 && input.length === 2 && known) return [reshapeTo([...(input as readonly number[]), 1], port)];
  return [];
}

/** "Conv2D needs [batch, height, width, channels] but got [batch, 784]. Insert a Reshape before it." */
export function rankMismatch(label: string, rank: number, input: Shape, port = 0): Problem {
  const repairs = rankRepairs(input, rank, port);
  const hint = repairs.length === 0 ? '' : rank === 1 ? ' Insert a Flatten before it.' : ' Insert a Reshape before it.';
  return {
    code: 'rank-mismatch',
    severity: 'error',
    message: `${label} needs ${namesWithBatch(rank)} but got ${withBatch(input)}.${hint}`,
    port,
    repairs,
  };
}

/** A layer whose weights depend on an axis that is only known when data arrives. */
export function unknownAxis(label: string, axis: string, why: string, port = 0): Problem {
  return {
    code: 'unknown-size',
    severity: 'error',
    message: `${label} needs to know the ${axis}, which ${why}. Give the input a fixed size there.`,
    port,
  };
}
