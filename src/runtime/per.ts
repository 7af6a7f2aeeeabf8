// Numbers that belong to a channel, to an element of a sample, or to all: their shape, and arithmetic of them with a tensor of any rank.

import * as tf from '@tensorflow/tfjs';
import { channelsOf, type Shape } from './layer.ts';

/** What has a number of its own. */
export type Per = 'channel' | 'element' | 'all';

/** Shape of such numbers for inputs of this shape, the batch included. @throws if an axis they need is not known */
export function perShape(input: Shape, per: Per, layer: string): number[] {
  if (per === 'all') return [1];
  if (per === 'channel') return [channelsOf(input, layer)];
  return input.slice(1).map((dim) => {
    if (typeof dim !== 'number') throw new Error(`${layer} needs a known size but got [${input.join(', ')}].`);
    return dim;
  });
}

/**
 * `compute` on `x` and `numbers` as rows that broadcast: every rank is the same, and WebGPU never sees a broadcast of rank 5.
 * @param numbers of shape {@link perShape}
 */
export function withPer(x: tf.Tensor, per: Per, numbers: readonly tf.Tensor[], compute: (x: tf.Tensor, numbers: readonly tf.Tensor[]) => tf.Tensor): tf.Tensor {
  const columns = per === 'element' ? x.size / (x.shape[0] ?? 1) : (x.shape.at(-1) ?? 1);
  return tf.reshape(compute(tf.reshape(x, [-1, columns]), numbers.map((number) => tf.reshape(number, [-1]))), x.shape);
}
