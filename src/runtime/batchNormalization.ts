// Batch normalization over the last axis, at any rank. Keras's BatchNormalization; tfjs's own crashes without scale or center.

import * as tf from '@tensorflow/tfjs';
import { initializerConfig, initializerOf, type Initializer, type InitializerLike } from './initializers.ts';
import { baseArgs, channelsOf, single, singleShape, type CallOptions, type LayerConfig, type Shape, type Weight } from './layer.ts';
import { normalizeRows } from './normalizeBatch.ts';

export interface BatchNormalizationConfig extends LayerConfig {
  /** How much of the moving averages a step keeps; default 0.99. */
  readonly momentum?: number;
  /** Added to the variance; default 1e-3. */
  readonly epsilon?: number;
  /** Whether there is a factor gamma; default true. */
  readonly scale?: boolean;
  /** Whether there is an offset beta; default true. */
  readonly center?: boolean;
  readonly betaInitializer?: InitializerLike;
  readonly gammaInitializer?: InitializerLike;
  readonly movingMeanInitializer?: InitializerLike;
  readonly movingVarianceInitializer?: InitializerLike;
}

export class BatchNormalization extends tf.layers.Layer {
  static className = 'NetloomBatchNormalization';
  private readonly initializers: Readonly<Record<'gamma' | 'beta' | 'movingMean' | 'movingVariance', Initializer>>;
  private gamma: Weight | undefined;
  private beta: Weight | undefined;
  private movingMean: Weight | undefined;
  private movingVariance: Weight | undefined;
  private readonly config: BatchNormalizationConfig;

  constructor(config: BatchNormalizationConfig = {}) {
    super(baseArgs(config));
    this.config = config;
    this.initializers = {
      gamma: initializerOf(config.gammaInitializer, 'ones'),
      beta: initializerOf(config.betaInitializer, 'zeros'),
      movingMean: initializerOf(config.movingMeanInitializer, 'zeros'),
      movingVariance: initializerOf(config.movingVarianceInitializer, 'ones'),
    };
  }

  override build(inputShape: Shape | Shape[]): void {
    const channels = channelsOf(singleShape(inputShape), 'BatchNormalization');
    const { scale = true, center = true } = this.config;
    if (scale) this.gamma = this.addWeight('gamma', [channels], 'float32', this.initializers.gamma);
    if (center) this.beta = this.addWeight('beta', [channels], 'float32', this.initializers.beta);
    this.movingMean = this.addWeight('moving_mean', [channels], 'float32', this.initializers.movingMean, undefined, false);
    this.movingVariance = this.addWeight('moving_variance', [channels], 'float32', this.initializers.movingVariance, undefined, false);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return singleShape(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: CallOptions = {}): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      const channels = x.shape.at(-1) ?? 1;
      // Rows of channels: every rank is the same, and WebGPU never sees a broadcast of rank 5.
      const rows = tf.reshape(x, [-1, channels]) as tf.Tensor2D;
      const { momentum = 0.99, epsilon = 1e-3 } = this.config;
      const layer = { gamma: this.gamma, beta: this.beta, movingMean: this.movingMean!, movingVariance: this.movingVariance!, momentum, epsilon };
      return tf.reshape(normalizeRows(rows, layer, options.training === true), x.shape);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...(this.config as unknown as tf.serialization.ConfigDict),
      name: this.name,
      gammaInitializer: initializerConfig(this.initializers.gamma),
      betaInitializer: initializerConfig(this.initializers.beta),
      movingMeanInitializer: initializerConfig(this.initializers.movingMean),
      movingVarianceInitializer: initializerConfig(this.initializers.movingVariance),
    };
  }
}

tf.serialization.registerClass(BatchNormalization);

/** A `BatchNormalization` layer. */
export const batchNormalization = (config: BatchNormalizationConfig = {}): BatchNormalization => new BatchNormalization(config);
