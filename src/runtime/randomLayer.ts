// The base of layers that draw random numbers in training: what they draw depends on seed and step alone, so that a resumed run
// draws what an uninterrupted one would have drawn.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type CallOptions, type LayerConfig, type Shape } from './layer.ts';
import { mixAll } from './random.ts';

export interface RandomConfig extends LayerConfig {
  readonly seed?: number;
}

export abstract class RandomLayer<C extends RandomConfig> extends tf.layers.Layer {
  /** The training step whose numbers are drawn; set before each step. */
  step = 0;
  protected readonly config: C;

  constructor(config: C) {
    super(baseArgs(config));
    this.config = config;
  }

  /** What a training step makes of `x`. @param key decides the numbers */
  protected abstract disturb(x: tf.Tensor, key: number): tf.Tensor;

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return singleShape(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: CallOptions = {}): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      return options.training === true ? this.disturb(x, mixAll(this.config.seed ?? 0, this.step)) : tf.clone(x);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

/** Says to all layers of a model that draw random numbers which training step comes next. */
export function setStep(model: tf.LayersModel, step: number): void {
  for (const layer of model.layers) if (layer instanceof RandomLayer) layer.step = step;
}
