// Gaussian dropout: every value is multiplied by a normally distributed number of mean 1, with the variance that dropout would have.

import * as tf from '@tensorflow/tfjs';
import type { DropoutConfig } from './dropout.ts';
import { gaussians } from './random.ts';
import { RandomLayer } from './randomLayer.ts';

export class GaussianDropout extends RandomLayer<DropoutConfig> {
  static className = 'NetloomGaussianDropout';

  protected override disturb(x: tf.Tensor, key: number): tf.Tensor {
    const { rate } = this.config;
    return tf.mul(x, tf.tensor(gaussians(x.size, 1, Math.sqrt(rate / (1 - rate)), key), x.shape));
  }
}

tf.serialization.registerClass(GaussianDropout);

/** A `GaussianDropout` layer: the factors have the standard deviation √(rate / (1 − rate)). */
export const gaussianDropout = (config: DropoutConfig): GaussianDropout => new GaussianDropout(config);
