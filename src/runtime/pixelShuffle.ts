// Channels laid out as pixels: a map grows `blockSize` times in height and width. TensorFlow's depth_to_space, whose gradient tfjs lacks.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type LayerConfig, type Shape } from './layer.ts';

export interface PixelShuffleConfig extends LayerConfig {
  /** Default 2; its square must divide the channels. */
  readonly blockSize?: number;
}

export class PixelShuffle extends tf.layers.Layer {
  static className = 'NetloomPixelShuffle';
  private readonly config: PixelShuffleConfig;

  constructor(config: PixelShuffleConfig = {}) {
    super(baseArgs(config));
    this.config = config;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch = null, height = null, width = null, channels = null] = singleShape(inputShape);
    const r = this.config.blockSize ?? 2;
    return [batch, height === null ? null : height * r, width === null ? null : width * r, channels === null ? null : channels / (r * r)];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single(inputs);
      const [batch, height, width, channels] = x.shape;
      const r = this.config.blockSize ?? 2;
      // Each pixel holds r rows of r·c numbers: they move up to be rows of the map. Rank 4, as WebGPU transposes no more.
      const rows = tf.transpose(tf.reshape(x, [batch * height, width, r, channels / r]), [0, 2, 1, 3]);
      return tf.reshape(rows, [batch, height * r, width * r, channels / (r * r)]);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

tf.serialization.registerClass(PixelShuffle);

/** A `PixelShuffle` layer. */
export const pixelShuffle = (config: PixelShuffleConfig = {}): PixelShuffle => new PixelShuffle(config);
