// A convolution over one, two or three axes with any padding, dilation and groups, with the right gradient: what Conv1D, Conv2D and
// Conv3D share. Keras's, channels last.

import * as tf from '@tensorflow/tfjs';
import { activate } from './activations.ts';
import { addBias, convolve } from './convolve.ts';
import { initializerConfig, initializerOf, type Initializer, type InitializerLike } from './initializers.ts';
import { baseArgs, channelsOf, single, singleShape, type LayerConfig, type Shape, type Weight } from './layer.ts';
import { penaltiesOf, penaltyConfig, type Penalties, type PenaltyConfig } from './penalties.ts';
import { bordersOf, perAxis, sizesOf, windowShape, type Padding, type PerAxis, type Windows } from './window.ts';

export interface ConvolutionConfig extends LayerConfig, PenaltyConfig {
  readonly filters: number;
  readonly kernelSize: PerAxis;
  readonly strides?: PerAxis;
  /** A `[before, after]` pair per axis, e.g. `[[top, bottom], [left, right]]`, 'same' or 'valid' (default). */
  readonly padding?: Padding;
  readonly dilationRate?: PerAxis;
  readonly groups?: number;
  readonly activation?: string;
  readonly useBias?: boolean;
  readonly kernelInitializer?: InitializerLike;
  readonly biasInitializer?: InitializerLike;
}

/** Input `[batch, …axes, channels]`. */
export abstract class Convolution extends tf.layers.Layer {
  private readonly kernelInitializer: Initializer;
  private readonly biasInitializer: Initializer;
  private readonly penalties: Penalties;
  private kernel: Weight | undefined;
  private bias: Weight | undefined;
  private readonly config: ConvolutionConfig;
  private readonly windows: Required<Omit<Windows, 'ceil'>>;

  constructor(config: ConvolutionConfig, axes: number) {
    super(baseArgs(config));
    this.config = config;
    this.windows = {
      kernel: perAxis(config.kernelSize, axes, 1),
      strides: perAxis(config.strides, axes, 1),
      dilation: perAxis(config.dilationRate, axes, 1),
      padding: config.padding ?? 'valid',
    };
    this.kernelInitializer = initializerOf(config.kernelInitializer, 'glorotUniform');
    this.biasInitializer = initializerOf(config.biasInitializer, 'zeros');
    this.penalties = penaltiesOf(config);
  }

  override build(inputShape: Shape | Shape[]): void {
    const label = this.getClassName().replace('Netloom', '');
    const channels = channelsOf(singleShape(inputShape), label);
    const { filters, groups = 1, useBias = true } = this.config;
    if (channels % groups !== 0 || filters % groups !== 0) {
      throw new Error(`${label} in ${groups} groups needs channels and filters that are multiples of ${groups} but got ${channels} and ${filters}.`);
    }
    this.kernel = this.addWeight('kernel', [...this.windows.kernel, channels / groups, filters], 'float32', this.kernelInitializer, this.penalties.kernelRegularizer, true, this.penalties.kernelConstraint);
    if (useBias) this.bias = this.addWeight('bias', [filters], 'float32', this.biasInitializer, this.penalties.biasRegularizer);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return windowShape(singleShape(inputShape), this.config.filters, this.windows);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      const y = convolve(x, this.kernel!.read(), this.windows, bordersOf(this.windows, sizesOf(x)), this.config.groups ?? 1);
      return activate(this.config.activation ?? 'linear', addBias(y, this.bias?.read()));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...(this.config as unknown as tf.serialization.ConfigDict),
      name: this.name,
      kernelInitializer: initializerConfig(this.kernelInitializer),
      biasInitializer: initializerConfig(this.biasInitializer),
      ...penaltyConfig(this.penalties),
    };
  }
}
