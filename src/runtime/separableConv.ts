// Separable convolutions over one or two axes: a window for each channel, then a mixture of the channels. Keras's SeparableConv1D and
// SeparableConv2D, channels last, with any padding and a dilation that has a gradient.

import * as tf from '@tensorflow/tfjs';
import { convolve } from './convolve.ts';
import { FilterLayer, type FilterConfig, type KernelConfig } from './filterLayer.ts';
import { single, singleShape, type Shape, type Weight } from './layer.ts';
import { bordersOf, sizesOf, stuffed, windowShape, windowsOf, type Pair, type WindowConfig, type Windows } from './window.ts';

export interface SeparableConvConfig extends FilterConfig, KernelConfig<'depthwise' | 'pointwise'>, WindowConfig {
  readonly filters: number;
  readonly depthMultiplier?: number;
}

/** Input `[batch, …axes, channels]`. */
abstract class SeparableConv extends FilterLayer<SeparableConvConfig, 'depthwise' | 'pointwise'> {
  private depthwise: Weight | undefined;
  private pointwise: Weight | undefined;
  private readonly windows: Required<Omit<Windows, 'ceil'>>;

  constructor(config: SeparableConvConfig, axes: 1 | 2) {
    super(config, ['depthwise', 'pointwise']);
    this.windows = windowsOf(config, axes);
  }

  override build(inputShape: Shape | Shape[]): void {
    const channels = this.channelsIn(inputShape);
    const { filters, depthMultiplier = 1 } = this.config;
    const { kernel } = this.windows;
    this.depthwise = this.addKernel('depthwise', 'depthwise_kernel', [...kernel, channels, depthMultiplier]);
    this.pointwise = this.addKernel('pointwise', 'pointwise_kernel', [...kernel.map(() => 1), channels * depthMultiplier, filters]);
    this.addBias(filters);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return windowShape(singleShape(inputShape), this.config.filters, this.windows);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      const { dilation, strides } = this.windows;
      const borders = bordersOf(this.windows, sizesOf(x));
      const mixture = this.pointwise!.read();
      const filtered = filterEach(x, stuffed(this.depthwise!.read(), dilation), strides, borders);
      return this.finished(convolve(filtered, mixture, { strides: strides.map(() => 1), dilation: strides.map(() => 1) }, strides.map((): Pair => [0, 0])));
    });
  }
}

/** Every channel of `x` under its own windows `[…axes, channels, multiplier]`; a sequence goes as a map of one row. */
function filterEach(x: tf.Tensor, kernel: tf.Tensor, strides: readonly number[], [first = [0, 0], second = [0, 0]]: readonly Pair[]): tf.Tensor {
  if (x.rank === 4) return tf.depthwiseConv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, strides as Pair, [[0, 0], first, second, [0, 0]]);
  const stride = strides[0] ?? 1;
  // A stride of the one row leaves it where it is.
  const y = tf.depthwiseConv2d(tf.expandDims(x, 1) as tf.Tensor4D, tf.expandDims(kernel, 0) as tf.Tensor4D, [stride, stride], [[0, 0], [0, 0], first, [0, 0]]);
  return tf.squeeze(y, [1]);
}

export class SeparableConv1D extends SeparableConv {
  static className = 'NetloomSeparableConv1D';

  constructor(config: SeparableConvConfig) {
    super(config, 1);
  }
}

export class SeparableConv2D extends SeparableConv {
  static className = 'NetloomSeparableConv2D';

  constructor(config: SeparableConvConfig) {
    super(config, 2);
  }
}

tf.serialization.registerClass(SeparableConv1D);
tf.serialization.registerClass(SeparableConv2D);

/** A `SeparableConv1D` layer. */
export const separableConv1d = (config: SeparableConvConfig): SeparableConv1D => new SeparableConv1D(config);
/** A `SeparableConv2D` layer. */
export const separableConv2d = (config: SeparableConvConfig): SeparableConv2D => new SeparableConv2D(config);
