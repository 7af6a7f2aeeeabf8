// Dropout whose mask depends on seed and step alone. tfjs's own draws from the clock's seed.

import * as tf from '@tensorflow/tfjs';
import { dropoutMask } from './random.ts';
import { RandomLayer, type RandomConfig } from './randomLayer.ts';

export interface DropoutConfig extends RandomConfig {
  /** Fraction of the values that a training step sets to 0; the others are scaled by 1 / (1 − rate). */
  readonly rate: number;
}

export class Dropout extends RandomLayer<DropoutConfig> {
  static className = 'NetloomDropout';

  protected override disturb(x: tf.Tensor, key: number): tf.Tensor {
    const { rate } = this.config;
    return rate === 0 ? tf.clone(x) : tf.mul(x, tf.tensor(dropoutMask(x.size, rate, key), x.shape));
  }
}

tf.serialization.registerClass(Dropout);

/** A `Dropout` layer. */
export const dropout = (config: DropoutConfig): Dropout => new Dropout(config);
