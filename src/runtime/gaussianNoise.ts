// Gaussian noise: a normally distributed number is added to every value in training.

import * as tf from '@tensorflow/tfjs';
import { gaussians } from './random.ts';
import { RandomLayer, type RandomConfig } from './randomLayer.ts';

export interface GaussianNoiseConfig extends RandomConfig {
  /** Standard deviation of what is added. */
  readonly stddev: number;
}

export class GaussianNoise extends RandomLayer<GaussianNoiseConfig> {
  static className = 'NetloomGaussianNoise';

  protected override disturb(x: tf.Tensor, key: number): tf.Tensor {
    return tf.add(x, tf.tensor(gaussians(x.size, 0, this.config.stddev, key), x.shape));
  }
}

tf.serialization.registerClass(GaussianNoise);

/** A `GaussianNoise` layer. */
export const gaussianNoise = (config: GaussianNoiseConfig): GaussianNoise => new GaussianNoise(config);
