// The means of as many windows as are wanted, whatever the size that comes: window i goes from ⌊i·in / out⌋ to ⌈(i + 1)·in / out⌉ of
// each axis. PyTorch's AdaptiveAvgPool, channels last.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type LayerConfig, type Shape } from './layer.ts';
import { mixAxis } from './resize.ts';
import { aboutAxis, fromAxis, perAxis, type PerAxis } from './window.ts';

export interface AdaptiveAveragePoolingConfig extends LayerConfig {
  /** Length of every axis of the result, or one for each. */
  readonly outputSize: PerAxis;
}

export class AdaptiveAveragePooling extends tf.layers.Layer {
  static className = 'NetloomAdaptiveAveragePooling';
  private readonly config: AdaptiveAveragePoolingConfig;

  constructor(config: AdaptiveAveragePoolingConfig) {
    super(baseArgs(config));
    this.config = config;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const input = singleShape(inputShape);
    return [input[0] ?? null, ...perAxis(this.config.outputSize, input.length - 2, 1), input.at(-1) ?? null];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      return perAxis(this.config.outputSize, x.rank - 2, 1).reduce<tf.Tensor>((y, size, i) => {
        const about = aboutAxis(y, i + 1);
        return size === about.shape[1] ? y : fromAxis(mixAxis(about, meansOf(about.shape[1], size)), i + 1, y.shape);
      }, x);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

function meansOf(length: number, size: number): number[][] {
  return Array.from({ length: size }, (_, i) => {
    const [start, end] = [Math.floor((i * length) / size), Math.ceil(((i + 1) * length) / size)];
    return Array.from({ length }, (__, at) => (at >= start && at < end ? 1 / (end - start) : 0));
  });
}

tf.serialization.registerClass(AdaptiveAveragePooling);

/** An `AdaptiveAveragePooling` layer. */
export const adaptiveAveragePooling = (config: AdaptiveAveragePoolingConfig): AdaptiveAveragePooling => new AdaptiveAveragePooling(config);
