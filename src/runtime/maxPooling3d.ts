// The largest value of each window of 3 axes, with any padding; what lies outside never wins. Keras's MaxPooling3D.

import * as tf from '@tensorflow/tfjs';
import { maxPool, Pooling, type PoolingConfig } from './pooling.ts';

export class MaxPooling3D extends Pooling {
  static className = 'NetloomMaxPooling3D';

  constructor(config: PoolingConfig) {
    super(config, 3);
  }

  protected override pool(x: tf.Tensor): tf.Tensor {
    return maxPool(x, this.windows);
  }
}

tf.serialization.registerClass(MaxPooling3D);

/** A `MaxPooling3D` layer. */
export const maxPooling3d = (config: PoolingConfig): MaxPooling3D => new MaxPooling3D(config);
