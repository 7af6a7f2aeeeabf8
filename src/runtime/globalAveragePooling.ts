// The mean of every channel over all axes between batch and channels, at any rank. Keras's GlobalAveragePooling3D, which tfjs lacks.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type LayerConfig, type Shape } from './layer.ts';

export class GlobalAveragePooling extends tf.layers.Layer {
  static className = 'NetloomGlobalAveragePooling';

  constructor(config: LayerConfig = {}) {
    super(baseArgs(config));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const input = singleShape(inputShape);
    return [input[0] ?? null, input.at(-1) ?? null];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      return tf.mean(tf.reshape(x, [x.shape[0] ?? 1, -1, x.shape.at(-1) ?? 1]), 1);
    });
  }
}

tf.serialization.registerClass(GlobalAveragePooling);

/** A `GlobalAveragePooling` layer. */
export const globalAveragePooling = (config: LayerConfig = {}): GlobalAveragePooling => new GlobalAveragePooling(config);
