// The mean of each window of 1 axis, with any padding and the right gradient there (tfjs's own is wrong).

import * as tf from '@tensorflow/tfjs';
import { averagePool, Pooling, type AveragePoolingConfig } from './pooling.ts';

export class AveragePooling1D extends Pooling<AveragePoolingConfig> {
  static className = 'NetloomAveragePooling1D';

  constructor(config: AveragePoolingConfig) {
    super(config, 1);
  }

  protected override pool(x: tf.Tensor): tf.Tensor {
    return averagePool(x, this.windows, this.config.countIncludePad === true);
  }
}

tf.serialization.registerClass(AveragePooling1D);

/** An `AveragePooling1D` layer. */
export const averagePooling1d = (config: AveragePoolingConfig): AveragePooling1D => new AveragePooling1D(config);
