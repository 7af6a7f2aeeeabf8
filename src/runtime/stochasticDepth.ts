// Stochastic depth: in training the whole value of a sample is left out at random, as if the branch were not there. (Huang et al. 2016)

import * as tf from '@tensorflow/tfjs';
import type { DropoutConfig } from './dropout.ts';
import { dropoutMask } from './random.ts';
import { RandomLayer } from './randomLayer.ts';

export class StochasticDepth extends RandomLayer<DropoutConfig> {
  static className = 'NetloomStochasticDepth';

  protected override disturb(x: tf.Tensor, key: number): tf.Tensor {
    const { rate } = this.config;
    if (rate === 0) return tf.clone(x);
    const samples = x.shape[0] ?? 1;
    return tf.reshape(tf.mul(tf.reshape(x, [samples, -1]), tf.tensor2d(dropoutMask(samples, rate, key), [samples, 1])), x.shape);
  }
}

tf.serialization.registerClass(StochasticDepth);

/** A `StochasticDepth` layer: `rate` is the probability that a sample's branch is left out; the others are scaled by 1 / (1 − rate). */
export const stochasticDepth = (config: DropoutConfig): StochasticDepth => new StochasticDepth(config);
