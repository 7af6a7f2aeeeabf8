// ClassToken: a learned vector put before a sequence, which gathers what the whole sequence means. (Devlin et al. 2019)

import * as tf from '@tensorflow/tfjs';
import { initializerConfig, initializerOf, type Initializer, type InitializerLike } from './initializers.ts';
import { baseArgs, channelsOf, single, singleShape, type LayerConfig, type Shape, type Weight } from './layer.ts';

export interface ClassTokenConfig extends LayerConfig {
  /** Default zeros. */
  readonly tokenInitializer?: InitializerLike;
}

export class ClassToken extends tf.layers.Layer {
  static className = 'NetloomClassToken';
  private readonly initializer: Initializer;
  private token: Weight | undefined;

  constructor(config: ClassTokenConfig = {}) {
    super(baseArgs(config));
    this.initializer = initializerOf(config.tokenInitializer, 'zeros');
  }

  override build(inputShape: Shape | Shape[]): void {
    this.token = this.addWeight('token', [channelsOf(singleShape(inputShape), 'ClassToken')], 'float32', this.initializer);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch = null, length = null, features = null] = singleShape(inputShape);
    return [batch, length === null ? null : length + 1, features];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor3D>(inputs);
      const token = tf.mul(tf.ones([x.shape[0], 1, 1]), tf.reshape(this.token!.read(), [1, 1, -1])) as tf.Tensor3D;
      return tf.concat([token, x], 1);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), tokenInitializer: initializerConfig(this.initializer) };
  }
}

tf.serialization.registerClass(ClassToken);

/** A `ClassToken` layer: `[batch, length, features]` → `[batch, length + 1, features]`. */
export const classToken = (config: ClassTokenConfig = {}): ClassToken => new ClassToken(config);
