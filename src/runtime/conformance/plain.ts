// The layers in plain double-precision loops, straight from their definitions: what the runtime is compared with. Tests only.

import type { Borders } from '../window.ts';

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

/** A window over one, two or three axes; a number for each. */
interface Window {
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly borders: Borders;
}

/** Lengths of the axes between batch and channels. */
const axesOf = ({ shape }: Plain): readonly number[] => shape.slice(1, -1);
const channelsOf = ({ shape }: Plain): number => shape.at(-1)!;
const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** Every place of axes of these sizes, in row-major order. */
function places(sizes: readonly number[]): number[][] {
  const all: number[][] = [];
  const place = sizes.map(() => 0);
  for (let left = product(sizes); left > 0; left--) {
    all.push([...place]);
    for (let axis = sizes.length - 1; axis >= 0 && ++place[axis]! === sizes[axis]; axis--) place[axis] = 0;
  }
  return all;
}

/** Row-major position of the pixel that lies `tap` taps from where the window of pixel `place` begins; −1 outside. */
function position(sizes: readonly number[], place: readonly number[], tap: readonly number[], { strides, dilation, borders }: Window): number {
  let position = 0;
  for (let axis = 0; axis < sizes.length; axis++) {
    const at = place[axis]! * strides[axis]! + tap[axis]! * dilation[axis]! - borders[axis]![0];
    if (at < 0 || at >= sizes[axis]!) return -1;
    position = position * sizes[axis]! + at;
  }
  return position;
}

const sizesAfter = (input: readonly number[], kernel: readonly number[], { strides, dilation, borders }: Window): number[] =>
  input.map((size, i) => Math.floor((size + borders[i]![0] + borders[i]![1] - dilation[i]! * (kernel[i]! - 1) - 1) / strides[i]!) + 1);

/** Visits every pair of an output pixel and an input pixel that its window covers, the padding left out. All positions are row-major. */
function slide(input: readonly number[], kernel: readonly number[], window: Window, visit: (out: number, from: number, tap: number) => void): void {
  const [outs, taps] = [places(sizesAfter(input, kernel, window)), places(kernel)];
  outs.forEach((out, o) =>
    taps.forEach((tap, t) => {
      const from = position(input, out, tap, window);
      if (from >= 0) visit(o, from, t);
    }),
  );
}

/** Kernel `[…axes, in / groups, out]`. */
export function convolution(x: Plain, kernel: Plain, bias: Plain | undefined, window: Window, groups = 1): Plain {
  const [sizes, taps] = [axesOf(x), kernel.shape.slice(0, -2)];
  const [channels, perGroup, filters] = [channelsOf(x), kernel.shape.at(-2)!, channelsOf(kernel)];
  const after = sizesAfter(sizes, taps, window);
  const [outs, pixels] = [product(after), product(sizes)];
  const y = zeros([x.shape[0]!, ...after, filters]);
  slide(sizes, taps, window, (out, from, tap) => {
    for (let n = 0; n < x.shape[0]!; n++) {
      const to = (n * outs + out) * filters;
      const source = (n * pixels + from) * channels;
      for (let f = 0; f < filters; f++) {
        const first = Math.floor(f / (filters / groups)) * perGroup;
        for (let c = 0; c < perGroup; c++) y.data[to + f]! += x.data[source + first + c]! * kernel.data[(tap * perGroup + c) * filters + f]!;
      }
    }
  });
  return addBias(y, bias);
}

/** Kernel `[…axes, in, multiplier]`: what a convolution in as many groups as there are channels does. */
export function depthwise(x: Plain, kernel: Plain, bias: Plain | undefined, window: Window): Plain {
  const channels = channelsOf(x);
  return convolution(x, { shape: [...kernel.shape.slice(0, -2), 1, channels * channelsOf(kernel)], data: kernel.data }, bias, window, channels);
}

/** Every input pixel puts its kernel `[…axes, out / groups, in]` onto the output; then the borders are cut off and rows added at the end. */
export function transposed(x: Plain, kernel: Plain, bias: Plain | undefined, window: Window, outputPadding: readonly number[], groups = 1): Plain {
  const [sizes, taps] = [axesOf(x), kernel.shape.slice(0, -2)];
  const [channels, perGroup] = [channelsOf(x), kernel.shape.at(-2)!];
  const filters = perGroup * groups;
  const { strides, dilation, borders } = window;
  const after = sizes.map((size, i) => (size - 1) * strides[i]! + dilation[i]! * (taps[i]! - 1) + 1 - borders[i]![0] - borders[i]![1] + outputPadding[i]!);
  const y = zeros([x.shape[0]!, ...after, filters]);
  const [froms, spots, outs] = [places(sizes), places(taps), product(after)];
  froms.forEach((place, from) =>
    spots.forEach((tap, t) => {
      const out = position(after, place, tap, window);
      if (out < 0) return;
      for (let n = 0; n < x.shape[0]!; n++) {
        const [to, source] = [(n * outs + out) * filters, (n * froms.length + from) * channels];
        for (let c = 0; c < channels; c++) {
          const first = Math.floor(c / (channels / groups)) * perGroup;
          for (let f = 0; f < perGroup; f++) y.data[to + first + f]! += x.data[source + c]! * kernel.data[(t * perGroup + f) * channels + c]!;
        }
      }
    }),
  );
  return addBias(y, bias);
}

function addBias(y: Plain, bias: Plain | undefined): Plain {
  if (bias !== undefined) for (let i = 0; i < y.data.length; i++) y.data[i]! += bias.data[i % bias.data.length]!;
  return y;
}

/** Folds what each window of each channel sees; `finish` gets the result and how many pixels there were. */
function pool(x: Plain, kernel: readonly number[], window: Window, start: number, fold: (a: number, b: number) => number, finish: (value: number, out: number, count: number) => number): Plain {
  const [sizes, channels] = [axesOf(x), channelsOf(x)];
  const after = sizesAfter(sizes, kernel, window);
  const y = zeros([x.shape[0]!, ...after, channels]);
  y.data.fill(start);
  const [outs, pixels] = [product(after), product(sizes)];
  const counts = new Float64Array(outs);
  slide(sizes, kernel, window, (out, from) => {
    counts[out]!++;
    for (let n = 0; n < x.shape[0]!; n++) {
      for (let c = 0; c < channels; c++) {
        const at = (n * outs + out) * channels + c;
        y.data[at] = fold(y.data[at]!, x.data[(n * pixels + from) * channels + c]!);
      }
    }
  });
  const out = (i: number): number => Math.floor(i / channels) % outs;
  return { shape: y.shape, data: y.data.map((value, i) => finish(value, out(i), counts[out(i)]!)) };
}

export function maxPool(x: Plain, kernel: readonly number[], window: Window): Plain {
  return pool(x, kernel, window, -Infinity, Math.max, (value) => value);
}

/** The mean of the real pixels, or with `includePad` of all within `padding`, the padding as zeros. */
export function averagePool(x: Plain, kernel: readonly number[], window: Window, includePad: boolean, padding: Borders = window.borders): Plain {
  const sizes = axesOf(x);
  const outs = places(sizesAfter(sizes, kernel, window));
  const within = (out: readonly number[]): number =>
    product(
      out.map((at, i) => {
        const start = at * window.strides[i]! - window.borders[i]![0];
        return Math.min(start + kernel[i]!, sizes[i]! + padding[i]![1]) - start;
      }),
    );
  return pool(x, kernel, window, 0, (a, b) => a + b, (sum, out, count) => sum / (includePad ? within(outs[out]!) : count));
}

/** Samples at pixel centres: output pixel i lies at (i + ½) / factor − ½ of the input; edges are repeated. */
export function enlarge(x: Plain, factor: readonly [number, number], bilinear: boolean): Plain {
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

/** Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …), to double precision (Marsaglia 2004, doi.org/10.18637/jss.v011.i04). */
export function normalCdf(x: number): number {
  // Beyond, φ is less than the smallest step of a double, and the series would overflow.
  if (Math.abs(x) > 12) return x > 0 ? 1 : 0;
  let sum = x;
  for (let term = x, k = 3, before = 0; sum !== before; k += 2) {
    before = sum;
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
