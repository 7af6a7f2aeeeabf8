// FoldTime and UnfoldTime: the steps of sequences as samples of a larger batch, and back. Between them any layer works on each step by itself.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type LayerConfig, type Shape } from './layer.ts';

const times = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a * b);

export class FoldTime extends tf.layers.Layer {
  static className = 'NetloomFoldTime';

  constructor(config: LayerConfig = {}) {
    super(baseArgs(config));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch = null, steps = null, ...step] = singleShape(inputShape);
    return [times(batch, steps), ...step];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = single<tf.Tensor>(inputs);
    const [batch = 1, steps = 1, ...step] = x.shape;
    return tf.reshape(x, [batch * steps, ...step]);
  }
}

export interface UnfoldTimeConfig extends LayerConfig {
  /** How many successive samples are the steps of one sequence. */
  readonly steps: number;
}

export class UnfoldTime extends tf.layers.Layer {
  static className = 'NetloomUnfoldTime';
  private readonly config: UnfoldTimeConfig;

  constructor(config: UnfoldTimeConfig) {
    super(baseArgs(config));
    this.config = config;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [samples = null, ...step] = singleShape(inputShape);
    return [samples === null ? null : samples / this.config.steps, this.config.steps, ...step];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = single<tf.Tensor>(inputs);
    const [samples = 1, ...step] = x.shape;
    return tf.reshape(x, [samples / this.config.steps, this.config.steps, ...step]);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

tf.serialization.registerClass(FoldTime);
tf.serialization.registerClass(UnfoldTime);

/** A `FoldTime` layer: `[batch, time, …]` → `[batch·time, …]`. */
export const foldTime = (config: LayerConfig = {}): FoldTime => new FoldTime(config);
/** An `UnfoldTime` layer: `[batch·steps, …]` → `[batch, steps, …]`. */
export const unfoldTime = (config: UnfoldTimeConfig): UnfoldTime => new UnfoldTime(config);
