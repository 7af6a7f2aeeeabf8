// The largest value of each window of 2 axes, with any padding; what lies outside never wins. Keras's MaxPooling2D.

import * as tf from '@tensorflow/tfjs';
import { maxPool, Pooling, type PoolingConfig } from './pooling.ts';

export class MaxPooling2D extends Pooling {
  static className = 'NetloomMaxPooling2D';

  constructor(config: PoolingConfig) {
    super(config, 2);
  }

  protected override pool(x: tf.Tensor): tf.Tensor {
    return maxPool(x, this.windows);
  }
}

tf.serialization.registerClass(MaxPooling2D);

/** A `MaxPooling2D` layer. */
export const maxPooling2d = (config: PoolingConfig): MaxPooling2D => new MaxPooling2D(config);
