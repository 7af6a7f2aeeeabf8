// One axis of a tensor stretched or shrunk to another length, nearest or linear, with right gradients everywhere: made of products and
// sums only. Samples at pixel centres: place i of the result lies at (i + ½)·in / out − ½. Knows no layer.

import * as tf from '@tensorflow/tfjs';
import { aboutAxis, fromAxis } from './window.ts';

export function resizeAxis(x: tf.Tensor, axis: number, size: number, linear: boolean): tf.Tensor {
  const length = x.shape[axis] ?? 1;
  if (size === length) return x;
  const about = aboutAxis(x, axis);
  if (!linear && size % length === 0) return fromAxis(repeat(about, size / length), axis, x.shape);
  return fromAxis(mixAxis(about, weightsOf(length, size, linear)), axis, x.shape);
}

function repeat(x: tf.Tensor3D, factor: number): tf.Tensor3D {
  const [n, length, rest] = x.shape;
  return tf.reshape(tf.mul(tf.reshape(x, [n * length, 1, rest]), tf.ones([1, factor, 1])), [n, length * factor, rest]);
}

/** The middle axis of `x` through a matrix `[out][in]`: every place of the result is a weighted sum of places. */
export function mixAxis(x: tf.Tensor3D, weights: readonly (readonly number[])[]): tf.Tensor3D {
  const [n, length, rest] = x.shape;
  const matrix = tf.transpose(tf.tensor2d(weights.map((row) => [...row])));
  const rows = tf.reshape(tf.transpose(x, [0, 2, 1]), [n * rest, length]);
  return tf.transpose(tf.reshape(tf.matMul(rows as tf.Tensor2D, matrix), [n, rest, weights.length]) as tf.Tensor3D, [0, 2, 1]);
}

function weightsOf(length: number, size: number, linear: boolean): number[][] {
  return Array.from({ length: size }, (_, i) => {
    const row = Array.from({ length }, () => 0);
    const at = ((i + 0.5) * length) / size - 0.5;
    const add = (place: number, weight: number): void => {
      const inside = Math.min(Math.max(place, 0), length - 1);
      row[inside] = (row[inside] ?? 0) + weight;
    };
    if (linear) {
      const before = Math.floor(at);
      add(before, before + 1 - at);
      add(before + 1, at - before);
    } else add(Math.floor(((i + 0.5) * length) / size), 1);
    return row;
  });
}
