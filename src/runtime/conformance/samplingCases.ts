// Layers that pool all there is, move or place pixels, each with its definition in plain loops. Tests only.

import * as runtime from '../index.ts';
import type { LayerCase } from './cases.ts';
import { zeros, type Plain } from './plain.ts';

/** `[batch, h, w, channels]`, each pixel given by a function of its place. */
function map(shape: readonly number[], pixel: (n: number, y: number, x: number, c: number) => number): Plain {
  const result = zeros(shape);
  const [, h, w, channels] = shape as [number, number, number, number];
  result.data.forEach((_, i) => {
    result.data[i] = pixel(Math.floor(i / (h * w * channels)), Math.floor(i / (w * channels)) % h, Math.floor(i / channels) % w, i % channels);
  });
  return result;
}

const read = (x: Plain, n: number, y: number, column: number, c: number): number => x.data[((n * x.shape[1]! + y) * x.shape[2]! + column) * x.shape[3]! + c]!;

/** All values of a channel of a sample. */
function channelsOf(x: Plain, fold: (values: number[]) => number): Plain {
  const [batch, channels] = [x.shape[0]!, x.shape.at(-1)!];
  const size = x.data.length / batch / channels;
  const y = zeros([batch, channels]);
  y.data.forEach((_, i) => {
    const [n, c] = [Math.floor(i / channels), i % channels];
    y.data[i] = fold(Array.from({ length: size }, (__, place) => x.data[(n * size + place) * channels + c]!));
  });
  return y;
}

const mean = (values: number[]): number => values.reduce((a, b) => a + b) / values.length;

const globals = [[2, 7, 3], [2, 4, 5, 3], [2, 3, 2, 4, 2]].flatMap((input): LayerCase[] => [
  { name: `globalMaxPooling at rank ${input.length}`, make: () => runtime.globalMaxPooling(), input, expected: (x) => channelsOf(x, (values) => Math.max(...values)) },
  { name: `globalAveragePooling at rank ${input.length}`, make: () => runtime.globalAveragePooling(), input, expected: (x) => channelsOf(x, mean) },
]);

const shuffled = (input: readonly number[], r: number): LayerCase => ({
  name: `pixelShuffle of ${input.join('×')} by ${r}`,
  make: () => runtime.pixelShuffle({ blockSize: r }),
  input,
  expected: (x) => {
    const channels = input[3]! / (r * r);
    return map([input[0]!, input[1]! * r, input[2]! * r, channels], (n, y, column, c) =>
      read(x, n, Math.floor(y / r), Math.floor(column / r), ((y % r) * r + (column % r)) * channels + c),
    );
  },
});

const cropped = (input: readonly number[], like: readonly number[]): LayerCase => ({
  name: `centerCrop2d of ${input.join('×')} like ${like.join('×')}`,
  make: () => runtime.centerCrop2d(),
  input,
  others: [like],
  expected: (x) => map([input[0]!, like[1]!, like[2]!, input[3]!], (n, y, column, c) => read(x, n, y + Math.floor((input[1]! - like[1]!) / 2), column + Math.floor((input[2]! - like[2]!) / 2), c)),
});

const unpooled = (pooled: readonly number[], [py, px]: readonly [number, number]): LayerCase => {
  const input = [pooled[0]!, Math.floor(pooled[1]! / py), Math.floor(pooled[2]! / px), pooled[3]!];
  return {
    name: `maxUnpooling2d ${py}×${px} to ${pooled.join('×')}`,
    make: () => runtime.maxUnpooling2d({ poolSize: [py, px] }),
    input,
    others: [pooled],
    expected: (x, _weights, [before]) =>
      map(pooled, (n, y, column, c) => {
        const [row, col] = [Math.floor(y / py), Math.floor(column / px)];
        if (row >= input[1]! || col >= input[2]!) return 0;
        const window = Array.from({ length: py * px }, (_, i) => read(before!, n, row * py + Math.floor(i / px), col * px + (i % px), c));
        return window.indexOf(Math.max(...window)) === (y % py) * px + (column % px) ? read(x, n, row, col, c) : 0;
      }),
  };
};

export const samplingCases: readonly LayerCase[] = [
  ...globals,
  shuffled([2, 3, 2, 4], 2),
  shuffled([1, 2, 3, 18], 3),
  cropped([2, 6, 7, 2], [2, 4, 4, 3]),
  cropped([1, 4, 4, 2], [1, 4, 1, 1]),
  unpooled([2, 4, 6, 2], [2, 2]),
  unpooled([1, 5, 7, 2], [2, 3]),
];
