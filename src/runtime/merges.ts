// For layers of several inputs: all of them as tensors, and as shapes.

import type * as tf from '@tensorflow/tfjs';
import type { Shape } from './layer.ts';

/** @throws where fewer than two came */
export function several(inputs: tf.Tensor | tf.Tensor[], layer: string): [tf.Tensor, tf.Tensor, ...tf.Tensor[]] {
  if (!Array.isArray(inputs) || inputs.length < 2) throw new Error(`${layer} needs two or more inputs.`);
  return inputs as [tf.Tensor, tf.Tensor, ...tf.Tensor[]];
}

/** @throws where fewer than two came */
export function severalShapes(shapes: Shape | Shape[], layer: string): [Shape, Shape, ...Shape[]] {
  if (!Array.isArray(shapes[0]) || shapes.length < 2) throw new Error(`${layer} needs two or more inputs.`);
  return shapes as [Shape, Shape, ...Shape[]];
}
