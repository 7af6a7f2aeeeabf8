// PReLU: a leaky ReLU whose slope is learned. Composed, as tfjs's kernel fails at rank 5 on WebGPU. (He et al. 2015)

import * as tf from '@tensorflow/tfjs';
import { initializerConfig, initializerOf, type Initializer, type InitializerLike } from './initializers.ts';
import { baseArgs, single, singleShape, type LayerConfig, type Shape, type Weight } from './layer.ts';
import { perShape, withPer, type Per } from './per.ts';

export interface PreluConfig extends LayerConfig {
  /** What has a slope of its own; default a channel. */
  readonly per?: Per;
  /** Default 0.25 everywhere, as in the paper. */
  readonly alphaInitializer?: InitializerLike;
}

export class Prelu extends tf.layers.Layer {
  static className = 'NetloomPrelu';
  private readonly config: PreluConfig;
  private readonly alphaInitializer: Initializer;
  private alpha: Weight | undefined;

  constructor(config: PreluConfig = {}) {
    super(baseArgs(config));
    this.config = config;
    this.alphaInitializer = config.alphaInitializer === undefined ? tf.initializers.constant({ value: 0.25 }) : initializerOf(config.alphaInitializer, 'zeros');
  }

  override build(inputShape: Shape | Shape[]): void {
    this.alpha = this.addWeight('alpha', perShape(singleShape(inputShape), this.config.per ?? 'channel', 'Prelu'), 'float32', this.alphaInitializer);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return singleShape(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => withPer(single<tf.Tensor>(inputs), this.config.per ?? 'channel', [this.alpha!.read()], (x, [alpha]) => tf.sub(tf.relu(x), tf.mul(alpha!, tf.relu(tf.neg(x))))));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...(this.config as unknown as tf.serialization.ConfigDict),
      name: this.name,
      alphaInitializer: initializerConfig(this.alphaInitializer),
    };
  }
}

tf.serialization.registerClass(Prelu);

/** A `Prelu` layer. */
export const prelu = (config: PreluConfig = {}): Prelu => new Prelu(config);
