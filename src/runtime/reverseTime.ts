// ReverseTime: the steps of a sequence from the last to the first.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type LayerConfig, type Shape } from './layer.ts';

export class ReverseTime extends tf.layers.Layer {
  static className = 'NetloomReverseTime';

  constructor(config: LayerConfig = {}) {
    super(baseArgs(config));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return singleShape(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.reverse(single<tf.Tensor>(inputs), 1);
  }
}

tf.serialization.registerClass(ReverseTime);

/** A `ReverseTime` layer: `[batch, time, features]` with its steps turned round. */
export const reverseTime = (config: LayerConfig = {}): ReverseTime => new ReverseTime(config);
