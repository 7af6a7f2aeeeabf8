// A sequence or a volume without its ends. Keras's Cropping1D and Cropping3D, which tfjs lacks.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type LayerConfig, type Shape } from './layer.ts';
import { cropMap, type Borders } from './window.ts';

export interface CroppingConfig extends LayerConfig {
  /** `[before, after]` of every axis between batch and channels. */
  readonly cropping: Borders;
}

export class Cropping extends tf.layers.Layer {
  static className = 'NetloomCropping';
  private readonly config: CroppingConfig;

  constructor(config: CroppingConfig) {
    super(baseArgs(config));
    this.config = config;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return singleShape(inputShape).map((length, i) => {
      const [before, after] = this.config.cropping[i - 1] ?? [0, 0];
      return length === null ? null : length - before - after;
    });
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => cropMap(single<tf.Tensor>(inputs), this.config.cropping));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

tf.serialization.registerClass(Cropping);

/** A `Cropping` layer. */
export const cropping = (config: CroppingConfig): Cropping => new Cropping(config);
