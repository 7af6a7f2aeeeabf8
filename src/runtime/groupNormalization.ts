// Group normalization: channels in groups, each normalized over its channels and all pixels of a sample. (Wu and He 2018)

import * as tf from '@tensorflow/tfjs';
import { channelsOf, single, singleShape, type Shape } from './layer.ts';
import { normalizeGroups } from './normalizeGroups.ts';
import { ScaledLayer, type ScaledConfig } from './scaledLayer.ts';

export interface GroupNormalizationConfig extends ScaledConfig {
  /** Must divide the channels; default 32, Keras's. `epsilon` is 1e-3. */
  readonly groups?: number;
}

export class GroupNormalization extends ScaledLayer<GroupNormalizationConfig> {
  static className = 'NetloomGroupNormalization';

  /** How many groups these channels make. */
  protected groupsOf(_channels: number): number {
    return this.config.groups ?? 32;
  }

  override build(inputShape: Shape | Shape[]): void {
    const channels = channelsOf(singleShape(inputShape), 'GroupNormalization');
    const groups = this.groupsOf(channels);
    if (channels % groups !== 0) throw new Error(`${groups} groups do not divide ${channels} channels.`);
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      const channels = x.shape.at(-1) ?? 1;
      const places = x.shape.slice(1, -1).reduce((a, b) => a * b, 1);
      const rows = tf.reshape(x, [-1, places, channels]) as tf.Tensor3D;
      const y = normalizeGroups(rows, this.gamma?.read(), this.beta?.read(), { groups: this.groupsOf(channels), centered: true, epsilon: this.config.epsilon ?? 1e-3 });
      return tf.reshape(y, x.shape);
    });
  }
}

tf.serialization.registerClass(GroupNormalization);

/** A `GroupNormalization` layer. */
export const groupNormalization = (config: GroupNormalizationConfig = {}): GroupNormalization => new GroupNormalization(config);
