// Layer normalization over the last axis: every place of a sample by itself. Keras's LayerNormalization. (Ba, Kiros and Hinton 2016)

import * as tf from '@tensorflow/tfjs';
import { single } from './layer.ts';
import { normalizeGroups } from './normalizeGroups.ts';
import { ScaledLayer, type ScaledConfig } from './scaledLayer.ts';

/** `epsilon` is 1e-3 by default, as in Keras. */
export type LayerNormalizationConfig = ScaledConfig;

export class LayerNormalization extends ScaledLayer<LayerNormalizationConfig> {
  static className = 'NetloomLayerNormalization';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      const rows = tf.reshape(x, [-1, 1, x.shape.at(-1) ?? 1]) as tf.Tensor3D;
      const y = normalizeGroups(rows, this.gamma?.read(), this.beta?.read(), { groups: 1, centered: true, epsilon: this.config.epsilon ?? 1e-3 });
      return tf.reshape(y, x.shape);
    });
  }
}

tf.serialization.registerClass(LayerNormalization);

/** A `LayerNormalization` layer. */
export const layerNormalization = (config: LayerNormalizationConfig = {}): LayerNormalization => new LayerNormalization(config);
