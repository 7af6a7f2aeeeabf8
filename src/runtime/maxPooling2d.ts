// The largest value of each window, with any padding; what lies outside the map never wins. Keras's MaxPooling2D, channels last.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type LayerConfig, type Shape } from './layer.ts';
import { bordersOf, explicit, pair, windowShape, type Padding, type Pair } from './window2d.ts';

export interface Pooling2DConfig extends LayerConfig {
  /** Default 2. */
  readonly poolSize?: number | readonly number[];
  /** Default: the pool size. */
  readonly strides?: number | readonly number[];
  /** `[[top, bottom], [left, right]]`, 'same' or 'valid' (default). */
  readonly padding?: Padding;
}

/** Window and stride of a pooling. */
export function poolOf(config: Pooling2DConfig): { size: Pair; strides: Pair } {
  const size = pair(config.poolSize, 2);
  return { size, strides: config.strides === undefined ? size : pair(config.strides, 1) };
}

export class MaxPooling2D extends tf.layers.Layer {
  static className = 'NetloomMaxPooling2D';
  private readonly config: Pooling2DConfig;

  constructor(config: Pooling2DConfig) {
    super(baseArgs(config));
    this.config = config;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const input = singleShape(inputShape);
    const { size, strides } = poolOf(this.config);
    return windowShape(input, input.at(-1) ?? null, this.config.padding ?? 'valid', size, strides);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single(inputs);
      const { size, strides } = poolOf(this.config);
      const borders = bordersOf(this.config.padding ?? 'valid', [x.shape[1], x.shape[2]], size, strides);
      return tf.maxPool(x, size, strides, explicit(borders));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

tf.serialization.registerClass(MaxPooling2D);

/** A `MaxPooling2D` layer. */
export const maxPooling2d = (config: Pooling2DConfig): MaxPooling2D => new MaxPooling2D(config);
