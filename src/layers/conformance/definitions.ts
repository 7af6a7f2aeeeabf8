// For tests: what every layer computes, by its definition, in plain double-precision loops from its own params. A layer without a
// definition does not compile. Must not look at what the layers are lowered to.

import { averagePool, convolution, depthwise, elementwise, maxPool, normalCdf, softmax, transposed, zeros, type Plain } from '../../runtime/conformance/plain.ts';
import { dropoutMask, gaussians, mixAll } from '../../runtime/random.ts';
import { layerOf } from '../index.ts';
import type { ActivationName } from '../activations.ts';
import type { AnyLayer } from '../layer.ts';
import type { LayerValue } from '../params.ts';
import { complete } from './build.ts';
import type { ComputingType } from './rows.ts';

export interface Given {
  /** Complete. */
  readonly p: Readonly<Record<string, unknown>>;
  /** With the batch. */
  readonly x: readonly [Plain, ...Plain[]];
  /** By the names of the layer's `weights`. */
  readonly w: Readonly<Record<string, Plain>>;
  /** The predicted output, without the batch. */
  readonly output: readonly number[];
}

/** The output in training, at step 0. */
export type Definition = (given: Given) => Plain;

type Pair = [number, number];

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
const each = (value: unknown, axes: number): number[] => Array.from({ length: axes }, (_, i) => Number(Array.isArray(value) ? value[i] : value));
const inner = (x: Plain): number[] => x.shape.slice(1, -1);
const last = (x: Plain): number => x.shape.at(-1)!;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const relu6 = (x: number): number => Math.min(Math.max(x, 0), 6);

/** A tensor, each value given by its place. */
function fill(shape: readonly number[], value: (place: readonly number[], index: number) => number): Plain {
  const y = zeros(shape);
  const place = shape.map(() => 0);
  for (let i = 0; i < y.data.length; i++) {
    y.data[i] = value(place, i);
    for (let axis = shape.length - 1; axis >= 0 && ++place[axis]! === shape[axis]; axis--) place[axis] = 0;
  }
  return y;
}

function at(x: Plain, place: readonly number[]): number {
  let index = 0;
  for (let axis = 0; axis < place.length; axis++) index = index * x.shape[axis]! + place[axis]!;
  return x.data[index]!;
}
const within = (x: Plain, place: readonly number[]): boolean => place.every((i, axis) => i >= 0 && i < x.shape[axis]!);
const reshaped = (x: Plain, shape: readonly number[]): Plain => ({ shape, data: x.data.slice() });

const formulas: { readonly [A in Exclude<ActivationName, 'softmax'>]: (x: number, p: Readonly<Record<string, unknown>>) => number } = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  relu6,
  leakyReLU: (x, p) => (x >= 0 ? x : Number(p['alpha']) * x),
  thresholdedReLU: (x, p) => (x > Number(p['theta']) ? x : 0),
  elu: (x) => (x >= 0 ? x : Math.expm1(x)),
  selu: (x) => 1.0507009873554805 * (x >= 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  sigmoid,
  tanh: Math.tanh,
  softplus: (x) => Math.log1p(Math.exp(x)),
  gelu: (x) => x * normalCdf(x),
  swish: (x) => x * sigmoid(x),
  mish: (x) => x * Math.tanh(Math.log1p(Math.exp(x))),
  hardSigmoid: (x) => relu6(x + 3) / 6,
  hardSwish: (x) => (x * relu6(x + 3)) / 6,
  softsign: (x) => x / (1 + Math.abs(x)),
  sin: (x, p) => Math.sin(Number(p['omega']) * x),
};

function activated(y: Plain, p: Given['p']): Plain {
  const name = p['activation'] as ActivationName;
  return name === 'softmax' ? softmax(y) : elementwise(y, (value) => formulas[name](value, p));
}

/** The zeros of an axis: TensorFlow documents 'same' by the remainder, PyTorch the ceil mode by the windows there are. */
function zerosOf(padding: unknown, i: number, size: number, kernel: number, stride: number, out: number): Pair {
  if (padding === 'same') {
    const total = Math.max(size % stride === 0 ? kernel - stride : kernel - (size % stride), 0);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  }
  const before = padding === 'causal' ? kernel - 1 : padding === 'valid' ? 0 : each(padding, i + 1)[i]!;
  return [before, (out - 1) * stride + kernel - size - before];
}

function windowOf({ p, x: [x], output }: Given) {
  const sizes = inner(x);
  const [kernel, strides, dilation] = [p['kernelSize'], p['strides'], p['dilationRate']].map((value) => each(value, sizes.length)) as [number[], number[], number[]];
  return { strides, dilation, borders: sizes.map((size, i) => zerosOf(p['padding'], i, size, dilation[i]! * (kernel[i]! - 1) + 1, strides[i]!, output[i]!)) };
}

const convolved: Definition = (given) => activated(convolution(given.x[0], given.w['kernel']!, given.w['bias'], windowOf(given), Number(given.p['groups'])), given.p);

const depthwiseConvolved: Definition = (given) => activated(depthwise(given.x[0], given.w['depthwise_kernel']!, given.w['bias'], windowOf(given)), given.p);

const separated: Definition = (given) => {
  const axes = inner(given.x[0]).length;
  const windows = depthwise(given.x[0], given.w['depthwise_kernel']!, undefined, windowOf(given));
  const pointwise = { strides: each(1, axes), dilation: each(1, axes), borders: each(0, axes).map((): Pair => [0, 0]) };
  return activated(convolution(windows, given.w['pointwise_kernel']!, given.w['bias'], pointwise), given.p);
};

const spreadOut: Definition = ({ p, x: [x], w, output }) => {
  const sizes = inner(x);
  const [kernel, strides, dilation] = [p['kernelSize'], p['strides'], p['dilationRate']].map((value) => each(value, sizes.length)) as [number[], number[], number[]];
  const borders = sizes.map((size, i): Pair => {
    const wide = dilation[i]! * (kernel[i]! - 1) + 1;
    const before = p['padding'] === 'same' ? Math.floor(Math.max(wide - strides[i]!, 0) / 2) : p['padding'] === 'valid' ? 0 : each(p['padding'], i + 1)[i]!;
    return [before, (size - 1) * strides[i]! + wide - before - output[i]!];
  });
  return activated(transposed(x, w['kernel']!, w['bias'], { strides, dilation, borders }, sizes.map(() => 0), Number(p['groups'])), p);
};

const pooled =
  (kind: 'max' | 'average'): Definition =>
  ({ p, x: [x], output }) => {
    const sizes = inner(x);
    const kernel = each(p['poolSize'], sizes.length);
    const strides = each(p['strides'], sizes.length).map((stride, i) => (stride === 0 ? kernel[i]! : stride));
    const borders = sizes.map((size, i) => zerosOf(p['padding'], i, size, kernel[i]!, strides[i]!, output[i]!));
    const window = { strides, dilation: sizes.map(() => 1), borders };
    if (kind === 'max') return maxPool(x, kernel, window);
    const said = typeof p['padding'] === 'string' ? (p['padding'] === 'same' ? borders : sizes.map((): Pair => [0, 0])) : each(p['padding'], sizes.length).map((zeros): Pair => [zeros, zeros]);
    return averagePool(x, kernel, window, p['countIncludePad'] === true, said);
  };

/** Of each channel of each sample. */
const globally =
  (fold: (values: readonly number[]) => number): Definition =>
  ({ x: [x] }) => {
    const size = product(inner(x));
    return fill([x.shape[0]!, last(x)], ([n, c]) => fold(Array.from({ length: size }, (_, i) => x.data[(n! * size + i) * last(x) + c!]!)));
  };
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

const adaptivelyPooled: Definition = ({ x: [x], output }) =>
  fill([x.shape[0]!, ...output], (place) => {
    const seen: number[] = [];
    const ranges = inner(x).map((size, i): Pair => [Math.floor((place[i + 1]! * size) / output[i]!), Math.ceil(((place[i + 1]! + 1) * size) / output[i]!)]);
    const sees = (from: readonly number[]): boolean => ranges.every(([first, end], i) => from[i + 1]! >= first && from[i + 1]! < end);
    fill(x.shape, (from, i) => (from[0] === place[0] && from.at(-1) === place.at(-1) && sees(from) ? seen.push(x.data[i]!) : 0));
    return mean(seen);
  });

/** Output pixel i lies at (i + ½)·in/out − ½ of the input; edges are repeated. */
const resized: Definition = ({ p, x: [x], output }) => {
  const linear = p['interpolation'] !== 'nearest';
  const taps = (size: number, out: number, i: number): Pair[] => {
    const clamp = (k: number): number => Math.min(Math.max(k, 0), size - 1);
    const place = ((i + 0.5) / out) * size;
    if (!linear) return [[clamp(Math.floor(place + 1e-9)), 1]];
    const below = Math.floor(place - 0.5);
    return [[clamp(below), 1 - (place - 0.5 - below)], [clamp(below + 1), place - 0.5 - below]];
  };
  return fill([x.shape[0]!, ...output], (place) => {
    const corners = inner(x).reduce<{ from: number[]; weight: number }[]>(
      (some, size, i) => some.flatMap(({ from, weight }) => taps(size, output[i]!, place[i + 1]!).map(([k, part]) => ({ from: [...from, k], weight: weight * part }))),
      [{ from: [place[0]!], weight: 1 }],
    );
    return corners.reduce((sum, { from, weight }) => sum + weight * at(x, [...from, place.at(-1)!]), 0);
  });
};

/** `[before, after]` of an axis, counted without batch. */
const borderOf = (borders: unknown, axis: number): Pair => {
  const border: unknown = Array.isArray(borders) ? borders[axis] : borders;
  return Array.isArray(border) ? [Number(border[0]), Number(border[1])] : [Number(border ?? 0), Number(border ?? 0)];
};
const isSpatial = (x: Plain, axis: number): boolean => axis > 0 && axis < x.shape.length - 1;

/** Every place moved by the borders before it; `edge` says what lies outside. */
const moved =
  (param: 'padding' | 'cropping', edge: (from: number, length: number, p: Given['p']) => number = (from) => from): Definition =>
  ({ p, x: [x], output }) =>
    fill([x.shape[0]!, ...output], (place) => {
      const sign = param === 'padding' ? -1 : 1;
      const from = place.map((i, axis) => (isSpatial(x, axis) ? edge(i + sign * borderOf(p[param], axis - 1)[0], x.shape[axis]!, p) : i));
      return within(x, from) ? at(x, from) : 0;
    });

function mirror(from: number, length: number, p: Given['p']): number {
  if (p['mode'] === 'replicate') return Math.min(Math.max(from, 0), length - 1);
  const once = p['mode'] === 'symmetric' ? 1 : 0;
  return from < 0 ? -from - once : from >= length ? 2 * (length - 1) - from + once : from;
}

const unpooled: Definition = ({ p, x: [x, before] }) => {
  const [py, px] = each(p['poolSize'], 2) as Pair;
  return fill(before!.shape, ([n, y, column, c]) => {
    const [row, col] = [Math.floor(y! / py), Math.floor(column! / px)];
    if (!within(x, [n!, row, col, c!])) return 0;
    const window = Array.from({ length: py * px }, (_, i) => at(before!, [n!, row * py + Math.floor(i / px), col * px + (i % px), c!]));
    return window.indexOf(Math.max(...window)) === (y! % py) * px + (column! % px) ? at(x, [n!, row, col, c!]) : 0;
  });
};

/** x·W + b over the last axis. */
function linear(x: Plain, kernel: Plain, bias: Plain | undefined): Plain {
  const [features, units] = kernel.shape as Pair;
  return fill([...x.shape.slice(0, -1), units], (_, i) => {
    const [row, unit] = [Math.floor(i / units), i % units];
    let sum = bias?.data[unit] ?? 0;
    for (let k = 0; k < features; k++) sum += x.data[row * features + k]! * kernel.data[k * units + unit]!;
    return sum;
  });
}

const steps = (x: Plain, sample: number): number[][] => Array.from({ length: x.shape[1]! }, (_, t) => [...x.data.subarray((sample * x.shape[1]! + t) * x.shape[2]!, (sample * x.shape[1]! + t + 1) * x.shape[2]!)]);
const apply = (row: readonly number[], matrix: Plain): number[] => Array.from({ length: last(matrix) }, (_, j) => row.reduce((sum, value, i) => sum + value * matrix.data[i * last(matrix) + j]!, 0));
const plus = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value + b[i]!);

/** `next` gives state and cell from the input's part of each gate; `again(h, gate)` is h·U of a gate. */
type Next = (gates: readonly number[][], h: readonly number[], cell: readonly number[], again: (h: readonly number[], gate: number) => number[]) => readonly [number[], number[]];

const recurrent =
  (gates: number, next: Next): Definition =>
  ({ p, x: [x], w }) => {
    const units = Number(p['units']);
    const split = (all: readonly number[]): number[][] => Array.from({ length: gates }, (_, gate) => all.slice(gate * units, (gate + 1) * units));
    const results = Array.from({ length: x.shape[0]! }, (_, sample) => {
      let [h, cell]: readonly [number[], number[]] = [each(0, units), each(0, units)];
      return steps(x, sample).map((step) => {
        const sums = apply(step, w['kernel']!);
        [h, cell] = next(split(w['bias'] ? plus(sums, [...w['bias'].data]) : sums), h, cell, (state, gate) => split(apply(state, w['recurrent_kernel']!))[gate]!);
        return h;
      });
    });
    const sequences = p['returnSequences'] === true;
    return { shape: sequences ? [x.shape[0]!, x.shape[1]!, units] : [x.shape[0]!, units], data: Float64Array.from(results.flatMap((all) => (sequences ? all.flat() : all.at(-1)!))) };
  };

const simpleRNN = recurrent(1, ([sum], h, cell, again) => [plus(sum!, again(h, 0)).map(Math.tanh), [...cell]]);
const lstm = recurrent(4, (gates, h, cell, again) => {
  const [input, forget, candidate, output] = gates.map((sum, gate) => plus(sum, again(h, gate)));
  const state = cell.map((value, u) => sigmoid(forget![u]!) * value + sigmoid(input![u]!) * Math.tanh(candidate![u]!));
  return [state.map((value, u) => sigmoid(output![u]!) * Math.tanh(value)), state];
});
const gru = recurrent(3, (gates, h, cell, again) => {
  const [update, reset] = [0, 1].map((gate) => plus(gates[gate]!, again(h, gate)).map(sigmoid));
  const candidate = plus(gates[2]!, again(h.map((value, u) => value * reset![u]!), 2)).map(Math.tanh);
  return [h.map((value, u) => update![u]! * value + (1 - update![u]!) * candidate[u]!), [...cell]];
});

const reversed = (x: Plain): Plain => fill(x.shape, (place) => at(x, place.with(1, x.shape[1]! - 1 - place[1]!)));

/** A layer that a param holds, as a definition of its own. */
function inside(p: Given['p']): { readonly params: Given['p']; readonly layer: AnyLayer; readonly definition: Definition } {
  const { type, params = {} } = p['layer'] as LayerValue;
  const layer = layerOf(type) as AnyLayer;
  return { layer, params: complete(layer, params), definition: definitions[type as ComputingType] };
}

const bidirectional: Definition = ({ p, x: [x], w }) => {
  const { params, definition } = inside(p);
  const read = (direction: string, from: Plain): Plain =>
    definition({ p: params, x: [from], output: [], w: Object.fromEntries(Object.entries(w).flatMap(([name, value]) => (name.startsWith(`${direction}/`) ? [[name.slice(direction.length + 1), value]] : []))) });
  const [ahead, back] = [read('forward', x), read('backward', reversed(x))];
  const aligned = params['returnSequences'] === true ? reversed(back) : back;
  const units = last(ahead);
  switch (p['mergeMode']) {
    case 'concat':
      return fill([...ahead.shape.slice(0, -1), 2 * units], (place) => at(place.at(-1)! < units ? ahead : aligned, place.with(place.length - 1, place.at(-1)! % units)));
    case 'sum':
      return fill(ahead.shape, (_, i) => ahead.data[i]! + aligned.data[i]!);
    case 'mul':
      return fill(ahead.shape, (_, i) => ahead.data[i]! * aligned.data[i]!);
    default:
      return fill(ahead.shape, (_, i) => (ahead.data[i]! + aligned.data[i]!) / 2);
  }
};

/** Every step is a sample of its own. */
const timeDistributed: Definition = ({ p, x: [x], w, output }) => {
  const { params, definition } = inside(p);
  const [batch, length, ...rest] = x.shape as [number, number, ...number[]];
  return reshaped(definition({ p: params, x: [reshaped(x, [batch * length, ...rest])], w, output: output.slice(1) }), [batch, ...output]);
};

/** Scaled dot products of queries and keys, head by head. */
const attended: Definition = ({ p, x: [x, source = x], w }) => {
  const [heads, size] = [Number(p['numHeads']), Number(p['keyDim'])];
  const [q, k, v] = [linear(x, w['query_kernel']!, w['query_bias']), linear(source, w['key_kernel']!, w['key_bias']), linear(source, w['value_kernel']!, w['value_bias'])];
  const joined = fill([x.shape[0]!, x.shape[1]!, heads * size], ([n, t, column]) => {
    const first = Math.floor(column! / size) * size;
    const scores = Array.from({ length: source.shape[1]! }, (_, s) => {
      if (p['causal'] === true && s > t!) return -Infinity;
      let sum = 0;
      for (let i = first; i < first + size; i++) sum += at(q, [n!, t!, i]) * at(k, [n!, s, i]);
      return sum / Math.sqrt(size);
    });
    const exponentials = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const total = exponentials.reduce((a, b) => a + b);
    return exponentials.reduce((sum, value, s) => sum + (value / total) * at(v, [n!, s, column!]), 0);
  });
  return linear(joined, w['output_kernel']!, w['output_bias']);
};

/** Groups of values brought to mean 0 and variance 1, then scaled and moved per channel. */
const normalized =
  (groupOf: (place: readonly number[], given: Given) => string, centered = true): Definition =>
  (given) => {
    const { p, x: [x], w } = given;
    const groups = new Map<string, number[]>();
    const names: string[] = [];
    fill(x.shape, (place, i) => {
      const name = groupOf(place, given);
      names.push(name);
      groups.set(name, [...(groups.get(name) ?? []), x.data[i]!]);
      return 0;
    });
    const of = new Map([...groups].map(([name, values]) => {
      const middle = centered ? mean(values) : 0;
      return [name, [middle, Math.sqrt(mean(values.map((value) => (value - middle) ** 2)) + Number(p['epsilon']))] as Pair];
    }));
    return fill(x.shape, (place, i) => {
      const [middle, deviation] = of.get(names[i]!)!;
      const c = place.at(-1)!;
      return ((x.data[i]! - middle) / deviation) * (w['gamma']?.data[c] ?? 1) + (w['beta']?.data[c] ?? 0);
    });
  };

/** The weight of a value where weights are per element, per channel, or one for all. */
const perValue = (weight: Plain, i: number): number => weight.data[i % weight.data.length]!;

/** Step 0 of the layer's seed, which is the first of the run's 7. */
const key = mixAll(7, 0);

/** Values times a factor that is drawn for each group of them. */
const dropped =
  (groupOf: (place: readonly number[], index: number, x: Plain) => number, groups: (x: Plain) => number): Definition =>
  ({ p, x: [x] }) => {
    const mask = dropoutMask(groups(x), Number(p['rate']), key);
    return fill(x.shape, (place, i) => x.data[i]! * mask[groupOf(place, i, x)]!);
  };
const channelOf = (place: readonly number[], _: number, x: Plain): number => place[0]! * last(x) + place.at(-1)!;
const spatially = dropped(channelOf, (x) => x.shape[0]! * last(x));

/** Where dropped values go: −λα of SELU. */
const SELU_LIMIT = -1.7580993408473766;
const alphaDropped: Definition = ({ p, x: [x] }) => {
  const rate = Number(p['rate']);
  const factor = ((1 - rate) * (1 + rate * SELU_LIMIT ** 2)) ** -0.5;
  const mask = dropoutMask(x.data.length, rate, key);
  return fill(x.shape, (_, i) => (rate === 0 ? x.data[i]! : factor * (mask[i] === 0 ? SELU_LIMIT : x.data[i]!) - factor * SELU_LIMIT * rate));
};

/** Axes of length 1 are stretched. */
const merged =
  (join: (values: readonly number[], w: Given['w']) => number): Definition =>
  ({ x, w, output }) => fill([x[0].shape[0]!, ...output], (place) => join(x.map((one) => at(one, place.map((i, axis) => Math.min(i, one.shape[axis]! - 1)))), w));

const dotted: Definition = ({ p, x: [one, other], output }) => {
  const axes = each(p['axes'], 2);
  /** Per sample, the vectors along the axis. */
  const rows = (x: Plain, axis: number): number[][][] => {
    const along = axis < 0 ? x.shape.length + axis : axis;
    const places = new Map<string, number[]>();
    const samples = Array.from({ length: x.shape[0]! }, (): number[][] => []);
    fill(x.shape, (place, i) => {
      const rest = place.toSpliced(along, 1).join();
      let row = places.get(rest);
      if (!row) {
        places.set(rest, (row = []));
        samples[place[0]!]!.push(row);
      }
      return row.push(x.data[i]!);
    });
    return samples;
  };
  const [left, right] = [rows(one, axes[0]!), rows(other!, axes[1]!)];
  const length = (row: readonly number[]): number => (p['normalize'] === true ? Math.hypot(...row) : 1);
  const data = left.flatMap((all, sample) => all.flatMap((u) => right[sample]!.map((v) => u.reduce((sum, value, i) => sum + value * v[i]!, 0) / (length(u) * length(v)))));
  return { shape: [one.shape[0]!, ...output], data: Float64Array.from(data) };
};

const concatenated: Definition = ({ p, x, output }) => {
  const axis = Number(p['axis']) < 0 ? x[0].shape.length + Number(p['axis']) : Number(p['axis']);
  return fill([x[0].shape[0]!, ...output], (place) => {
    let rest = place[axis]!;
    const from = x.find((one) => rest < one.shape[axis]! || ((rest -= one.shape[axis]!), false))!;
    return at(from, place.with(axis, rest));
  });
};

export const definitions: { readonly [T in ComputingType]: Definition } = {
  conv1d: convolved,
  conv2d: convolved,
  conv3d: convolved,
  conv1dTranspose: spreadOut,
  conv2dTranspose: spreadOut,
  conv3dTranspose: spreadOut,
  depthwiseConv2d: depthwiseConvolved,
  separableConv1d: separated,
  separableConv2d: separated,
  maxPooling1d: pooled('max'),
  maxPooling2d: pooled('max'),
  maxPooling3d: pooled('max'),
  averagePooling1d: pooled('average'),
  averagePooling2d: pooled('average'),
  averagePooling3d: pooled('average'),
  globalAveragePooling1d: globally(mean),
  globalAveragePooling2d: globally(mean),
  globalAveragePooling3d: globally(mean),
  globalMaxPooling1d: globally((values) => Math.max(...values)),
  globalMaxPooling2d: globally((values) => Math.max(...values)),
  globalMaxPooling3d: globally((values) => Math.max(...values)),
  adaptiveAveragePooling1d: adaptivelyPooled,
  adaptiveAveragePooling2d: adaptivelyPooled,
  upSampling1d: resized,
  upSampling2d: resized,
  upSampling3d: resized,
  zeroPadding1d: moved('padding'),
  zeroPadding2d: moved('padding'),
  zeroPadding3d: moved('padding'),
  padding2d: moved('padding', mirror),
  cropping1d: moved('cropping'),
  cropping2d: moved('cropping'),
  cropping3d: moved('cropping'),
  centerCrop2d: ({ x: [x, like] }) =>
    fill([x.shape[0]!, like!.shape[1]!, like!.shape[2]!, last(x)], (place) => at(x, place.map((i, axis) => (isSpatial(x, axis) ? i + Math.floor((x.shape[axis]! - like!.shape[axis]!) / 2) : i)))),
  maxUnpooling2d: unpooled,
  pixelShuffle: ({ p, x: [x], output }) => {
    const r = Number(p['blockSize']);
    return fill([x.shape[0]!, ...output], ([n, y, column, c]) => at(x, [n!, Math.floor(y! / r), Math.floor(column! / r), ((y! % r) * r + (column! % r)) * output[2]! + c!]));
  },
  dense: ({ p, x: [x], w }) => activated(linear(x, w['kernel']!, w['bias']), p),
  flatten: ({ x: [x] }) => reshaped(x, [x.shape[0]!, product(x.shape.slice(1))]),
  reshape: ({ x: [x], output }) => reshaped(x, [x.shape[0]!, ...output]),
  permute: ({ p, x: [x] }) => {
    const dims = p['dims'] as readonly number[];
    return fill([x.shape[0]!, ...dims.map((dim) => x.shape[dim]!)], (place) => {
      const from = [...place];
      dims.forEach((dim, i) => (from[dim] = place[i + 1]!));
      return at(x, from);
    });
  },
  repeatVector: ({ p, x: [x] }) => fill([x.shape[0]!, Number(p['n']), last(x)], ([n, , c]) => at(x, [n!, c!])),
  embedding: ({ x: [x], w }) => {
    const table = w['embeddings']!;
    return fill([...x.shape, last(table)], (place, i) => at(table, [x.data[Math.floor(i / last(table))]!, place.at(-1)!]));
  },
  lstm,
  gru,
  simpleRNN,
  bidirectional,
  timeDistributed,
  positionalEmbedding: ({ p, x: [x], w }) =>
    fill(x.shape, ([, t, c], i) => {
      if (p['kind'] === 'learned') return x.data[i]! + at(w['embeddings']!, [t!, c!]);
      const angle = t! / 10_000 ** ((2 * Math.floor(c! / 2)) / last(x));
      return x.data[i]! + (c! % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
    }),
  classToken: ({ x: [x], w }) => fill([x.shape[0]!, x.shape[1]! + 1, last(x)], ([n, t, c]) => (t === 0 ? w['token']!.data[c!]! : at(x, [n!, t! - 1, c!]))),
  multiHeadAttention: attended,
  activation: ({ p, x: [x] }) => activated(x, p),
  prelu: ({ x: [x], w }) => fill(x.shape, (_, i) => (x.data[i]! >= 0 ? 1 : perValue(w['alpha']!, i)) * x.data[i]!),
  batchNormalization: normalized((place) => String(place.at(-1))),
  layerNormalization: normalized((place) => place.slice(0, -1).join()),
  rmsNormalization: normalized((place) => place.slice(0, -1).join(), false),
  groupNormalization: normalized((place, { p, x: [x] }) => `${place[0]} ${Math.floor((place.at(-1)! * Number(p['groups'])) / last(x))}`),
  instanceNormalization: normalized((place) => `${place[0]} ${place.at(-1)}`),
  normalization: ({ x: [x], w }) => fill(x.shape, (_, i) => (x.data[i]! - perValue(w['mean']!, i)) / Math.sqrt(perValue(w['variance']!, i))),
  whitening: ({ x: [x], w, output }) => {
    const [mean, matrix] = [w['mean']!, w['matrix']!];
    const [features, kept] = matrix.shape as Pair;
    return fill([x.shape[0]!, ...output], (_, i) => {
      let sum = 0;
      for (let j = 0; j < features; j++) sum += (x.data[Math.floor(i / kept) * features + j]! - mean.data[j]!) * matrix.data[j * kept + (i % kept)]!;
      return sum;
    });
  },
  rescaling: ({ p, x: [x] }) => elementwise(x, (value) => value * Number(p['scale']) + Number(p['offset'])),
  dropout: dropped((_, i) => i, (x) => x.data.length),
  spatialDropout1d: spatially,
  spatialDropout2d: spatially,
  spatialDropout3d: spatially,
  stochasticDepth: dropped(([n]) => n!, (x) => x.shape[0]!),
  alphaDropout: alphaDropped,
  gaussianNoise: ({ p, x: [x] }) => {
    const noise = gaussians(x.data.length, 0, Number(p['stddev']), key);
    return fill(x.shape, (_, i) => x.data[i]! + noise[i]!);
  },
  gaussianDropout: ({ p, x: [x] }) => {
    const rate = Number(p['rate']);
    const noise = gaussians(x.data.length, 1, Math.sqrt(rate / (1 - rate)), key);
    return fill(x.shape, (_, i) => x.data[i]! * noise[i]!);
  },
  add: merged((values) => values.reduce((a, b) => a + b)),
  subtract: merged(([a, b]) => a! - b!),
  multiply: merged((values) => values.reduce((a, b) => a * b)),
  average: merged(mean),
  maximum: merged((values) => Math.max(...values)),
  minimum: merged((values) => Math.min(...values)),
  weightedSum: merged((values, w) => values.reduce((sum, value, i) => sum + value * sigmoid(w['weight']!.data[i]!), 0)),
  dot: dotted,
  concatenate: concatenated,
};
