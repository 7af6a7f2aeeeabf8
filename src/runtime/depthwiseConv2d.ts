// A convolution of each channel on its own, with any padding and a dilation that works. Keras's DepthwiseConv2D, channels last.

import * as tf from '@tensorflow/tfjs';
import { activate } from './activations.ts';
import { initializerConfig, initializerOf, type Initializer, type InitializerLike } from './initializers.ts';
import { baseArgs, channelsOf, single, singleShape, type LayerConfig, type Shape, type Weight } from './layer.ts';
import { penaltiesOf, penaltyConfig, type Penalties, type PenaltyConfig } from './penalties.ts';
import { bordersOf, explicit, perAxis, stuffed, windowShape, type Padding, type Pair, type PerAxis, type Windows } from './window.ts';

export interface DepthwiseConv2DConfig extends LayerConfig {
  readonly depthwiseRegularizer?: PenaltyConfig['kernelRegularizer'];
  readonly depthwiseConstraint?: PenaltyConfig['kernelConstraint'];
  readonly biasRegularizer?: PenaltyConfig['biasRegularizer'];
  readonly kernelSize: PerAxis;
  readonly depthMultiplier?: number;
  readonly strides?: PerAxis;
  /** `[[top, bottom], [left, right]]`, 'same' or 'valid' (default). */
  readonly padding?: Padding;
  readonly dilationRate?: PerAxis;
  readonly activation?: string;
  readonly useBias?: boolean;
  readonly depthwiseInitializer?: InitializerLike;
  readonly biasInitializer?: InitializerLike;
}

export class DepthwiseConv2D extends tf.layers.Layer {
  static className = 'NetloomDepthwiseConv2D';
  private readonly depthwiseInitializer: Initializer;
  private readonly biasInitializer: Initializer;
  private readonly penalties: Penalties;
  private kernel: Weight | undefined;
  private bias: Weight | undefined;
  private readonly config: DepthwiseConv2DConfig;

  constructor(config: DepthwiseConv2DConfig) {
    super(baseArgs(config));
    this.config = config;
    this.depthwiseInitializer = initializerOf(config.depthwiseInitializer, 'glorotUniform');
    this.biasInitializer = initializerOf(config.biasInitializer, 'zeros');
    const { depthwiseRegularizer, depthwiseConstraint, biasRegularizer } = config;
    this.penalties = penaltiesOf({
      ...(depthwiseRegularizer === undefined ? {} : { kernelRegularizer: depthwiseRegularizer }),
      ...(depthwiseConstraint === undefined ? {} : { kernelConstraint: depthwiseConstraint }),
      ...(biasRegularizer === undefined ? {} : { biasRegularizer }),
    });
  }

  override build(inputShape: Shape | Shape[]): void {
    const channels = channelsOf(singleShape(inputShape), 'DepthwiseConv2D');
    const { depthMultiplier = 1, useBias = true } = this.config;
    const shape = [...perAxis(this.config.kernelSize, 2, 1), channels, depthMultiplier];
    // Keras's and tfjs's own name of this weight.
    this.kernel = this.addWeight('depthwise_kernel', shape, 'float32', this.depthwiseInitializer, this.penalties.kernelRegularizer, true, this.penalties.kernelConstraint);
    if (useBias) this.bias = this.addWeight('bias', [channels * depthMultiplier], 'float32', this.biasInitializer, this.penalties.biasRegularizer);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const input = singleShape(inputShape);
    return windowShape(input, channelsOf(input, 'DepthwiseConv2D') * (this.config.depthMultiplier ?? 1), this.windows());
  }

  private windows(): Windows {
    const { padding = 'valid', kernelSize, strides, dilationRate } = this.config;
    return { padding, kernel: perAxis(kernelSize, 2, 1), strides: perAxis(strides, 2, 1), dilation: perAxis(dilationRate, 2, 1) };
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single(inputs);
      const windows = this.windows();
      const [rows = [0, 0], columns = [0, 0]] = bordersOf(windows, [x.shape[1], x.shape[2]]);
      const kernel = stuffed(this.kernel!.read() as tf.Tensor4D, windows.dilation ?? []);
      const y = tf.depthwiseConv2d(x, kernel, windows.strides as Pair, explicit(rows, columns));
      return activate(this.config.activation ?? 'linear', this.bias === undefined ? y : tf.add(y, this.bias.read()));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...(this.config as unknown as tf.serialization.ConfigDict),
      name: this.name,
      depthwiseInitializer: initializerConfig(this.depthwiseInitializer),
      biasInitializer: initializerConfig(this.biasInitializer),
      ...savedPenalties(this.penalties),
    };
  }
}

/** As `getConfig` returns them, by this layer's names. */
function savedPenalties(penalties: Penalties): tf.serialization.ConfigDict {
  return Object.fromEntries(Object.entries(penaltyConfig(penalties)).map(([name, value]) => [name.replace('kernel', 'depthwise'), value]));
}

tf.serialization.registerClass(DepthwiseConv2D);

/** A `DepthwiseConv2D` layer. */
export const depthwiseConv2d = (config: DepthwiseConv2DConfig): DepthwiseConv2D => new DepthwiseConv2D(config);
