// A transposed convolution over one, two or three axes with any crop, output padding, dilation, groups, and kernels smaller than the
// stride: what Conv1DTranspose, Conv2DTranspose and Conv3DTranspose share. Channels last.

import * as tf from '@tensorflow/tfjs';
import { convolveTransposed } from './convolve.ts';
import { FilterLayer, type FilterConfig, type KernelConfig } from './filterLayer.ts';
import { single, singleShape, type Shape, type Weight } from './layer.ts';
import { effective, padMap, perAxis, type Padding, type Pair, type PerAxis, type WindowConfig } from './window.ts';

export interface TransposedConvolutionConfig extends FilterConfig, KernelConfig<'kernel'>, WindowConfig {
  readonly filters: number;
  /** What is cut off the result, a `[before, after]` pair per axis; 'same' and 'valid' (default) as in Keras. */
  readonly padding?: Padding;
  /** Added at the end of each axis. */
  readonly outputPadding?: PerAxis;
  /** The kernel's shape is then `[…axes, filters / groups, channels]`. */
  readonly groups?: number;
}

interface Axis {
  /** Cut off before and after. */
  readonly crop: Pair;
  /** Zeros put after what is left. */
  readonly extra: number;
}

/**
 * `out = (in − 1)·stride + kernel − before − after + outputPadding`. Output padding first takes back what is cut off at the end;
 * what goes beyond that no input pixel reaches, so that it holds zeros.
 */
function axisOf(padding: Padding, i: number, kernel: number, stride: number, outputPadding: number): Axis {
  let before: number;
  let after: number;
  if (padding === 'valid' || padding === 'same') {
    // Keras: 'same' gives in·stride, 'valid' in·stride + max(kernel − stride, 0), also where the kernel is smaller than the stride.
    const total = padding === 'same' ? kernel - stride : Math.min(kernel - stride, 0);
    before = Math.max(Math.floor(total / 2), 0);
    after = total - before;
  } else {
    [before, after] = padding[i] ?? [0, 0];
  }
  const end = after - outputPadding;
  return { crop: [before, Math.max(end, 0)], extra: Math.max(-end, 0) };
}

/** Input `[batch, …axes, channels]`. */
export abstract class TransposedConvolution extends FilterLayer<TransposedConvolutionConfig, 'kernel'> {
  private kernel: Weight | undefined;
  private readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  private readonly axes: readonly Axis[];

  constructor(config: TransposedConvolutionConfig, axes: number) {
    super(config, ['kernel']);
    this.kernelSize = perAxis(config.kernelSize, axes, 1);
    this.strides = perAxis(config.strides, axes, 1);
    this.dilation = perAxis(config.dilationRate, axes, 1);
    const appended = perAxis(config.outputPadding, axes, 0);
    this.axes = this.kernelSize.map((kernel, i) =>
      axisOf(config.padding ?? 'valid', i, effective(kernel, this.dilation[i] ?? 1), this.strides[i] ?? 1, appended[i] ?? 0),
    );
  }

  override build(inputShape: Shape | Shape[]): void {
    const { filters, groups = 1 } = this.config;
    const channels = this.channelsIn(inputShape, groups, filters);
    this.kernel = this.addKernel('kernel', 'kernel', [...this.kernelSize, filters / groups, channels]);
    this.addBias(filters);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const input = singleShape(inputShape);
    const sizes = this.axes.map(({ crop, extra }, i) => {
      const length = input[i + 1] ?? null;
      const kernel = effective(this.kernelSize[i] ?? 1, this.dilation[i] ?? 1);
      return length === null ? null : (length - 1) * (this.strides[i] ?? 1) + kernel - crop[0] - crop[1] + extra;
    });
    return [input[0] ?? null, ...sizes, this.config.filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      const y = convolveTransposed(x, this.kernel!.read(), this, this.axes.map((axis) => axis.crop), this.config.groups ?? 1);
      return this.finished(padMap(y, this.axes.map((axis): Pair => [0, axis.extra])));
    });
  }
}
