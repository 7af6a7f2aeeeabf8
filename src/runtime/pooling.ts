// Windows over one, two or three axes that give their largest value or their mean, with any padding and a ceil mode: what the pooling
// layers share. Made of tfjs's 2-D poolings: its 3-D ones have wrong values on wasm. Channels last.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type LayerConfig, type Shape } from './layer.ts';
import { bordersOf, explicit, noBorders, outputSize, padMap, perAxis, sizesOf, windowShape, type Padding, type Pair, type PerAxis, type Windows } from './window.ts';

export interface PoolingConfig extends LayerConfig {
  /** Default 2. */
  readonly poolSize?: PerAxis;
  /** Default: the pool size. */
  readonly strides?: PerAxis;
  /** A `[before, after]` pair per axis, 'same' or 'valid' (default). */
  readonly padding?: Padding;
  /** Whether a last window that lies only partly on the map counts too. Default false. */
  readonly ceilMode?: boolean;
}

export interface AveragePoolingConfig extends PoolingConfig {
  /** Whether padding counts as pixels of value 0. Default false: only real pixels are averaged, as Keras's 'same' does. */
  readonly countIncludePad?: boolean;
}

/** Input `[batch, …axes, channels]`. */
export abstract class Pooling<C extends PoolingConfig = PoolingConfig> extends tf.layers.Layer {
  protected readonly windows: Windows;
  protected readonly config: C;

  constructor(config: C, axes: number) {
    super(baseArgs(config));
    this.config = config;
    const kernel = perAxis(config.poolSize, axes, 2);
    this.windows = {
      kernel,
      strides: config.strides === undefined ? kernel : perAxis(config.strides, axes, 1),
      padding: config.padding ?? 'valid',
      ceil: config.ceilMode === true && config.padding !== 'same',
    };
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const input = singleShape(inputShape);
    return windowShape(input, input.at(-1) ?? null, this.windows);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => this.pool(single<tf.Tensor>(inputs)));
  }

  protected abstract pool(x: tf.Tensor): tf.Tensor;

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

type Pool2d = (map: tf.Tensor4D, axes: readonly [number, number]) => tf.Tensor4D;

/**
 * `x` of any rank through a 2-D operation that treats its axes independently: a sequence is a map of one row, a volume is done in
 * its slices and then in depth. `pool` is told which two axes of `x` it works on; −1 is one that `x` does not have.
 */
export function inMaps(x: tf.Tensor, pool: Pool2d): tf.Tensor {
  const [batch = 1, a = 1, b = 1, c = 1, d = 1] = x.shape;
  switch (x.rank) {
    case 3:
      return tf.squeeze(pool(tf.reshape(x, [batch, a, 1, b]), [0, -1]), [2]);
    case 4:
      return pool(x as tf.Tensor4D, [0, 1]);
    case 5: {
      const slices = pool(tf.reshape(x, [batch * a, b, c, d]), [1, 2]);
      const [, height, width] = slices.shape;
      const y = pool(tf.reshape(slices, [batch, a, height * width, d]), [0, -1]);
      return tf.reshape(y, [batch, y.shape[1], height, width, d]);
    }
    default:
      throw new Error(`A pooling takes a tensor of rank 3 to 5 but got ${x.shape.join('×')}.`);
  }
}

/** The largest value of every window; what lies outside never wins. */
export function maxPool(x: tf.Tensor, windows: Windows): tf.Tensor {
  const borders = bordersOf(windows, sizesOf(x));
  const border = (axis: number): Pair => borders[axis] ?? [0, 0];
  const at = (sizes: readonly number[], axes: readonly [number, number]): Pair => [sizes[axes[0]] ?? 1, sizes[axes[1]] ?? 1];
  return inMaps(x, (map, axes) => tf.maxPool(map, at(windows.kernel, axes), at(windows.strides, axes), explicit(border(axes[0]), border(axes[1]))));
}

/**
 * The mean of every window.
 * @param includePad whether padding counts as pixels of value 0; what only a ceil mode adds never counts
 */
export function averagePool(x: tf.Tensor, windows: Windows, includePad: boolean): tf.Tensor {
  const sizes = sizesOf(x);
  const borders = bordersOf(windows, sizes);
  const at = (values: readonly number[], axes: readonly [number, number]): Pair => [values[axes[0]] ?? 1, values[axes[1]] ?? 1];
  // Padding inside the op makes tfjs's gradient wrong; in an op of its own it doesn't.
  const y = inMaps(padMap(x, borders), (map, axes) => tf.avgPool(map, at(windows.kernel, axes), at(windows.strides, axes), 'valid'));
  if (noBorders(borders)) return y;
  const counted = includePad ? bordersOf({ ...windows, ceil: false }, sizes) : sizes.map((): Pair => [0, 0]);
  const factors = corrections(sizes, borders, counted, windows);
  if (factors.every((factor) => factor === 1)) return y;
  // As rows: WebGPU cannot broadcast at rank 5.
  const rows = tf.reshape(y, [x.shape[0] ?? 1, factors.length, -1]);
  return tf.reshape(tf.mul(rows, tf.tensor3d(factors, [1, factors.length, 1])), y.shape);
}

/** Pixels of each window over those that count (the map and `counted` around it); 0 where none does. */
function corrections(sizes: readonly number[], borders: readonly Pair[], counted: readonly Pair[], windows: Windows): number[] {
  const perAxisFactors = sizes.map((size, i) => {
    const [kernel, stride] = [windows.kernel[i] ?? 1, windows.strides[i] ?? 1];
    const border: Pair = borders[i] ?? [0, 0];
    const count: Pair = counted[i] ?? [0, 0];
    return Array.from({ length: outputSize(size, border, kernel, stride) }, (_, at) => {
      const start = at * stride - border[0];
      const real = Math.min(start + kernel, size + count[1]) - Math.max(start, -count[0]);
      return real <= 0 ? 0 : kernel / real;
    });
  });
  return perAxisFactors.reduce((all, factors) => all.flatMap((a) => factors.map((b) => a * b)), [1]);
}
