// Enlarges a sequence or a volume by whole factors, nearest or linear. Keras's UpSampling1D and UpSampling3D, which tfjs lacks.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type LayerConfig, type Shape } from './layer.ts';
import { resizeAxis } from './resize.ts';
import { perAxis, type PerAxis } from './window.ts';

export interface UpSamplingConfig extends LayerConfig {
  /** Factor, or one per axis; default 2. */
  readonly size?: PerAxis;
  /** Default nearest. Linear samples at pixel centres. */
  readonly interpolation?: 'nearest' | 'linear';
}

export class UpSampling extends tf.layers.Layer {
  static className = 'NetloomUpSampling';
  private readonly config: UpSamplingConfig;

  constructor(config: UpSamplingConfig) {
    super(baseArgs(config));
    this.config = config;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const input = singleShape(inputShape);
    const factors = perAxis(this.config.size, input.length - 2, 2);
    return input.map((length, i) => (length === null || i === 0 || i === input.length - 1 ? length : length * (factors[i - 1] ?? 1)));
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      const factors = perAxis(this.config.size, x.rank - 2, 2);
      return factors.reduce((y, factor, i) => resizeAxis(y, i + 1, (y.shape[i + 1] ?? 1) * factor, this.config.interpolation === 'linear'), x);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

tf.serialization.registerClass(UpSampling);

/** An `UpSampling` layer. */
export const upSampling = (config: UpSamplingConfig): UpSampling => new UpSampling(config);
