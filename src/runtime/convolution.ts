// A convolution over one, two or three axes with any padding, dilation and groups, with the right gradient: what Conv1D, Conv2D and
// Conv3D share. Keras's, channels last.

import * as tf from '@tensorflow/tfjs';
import { convolve } from './convolve.ts';
import { FilterLayer, type FilterConfig, type KernelConfig } from './filterLayer.ts';
import { single, singleShape, type Shape, type Weight } from './layer.ts';
import { bordersOf, sizesOf, windowShape, windowsOf, type PerAxis, type WindowConfig, type Windows } from './window.ts';

export interface ConvolutionConfig extends FilterConfig, KernelConfig<'kernel'>, WindowConfig {
  readonly filters: number;
  readonly kernelSize: PerAxis;
  readonly groups?: number;
}

/** Input `[batch, …axes, channels]`. */
export abstract class Convolution extends FilterLayer<ConvolutionConfig, 'kernel'> {
  private kernel: Weight | undefined;
  private readonly windows: Required<Omit<Windows, 'ceil'>>;

  constructor(config: ConvolutionConfig, axes: number) {
    super(config, ['kernel']);
    this.windows = windowsOf(config, axes);
  }

  override build(inputShape: Shape | Shape[]): void {
    const { filters, groups = 1 } = this.config;
    const channels = this.channelsIn(inputShape, groups, filters);
    this.kernel = this.addKernel('kernel', 'kernel', [...this.windows.kernel, channels / groups, filters]);
    this.addBias(filters);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return windowShape(singleShape(inputShape), this.config.filters, this.windows);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      return this.finished(convolve(x, this.kernel!.read(), this.windows, bordersOf(this.windows, sizesOf(x)), this.config.groups ?? 1));
    });
  }
}
