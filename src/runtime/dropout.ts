// Dropout whose mask depends on seed and step alone. tfjs's own draws from the clock's seed.

import * as tf from '@tensorflow/tfjs';
import { DROPOUT_KERNEL, dropoutMask } from './random.ts';
import { RandomLayer, type RandomConfig } from './randomLayer.ts';

export interface DropoutConfig extends RandomConfig {
  /** Fraction of the values that a training step sets to 0; the others are scaled by 1 / (1 − rate). */
  readonly rate: number;
}

export class Dropout extends RandomLayer<DropoutConfig> {
  static className = 'NetloomDropout';

  protected override disturb(x: tf.Tensor, key: number): tf.Tensor {
    const { rate } = this.config;
    if (rate === 0) return tf.clone(x);
    if (tf.getKernel(DROPOUT_KERNEL, tf.getBackend()) === undefined) return tf.mul(x, tf.tensor(dropoutMask(x.size, rate, key), x.shape));
    const drop = (values: tf.Tensor): tf.Tensor => tf.engine().runKernel(DROPOUT_KERNEL, { x: values }, { rate, key });
    // The same values are dropped from the gradient.
    return tf.customGrad((values) => ({ value: drop(values as tf.Tensor), gradFunc: (dy: tf.Tensor) => [drop(dy)] }))(x);
  }
}

tf.serialization.registerClass(Dropout);

/** A `Dropout` layer. */
export const dropout = (config: DropoutConfig): Dropout => new Dropout(config);
