// The mean of each window, with any padding and the right gradient there (tfjs's own is wrong). Channels last.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type Shape } from './layer.ts';
import { poolOf, type Pooling2DConfig } from './maxPooling2d.ts';
import { bordersOf, noBorders, outputSize, padMap, windowShape, type Borders, type Pair } from './window2d.ts';

export interface AveragePooling2DConfig extends Pooling2DConfig {
  /** Whether padding counts as pixels of value 0. Default false: only real pixels are averaged, as Keras's 'same' does. */
  readonly countIncludePad?: boolean;
}

export class AveragePooling2D extends tf.layers.Layer {
  static className = 'NetloomAveragePooling2D';
  private readonly config: AveragePooling2DConfig;

  constructor(config: AveragePooling2DConfig) {
    super(baseArgs(config));
    this.config = config;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const input = singleShape(inputShape);
    const { size, strides } = poolOf(this.config);
    return windowShape(input, input.at(-1) ?? null, this.config.padding ?? 'valid', size, strides);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single(inputs);
      const { size, strides } = poolOf(this.config);
      const map: Pair = [x.shape[1], x.shape[2]];
      const borders = bordersOf(this.config.padding ?? 'valid', map, size, strides);
      // Padding inside the op makes tfjs's gradient wrong; in an op of its own it doesn't.
      const y = tf.avgPool(padMap(x, borders), size, strides, 'valid');
      if (noBorders(borders) || this.config.countIncludePad === true) return y;
      return tf.mul(y, correction(map, borders, size, strides));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

/** Pixels of each window over those that are real, `[1, h, w, 1]`; 0 where a window lies wholly in the padding. */
function correction(map: Pair, borders: Borders, size: Pair, strides: Pair): tf.Tensor4D {
  const real = ([0, 1] as const).map((i) =>
    Array.from({ length: outputSize(map[i], borders[i], size[i], strides[i]) }, (_, at) => {
      const start = at * strides[i] - borders[i][0];
      return Math.max(Math.min(start + size[i], map[i]) - Math.max(start, 0), 0);
    }),
  );
  const [rows = [], columns = []] = real;
  const values = rows.flatMap((r) => columns.map((c) => (r * c === 0 ? 0 : (size[0] * size[1]) / (r * c))));
  return tf.tensor4d(values, [1, rows.length, columns.length, 1]);
}

tf.serialization.registerClass(AveragePooling2D);

/** An `AveragePooling2D` layer. */
export const averagePooling2d = (config: AveragePooling2DConfig): AveragePooling2D => new AveragePooling2D(config);
