// An activation as a layer of its own, with its number where it has one.

import * as tf from '@tensorflow/tfjs';
import { activate } from './activations.ts';
import { baseArgs, single, singleShape, type LayerConfig, type Shape } from './layer.ts';

export interface ActivationConfig extends LayerConfig {
  readonly activation: string;
  /** Slope of leakyReLU left of 0, scale of elu. */
  readonly alpha?: number;
  /** Frequency of sin. */
  readonly omega?: number;
  /** Below it thresholdedReLU gives 0. */
  readonly theta?: number;
}

export class Activation extends tf.layers.Layer {
  static className = 'NetloomActivation';
  private readonly config: ActivationConfig;

  constructor(config: ActivationConfig) {
    super(baseArgs(config));
    this.config = config;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return singleShape(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => activate(this.config.activation, single<tf.Tensor>(inputs), this.config));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

tf.serialization.registerClass(Activation);

/** An `Activation` layer. */
export const activation = (config: ActivationConfig): Activation => new Activation(config);
