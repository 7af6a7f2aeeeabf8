// Dropout of whole channels: all places of a channel of a sample stay or go together. Keras's SpatialDropout1D, 2D and 3D.

import * as tf from '@tensorflow/tfjs';
import type { DropoutConfig } from './dropout.ts';
import { dropoutMask } from './random.ts';
import { RandomLayer } from './randomLayer.ts';

export class SpatialDropout extends RandomLayer<DropoutConfig> {
  static className = 'NetloomSpatialDropout';

  protected override disturb(x: tf.Tensor, key: number): tf.Tensor {
    const { rate } = this.config;
    if (rate === 0) return tf.clone(x);
    const [samples, channels] = [x.shape[0] ?? 1, x.shape.at(-1) ?? 1];
    const mask = tf.tensor3d(dropoutMask(samples * channels, rate, key), [samples, 1, channels]);
    // At rank 3, as WebGPU broadcasts nothing of rank 5.
    return tf.reshape(tf.mul(tf.reshape(x, [samples, -1, channels]), mask), x.shape);
  }
}

tf.serialization.registerClass(SpatialDropout);

/** A `SpatialDropout` layer, for maps of any rank. */
export const spatialDropout = (config: DropoutConfig): SpatialDropout => new SpatialDropout(config);
