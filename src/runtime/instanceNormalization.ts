// Instance normalization: every channel of every sample by itself, over its pixels. (Ulyanov et al. 2016)

import * as tf from '@tensorflow/tfjs';
import { GroupNormalization } from './groupNormalization.ts';
import type { ScaledConfig } from './scaledLayer.ts';

/** `epsilon` is 1e-3 by default, as in the other normalizations. */
export type InstanceNormalizationConfig = ScaledConfig;

export class InstanceNormalization extends GroupNormalization {
  static override className = 'NetloomInstanceNormalization';

  protected override groupsOf(channels: number): number {
    return channels;
  }
}

tf.serialization.registerClass(InstanceNormalization);

/** An `InstanceNormalization` layer. */
export const instanceNormalization = (config: InstanceNormalizationConfig = {}): InstanceNormalization => new InstanceNormalization(config);
