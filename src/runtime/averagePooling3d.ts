// The mean of each window of 3 axes, with any padding and the right gradient there (tfjs's own is wrong).

import * as tf from '@tensorflow/tfjs';
import { averagePool, Pooling, type AveragePoolingConfig } from './pooling.ts';

export class AveragePooling3D extends Pooling<AveragePoolingConfig> {
  static className = 'NetloomAveragePooling3D';

  constructor(config: AveragePoolingConfig) {
    super(config, 3);
  }

  protected override pool(x: tf.Tensor): tf.Tensor {
    return averagePool(x, this.windows, this.config.countIncludePad === true);
  }
}

tf.serialization.registerClass(AveragePooling3D);

/** An `AveragePooling3D` layer. */
export const averagePooling3d = (config: AveragePoolingConfig): AveragePooling3D => new AveragePooling3D(config);
