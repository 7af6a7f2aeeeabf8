// The layers in plain double-precision loops, straight from their definitions: what the runtime is compared with. Tests only.

import type { Borders, Pair } from '../window2d.ts';

/** Row-major numbers with a shape, `[batch, h, w, channels]` for maps. */
export interface Plain {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export const zeros = (shape: readonly number[]): Plain => ({ shape, data: new Float64Array(shape.reduce((a, b) => a * b, 1)) });

type Size4 = [number, number, number, number];
const size4 = ({ shape }: Plain): Size4 => shape as unknown as Size4;
/** Offset of `[a, b, c, d]`. */
const at = ([, h, w, c]: Size4, n: number, y: number, x: number, k: number): number => ((n * h + y) * w + x) * c + k;

interface Window {
  readonly strides: Pair;
  readonly dilation: Pair;
  readonly borders: Borders;
}

const out = (input: number, kernel: number, i: 0 | 1, { strides, dilation, borders }: Window): number =>
  Math.floor((input + borders[i][0] + borders[i][1] - dilation[i] * (kernel - 1) - 1) / strides[i]) + 1;

/** Visits every pair of an output pixel and an input pixel that its window covers, the padding left out. */
function slide(input: Size4, kernel: Pair, window: Window, visit: (n: number, oy: number, ox: number, iy: number, ix: number, ky: number, kx: number) => void): Pair {
  const size: Pair = [out(input[1], kernel[0], 0, window), out(input[2], kernel[1], 1, window)];
  for (let n = 0; n < input[0]; n++)
    for (let oy = 0; oy < size[0]; oy++)
      for (let ox = 0; ox < size[1]; ox++)
        for (let ky = 0; ky < kernel[0]; ky++)
          for (let kx = 0; kx < kernel[1]; kx++) {
            const iy = oy * window.strides[0] + ky * window.dilation[0] - window.borders[0][0];
            const ix = ox * window.strides[1] + kx * window.dilation[1] - window.borders[1][0];
            if (iy >= 0 && iy < input[1] && ix >= 0 && ix < input[2]) visit(n, oy, ox, iy, ix, ky, kx);
          }
  return size;
}

const sizeAfter = (input: Size4, kernel: Pair, window: Window): Pair => [out(input[1], kernel[0], 0, window), out(input[2], kernel[1], 1, window)];

/** Kernel `[h, w, in / groups, out]`. */
export function convolution(x: Plain, kernel: Plain, bias: Plain | undefined, window: Window, groups = 1): Plain {
  const [input, k] = [size4(x), size4(kernel)];
  const [perGroup, filters] = [k[2], k[3]];
  const y = zeros([input[0], ...sizeAfter(input, [k[0], k[1]], window), filters]);
  slide(input, [k[0], k[1]], window, (n, oy, ox, iy, ix, ky, kx) => {
    for (let f = 0; f < filters; f++) {
      const first = Math.floor(f / (filters / groups)) * perGroup;
      for (let c = 0; c < perGroup; c++) y.data[at(size4(y), n, oy, ox, f)]! += x.data[at(input, n, iy, ix, first + c)]! * kernel.data[at(k, ky, kx, c, f)]!;
    }
  });
  return addBias(y, bias);
}

/** Kernel `[h, w, in, multiplier]`. */
export function depthwise(x: Plain, kernel: Plain, bias: Plain | undefined, window: Window): Plain {
  const [input, k] = [size4(x), size4(kernel)];
  const y = zeros([input[0], ...sizeAfter(input, [k[0], k[1]], window), k[2] * k[3]]);
  slide(input, [k[0], k[1]], window, (n, oy, ox, iy, ix, ky, kx) => {
    for (let c = 0; c < k[2]; c++)
      for (let m = 0; m < k[3]; m++) y.data[at(size4(y), n, oy, ox, c * k[3] + m)]! += x.data[at(input, n, iy, ix, c)]! * kernel.data[at(k, ky, kx, c, m)]!;
  });
  return addBias(y, bias);
}

/** Every input pixel puts its kernel `[h, w, out, in]` onto the output; then the borders are cut off and rows added at the end. */
export function transposed(x: Plain, kernel: Plain, bias: Plain | undefined, { strides, dilation, borders }: Window, outputPadding: Pair): Plain {
  const [input, k] = [size4(x), size4(kernel)];
  const length = (i: 0 | 1): number => (input[i + 1]! - 1) * strides[i] + dilation[i] * (k[i]! - 1) + 1 - borders[i][0] - borders[i][1] + outputPadding[i];
  const y = zeros([input[0], length(0), length(1), k[2]]);
  const size = size4(y);
  for (let n = 0; n < input[0]; n++)
    for (let iy = 0; iy < input[1]; iy++)
      for (let ix = 0; ix < input[2]; ix++)
        for (let ky = 0; ky < k[0]; ky++)
          for (let kx = 0; kx < k[1]; kx++) {
            const oy = iy * strides[0] + ky * dilation[0] - borders[0][0];
            const ox = ix * strides[1] + kx * dilation[1] - borders[1][0];
            if (oy < 0 || oy >= size[1] || ox < 0 || ox >= size[2]) continue;
            for (let f = 0; f < k[2]; f++)
              for (let c = 0; c < k[3]; c++) y.data[at(size, n, oy, ox, f)]! += x.data[at(input, n, iy, ix, c)]! * kernel.data[at(k, ky, kx, f, c)]!;
          }
  return addBias(y, bias);
}

function addBias(y: Plain, bias: Plain | undefined): Plain {
  if (bias !== undefined) for (let i = 0; i < y.data.length; i++) y.data[i]! += bias.data[i % bias.data.length]!;
  return y;
}

export function maxPool(x: Plain, kernel: Pair, window: Window): Plain {
  const input = size4(x);
  const y = zeros([input[0], ...sizeAfter(input, kernel, window), input[3]]);
  y.data.fill(-Infinity);
  slide(input, kernel, window, (n, oy, ox, iy, ix) => {
    for (let c = 0; c < input[3]; c++) {
      const i = at(size4(y), n, oy, ox, c);
      y.data[i] = Math.max(y.data[i]!, x.data[at(input, n, iy, ix, c)]!);
    }
  });
  return y;
}

/** The mean of the real pixels, or with `includePad` of all, the padding as zeros. */
export function averagePool(x: Plain, kernel: Pair, window: Window, includePad: boolean): Plain {
  const input = size4(x);
  const y = zeros([input[0], ...sizeAfter(input, kernel, window), input[3]]);
  const counts = zeros(y.shape);
  slide(input, kernel, window, (n, oy, ox, iy, ix) => {
    for (let c = 0; c < input[3]; c++) {
      const i = at(size4(y), n, oy, ox, c);
      y.data[i]! += x.data[at(input, n, iy, ix, c)]!;
      counts.data[i]!++;
    }
  });
  for (let i = 0; i < y.data.length; i++) y.data[i]! /= includePad ? kernel[0] * kernel[1] : counts.data[i]!;
  return y;
}

/** Samples at pixel centres: output pixel i lies at (i + ½) / factor − ½ of the input; edges are repeated. */
export function enlarge(x: Plain, factor: Pair, bilinear: boolean): Plain {
  const input = size4(x);
  const y = zeros([input[0], input[1] * factor[0], input[2] * factor[1], input[3]]);
  const size = size4(y);
  const clamp = (i: number, axis: 1 | 2): number => Math.min(Math.max(i, 0), input[axis] - 1);
  for (let n = 0; n < size[0]; n++)
    for (let oy = 0; oy < size[1]; oy++)
      for (let ox = 0; ox < size[2]; ox++)
        for (let c = 0; c < size[3]; c++) {
          const pixel = (iy: number, ix: number): number => x.data[at(input, n, clamp(iy, 1), clamp(ix, 2), c)]!;
          const [sy, sx] = [(oy + 0.5) / factor[0] - 0.5, (ox + 0.5) / factor[1] - 0.5];
          const [ty, tx] = [sy - Math.floor(sy), sx - Math.floor(sx)];
          const [fy, fx] = [Math.floor(sy), Math.floor(sx)];
          y.data[at(size, n, oy, ox, c)] = bilinear
            ? (1 - ty) * ((1 - tx) * pixel(fy, fx) + tx * pixel(fy, fx + 1)) + ty * ((1 - tx) * pixel(fy + 1, fx) + tx * pixel(fy + 1, fx + 1))
            : pixel(Math.floor(oy / factor[0]), Math.floor(ox / factor[1]));
        }
  return y;
}

/** With the batch's own mean and variance per channel. */
export function normalize(x: Plain, gamma: Plain | undefined, beta: Plain | undefined, epsilon: number): Plain {
  const channels = x.shape.at(-1)!;
  const rows = x.data.length / channels;
  const y = zeros(x.shape);
  for (let c = 0; c < channels; c++) {
    let mean = 0;
    for (let r = 0; r < rows; r++) mean += x.data[r * channels + c]! / rows;
    let variance = 0;
    for (let r = 0; r < rows; r++) variance += (x.data[r * channels + c]! - mean) ** 2 / rows;
    for (let r = 0; r < rows; r++) {
      const i = r * channels + c;
      y.data[i] = ((x.data[i]! - mean) / Math.sqrt(variance + epsilon)) * (gamma?.data[c] ?? 1) + (beta?.data[c] ?? 0);
    }
  }
  return y;
}

export const elementwise = (x: Plain, f: (value: number) => number): Plain => ({ shape: x.shape, data: x.data.map(f) });

export function softmax(x: Plain): Plain {
  const columns = x.shape.at(-1)!;
  const y = zeros(x.shape);
  for (let start = 0; start < x.data.length; start += columns) {
    const row = x.data.subarray(start, start + columns);
    const largest = Math.max(...row);
    const exponentials = row.map((value) => Math.exp(value - largest));
    const sum = exponentials.reduce((a, b) => a + b);
    y.data.set(exponentials.map((value) => value / sum), start);
  }
  return y;
}

/** Φ(x) by Simpson's rule, to 1e-10. */
export function normalCdf(x: number): number {
  const steps = 400;
  const h = x / steps;
  const density = (t: number): number => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(x);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * density(i * h);
  return 0.5 + (sum * h) / 3;
}
