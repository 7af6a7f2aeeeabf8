// Separable convolutions over one or two axes: a window for each channel, then a mixture of the channels. Keras's SeparableConv1D and
// SeparableConv2D, channels last, with any padding and a dilation that has a gradient.

import * as tf from '@tensorflow/tfjs';
import { activate } from './activations.ts';
import { addBias, convolve } from './convolve.ts';
import { initializerConfig, initializerOf, type Initializer, type InitializerLike } from './initializers.ts';
import { baseArgs, channelsOf, single, singleShape, type LayerConfig, type Shape, type Weight } from './layer.ts';
import { penaltiesOf, penaltyConfig, type Penalties, type PenaltyConfig } from './penalties.ts';
import { bordersOf, perAxis, sizesOf, stuffed, windowShape, type Padding, type Pair, type PerAxis, type Windows } from './window.ts';

export interface SeparableConvConfig extends LayerConfig {
  readonly filters: number;
  readonly kernelSize: PerAxis;
  readonly depthMultiplier?: number;
  readonly strides?: PerAxis;
  /** A `[before, after]` pair per axis, e.g. `[[top, bottom], [left, right]]`, 'same' or 'valid' (default). */
  readonly padding?: Padding;
  readonly dilationRate?: PerAxis;
  readonly activation?: string;
  readonly useBias?: boolean;
  readonly depthwiseInitializer?: InitializerLike;
  readonly pointwiseInitializer?: InitializerLike;
  readonly biasInitializer?: InitializerLike;
  readonly depthwiseRegularizer?: PenaltyConfig['kernelRegularizer'];
  readonly pointwiseRegularizer?: PenaltyConfig['kernelRegularizer'];
  readonly biasRegularizer?: PenaltyConfig['biasRegularizer'];
  readonly depthwiseConstraint?: PenaltyConfig['kernelConstraint'];
  readonly pointwiseConstraint?: PenaltyConfig['kernelConstraint'];
}

/** Regularizers and constraint of one of the two kernels, by the names of all kernels; the bias's go with the second. */
function penaltiesNamed(config: SeparableConvConfig, kernel: 'depthwise' | 'pointwise'): Penalties {
  const [regularizer, constraint, bias] = [config[`${kernel}Regularizer`], config[`${kernel}Constraint`], kernel === 'pointwise' ? config.biasRegularizer : undefined];
  return penaltiesOf({
    ...(regularizer === undefined ? {} : { kernelRegularizer: regularizer }),
    ...(constraint === undefined ? {} : { kernelConstraint: constraint }),
    ...(bias === undefined ? {} : { biasRegularizer: bias }),
  });
}

/** As `getConfig` returns them, by this layer's names. */
function savedPenalties(penalties: Penalties, kernel: string): tf.serialization.ConfigDict {
  return Object.fromEntries(Object.entries(penaltyConfig(penalties)).map(([name, value]) => [name.replace('kernel', kernel), value]));
}

/** Input `[batch, …axes, channels]`. */
abstract class SeparableConv extends tf.layers.Layer {
  private readonly depthwiseInitializer: Initializer;
  private readonly pointwiseInitializer: Initializer;
  private readonly biasInitializer: Initializer;
  private readonly ofDepthwise: Penalties;
  private readonly ofPointwise: Penalties;
  private depthwise: Weight | undefined;
  private pointwise: Weight | undefined;
  private bias: Weight | undefined;
  private readonly config: SeparableConvConfig;
  private readonly windows: Required<Omit<Windows, 'ceil'>>;

  constructor(config: SeparableConvConfig, axes: 1 | 2) {
    super(baseArgs(config));
    this.config = config;
    this.windows = {
      kernel: perAxis(config.kernelSize, axes, 1),
      strides: perAxis(config.strides, axes, 1),
      dilation: perAxis(config.dilationRate, axes, 1),
      padding: config.padding ?? 'valid',
    };
    this.depthwiseInitializer = initializerOf(config.depthwiseInitializer, 'glorotUniform');
    this.pointwiseInitializer = initializerOf(config.pointwiseInitializer, 'glorotUniform');
    this.biasInitializer = initializerOf(config.biasInitializer, 'zeros');
    this.ofDepthwise = penaltiesNamed(config, 'depthwise');
    this.ofPointwise = penaltiesNamed(config, 'pointwise');
  }

  override build(inputShape: Shape | Shape[]): void {
    const channels = channelsOf(singleShape(inputShape), this.getClassName().replace('Netloom', ''));
    const { filters, depthMultiplier = 1, useBias = true } = this.config;
    const { kernel } = this.windows;
    const { ofDepthwise, ofPointwise } = this;
    this.depthwise = this.addWeight('depthwise_kernel', [...kernel, channels, depthMultiplier], 'float32', this.depthwiseInitializer, ofDepthwise.kernelRegularizer, true, ofDepthwise.kernelConstraint);
    const mixture = [...kernel.map(() => 1), channels * depthMultiplier, filters];
    this.pointwise = this.addWeight('pointwise_kernel', mixture, 'float32', this.pointwiseInitializer, ofPointwise.kernelRegularizer, true, ofPointwise.kernelConstraint);
    if (useBias) this.bias = this.addWeight('bias', [filters], 'float32', this.biasInitializer, ofPointwise.biasRegularizer);
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
      const y = convolve(filtered, mixture, { strides: strides.map(() => 1), dilation: strides.map(() => 1) }, strides.map((): Pair => [0, 0]));
      return activate(this.config.activation ?? 'linear', addBias(y, this.bias?.read()));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...(this.config as unknown as tf.serialization.ConfigDict),
      name: this.name,
      depthwiseInitializer: initializerConfig(this.depthwiseInitializer),
      pointwiseInitializer: initializerConfig(this.pointwiseInitializer),
      biasInitializer: initializerConfig(this.biasInitializer),
      ...savedPenalties(this.ofDepthwise, 'depthwise'),
      ...savedPenalties(this.ofPointwise, 'pointwise'),
    };
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
