// What most blocks are made of: convolutions with batch normalization, as PyTorch has it, and the params they expose.

import type { Tensor } from '../builder.ts';

/** Column and row of the canvas grid. */
export type At = readonly [column: number, row: number];

/** A shortcut runs one column beside the main path. */
export const BESIDE = 1.3;

/** PyTorch's: momentum 0.1 there is 0.9 here. */
export const NORM = { momentum: 0.9, epsilon: 1e-5 } as const;

/** The shift of the normalization that follows takes the bias's place. */
export const CONV = { useBias: false, kernelInitializer: 'heNormal' } as const;

type ConvParams = NonNullable<Parameters<Tensor['conv2d']>[0]>;

/** A convolution and its normalization: `conv1`, `norm1` for the name `1`. */
export const convNorm = (x: Tensor, name: string, params: ConvParams, [column, row]: At): Tensor =>
  x.conv2d({ ...CONV, ...params }, { id: `conv${name}`, at: [column, row] }).batchNormalization(NORM, { id: `norm${name}`, at: [column, row + 1] });

export const relu = (x: Tensor, id: string, at: At): Tensor => x.activation({ activation: 'relu' }, { id, at });

export const filtersParam = (doc: string, initial: number, ...targets: readonly (readonly [node: string, param: string, times?: number])[]) => ({ label: 'Filters', doc, default: initial, targets });

export const stridesParam = (initial: number, ...nodes: readonly string[]) => ({
  label: 'Strides',
  doc: '2 halves the map, 1 keeps it.',
  default: initial,
  targets: nodes.map((node) => [node, 'strides'] as const),
});
