// Batch normalization over the last axis, at any rank, with its gradient in closed form. Keras's BatchNormalization.
// tfjs's own crashes without scale or center and takes about 49 GPU dispatches a step.

import * as tf from '@tensorflow/tfjs';
import { initializerConfig, initializerOf, type Initializer, type InitializerLike } from './initializers.ts';
import { baseArgs, channelsOf, single, singleShape, type CallOptions, type LayerConfig, type Shape, type Weight } from './layer.ts';

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
      const gamma = (this.gamma?.read() ?? tf.ones([channels])) as tf.Tensor1D;
      const beta = (this.beta?.read() ?? tf.zeros([channels])) as tf.Tensor1D;
      const y = options.training === true ? this.normalize(rows, gamma, beta) : this.infer(rows, gamma, beta);
      return tf.reshape(y, x.shape);
    });
  }

  private infer(x: tf.Tensor2D, gamma: tf.Tensor1D, beta: tf.Tensor1D): tf.Tensor {
    const factor = tf.mul(tf.rsqrt(tf.add(this.movingVariance!.read(), this.config.epsilon ?? 1e-3)), gamma);
    return tf.add(tf.mul(x, factor), tf.sub(beta, tf.mul(this.movingMean!.read(), factor)));
  }

  /** With the batch's own mean and variance (of the whole batch, not of a sample of it: divided by N); moves the averages towards them. */
  private normalize(x: tf.Tensor2D, gamma: tf.Tensor1D, beta: tf.Tensor1D): tf.Tensor {
    const run = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
      const [x, gamma, beta] = args as [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
      const save = args[3] as tf.GradSaveFunc;
      const mean = tf.mean(x, 0);
      const centered = tf.sub(x, mean);
      const variance = tf.mean(tf.square(centered), 0);
      const inverse = tf.rsqrt(tf.add(variance, this.config.epsilon ?? 1e-3));
      const normal = tf.mul(centered, inverse);
      this.move(this.movingMean!, mean);
      this.move(this.movingVariance!, variance);
      save([normal, inverse, gamma]);
      return {
        value: tf.add(tf.mul(normal, gamma), beta),
        // dx = γ/σ · (dy − mean(dy) − x̂·mean(dy·x̂))  (Ioffe and Szegedy 2015, gathered)
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
          const [normal, inverse, gamma] = saved as [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
          const count = dy.shape[0] ?? 1;
          const dBeta = tf.sum(dy, 0);
          const dGamma = tf.sum(tf.mul(dy, normal), 0);
          const inner = tf.sub(tf.sub(dy, tf.div(dBeta, count)), tf.mul(normal, tf.div(dGamma, count)));
          return [tf.mul(inner, tf.mul(gamma, inverse)), dGamma, dBeta];
        },
      };
    });
    return run(x, gamma, beta);
  }

  private move(average: Weight, value: tf.Tensor): void {
    const momentum = this.config.momentum ?? 0.99;
    const old = average.read();
    average.write(tf.add(old, tf.mul(tf.sub(value, old), 1 - momentum)));
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
