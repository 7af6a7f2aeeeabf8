// The mean of each window of 2 axes, with any padding and the right gradient there (tfjs's own is wrong).

import * as tf from '@tensorflow/tfjs';
import { averagePool, Pooling, type AveragePoolingConfig } from './pooling.ts';

export class AveragePooling2D extends Pooling<AveragePoolingConfig> {
  static className = 'NetloomAveragePooling2D';

  constructor(config: AveragePoolingConfig) {
    super(config, 2);
  }

  protected override pool(x: tf.Tensor): tf.Tensor {
    return averagePool(x, this.windows, this.config.countIncludePad === true);
  }
}

tf.serialization.registerClass(AveragePooling2D);

/** An `AveragePooling2D` layer. */
export const averagePooling2d = (config: AveragePoolingConfig): AveragePooling2D => new AveragePooling2D(config);
