// A convolution of each channel on its own, with any padding and a dilation that works. Keras's DepthwiseConv2D, channels last.

import * as tf from '@tensorflow/tfjs';
import { FilterLayer, type FilterConfig, type KernelConfig } from './filterLayer.ts';
import { channelsOf, single, singleShape, type Shape, type Weight } from './layer.ts';
import { bordersOf, explicit, stuffed, windowShape, windowsOf, type Pair, type WindowConfig, type Windows } from './window.ts';

export interface DepthwiseConv2DConfig extends FilterConfig, KernelConfig<'depthwise'>, WindowConfig {
  readonly depthMultiplier?: number;
}

export class DepthwiseConv2D extends FilterLayer<DepthwiseConv2DConfig, 'depthwise'> {
  static className = 'NetloomDepthwiseConv2D';
  private kernel: Weight | undefined;
  private readonly windows: Required<Omit<Windows, 'ceil'>>;

  constructor(config: DepthwiseConv2DConfig) {
    super(config, ['depthwise']);
    this.windows = windowsOf(config, 2);
  }

  override build(inputShape: Shape | Shape[]): void {
    const channels = this.channelsIn(inputShape);
    const { depthMultiplier = 1 } = this.config;
    this.kernel = this.addKernel('depthwise', 'depthwise_kernel', [...this.windows.kernel, channels, depthMultiplier]);
    this.addBias(channels * depthMultiplier);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const input = singleShape(inputShape);
    return windowShape(input, channelsOf(input, this.label) * (this.config.depthMultiplier ?? 1), this.windows);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single(inputs);
      const [rows = [0, 0], columns = [0, 0]] = bordersOf(this.windows, [x.shape[1], x.shape[2]]);
      const kernel = stuffed(this.kernel!.read() as tf.Tensor4D, this.windows.dilation);
      return this.finished(tf.depthwiseConv2d(x, kernel, this.windows.strides as Pair, explicit(rows, columns)));
    });
  }
}

tf.serialization.registerClass(DepthwiseConv2D);

/** A `DepthwiseConv2D` layer. */
export const depthwiseConv2d = (config: DepthwiseConv2DConfig): DepthwiseConv2D => new DepthwiseConv2D(config);
