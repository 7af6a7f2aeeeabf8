// Enlarges a map by whole factors, nearest or bilinear, with the right gradient on every backend. Keras's UpSampling2D.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type LayerConfig, type Shape } from './layer.ts';
import { resizeAxis } from './resize.ts';
import { perAxis, type Pair } from './window.ts';

export interface UpSampling2DConfig extends LayerConfig {
  /** Factor, or `[height, width]`; default 2. */
  readonly size?: number | readonly number[];
  /** Height and width of the result, in pixels, instead of a factor. */
  readonly targetSize?: number | readonly number[];
  /** Default nearest. Bilinear samples at pixel centres, as Keras and PyTorch (align_corners=False) do. */
  readonly interpolation?: 'nearest' | 'bilinear';
}

export class UpSampling2D extends tf.layers.Layer {
  static className = 'NetloomUpSampling2D';
  private readonly config: UpSampling2DConfig;

  constructor(config: UpSampling2DConfig) {
    super(baseArgs(config));
    this.config = config;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch = null, height = null, width = null, channels = null] = singleShape(inputShape);
    if (this.config.targetSize !== undefined) return [batch, ...perAxis(this.config.targetSize, 2, 1), channels];
    const [sy, sx] = perAxis(this.config.size, 2, 2) as Pair;
    return [batch, height === null ? null : height * sy, width === null ? null : width * sx, channels];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single(inputs);
      if (this.config.targetSize !== undefined) {
        const linear = this.config.interpolation === 'bilinear';
        return perAxis(this.config.targetSize, 2, 1).reduce<tf.Tensor>((y, size, i) => resizeAxis(y, i + 1, size, linear), x);
      }
      const size = perAxis(this.config.size, 2, 2) as Pair;
      return this.config.interpolation === 'bilinear' ? bilinear(x, size) : nearest(x, size);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

/** Each pixel `size` times, by broadcasting; its gradient is the sum over the copies, which is an average pooling times their number. */
function nearest(x: tf.Tensor4D, size: Pair): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const [sy, sx] = size;
  const run = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const input = args[0] as tf.Tensor4D;
    const wide = sx === 1 ? input : tf.mul(tf.reshape(input, [batch * height * width, 1, channels]), tf.ones([1, sx, 1]));
    const row = width * sx * channels;
    const tall = sy === 1 ? wide : tf.mul(tf.reshape(wide, [batch * height, 1, row]), tf.ones([1, sy, 1]));
    return {
      value: tf.reshape(tall, [batch, height * sy, width * sx, channels]),
      gradFunc: (dy: tf.Tensor) => [tf.mul(tf.avgPool(dy as tf.Tensor4D, size, size, 'valid'), sy * sx)],
    };
  });
  return run(x) as tf.Tensor4D;
}

function bilinear(x: tf.Tensor4D, [sy, sx]: Pair): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const tall = stretch(tf.reshape(x, [batch, height, width * channels]), sy);
  const wide = stretch(tf.reshape(tall, [batch * height * sy, width, channels]), sx);
  return tf.reshape(wide, [batch, height * sy, width * sx, channels]);
}

/** Linear interpolation along axis 1 of `[n, length, rest]`: each pixel is blended with the one before and the one after it. */
function stretch(x: tf.Tensor3D, factor: number): tf.Tensor3D {
  if (factor === 1) return x;
  const [n, length, rest] = x.shape;
  if (length === 1) return tf.mul(x, tf.ones([1, factor, 1]));
  const offsets = Array.from({ length: factor }, (_, phase) => (phase + 0.5) / factor - 0.5);
  const blend = (weight: (offset: number) => number): tf.Tensor4D => tf.tensor4d(offsets.map(weight), [1, 1, factor, 1]);
  const column = (part: tf.Tensor3D): tf.Tensor4D => tf.reshape(part, [n, length, 1, rest]);
  const before = tf.concat([tf.slice(x, [0, 0, 0], [n, 1, rest]), tf.slice(x, [0, 0, 0], [n, length - 1, rest])], 1);
  const after = tf.concat([tf.slice(x, [0, 1, 0], [n, length - 1, rest]), tf.slice(x, [0, length - 1, 0], [n, 1, rest])], 1);
  const y = tf.add(
    tf.add(tf.mul(column(x), blend((o) => 1 - Math.abs(o))), tf.mul(column(before), blend((o) => Math.max(-o, 0)))),
    tf.mul(column(after), blend((o) => Math.max(o, 0))),
  );
  return tf.reshape(y, [n, length * factor, rest]);
}

tf.serialization.registerClass(UpSampling2D);

/** An `UpSampling2D` layer. */
export const upSampling2d = (config: UpSampling2DConfig): UpSampling2D => new UpSampling2D(config);
