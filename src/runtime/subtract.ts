// Subtract: the first of two inputs minus the second. Keras's Subtract, which tfjs lacks.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, type LayerConfig, type Shape } from './layer.ts';
import { several, severalShapes } from './merges.ts';

export class Subtract extends tf.layers.Layer {
  static className = 'NetloomSubtract';

  constructor(config: LayerConfig = {}) {
    super(baseArgs(config));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [one, other] = severalShapes(inputShape, 'Subtract');
    return one.map((dim, axis) => (other[axis] === null ? null : dim));
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [one, other] = several(inputs, 'Subtract');
      return tf.sub(one, other);
    });
  }
}

tf.serialization.registerClass(Subtract);

/** A `Subtract` layer. */
export const subtract = (config: LayerConfig = {}): Subtract => new Subtract(config);
