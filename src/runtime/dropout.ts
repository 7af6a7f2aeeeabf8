// Dropout whose mask depends on seed and step alone, so that a resumed run drops what an uninterrupted one would have dropped.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type CallOptions, type LayerConfig, type Shape } from './layer.ts';
import { dropoutMask, mixAll } from './random.ts';

export interface DropoutConfig extends LayerConfig {
  /** Fraction of the values that a training step sets to 0; the others are scaled by 1 / (1 − rate). */
  readonly rate: number;
  readonly seed?: number;
}

export class Dropout extends tf.layers.Layer {
  static className = 'NetloomDropout';
  /** The training step whose mask is drawn; set before each step. */
  step = 0;
  private readonly config: DropoutConfig;

  constructor(config: DropoutConfig) {
    super(baseArgs(config));
    this.config = config;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return singleShape(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: CallOptions = {}): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      const { rate, seed = 0 } = this.config;
      if (options.training !== true || rate === 0) return tf.clone(x);
      return tf.mul(x, tf.tensor(dropoutMask(x.size, rate, mixAll(seed, this.step)), x.shape));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

/** Says to all layers of a model that draw random numbers which training step comes next. */
export function setStep(model: tf.LayersModel, step: number): void {
  for (const layer of model.layers) if (layer instanceof Dropout) layer.step = step;
}

tf.serialization.registerClass(Dropout);

/** A `Dropout` layer. */
export const dropout = (config: DropoutConfig): Dropout => new Dropout(config);
