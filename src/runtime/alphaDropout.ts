// Alpha dropout: what is left out becomes SELU's lower limit, and the result is scaled back to mean 0 and variance 1.

import * as tf from '@tensorflow/tfjs';
import type { DropoutConfig } from './dropout.ts';
import { dropoutMask } from './random.ts';
import { RandomLayer } from './randomLayer.ts';

/** −scale·alpha of SELU: what it tends to on the left. (Klambauer et al. 2017) */
const LIMIT = -1.0507009873554805 * 1.6732632423543772;

export class AlphaDropout extends RandomLayer<DropoutConfig> {
  static className = 'NetloomAlphaDropout';

  protected override disturb(x: tf.Tensor, key: number): tf.Tensor {
    const { rate } = this.config;
    if (rate === 0) return tf.clone(x);
    const factor = ((1 - rate) * (1 + rate * LIMIT ** 2)) ** -0.5;
    // 1 where a value stays; factor·(x·kept + LIMIT·(1 − kept)) − factor·LIMIT·rate is x·(factor·kept) + rest.
    const kept = dropoutMask(x.size, rate, key).map((value) => (value === 0 ? 0 : 1));
    const rest = kept.map((value) => factor * LIMIT * (1 - value - rate));
    return tf.add(tf.mul(x, tf.tensor(kept.map((value) => value * factor), x.shape)), tf.tensor(rest, x.shape));
  }
}

tf.serialization.registerClass(AlphaDropout);

/** An `AlphaDropout` layer. */
export const alphaDropout = (config: DropoutConfig): AlphaDropout => new AlphaDropout(config);
