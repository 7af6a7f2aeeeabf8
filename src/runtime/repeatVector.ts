// RepeatVector: a vector n times one below the other. A product with ones, as the gradient of tfjs's tile loops over slices.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type LayerConfig, type Shape } from './layer.ts';

export interface RepeatVectorConfig extends LayerConfig {
  readonly n: number;
}

export class RepeatVector extends tf.layers.Layer {
  static className = 'NetloomRepeatVector';
  private readonly config: RepeatVectorConfig;

  constructor(config: RepeatVectorConfig) {
    super(baseArgs(config));
    this.config = config;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch = null, features = null] = singleShape(inputShape);
    return [batch, this.config.n, features];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => tf.mul(tf.expandDims(single<tf.Tensor>(inputs), 1), tf.ones([1, this.config.n, 1])));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

tf.serialization.registerClass(RepeatVector);

/** A `RepeatVector` layer: `[batch, features]` → `[batch, n, features]`. */
export const repeatVector = (config: RepeatVectorConfig): RepeatVector => new RepeatVector(config);
