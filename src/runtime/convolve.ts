// Convolutions over one, two or three axes, forwards and transposed, in groups, made of tfjs's 2-D ones: those have right gradients on
// every backend. tfjs's conv3d has a wrong one on wasm and a naive one on WebGPU, its transpose has none at all. Knows no layer.

import * as tf from '@tensorflow/tfjs';
import { cropMap, effective, explicit, padMap, spaced, stuffed, type Borders, type Pair } from './window.ts';

const NONE: Pair = [0, 0];

/** A `[batch, length, channels]` as a map of one row. */
const asRow = (x: tf.Tensor): tf.Tensor4D => tf.expandDims(x, 1);
/** A kernel `[k, i, o]` as one of one row. */
const asKernelRow = (kernel: tf.Tensor): tf.Tensor4D => tf.expandDims(kernel, 0);

/** How far apart the windows and the taps of their kernels lie along each axis. */
export interface Spacing {
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
}

/** Zeros between the taps stand in for a dilation, of which tfjs has no gradient; not in depth, where taps are cut out one by one. */
const dense = (kernel: tf.Tensor, { dilation }: Spacing): tf.Tensor => stuffed(kernel, dilation.length < 3 ? dilation : dilation.with(0, 1));

/**
 * @param x `[batch, …axes, channels]`
 * @param taps `[…axes, channels / groups, filters]`
 * @returns `[batch, …axes, filters]`
 */
export function convolve(x: tf.Tensor, taps: tf.Tensor, spacing: Spacing, borders: Borders, groups = 1): tf.Tensor {
  const kernel = dense(taps, spacing);
  const { strides } = spacing;
  const filters = kernel.shape.at(-1) ?? 1;
  if (x.rank === 4 && groups > 1 && kernel.shape.at(-2) === 1) {
    const [h = 1, w = 1] = kernel.shape;
    const each = tf.reshape(kernel, [h, w, groups, filters / groups]) as tf.Tensor4D;
    return tf.depthwiseConv2d(x as tf.Tensor4D, each, strides as Pair, explicit(borders[0] ?? NONE, borders[1] ?? NONE));
  }
  if (groups === 1) return convolveAll(x, kernel, spacing, borders);
  const kernels = splitLast(kernel, groups);
  return joinLast(splitLast(x, groups).map((part, i) => convolveAll(part, kernels[i]!, spacing, borders)));
}

function convolveAll(x: tf.Tensor, kernel: tf.Tensor, { strides, dilation }: Spacing, borders: Borders): tf.Tensor {
  const [a = NONE, b = NONE, c = NONE] = borders;
  switch (x.rank) {
    case 3: {
      const y = tf.conv2d(asRow(x), asKernelRow(kernel), [1, strides[0] ?? 1], explicit(NONE, a));
      return tf.squeeze(y, [1]);
    }
    case 4:
      return tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, strides as Pair, explicit(a, b));
    case 5: {
      // Slices that a kernel sees at once become channels of one map: [batch·depth, h, w, kernelDepth·channels].
      const [kd = 1, kh = 1, kw = 1, inputs = 1, filters = 1] = kernel.shape;
      const [, depth = 1, height = 1, width = 1, channels = 1] = x.shape;
      const stride = strides[0] ?? 1;
      const apart = dilation[0] ?? 1;
      const count = Math.floor((depth + a[0] + a[1] - effective(kd, apart)) / stride) + 1;
      // Taps are cut out of whole strides; what is missing for the last one is never used.
      const needed = (kd - 1) * apart + count * stride;
      const rest = needed - depth - a[0];
      const long = padMap(tf.reshape(x, [-1, depth, height * width * channels]) as tf.Tensor3D, [[a[0], Math.max(rest, 0)]]);
      const batch = long.shape[0];
      const taps = Array.from({ length: kd }, (_, tap) => {
        const rows = tf.slice(long, [0, tap * apart, 0], [batch, count * stride, long.shape[2]]);
        const firsts = stride === 1 ? rows : tf.slice(tf.reshape(rows, [batch * count, stride, long.shape[2]]), [0, 0, 0], [batch * count, 1, long.shape[2]]);
        return tf.reshape(firsts, [batch * count, height, width, channels]) as tf.Tensor4D;
      });
      const maps = taps.length === 1 ? taps[0]! : tf.concat(taps, 3);
      const flat = tf.transpose(tf.reshape(kernel, [kd, kh * kw, inputs * filters]), [1, 0, 2]);
      const y = tf.conv2d(maps, tf.reshape(flat, [kh, kw, kd * inputs, filters]) as tf.Tensor4D, [strides[1] ?? 1, strides[2] ?? 1], explicit(b, c));
      return tf.reshape(y, [batch, count, ...y.shape.slice(1)]);
    }
    default:
      throw new Error(`A convolution takes a tensor of rank 3 to 5 but got ${x.shape.join('×')}.`);
  }
}

/**
 * What a convolution's gradient does to its input: every pixel paints the kernel, `strides` apart.
 * @param x `[batch, …axes, channels]`
 * @param taps `[…axes, filters / groups, channels]`
 * @param crop what is cut off the full result `(in − 1)·stride + kernel`
 * @returns `[batch, …axes, filters]`
 */
export function convolveTransposed(x: tf.Tensor, taps: tf.Tensor, spacing: Spacing, crop: Borders, groups = 1): tf.Tensor {
  const kernel = dense(taps, spacing);
  if (groups === 1) return transposeAll(x, kernel, spacing, crop);
  const kernels = splitLast(kernel, groups);
  return joinLast(splitLast(x, groups).map((part, i) => transposeAll(part, kernels[i]!, spacing, crop)));
}

function transposeAll(x: tf.Tensor, kernel: tf.Tensor, { strides, dilation }: Spacing, crop: Borders): tf.Tensor {
  const [a = NONE, b = NONE, c = NONE] = crop;
  const filters = kernel.shape.at(-2) ?? 1;
  switch (x.rank) {
    case 3: {
      const y = transposeMaps(asRow(x), asKernelRow(kernel), [1, strides[0] ?? 1], NONE, a);
      return tf.squeeze(y, [1]);
    }
    case 4:
      return transposeMaps(x as tf.Tensor4D, kernel as tf.Tensor4D, strides as Pair, a, b);
    case 5: {
      // Every slice paints all slices of the kernel as channels of one map; then they are laid out in depth and added up.
      const [kd = 1, kh = 1, kw = 1, , channels = 1] = kernel.shape;
      const [batch = 1, depth = 1, height = 1, width = 1] = x.shape;
      const stride = strides[0] ?? 1;
      const step = dilation[0] ?? 1;
      const flat = tf.transpose(tf.reshape(kernel, [kd, kh * kw, filters * channels]), [1, 0, 2]);
      const all = tf.reshape(flat, [kh, kw, kd * filters, channels]) as tf.Tensor4D;
      const maps = tf.reshape(x, [batch * depth, height, width, channels]) as tf.Tensor4D;
      const painted = transposeMaps(maps, all, [strides[1] ?? 1, strides[2] ?? 1], b, c);
      const [, outHeight, outWidth] = painted.shape;
      const size = outHeight * outWidth * filters;
      const slices = splitLast(painted, kd).map((slice, tap) => {
        const apart = spaced(tf.reshape(slice, [batch, depth, size]), 1, stride) as tf.Tensor3D;
        return padMap(apart, [[tap * step, (kd - 1 - tap) * step]]);
      });
      const sum = slices.reduce((total, slice) => tf.add(total, slice));
      // The last pixel's spacing is no part of the result.
      const cut = cropMap(sum, [[a[0], a[1] + stride - 1]]);
      return tf.reshape(cut, [batch, cut.shape[1], outHeight, outWidth, filters]);
    }
    default:
      throw new Error(`A transposed convolution takes a tensor of rank 3 to 5 but got ${x.shape.join('×')}.`);
  }
}

function transposeMaps(x: tf.Tensor4D, kernel: tf.Tensor4D, strides: Pair, rows: Pair, columns: Pair): tf.Tensor4D {
  const [batch, height, width] = x.shape;
  const [kh, kw, filters] = kernel.shape;
  const size = [(height - 1) * strides[0] + kh - rows[0] - rows[1], (width - 1) * strides[1] + kw - columns[0] - columns[1]] as const;
  return tf.conv2dTranspose(x, kernel, [batch, size[0], size[1], filters], strides, explicit(rows, columns));
}

/** Parts of the last axis, at a rank that WebGPU can slice. */
function splitLast(x: tf.Tensor, parts: number): tf.Tensor[] {
  // tfjs's gradient of a split throws where there is one part.
  if (parts === 1) return [x];
  const last = x.shape.at(-1) ?? 1;
  const pieces = tf.split(tf.reshape(x, [-1, last]), parts, 1);
  return pieces.map((piece) => tf.reshape(piece, [...x.shape.slice(0, -1), last / parts]));
}

function joinLast(parts: readonly tf.Tensor[]): tf.Tensor {
  const shape = parts[0]?.shape ?? [];
  const rows = parts.map((part) => tf.reshape(part, [-1, part.shape.at(-1) ?? 1]) as tf.Tensor2D);
  const joined = tf.concat(rows, 1);
  return tf.reshape(joined, [...shape.slice(0, -1), joined.shape[1]]);
}

/** Adds a number per channel. As rows, since WebGPU cannot broadcast at rank 5. */
export function addBias(x: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor {
  if (bias === undefined) return x;
  return x.rank <= 4 ? tf.add(x, bias) : tf.reshape(tf.add(tf.reshape(x, [-1, x.shape.at(-1) ?? 1]), bias), x.shape);
}

