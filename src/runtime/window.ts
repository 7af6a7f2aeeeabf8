// Windows that slide over one to three axes: kernel, stride, dilation and padding of each, and the sizes that follow. Knows no layer.

import * as tf from '@tensorflow/tfjs';

/** Before and after, in pixels. */
export type Pair = [number, number];
/** A pair per axis: `[[top, bottom], [left, right]]` for a map. */
export type Borders = readonly Pair[];
export type Padding = Borders | 'same' | 'valid';
/** A number for all axes, or one for each. */
export type PerAxis = number | readonly number[];

export interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  /** Default 1. */
  readonly dilation?: readonly number[];
  readonly padding: Padding;
  /** Whether a last window that lies only partly on the map counts too (PyTorch's ceil_mode). */
  readonly ceil?: boolean;
}

/** What a layer's config says of its windows. */
export interface WindowConfig {
  readonly kernelSize: PerAxis;
  readonly strides?: PerAxis;
  /** A `[before, after]` pair per axis, e.g. `[[top, bottom], [left, right]]`, 'same' or 'valid' (default). */
  readonly padding?: Padding;
  readonly dilationRate?: PerAxis;
}

/** The windows of a config over so many axes. */
export const windowsOf = ({ kernelSize, strides, padding = 'valid', dilationRate }: WindowConfig, axes: number): Required<Omit<Windows, 'ceil'>> => ({
  kernel: perAxis(kernelSize, axes, 1),
  strides: perAxis(strides, axes, 1),
  dilation: perAxis(dilationRate, axes, 1),
  padding,
});

/** A number for all axes spread over `axes` of them. */
export function perAxis(value: PerAxis | undefined, axes: number, fallback: number): number[] {
  return Array.from({ length: axes }, (_, i) => (value === undefined ? fallback : typeof value === 'number' ? value : (value[i] ?? value[0] ?? fallback)));
}

/** Kernel size with its gaps: `dilation·(kernel − 1) + 1`. */
export const effective = (kernel: number, dilation: number): number => dilation * (kernel - 1) + 1;

/**
 * Padding in pixels of a map of `size` (one number per axis), that of a ceil mode included. 'same' is Keras's: as much as makes
 * ⌈n/stride⌉ outputs, the odd pixel at the end.
 */
export function bordersOf(windows: Windows, size: readonly number[]): Pair[] {
  return size.map((length, i): Pair => {
    const stride = windows.strides[i] ?? 1;
    const kernel = effective(windows.kernel[i] ?? 1, windows.dilation?.[i] ?? 1);
    if (windows.padding === 'same') {
      const total = Math.max((Math.ceil(length / stride) - 1) * stride + kernel - length, 0);
      return [Math.floor(total / 2), total - Math.floor(total / 2)];
    }
    const [before, after] = windows.padding === 'valid' ? [0, 0] : (windows.padding[i] ?? [0, 0]);
    if (windows.ceil !== true) return [before, after];
    // The last window must start on the map or on what is before it, as in PyTorch.
    let count = Math.ceil((length + before + after - kernel) / stride) + 1;
    if ((count - 1) * stride >= length + before) count--;
    return [before, Math.max(after, (count - 1) * stride + kernel - length - before)];
  });
}

/** `⌊(in + padding − kernel) / stride⌋ + 1`; `kernel` is the effective one. */
export const outputSize = (input: number, border: Pair, kernel: number, stride: number): number =>
  Math.floor((input + border[0] + border[1] - kernel) / stride) + 1;

/** Shape `[batch, …axes, channels]` after windows have slid over `input`; unknown sizes stay unknown. */
export function windowShape(input: readonly (number | null)[], channels: number | null, windows: Windows): (number | null)[] {
  const sizes = windows.kernel.map((kernel, i) => {
    const size = input[i + 1] ?? null;
    if (size === null) return null;
    const border = bordersOf(windows, input.slice(1, -1).map((length) => length ?? 1))[i] ?? [0, 0];
    return outputSize(size, border, effective(kernel, windows.dilation?.[i] ?? 1), windows.strides[i] ?? 1);
  });
  return [input[0] ?? null, ...sizes, channels];
}

/** Lengths of the axes between batch and channels. */
export const sizesOf = (x: tf.Tensor): number[] => x.shape.slice(1, -1);

export const noBorders = (borders: Borders): boolean => borders.every(([before, after]) => before === 0 && after === 0);

/** The form in which tfjs's core ops take padding in pixels: the batch and channel axes are never padded. */
export type ExplicitPadding = [Pair, Pair, Pair, Pair];
export const explicit = (height: Pair, width: Pair): ExplicitPadding => [[0, 0], height, width, [0, 0]];

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/**
 * `x` as `[before, length, after]` about one of its axes: what any op along an axis needs, at a rank that all backends can do
 * (from rank 5 on, tfjs's WebGPU kernels for pad, slices and broadcasting give garbage).
 */
export function aboutAxis(x: tf.Tensor, axis: number): tf.Tensor3D {
  return tf.reshape(x, [product(x.shape.slice(0, axis)), x.shape[axis] ?? 1, product(x.shape.slice(axis + 1))]);
}

/** The reverse of {@link aboutAxis}: the axis may have another length now. */
export function fromAxis(y: tf.Tensor3D, axis: number, shape: readonly number[]): tf.Tensor {
  return tf.reshape(y, shape.map((length, i) => (i === axis ? y.shape[1] : length)));
}

/** `x` with borders of `value` around its axes; `x` itself where there are none. */
export function padMap<T extends tf.Tensor>(x: T, borders: Borders, value = 0): T {
  if (noBorders(borders)) return x;
  if (x.rank <= 4) return tf.pad(x, [[0, 0], ...borders, [0, 0]], value);
  return borders.reduce<tf.Tensor>((padded, border, i) => {
    if (border[0] + border[1] === 0) return padded;
    return fromAxis(tf.pad(aboutAxis(padded, i + 1), [[0, 0], border, [0, 0]], value), i + 1, padded.shape);
  }, x) as T;
}

/** `x` without what lies at the ends of its axes. */
export function cropMap<T extends tf.Tensor>(x: T, borders: Borders): T {
  return borders.reduce<tf.Tensor>((rest, [before, after], i) => {
    if (before + after === 0) return rest;
    const about = aboutAxis(rest, i + 1);
    const [n, length, m] = about.shape;
    return fromAxis(tf.slice(about, [0, before, 0], [n, length - before - after, m]), i + 1, rest.shape);
  }, x) as T;
}

/**
 * A kernel `[…axes, i, o]` with `dilation − 1` zeros between its elements. tfjs has no gradient for dilated convolutions
 * (4.22 throws); the same convolution with this kernel has one, and may have a stride too.
 */
export function stuffed<T extends tf.Tensor>(kernel: T, dilation: readonly number[]): T {
  return dilation.reduce<tf.Tensor>((result, factor, axis) => (factor === 1 ? result : cutAxis(spaced(result, axis, factor), axis, effective(result.shape[axis] ?? 1, factor))), kernel) as T;
}

/** `x` with `factor − 1` zeros after every element of an axis. */
export function spaced(x: tf.Tensor, axis: number, factor: number): tf.Tensor {
  if (factor === 1) return x;
  const [n, length, m] = aboutAxis(x, axis).shape;
  const wide = tf.pad(tf.reshape(x, [n * length, 1, m]), [[0, 0], [0, factor - 1], [0, 0]]);
  return fromAxis(tf.reshape(wide, [n, length * factor, m]), axis, x.shape);
}

/** The first `length` elements of an axis. */
function cutAxis(x: tf.Tensor, axis: number, length: number): tf.Tensor {
  const about = aboutAxis(x, axis);
  return fromAxis(tf.slice(about, [0, 0, 0], [about.shape[0], length, about.shape[2]]), axis, x.shape);
}
