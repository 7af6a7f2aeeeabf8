// A convolution over a map with any padding, dilation and groups, with the right gradient. Keras's Conv2D, channels last.

import * as tf from '@tensorflow/tfjs';
import { activate } from './activations.ts';
import { initializerConfig, initializerOf, type Initializer, type InitializerLike } from './initializers.ts';
import { baseArgs, channelsOf, single, singleShape, type LayerConfig, type Shape, type Weight } from './layer.ts';
import { bordersOf, explicit, pair, stuffed, windowShape, type Padding, type Pair } from './window2d.ts';

export interface Conv2DConfig extends LayerConfig {
  readonly filters: number;
  readonly kernelSize: number | readonly number[];
  readonly strides?: number | readonly number[];
  /** `[[top, bottom], [left, right]]`, 'same' or 'valid' (default). */
  readonly padding?: Padding;
  readonly dilationRate?: number | readonly number[];
  readonly groups?: number;
  readonly activation?: string;
  readonly useBias?: boolean;
  readonly kernelInitializer?: InitializerLike;
  readonly biasInitializer?: InitializerLike;
}

export class Conv2D extends tf.layers.Layer {
  static className = 'NetloomConv2D';
  private readonly kernelInitializer: Initializer;
  private readonly biasInitializer: Initializer;
  private kernel: Weight | undefined;
  private bias: Weight | undefined;
  private readonly config: Conv2DConfig;

  constructor(config: Conv2DConfig) {
    super(baseArgs(config));
    this.config = config;
    this.kernelInitializer = initializerOf(config.kernelInitializer, 'glorotUniform');
    this.biasInitializer = initializerOf(config.biasInitializer, 'zeros');
  }

  override build(inputShape: Shape | Shape[]): void {
    const channels = channelsOf(singleShape(inputShape), 'Conv2D');
    const { filters, groups = 1, useBias = true } = this.config;
    if (channels % groups !== 0 || filters % groups !== 0) {
      throw new Error(`Conv2D in ${groups} groups needs channels and filters that are multiples of ${groups} but got ${channels} and ${filters}.`);
    }
    const kernelShape = [...pair(this.config.kernelSize, 1), channels / groups, filters];
    this.kernel = this.addWeight('kernel', kernelShape, 'float32', this.kernelInitializer);
    if (useBias) this.bias = this.addWeight('bias', [filters], 'float32', this.biasInitializer);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const { filters, padding = 'valid', kernelSize, strides, dilationRate } = this.config;
    return windowShape(singleShape(inputShape), filters, padding, pair(kernelSize, 1), pair(strides, 1), pair(dilationRate, 1));
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single(inputs);
      const { padding = 'valid', groups = 1, activation = 'linear' } = this.config;
      const strides = pair(this.config.strides, 1);
      const dilation = pair(this.config.dilationRate, 1);
      const kernel = this.kernel!.read() as tf.Tensor4D;
      const borders = bordersOf(padding, [x.shape[1], x.shape[2]], [kernel.shape[0], kernel.shape[1]], strides, dilation);
      const dense = stuffed(kernel, dilation);
      const y = convolve(x, dense, strides, explicit(borders), groups);
      return activate(activation, this.bias === undefined ? y : tf.add(y, this.bias.read()));
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

/** tfjs has no groups: one convolution for each, or one over all channels where every group is a single one. */
function convolve(x: tf.Tensor4D, kernel: tf.Tensor4D, strides: Pair, padding: ReturnType<typeof explicit>, groups: number): tf.Tensor4D {
  if (groups === 1) return tf.conv2d(x, kernel, strides, padding);
  const [h, w, perGroup, filters] = kernel.shape;
  if (perGroup === 1) return tf.depthwiseConv2d(x, tf.reshape(kernel, [h, w, groups, filters / groups]), strides, padding);
  const maps: tf.Tensor4D[] = tf.split(x, groups, 3);
  const kernels: tf.Tensor4D[] = tf.split(kernel, groups, 3);
  return tf.concat(maps.map((map, i) => tf.conv2d(map, kernels[i]!, strides, padding)), 3);
}

tf.serialization.registerClass(Conv2D);

/** A `Conv2D` layer. */
export const conv2d = (config: Conv2DConfig): Conv2D => new Conv2D(config);

