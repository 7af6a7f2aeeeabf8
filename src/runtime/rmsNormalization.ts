// Root-mean-square normalization over the last axis: layer normalization without the mean. (Zhang and Sennrich 2019)

import * as tf from '@tensorflow/tfjs';
import { single } from './layer.ts';
import { normalizeGroups } from './normalizeGroups.ts';
import { ScaledLayer, type ScaledConfig } from './scaledLayer.ts';

/** `epsilon` is 1e-6 by default, as in Keras; there is never a beta. */
export type RmsNormalizationConfig = Omit<ScaledConfig, 'center' | 'betaInitializer'>;

export class RmsNormalization extends ScaledLayer<ScaledConfig> {
  static className = 'NetloomRmsNormalization';

  constructor(config: RmsNormalizationConfig = {}) {
    super({ ...config, center: false });
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      const rows = tf.reshape(x, [-1, 1, x.shape.at(-1) ?? 1]) as tf.Tensor3D;
      return tf.reshape(normalizeGroups(rows, this.gamma?.read(), undefined, { groups: 1, centered: false, epsilon: this.config.epsilon ?? 1e-6 }), x.shape);
    });
  }
}

tf.serialization.registerClass(RmsNormalization);

/** An `RmsNormalization` layer. */
export const rmsNormalization = (config: RmsNormalizationConfig = {}): RmsNormalization => new RmsNormalization(config);
