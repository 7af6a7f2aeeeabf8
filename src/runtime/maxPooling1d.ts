// The largest value of each window of 1 axis, with any padding; what lies outside never wins. Keras's MaxPooling1D.

import * as tf from '@tensorflow/tfjs';
import { maxPool, Pooling, type PoolingConfig } from './pooling.ts';

export class MaxPooling1D extends Pooling {
  static className = 'NetloomMaxPooling1D';

  constructor(config: PoolingConfig) {
    super(config, 1);
  }

  protected override pool(x: tf.Tensor): tf.Tensor {
    return maxPool(x, this.windows);
  }
}

tf.serialization.registerClass(MaxPooling1D);

/** A `MaxPooling1D` layer. */
export const maxPooling1d = (config: PoolingConfig): MaxPooling1D => new MaxPooling1D(config);
