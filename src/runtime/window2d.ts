// Windows that slide over a map: kernel, stride, dilation and padding per axis, and the sizes that follow.
// Knows no layer.

import * as tf from '@tensorflow/tfjs';

/** `[height, width]`. */
export type Pair = [number, number];
/** `[[top, bottom], [left, right]]` in pixels. */
export type Borders = [Pair, Pair];
export type Padding = Borders | 'same' | 'valid';

/** A number for both axes, or `[height, width]`. */
export function pair(value: number | readonly number[] | undefined, fallback: number): Pair {
  if (value === undefined) return [fallback, fallback];
  return typeof value === 'number' ? [value, value] : [value[0] ?? fallback, value[1] ?? value[0] ?? fallback];
}

/** Kernel size with its gaps: `dilation·(kernel − 1) + 1`. */
export const effective = (kernel: number, dilation: number): number => dilation * (kernel - 1) + 1;

/**
 * Padding in pixels of a map of `size` (height, width). 'same' is Keras's: as much as makes ⌈n/stride⌉ outputs, the odd pixel at
 * the end.
 */
export function bordersOf(padding: Padding, size: Pair, kernel: Pair, strides: Pair, dilation: Pair = [1, 1]): Borders {
  if (padding === 'valid') return [[0, 0], [0, 0]];
  if (padding !== 'same') return padding;
  const axis = (i: 0 | 1): Pair => {
    const total = Math.max((Math.ceil(size[i] / strides[i]) - 1) * strides[i] + effective(kernel[i], dilation[i]) - size[i], 0);
    return [Math.floor(total / 2), total - Math.floor(total / 2)];
  };
  return [axis(0), axis(1)];
}

/** `⌊(in + padding − kernel) / stride⌋ + 1`; `kernel` is the effective one. */
export const outputSize = (input: number, border: Pair, kernel: number, stride: number): number =>
  Math.floor((input + border[0] + border[1] - kernel) / stride) + 1;

/** Shape `[batch, h, w, channels]` after a window has slid over `input`; unknown sizes stay unknown. */
export function windowShape(
  input: readonly (number | null)[],
  channels: number | null,
  padding: Padding,
  kernel: Pair,
  strides: Pair,
  dilation: Pair = [1, 1],
): (number | null)[] {
  const axis = (i: 0 | 1): number | null => {
    const size = input[i + 1] ?? null;
    if (size === null) return null;
    const border = bordersOf(padding, [size, size], kernel, strides, dilation)[i];
    return outputSize(size, border, effective(kernel[i], dilation[i]), strides[i]);
  };
  return [input[0] ?? null, axis(0), axis(1), channels];
}

export const noBorders = (borders: Borders): boolean => borders.every(([before, after]) => before === 0 && after === 0);

/** The form in which tfjs's core ops take padding in pixels: the batch and channel axes are never padded. */
export type ExplicitPadding = [Pair, Pair, Pair, Pair];
export const explicit = ([height, width]: Borders): ExplicitPadding => [[0, 0], height, width, [0, 0]];

/** `x` with a border of `value`; `x` itself where there is none. */
export function padMap(x: tf.Tensor4D, borders: Borders, value = 0): tf.Tensor4D {
  return noBorders(borders) ? x : tf.pad(x, [[0, 0], ...borders, [0, 0]], value);
}

/**
 * A kernel `[h, w, i, o]` with `dilation − 1` zeros between its elements. tfjs has no gradient for dilated convolutions
 * (4.22 throws); the same convolution with this kernel has one, and may have a stride too. Rank stays at 4, as WebGPU's pad needs.
 */
export function stuffed(kernel: tf.Tensor4D, dilation: Pair): tf.Tensor4D {
  const [h, w, i, o] = kernel.shape;
  let result: tf.Tensor = kernel;
  let height = h;
  if (dilation[0] > 1) {
    height = effective(h, dilation[0]);
    const rows = tf.pad(tf.reshape(result, [h, 1, w * i * o]), [[0, 0], [0, dilation[0] - 1], [0, 0]]);
    result = tf.slice(tf.reshape(rows, [h * dilation[0], w * i * o]), [0, 0], [height, w * i * o]);
  }
  let width = w;
  if (dilation[1] > 1) {
    width = effective(w, dilation[1]);
    const columns = tf.pad(tf.reshape(result, [height, w, 1, i * o]), [[0, 0], [0, 0], [0, dilation[1] - 1], [0, 0]]);
    result = tf.slice(tf.reshape(columns, [height, w * dilation[1], i * o]), [0, 0, 0], [height, width, i * o]);
  }
  return tf.reshape(result, [height, width, i, o]);
}
