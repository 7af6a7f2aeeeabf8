// Layers without a window in every way they can be used, each with its definition in plain loops. Tests only.

import * as tf from '@tensorflow/tfjs';
import * as runtime from '../index.ts';
import { dropoutMask, gaussians, mixAll } from '../random.ts';
import type { LayerCase } from './cases.ts';
import { elementwise, zeros, type Plain } from './plain.ts';
import { windowCases } from './windowCases.ts';

const last = (x: Plain): number => x.shape.at(-1)!;

/** Each group of values, given by the function that names a value's group, brought to mean 0 (if `centered`) and mean square 1; then γ and β per channel. */
function grouped(x: Plain, groupOf: (index: number) => number, gamma: Plain | undefined, beta: Plain | undefined, epsilon: number, centered = true): Plain {
  const members = new Map<number, number[]>();
  for (let i = 0; i < x.data.length; i++) members.set(groupOf(i), [...(members.get(groupOf(i)) ?? []), i]);
  const y = zeros(x.shape);
  for (const group of members.values()) {
    const mean = centered ? group.reduce((sum, i) => sum + x.data[i]!, 0) / group.length : 0;
    const variance = group.reduce((sum, i) => sum + (x.data[i]! - mean) ** 2, 0) / group.length;
    for (const i of group) {
      const c = i % last(x);
      y.data[i] = ((x.data[i]! - mean) / Math.sqrt(variance + epsilon)) * (gamma?.data[c] ?? 1) + (beta?.data[c] ?? 0);
    }
  }
  return y;
}

interface Scaled {
  readonly scale?: boolean;
  readonly center?: boolean;
  readonly epsilon?: number;
}

function factors({ scale = true, center = true }: Scaled, weights: readonly Plain[]): [Plain | undefined, Plain | undefined] {
  const rest = [...weights];
  return [scale ? rest.shift() : undefined, center ? rest.shift() : undefined];
}

const layerNorm = (config: Scaled, input: readonly number[]): LayerCase => ({
  name: `layerNormalization ${JSON.stringify(config)} at rank ${input.length}`,
  make: () => runtime.layerNormalization(config),
  input,
  expected: (x, weights) => grouped(x, (i) => Math.floor(i / last(x)), ...factors(config, weights), config.epsilon ?? 1e-3),
});
const rmsNorm = (config: Scaled, input: readonly number[]): LayerCase => ({
  name: `rmsNormalization ${JSON.stringify(config)} at rank ${input.length}`,
  make: () => runtime.rmsNormalization(config),
  input,
  expected: (x, weights) => grouped(x, (i) => Math.floor(i / last(x)), factors({ ...config, center: false }, weights)[0], undefined, config.epsilon ?? 1e-6, false),
});
const groupNorm = (config: Scaled & { groups?: number }, input: readonly number[]): LayerCase => ({
  name: `${config.groups === undefined ? 'instanceNormalization' : 'groupNormalization'} ${JSON.stringify(config)} at rank ${input.length}`,
  make: () => (config.groups === undefined ? runtime.instanceNormalization(config) : runtime.groupNormalization(config)),
  input,
  expected(x, weights) {
    const groups = config.groups ?? last(x);
    const perSample = x.data.length / x.shape[0]!;
    const groupOf = (i: number): number => Math.floor(i / perSample) * groups + Math.floor((i % last(x)) / (last(x) / groups));
    return grouped(x, groupOf, ...factors(config, weights), config.epsilon ?? 1e-3);
  },
});

const prelu = (per: 'channel' | 'element' | 'all', input: readonly number[]): LayerCase => ({
  name: `prelu per ${per} at rank ${input.length}`,
  make: () => runtime.prelu({ per }),
  input,
  expected(x, [alpha]) {
    const y = zeros(x.shape);
    for (let i = 0; i < x.data.length; i++) y.data[i] = x.data[i]! * (x.data[i]! >= 0 ? 1 : alpha!.data[i % alpha!.data.length]!);
    return y;
  },
});

const standardized = (per: 'channel' | 'element' | 'all', input: readonly number[]): LayerCase => ({
  name: `normalization per ${per} at rank ${input.length}`,
  make: () => {
    const layer = runtime.normalization({ per });
    // A variance is positive, which what the comparison gives every weight is not.
    layer.setWeights = ([mean, variance]) => tf.tidy(() => tf.layers.Layer.prototype.setWeights.call(layer, [mean!, tf.add(tf.square(variance!), 0.5)]));
    return layer;
  },
  input,
  expected(x, [mean, variance]) {
    const y = zeros(x.shape);
    const count = mean!.data.length;
    for (let i = 0; i < x.data.length; i++) y.data[i] = (x.data[i]! - mean!.data[i % count]!) / Math.sqrt(variance!.data[i % count]! ** 2 + 0.5);
    return y;
  },
});

/** By whatever mean and matrix it holds; measuring them is tested beside it. */
const whitened = (config: Parameters<typeof runtime.whitening>[0], input: readonly number[], shape: readonly number[]): LayerCase => ({
  name: `whitening ${JSON.stringify(config)} at rank ${input.length}`,
  make: () => runtime.whitening(config),
  input,
  expected(x, [mean, matrix]) {
    const [features, kept] = matrix!.shape as [number, number];
    const y = zeros(shape);
    for (let i = 0; i < y.data.length; i++) {
      const first = Math.floor(i / kept) * features;
      for (let j = 0; j < features; j++) y.data[i]! += (x.data[first + j]! - mean!.data[j]!) * matrix!.data[j * kept + (i % kept)]!;
    }
    return y;
  },
});

const act = (config: { activation: string; theta?: number }, f: (x: number) => number): LayerCase => ({
  name: `activation ${JSON.stringify(config)}`,
  make: () => runtime.activation(config),
  input: [2, 3, 4, 3],
  expected: (x) => elementwise(elementwise(x, (value) => value), f),
});
const relu6 = (x: number): number => Math.min(Math.max(x, 0), 6);

/** Training step 0 of the layer's seed. */
const key = mixAll(11, 0);
const rate = 0.4;
/** Factors that dropout gives the groups named by `groupOf`. */
const masked = (x: Plain, count: number, groupOf: (index: number) => number): Plain => {
  const mask = dropoutMask(count, rate, key);
  return { shape: x.shape, data: x.data.map((value, i) => value * mask[groupOf(i)]!) };
};
const random = (name: string, make: () => tf.layers.Layer, input: readonly number[], expected: (x: Plain) => Plain): LayerCase => ({ name: `${name} at rank ${input.length}`, make, input, expected });
const config = { rate, seed: 11 };

const spatial = (input: readonly number[]): LayerCase =>
  random('spatialDropout', () => runtime.spatialDropout(config), input, (x) => {
    const perSample = x.data.length / x.shape[0]!;
    return masked(x, x.shape[0]! * last(x), (i) => Math.floor(i / perSample) * last(x) + (i % last(x)));
  });

const SELU_LIMIT = -1.7580993408473766;

const merge = (name: string, make: () => tf.layers.Layer, shape: readonly number[], count: number, f: (values: number[], weight: Float64Array | undefined) => number): LayerCase => ({
  name: `${name} of ${count} at rank ${shape.length}`,
  make,
  input: shape,
  others: Array.from({ length: count - 1 }, () => shape),
  expected: (x, weights, others) => ({ shape, data: x.data.map((value, i) => f([value, ...others.map((other) => other.data[i]!)], weights[0]?.data)) }),
});

/** Products of `one` [b, m, k] and `other` [b, n, k]. */
const dot = (config: Parameters<typeof runtime.dot>[0], one: readonly number[], other: readonly number[], shape: readonly number[], axes: readonly [number, number]): LayerCase => ({
  name: `dot ${JSON.stringify(config)} of ${one.join('×')} and ${other.join('×')}`,
  make: () => runtime.dot(config),
  input: one,
  others: [other],
  expected(x, _weights, others) {
    const [a, b] = [rows(x, axes[0]), rows(others[0]!, axes[1])];
    const y = zeros(shape);
    let at = 0;
    for (let sample = 0; sample < one[0]!; sample++)
      for (const u of a[sample]!)
        for (const v of b[sample]!) {
          const length = (w: readonly number[]): number => (config?.normalize === true ? Math.sqrt(w.reduce((sum, value) => sum + value * value, 0)) : 1);
          y.data[at++] = u.reduce((sum, value, i) => sum + value * v[i]!, 0) / (length(u) * length(v));
        }
    return y;
  },
});

/** Per sample, the vectors along an axis. */
function rows(x: Plain, axis: number): number[][][] {
  const inner = x.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const length = x.shape[axis]!;
  const perSample = x.data.length / x.shape[0]!;
  return Array.from({ length: x.shape[0]! }, (_, sample) => {
    const found: number[][] = [];
    for (let outer = 0; outer < perSample / (inner * length); outer++)
      for (let i = 0; i < inner; i++) found.push(Array.from({ length }, (_, k) => x.data[sample * perSample + (outer * length + k) * inner + i]!));
    return found;
  });
}

/** Attention of one sample at a time, head by head. Weights: query, key, value, output, each with its bias. */
const attention = (config: { numHeads: number; keyDim: number; causal?: boolean; useBias?: boolean }, input: readonly number[], other?: readonly number[]): LayerCase => ({
  name: `multiHeadAttention ${JSON.stringify(config)}${other === undefined ? '' : ' of two sequences'}`,
  make: () => runtime.multiHeadAttention(config),
  input,
  ...(other === undefined ? {} : { others: [other] }),
  expected(x, weights, others) {
    const { numHeads, keyDim, causal = false, useBias = true } = config;
    const source = others[0] ?? x;
    const project = (rows: readonly number[][], part: number): number[][] => {
      const kernel = weights[useBias ? 2 * part : part]!;
      return rows.map((row) => Array.from({ length: kernel.shape[1]! }, (_, j) => row.reduce((sum, value, i) => sum + value * kernel.data[i * kernel.shape[1]! + j]!, useBias ? weights[2 * part + 1]!.data[j]! : 0)));
    };
    const steps = (of: Plain, sample: number): number[][] =>
      Array.from({ length: of.shape[1]! }, (_, t) => Array.from({ length: of.shape[2]! }, (_, c) => of.data[(sample * of.shape[1]! + t) * of.shape[2]! + c]!));
    const y: number[] = [];
    for (let sample = 0; sample < x.shape[0]!; sample++) {
      const [q, k, v] = [project(steps(x, sample), 0), project(steps(source, sample), 1), project(steps(source, sample), 2)];
      const joined = q.map((query, t) =>
        Array.from({ length: numHeads * keyDim }, (_, column) => {
          const first = Math.floor(column / keyDim) * keyDim;
          const scores = k.map((key, s) => (causal && s > t ? -Infinity : Array.from({ length: keyDim }, (_, i) => query[first + i]! * key[first + i]!).reduce((a, b) => a + b) / Math.sqrt(keyDim)));
          const exponentials = scores.map((score) => Math.exp(score - Math.max(...scores)));
          const total = exponentials.reduce((a, b) => a + b);
          return exponentials.reduce((sum, value, s) => sum + (value / total) * v[s]![column]!, 0);
        }),
      );
      y.push(...project(joined, 3).flat());
    }
    return { shape: x.shape, data: Float64Array.from(y) };
  },
});

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** `next` gives the state after a step from the sums `x·W + b` and the state before; `recurrent(h, gate)` is h·U of a gate. */
const recurrent = (name: string, make: () => tf.layers.Layer, gates: number, sequences: boolean, next: (sums: number[][], h: number[], c: number[], times: (h: number[], gate: number) => number[]) => [number[], number[]], steps = 3): LayerCase => ({
  name: `${name}${sequences ? ' of all steps' : ''}${steps === 1 ? ' of one step' : ''}`,
  make,
  input: [2, steps, 2],
  expected(x, [kernel, again, bias]) {
    const units = kernel!.shape[1]! / gates;
    const column = (w: Plain, row: number, gate: number, u: number): number => w.data[row * gates * units + gate * units + u]!;
    const y: number[] = [];
    for (let sample = 0; sample < 2; sample++) {
      let [h, c] = [Array.from({ length: units }, () => 0), Array.from({ length: units }, () => 0)];
      for (let t = 0; t < steps; t++) {
        const at = (sample * steps + t) * 2;
        const sums = Array.from({ length: gates }, (_, gate) => Array.from({ length: units }, (_, u) => bias!.data[gate * units + u]! + x.data[at]! * column(kernel!, 0, gate, u) + x.data[at + 1]! * column(kernel!, 1, gate, u)));
        [h, c] = next(sums, h, c, (state, gate) => Array.from({ length: units }, (_, u) => state.reduce((sum, value, i) => sum + value * column(again!, i, gate, u), 0)));
        if (sequences || t === steps - 1) y.push(...h);
      }
    }
    return { shape: sequences ? [2, steps, units] : [2, units], data: Float64Array.from(y) };
  },
});
const plus = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value + b[i]!);
const gated = { recurrentActivation: 'sigmoid' } as const;
const lstm = (returnSequences: boolean): LayerCase =>
  recurrent('lstm', () => tf.layers.lstm({ units: 2, returnSequences, ...gated }) as tf.layers.Layer, 4, returnSequences, (sums, h, c, times) => {
    const [input, forget, candidate, output] = sums.map((sum, gate) => plus(sum, times(h, gate)));
    const cell = c.map((value, u) => sigmoid(forget![u]!) * value + sigmoid(input![u]!) * Math.tanh(candidate![u]!));
    return [cell.map((value, u) => sigmoid(output![u]!) * Math.tanh(value)), cell];
  });
const gru = (returnSequences: boolean): LayerCase =>
  recurrent('gru', () => tf.layers.gru({ units: 2, returnSequences, ...gated }) as tf.layers.Layer, 3, returnSequences, (sums, h, c, times) => {
    const [update, reset] = [0, 1].map((gate) => plus(sums[gate]!, times(h, gate)).map(sigmoid));
    const candidate = plus(sums[2]!, times(h.map((value, u) => value * reset![u]!), 2)).map(Math.tanh);
    return [h.map((value, u) => update![u]! * value + (1 - update![u]!) * candidate[u]!), c];
  });
const simpleRNN = (returnSequences: boolean, steps = 3): LayerCase =>
  recurrent('simpleRNN', () => tf.layers.simpleRNN({ units: 2, returnSequences }) as tf.layers.Layer, 1, returnSequences, (sums, h, c, times) => [plus(sums[0]!, times(h, 0)).map(Math.tanh), c], steps);

/** The steps of every sample `[batch, time, …]` from the last to the first. */
function reversed(x: Plain): Plain {
  const [batch, steps, step] = [x.shape[0]!, x.shape[1]!, x.data.length / (x.shape[0]! * x.shape[1]!)];
  const y = zeros(x.shape);
  for (let sample = 0; sample < batch; sample++)
    for (let t = 0; t < steps; t++) y.data.set(x.data.subarray((sample * steps + t) * step, (sample * steps + t + 1) * step), (sample * steps + steps - 1 - t) * step);
  return y;
}

/** What Bidirectional is lowered to, as one model; Keras's definition of it. */
const bidirectional = (one: LayerCase, returnSequences: boolean): LayerCase => ({
  name: `bidirectional ${one.name}`,
  make() {
    const x = tf.input({ batchShape: [...one.input] });
    const forward = one.make().apply(x) as tf.SymbolicTensor;
    const backward = one.make().apply(runtime.reverseTime().apply(x)) as tf.SymbolicTensor;
    const aligned = returnSequences ? (runtime.reverseTime().apply(backward) as tf.SymbolicTensor) : backward;
    return tf.model({ inputs: x, outputs: tf.layers.concatenate().apply([forward, aligned]) as tf.SymbolicTensor });
  },
  input: one.input,
  expected(x, weights) {
    // A model lists first what is farther from its output: with all steps, the backward layer.
    const [ahead, back] = returnSequences ? [weights.slice(3), weights.slice(0, 3)] : [weights.slice(0, 3), weights.slice(3)];
    const forward = one.expected(x, ahead, []);
    const last = one.expected(reversed(x), back, []);
    const backward = returnSequences ? reversed(last) : last;
    const units = forward.shape.at(-1)!;
    const rows = forward.data.length / units;
    const joined = Array.from({ length: rows }, (_, row) => [forward, backward].flatMap((y) => [...y.data.subarray(row * units, (row + 1) * units)]));
    return { shape: [...forward.shape.slice(0, -1), 2 * units], data: Float64Array.from(joined.flat()) };
  },
});

/** What TimeDistributed is lowered to, as one model: the layer of `one`, which takes a batch of `batch·steps` samples. */
const timeDistributed = (one: LayerCase, steps: number): LayerCase => ({
  name: `timeDistributed ${one.name}`,
  make() {
    const x = tf.input({ batchShape: [one.input[0]! / steps, steps, ...one.input.slice(1)] });
    const each = one.make().apply(runtime.foldTime().apply(x));
    return tf.model({ inputs: x, outputs: runtime.unfoldTime({ steps }).apply(each) as tf.SymbolicTensor });
  },
  input: [one.input[0]! / steps, steps, ...one.input.slice(1)],
  expected(x, weights) {
    // Every step by itself: what a layer does to a batch is what it does to each of its samples.
    const size = x.data.length / one.input[0]!;
    const results = Array.from({ length: one.input[0]! }, (_, i) => one.expected({ shape: [1, ...one.input.slice(1)], data: x.data.slice(i * size, (i + 1) * size) }, weights, []));
    return { shape: [one.input[0]! / steps, steps, ...results[0]!.shape.slice(1)], data: Float64Array.from(results.flatMap((y) => [...y.data])) };
  },
});

export const otherCases: readonly LayerCase[] = [
  layerNorm({}, [3, 5]),
  layerNorm({ scale: false }, [2, 3, 4]),
  layerNorm({ center: false, epsilon: 0.01 }, [2, 3, 2, 4]),
  layerNorm({ scale: false, center: false }, [2, 2, 1, 2, 3]),
  rmsNorm({}, [3, 5]),
  rmsNorm({ scale: false, epsilon: 0.01 }, [2, 3, 2, 4]),
  groupNorm({ groups: 2 }, [2, 3, 2, 4]),
  groupNorm({ groups: 1, scale: false }, [2, 3, 6]),
  groupNorm({ groups: 3, center: false }, [2, 6]),
  groupNorm({ groups: 2, epsilon: 0.01 }, [2, 2, 1, 2, 4]),
  groupNorm({}, [2, 3, 2, 3]),
  groupNorm({ scale: false, center: false }, [2, 5, 2]),
  prelu('channel', [2, 3, 4, 3]),
  prelu('channel', [2, 2, 1, 2, 3]),
  prelu('element', [2, 3, 4]),
  prelu('all', [3, 4]),
  standardized('channel', [2, 3, 4, 2]),
  standardized('element', [2, 2, 1, 2, 2]),
  standardized('all', [3, 5]),
  whitened({}, [3, 4], [3, 4]),
  whitened({ kind: 'pca', components: 2 }, [2, 2, 3], [2, 2]),
  whitened({ per: 'channel' }, [2, 2, 1, 2, 3], [2, 2, 1, 2, 3]),
  whitened({ kind: 'pca', per: 'channel', components: 2 }, [2, 3, 2, 4], [2, 3, 2, 2]),
  act({ activation: 'relu6' }, relu6),
  act({ activation: 'mish' }, (x) => x * Math.tanh(Math.log1p(Math.exp(x)))),
  act({ activation: 'hardSigmoid' }, (x) => relu6(x + 3) / 6),
  act({ activation: 'hardSwish' }, (x) => (x * relu6(x + 3)) / 6),
  act({ activation: 'softsign' }, (x) => x / (1 + Math.abs(x))),
  act({ activation: 'thresholdedReLU' }, (x) => (x > 1 ? x : 0)),
  act({ activation: 'thresholdedReLU', theta: 0.33 }, (x) => (x > 0.33 ? x : 0)),
  random('dropout', () => runtime.dropout(config), [3, 7], (x) => masked(x, x.data.length, (i) => i)),
  spatial([3, 4, 5]),
  spatial([2, 2, 2, 2, 6]),
  random('stochasticDepth', () => runtime.stochasticDepth(config), [7, 2, 3], (x) => masked(x, 7, (i) => Math.floor(i / 6))),
  random('alphaDropout', () => runtime.alphaDropout(config), [3, 7], (x) => {
    const a = ((1 - rate) * (1 + rate * SELU_LIMIT ** 2)) ** -0.5;
    const mask = dropoutMask(x.data.length, rate, key);
    return { shape: x.shape, data: x.data.map((value, i) => a * (mask[i] === 0 ? SELU_LIMIT : value) - a * SELU_LIMIT * rate) };
  }),
  random('gaussianNoise', () => runtime.gaussianNoise({ stddev: 0.3, seed: 11 }), [3, 7], (x) => {
    const noise = gaussians(x.data.length, 0, 0.3, key);
    return { shape: x.shape, data: x.data.map((value, i) => value + noise[i]!) };
  }),
  random('gaussianDropout', () => runtime.gaussianDropout(config), [3, 7], (x) => {
    const noise = gaussians(x.data.length, 1, Math.sqrt(rate / (1 - rate)), key);
    return { shape: x.shape, data: x.data.map((value, i) => value * noise[i]!) };
  }),
  merge('subtract', () => runtime.subtract(), [2, 3, 4], 2, ([a, b]) => a! - b!),
  merge('maximum', () => tf.layers.maximum(), [2, 3, 4], 3, (values) => Math.max(...values)),
  merge('minimum', () => tf.layers.minimum(), [2, 3, 4], 3, (values) => Math.min(...values)),
  merge('weightedSum', () => runtime.weightedSum(), [2, 3, 4], 3, (values, weight) => values.reduce((sum, value, i) => sum + value / (1 + Math.exp(-weight![i]!)), 0)),
  merge('weightedSum', () => runtime.weightedSum(), [1, 2, 1, 2, 3], 2, (values, weight) => values.reduce((sum, value, i) => sum + value / (1 + Math.exp(-weight![i]!)), 0)),
  dot({}, [2, 5], [2, 5], [2, 1], [1, 1]),
  dot({ normalize: true }, [3, 4], [3, 4], [3, 1], [1, 1]),
  dot({}, [2, 3, 4], [2, 5, 4], [2, 3, 5], [2, 2]),
  dot({ axes: 1, normalize: true }, [2, 4, 3], [2, 4, 2], [2, 3, 2], [1, 1]),
  dot({ axes: [2, 1] }, [2, 3, 4, 2], [2, 4], [2, 3, 2], [2, 1]),
  attention({ numHeads: 2, keyDim: 3 }, [2, 3, 4]),
  attention({ numHeads: 1, keyDim: 2, causal: true, useBias: false }, [2, 4, 3]),
  attention({ numHeads: 2, keyDim: 2 }, [2, 3, 4], [2, 5, 3]),
  {
    name: 'classToken',
    make: () => runtime.classToken(),
    input: [2, 3, 4],
    expected: (x, [token]) => ({ shape: [2, 4, 4], data: Float64Array.from([...token!.data, ...x.data.subarray(0, 12), ...token!.data, ...x.data.subarray(12)]) }),
  },
  { name: 'positionalEmbedding', make: () => runtime.positionalEmbedding(), input: [2, 3, 4], expected: (x, [table]) => ({ shape: x.shape, data: x.data.map((value, i) => value + table!.data[i % 12]!) }) },
  {
    name: 'positionalEmbedding of sines',
    make: () => runtime.positionalEmbedding({ kind: 'sines' }),
    input: [2, 3, 4],
    expected: (x) => ({ shape: x.shape, data: x.data.map((value, i) => value + [0, 1, 0, 1, Math.sin(1), Math.cos(1), Math.sin(0.01), Math.cos(0.01), Math.sin(2), Math.cos(2), Math.sin(0.02), Math.cos(0.02)][i % 12]!) }),
  },
  lstm(false),
  lstm(true),
  gru(false),
  gru(true),
  simpleRNN(false),
  simpleRNN(true),
  // tfjs throws at the gradient of an axis of length 1 that is unstacked.
  simpleRNN(false, 1),
  bidirectional(lstm(true), true),
  bidirectional(gru(false), false),
  bidirectional(simpleRNN(true), true),
  { name: 'reverseTime', make: () => runtime.reverseTime(), input: [2, 3, 4], expected: reversed },
  { name: 'foldTime', make: () => runtime.foldTime(), input: [2, 3, 4, 2], expected: (x) => ({ shape: [6, 4, 2], data: x.data.slice() }) },
  { name: 'unfoldTime', make: () => runtime.unfoldTime({ steps: 3 }), input: [6, 2, 3], expected: (x) => ({ shape: [2, 3, 2, 3], data: x.data.slice() }) },
  timeDistributed(windowCases.find(({ name }) => name.startsWith('conv1d'))!, 2),
  timeDistributed(layerNorm({}, [6, 5]), 3),
  { name: 'repeatVector', make: () => runtime.repeatVector({ n: 3 }), input: [2, 4], expected: (x) => ({ shape: [2, 3, 4], data: Float64Array.from({ length: 24 }, (_, i) => x.data[Math.floor(i / 12) * 4 + (i % 4)]!) }) },
];
