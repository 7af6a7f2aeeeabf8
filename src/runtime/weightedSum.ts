// Weighted sum: Σ sigmoid(wᵢ)·xᵢ with one learned number per input, as where edges of a random graph meet. (Xie et al. 2019)

import * as tf from '@tensorflow/tfjs';
import { baseArgs, type LayerConfig, type Shape, type Weight } from './layer.ts';
import { several, severalShapes } from './merges.ts';

export class WeightedSum extends tf.layers.Layer {
  static className = 'NetloomWeightedSum';
  private weight: Weight | undefined;

  constructor(config: LayerConfig = {}) {
    super(baseArgs(config));
  }

  override build(inputShape: Shape | Shape[]): void {
    const count = severalShapes(inputShape, 'WeightedSum').length;
    this.weight = this.addWeight('weight', [count], 'float32', tf.initializers.zeros());
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shapes = severalShapes(inputShape, 'WeightedSum');
    return shapes[0].map((dim, axis) => (shapes.some((shape) => shape[axis] === null) ? null : dim));
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const parts = several(inputs, 'WeightedSum');
      const factors = tf.sigmoid(this.weight!.read());
      // As rows, so that nothing of rank 5 is broadcast on WebGPU.
      const scaled = parts.map((part, i) => tf.mul(tf.reshape(part, [-1]), tf.slice(factors, [i], [1])));
      return tf.reshape(scaled.reduce((sum, part) => tf.add(sum, part)), parts[0].shape);
    });
  }
}

tf.serialization.registerClass(WeightedSum);

/** A `WeightedSum` layer. */
export const weightedSum = (config: LayerConfig = {}): WeightedSum => new WeightedSum(config);
