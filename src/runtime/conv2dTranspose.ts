// A transposed convolution with any crop, output padding, dilation, and kernels smaller than the stride. Channels last.

import * as tf from '@tensorflow/tfjs';
import { activate } from './activations.ts';
import { initializerConfig, initializerOf, type Initializer, type InitializerLike } from './initializers.ts';
import { baseArgs, channelsOf, single, singleShape, type LayerConfig, type Shape, type Weight } from './layer.ts';
import { effective, explicit, padMap, pair, stuffed, type Borders, type Padding, type Pair } from './window2d.ts';

export interface Conv2DTransposeConfig extends LayerConfig {
  readonly filters: number;
  readonly kernelSize: number | readonly number[];
  readonly strides?: number | readonly number[];
  /** What is cut off the result, `[[top, bottom], [left, right]]`; 'same' and 'valid' (default) as in Keras. */
  readonly padding?: Padding;
  /** Rows and columns added at the bottom and right. */
  readonly outputPadding?: number | readonly number[];
  readonly dilationRate?: number | readonly number[];
  readonly activation?: string;
  readonly useBias?: boolean;
  readonly kernelInitializer?: InitializerLike;
  readonly biasInitializer?: InitializerLike;
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
function axisOf(padding: Padding, i: 0 | 1, kernel: number, stride: number, outputPadding: number): Axis {
  let before: number;
  let after: number;
  if (padding === 'valid' || padding === 'same') {
    // Keras: 'same' gives in·stride, 'valid' in·stride + max(kernel − stride, 0), also where the kernel is smaller than the stride.
    const total = padding === 'same' ? kernel - stride : Math.min(kernel - stride, 0);
    before = Math.max(Math.floor(total / 2), 0);
    after = total - before;
  } else {
    [before, after] = padding[i];
  }
  const end = after - outputPadding;
  return { crop: [before, Math.max(end, 0)], extra: Math.max(-end, 0) };
}

const axisSize = (input: number, axis: Axis, kernel: number, stride: number): number =>
  (input - 1) * stride + kernel - axis.crop[0] - axis.crop[1] + axis.extra;

export class Conv2DTranspose extends tf.layers.Layer {
  static className = 'NetloomConv2DTranspose';
  private readonly kernelInitializer: Initializer;
  private readonly biasInitializer: Initializer;
  private kernel: Weight | undefined;
  private bias: Weight | undefined;
  private readonly config: Conv2DTransposeConfig;

  constructor(config: Conv2DTransposeConfig) {
    super(baseArgs(config));
    this.config = config;
    this.kernelInitializer = initializerOf(config.kernelInitializer, 'glorotUniform');
    this.biasInitializer = initializerOf(config.biasInitializer, 'zeros');
  }

  private axes(): [Axis, Axis] {
    const { padding = 'valid', kernelSize, strides, dilationRate, outputPadding } = this.config;
    const axis = (i: 0 | 1): Axis =>
      axisOf(padding, i, effective(pair(kernelSize, 1)[i], pair(dilationRate, 1)[i]), pair(strides, 1)[i], pair(outputPadding, 0)[i]);
    return [axis(0), axis(1)];
  }

  override build(inputShape: Shape | Shape[]): void {
    const channels = channelsOf(singleShape(inputShape), 'Conv2DTranspose');
    const { filters, useBias = true } = this.config;
    this.kernel = this.addWeight('kernel', [...pair(this.config.kernelSize, 1), filters, channels], 'float32', this.kernelInitializer);
    if (useBias) this.bias = this.addWeight('bias', [filters], 'float32', this.biasInitializer);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const input = singleShape(inputShape);
    const axes = this.axes();
    const size = (i: 0 | 1): number | null => {
      const length = input[i + 1] ?? null;
      const kernel = effective(pair(this.config.kernelSize, 1)[i], pair(this.config.dilationRate, 1)[i]);
      return length === null ? null : axisSize(length, axes[i], kernel, pair(this.config.strides, 1)[i]);
    };
    return [input[0] ?? null, size(0), size(1), this.config.filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single(inputs);
      const [batch, height, width] = x.shape;
      const { filters, activation = 'linear' } = this.config;
      const strides = pair(this.config.strides, 1);
      const kernel = stuffed(this.kernel!.read() as tf.Tensor4D, pair(this.config.dilationRate, 1));
      const [rows, columns] = this.axes();
      const crop: Borders = [rows.crop, columns.crop];
      const size: Pair = [
        axisSize(height, { ...rows, extra: 0 }, kernel.shape[0], strides[0]),
        axisSize(width, { ...columns, extra: 0 }, kernel.shape[1], strides[1]),
      ];
      const y = tf.conv2dTranspose(x, kernel, [batch, size[0], size[1], filters], strides, explicit(crop));
      const whole = padMap(y, [[0, rows.extra], [0, columns.extra]]);
      return activate(activation, this.bias === undefined ? whole : tf.add(whole, this.bias.read()));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...(this.config as unknown as tf.serialization.ConfigDict),
      name: this.name,
      kernelInitializer: initializerConfig(this.kernelInitializer),
      biasInitializer: initializerConfig(this.biasInitializer),
    };
  }
}

tf.serialization.registerClass(Conv2DTranspose);

/** A `Conv2DTranspose` layer. */
export const conv2dTranspose = (config: Conv2DTransposeConfig): Conv2DTranspose => new Conv2DTranspose(config);
