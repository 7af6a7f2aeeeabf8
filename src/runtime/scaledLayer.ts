// What layers with a learned factor gamma and offset beta per channel share: config, weights and their serialization.

import * as tf from '@tensorflow/tfjs';
import { initializerConfig, initializerOf, type Initializer, type InitializerLike } from './initializers.ts';
import { baseArgs, channelsOf, singleShape, type LayerConfig, type Shape, type Weight } from './layer.ts';

export interface ScaledConfig extends LayerConfig {
  /** Whether there is a factor gamma; default true. */
  readonly scale?: boolean;
  /** Whether there is an offset beta; default true. */
  readonly center?: boolean;
  /** Added to the variance. */
  readonly epsilon?: number;
  readonly gammaInitializer?: InitializerLike;
  readonly betaInitializer?: InitializerLike;
}

export abstract class ScaledLayer<C extends ScaledConfig> extends tf.layers.Layer {
  protected gamma: Weight | undefined;
  protected beta: Weight | undefined;
  protected readonly config: C;
  private readonly gammaInitializer: Initializer;
  private readonly betaInitializer: Initializer;

  constructor(config: C) {
    super(baseArgs(config));
    this.config = config;
    this.gammaInitializer = initializerOf(config.gammaInitializer, 'ones');
    this.betaInitializer = initializerOf(config.betaInitializer, 'zeros');
  }

  override build(inputShape: Shape | Shape[]): void {
    const channels = channelsOf(singleShape(inputShape), this.getClassName());
    const { scale = true, center = true } = this.config;
    if (scale) this.gamma = this.addWeight('gamma', [channels], 'float32', this.gammaInitializer);
    if (center) this.beta = this.addWeight('beta', [channels], 'float32', this.betaInitializer);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return singleShape(inputShape);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...(this.config as unknown as tf.serialization.ConfigDict),
      name: this.name,
      gammaInitializer: initializerConfig(this.gammaInitializer),
      betaInitializer: initializerConfig(this.betaInitializer),
    };
  }
}
