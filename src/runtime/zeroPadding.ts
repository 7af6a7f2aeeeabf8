// Zeros around a sequence or a volume. Keras's ZeroPadding1D and ZeroPadding3D, which tfjs lacks.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type LayerConfig, type Shape } from './layer.ts';
import { padMap, type Borders } from './window.ts';

export interface ZeroPaddingConfig extends LayerConfig {
  /** `[before, after]` of every axis between batch and channels. */
  readonly padding: Borders;
}

export class ZeroPadding extends tf.layers.Layer {
  static className = 'NetloomZeroPadding';
  private readonly config: ZeroPaddingConfig;

  constructor(config: ZeroPaddingConfig) {
    super(baseArgs(config));
    this.config = config;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return singleShape(inputShape).map((length, i) => {
      const [before, after] = this.config.padding[i - 1] ?? [0, 0];
      return length === null ? null : length + before + after;
    });
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => padMap(single<tf.Tensor>(inputs), this.config.padding));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

tf.serialization.registerClass(ZeroPadding);

/** A `ZeroPadding` layer. */
export const zeroPadding = (config: ZeroPaddingConfig): ZeroPadding => new ZeroPadding(config);
