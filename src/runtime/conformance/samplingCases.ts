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

/** Every value of a tensor of any rank, given by its place. */
function places(shape: readonly number[], value: (place: readonly number[]) => number): Plain {
  const result = zeros(shape);
  result.data.forEach((_, i) => {
    let rest = i;
    const place = shape.map(() => 0);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place[axis] = rest % shape[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    result.data[i] = value(place);
  });
  return result;
}

const at = (x: Plain, place: readonly number[]): number => x.data[place.reduce((sum, i, axis) => sum * x.shape[axis]! + i, 0)]!;
const outside = (x: Plain, place: readonly number[]): boolean => place.some((i, axis) => i < 0 || i >= x.shape[axis]!);

const padded = (input: readonly number[], padding: readonly [number, number][]): LayerCase => ({
  name: `zeroPadding ${JSON.stringify(padding)} of ${input.join('×')}`,
  make: () => runtime.zeroPadding({ padding }),
  input,
  expected: (x) =>
    places(input.map((length, i) => length + (padding[i - 1]?.[0] ?? 0) + (padding[i - 1]?.[1] ?? 0)), (place) => {
      const from = place.map((p, i) => p - (padding[i - 1]?.[0] ?? 0));
      return outside(x, from) ? 0 : at(x, from);
    }),
});

const cut = (input: readonly number[], cropping: readonly [number, number][]): LayerCase => ({
  name: `cropping ${JSON.stringify(cropping)} of ${input.join('×')}`,
  make: () => runtime.cropping({ cropping }),
  input,
  expected: (x) => places(input.map((length, i) => length - (cropping[i - 1]?.[0] ?? 0) - (cropping[i - 1]?.[1] ?? 0)), (place) => at(x, place.map((p, i) => p + (cropping[i - 1]?.[0] ?? 0)))),
});

/** The values and weights of a place between pixels, per axis; pixels beyond the ends repeat the last. */
function between(length: number, size: number, i: number, linear: boolean): [number, number][] {
  const clamp = (place: number): number => Math.min(Math.max(place, 0), length - 1);
  const place = ((i + 0.5) / size) * length;
  if (!linear) return [[clamp(Math.floor(place + 1e-9)), 1]];
  const t = place - 0.5 - Math.floor(place - 0.5);
  return [[clamp(Math.floor(place - 0.5)), 1 - t], [clamp(Math.floor(place - 0.5) + 1), t]];
}

const resized = (name: string, make: LayerCase['make'], input: readonly number[], sizes: readonly number[], linear: boolean): LayerCase => ({
  name: `${name} of ${input.join('×')} to ${sizes.join('×')}${linear ? ', linear' : ''}`,
  make,
  input,
  expected: (x) =>
    places([input[0]!, ...sizes, input.at(-1)!], (place) => {
      const taps = sizes.map((size, i) => between(input[i + 1]!, size, place[i + 1]!, linear));
      const all = taps.reduce<{ from: number[]; weight: number }[]>((rows, axis) => rows.flatMap((row) => axis.map(([p, w]) => ({ from: [...row.from, p], weight: row.weight * w }))), [{ from: [place[0]!], weight: 1 }]);
      return all.reduce((sum, { from, weight }) => sum + weight * at(x, [...from, place.at(-1)!]), 0);
    }),
});

const ups = (input: readonly number[], size: readonly number[]): LayerCase[] =>
  [false, true].map((linear) => resized('upSampling', () => runtime.upSampling({ size, interpolation: linear ? 'linear' : 'nearest' }), input, size.map((factor, i) => factor * input[i + 1]!), linear));

const targets = (input: readonly number[], targetSize: readonly [number, number]): LayerCase[] =>
  [false, true].map((linear) => resized('upSampling2d', () => runtime.upSampling2d({ targetSize, interpolation: linear ? 'bilinear' : 'nearest' }), input, targetSize, linear));

const adaptive = (input: readonly number[], outputSize: readonly number[]): LayerCase => ({
  name: `adaptiveAveragePooling of ${input.join('×')} to ${outputSize.join('×')}`,
  make: () => runtime.adaptiveAveragePooling({ outputSize }),
  input,
  expected: (x) => {
    const y = zeros([input[0]!, ...outputSize, input.at(-1)!]);
    return places(y.shape, (place) => {
      const seen: number[] = [];
      places(input, (from) => {
        const within = from.every((p, i) => {
          if (i === 0 || i === input.length - 1) return p === place[i];
          const [n, m] = [input[i]!, outputSize[i - 1]!];
          return p >= Math.floor((place[i]! * n) / m) && p < Math.ceil(((place[i]! + 1) * n) / m);
        });
        if (within) seen.push(at(x, from));
        return 0;
      });
      return mean(seen);
    });
  },
});

// tfjs's mirrorPad has the right values and a wrong gradient.
const mirrored = (mode: 'reflect' | 'symmetric' | 'replicate', input: readonly number[], padding: readonly [number, number][]): LayerCase => ({
  name: `padding2d ${mode} ${JSON.stringify(padding)} of ${input.join('×')}`,
  make: () => runtime.padding2d({ mode, padding }),
  input,
  expected: (x) =>
    places(input.map((length, i) => length + (padding[i - 1]?.[0] ?? 0) + (padding[i - 1]?.[1] ?? 0)), (place) =>
      at(
        x,
        place.map((p, i) => {
          const [from, last] = [p - (padding[i - 1]?.[0] ?? 0), input[i]! - 1];
          if (mode === 'replicate') return Math.min(Math.max(from, 0), last);
          const once = mode === 'symmetric' ? 1 : 0;
          return from < 0 ? -from - once : from > last ? 2 * last - from + once : from;
        }),
      ),
    ),
});

export const samplingCases: readonly LayerCase[] = [
  ...globals,
  shuffled([2, 3, 2, 4], 2),
  shuffled([1, 2, 3, 18], 3),
  cropped([2, 6, 7, 2], [2, 4, 4, 3]),
  cropped([1, 4, 4, 2], [1, 4, 1, 1]),
  unpooled([2, 4, 6, 2], [2, 2]),
  unpooled([1, 5, 7, 2], [2, 3]),
  padded([2, 4, 3], [[1, 2]]),
  padded([1, 2, 3, 2, 2], [[1, 0], [0, 2], [1, 1]]),
  cut([2, 7, 3], [[1, 2]]),
  cut([1, 4, 3, 5, 2], [[1, 0], [0, 2], [1, 1]]),
  ...ups([2, 4, 3], [3]),
  ...ups([1, 2, 3, 2, 2], [2, 1, 3]),
  ...targets([1, 3, 4, 2], [6, 7]),
  ...targets([1, 5, 4, 2], [3, 10]),
  adaptive([2, 7, 2], [3]),
  adaptive([1, 6, 5, 2], [3, 4]),
  adaptive([1, 2, 3, 2], [3, 3]),
  ...(['reflect', 'symmetric', 'replicate'] as const).flatMap((mode) => [mirrored(mode, [2, 3, 4, 2], [[1, 1], [2, 1]]), mirrored(mode, [1, 4, 3, 1], [[0, 3], [2, 0]])]),
];
