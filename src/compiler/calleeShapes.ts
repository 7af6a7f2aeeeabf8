// Output shape of every function a Program may call, from its config alone: a second opinion on the layers' shape rules.
// Written from tfjs's and the runtime's own conventions; must not import the layers' arithmetic.

import type { Callee, ConfigObject, ConfigValue, Dim, Shape } from '../layers/layer.ts';
import { windowShapes } from './windowShapes.ts';

/** Shapes without the batch. A text is the reason why the call cannot take these inputs. */
export type CalleeRule = (config: ConfigObject, inputs: readonly Shape[]) => Shape | string;

export const calleeKey = (callee: Callee): string => `${callee.from}.${callee.name}`;

export function calleeShape(callee: Callee, config: ConfigObject, inputs: readonly Shape[]): Shape | string {
  const rule = rules.get(calleeKey(callee));
  return rule ? rule(config, inputs) : `there is no shape rule for ${calleeKey(callee)}`;
}

type Pair = readonly [number, number];

function pair(value: ConfigValue | undefined, otherwise: number): Pair {
  if (typeof value === 'number') return [value, value];
  if (Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'number') return [value[0], value[1]];
  return [otherwise, otherwise];
}

/** Sum of the zeros along both axes: a number per side, a number per axis, or `[before, after]` per axis. */
function borderSums(value: ConfigValue | undefined): Pair {
  if (Array.isArray(value)) {
    const items = value as readonly ConfigValue[];
    const sum = (v: ConfigValue | undefined): number => (Array.isArray(v) ? Number(v[0]) + Number(v[1]) : 2 * Number(v ?? 0));
    return [sum(items[0]), sum(items[1])];
  }
  return typeof value === 'number' ? [2 * value, 2 * value] : [0, 0];
}

const one = (rule: (config: ConfigObject, input: Shape) => Shape | string): CalleeRule => (config, inputs) => {
  const [input] = inputs;
  return input && inputs.length === 1 ? rule(config, input) : `it takes one input, not ${inputs.length}`;
};

/** For maps `[height, width, channels]`. */
const map = (rule: (config: ConfigObject, height: Dim, width: Dim, channels: number | null) => Shape | string): CalleeRule =>
  one((config, input) => (input.length === 3 ? rule(config, input[0]!, input[1]!, input[2]!) : `it takes a map of rank 3, not of rank ${input.length}`));

const same: CalleeRule = one((_config, input) => input);

const upSampling = map((config, h, w, c) => {
  if (config['targetSize'] !== undefined) return [...pair(config['targetSize'], 1), c];
  const [sy, sx] = pair(config['size'], 2);
  return [h === null ? null : h * sy, w === null ? null : w * sx, c];
});

const bordered = (key: 'padding' | 'cropping', sign: 1 | -1): CalleeRule =>
  map((config, h, w, c) => {
    const [vertical, horizontal] = borderSums(config[key] ?? 1);
    return [h === null ? null : h + sign * vertical, w === null ? null : w + sign * horizontal, c];
  });

const dense = one((config, input) => {
  if (input.length === 0 || input.at(-1) === null) return 'it needs to know the number of features';
  return [...input.slice(0, -1), Number(config['units'])];
});

const flatten = one((_config, input) => [product(input)]);

const reshape = one((config, input) => {
  const target = config['targetShape'] as Shape;
  const open = target.filter((dim) => dim === null || dim === -1).length;
  const size = product(input);
  const known = target.reduce<number>((a, dim) => (dim === null || dim === -1 ? a : a * dim), 1);
  if (size !== null && (open === 0 ? known !== size : size % known !== 0)) return `${size} elements do not fit into ${target.join('×')}`;
  return target;
});

const product = (shape: Shape): Dim => shape.reduce<Dim>((a, dim) => (a === null || dim === null ? null : a * dim), 1);

const elementwise: CalleeRule = (_config, inputs) => {
  const [first, ...rest] = inputs;
  if (!first || rest.length === 0) return 'it takes at least two inputs';
  if (rest.some((shape) => shape.length !== first.length)) return 'its inputs differ in rank';
  const axes = first.map((dim, axis) => [dim, ...rest.map((shape) => shape[axis]!)]);
  const agree = axes.every((dims) => new Set(dims.filter((dim) => dim !== null)).size <= 1);
  if (!agree) return `its inputs differ: ${inputs.map((s) => s.join('×')).join(' and ')}`;
  // tfjs takes an axis for unknown if any input does not know it (`computeElementwiseOpOutputShape`).
  return axes.map((dims) => (dims.includes(null) ? null : dims[0]!));
};

/** As tfjs's merges, an axis of length 1 is as long as the others'. */
const stretched: CalleeRule = (config, inputs) => {
  const longest = (axis: number): Dim => inputs.reduce<Dim>((most, shape) => (most === 1 ? (shape[axis] ?? null) : most), 1);
  return elementwise(config, inputs.map((shape) => shape.map((dim, axis) => (dim === 1 ? longest(axis) : dim))));
};

const concatenate: CalleeRule = (config, inputs) => {
  const [first, ...rest] = inputs;
  if (!first || rest.length === 0) return 'it takes at least two inputs';
  // The batch is axis 0; only −1 counts from the end in tfjs.
  const axis = config['axis'] === undefined || config['axis'] === -1 ? first.length - 1 : Number(config['axis']) - 1;
  if (rest.some((shape) => shape.length !== first.length || shape.some((dim, i) => i !== axis && dim !== first[i]))) {
    return `its inputs differ: ${inputs.map((s) => s.join('×')).join(' and ')}`;
  }
  const joined = inputs.reduce<Dim>((sum, shape) => (sum === null || shape[axis] === null ? null : sum + shape[axis]!), 0);
  return first.map((dim, i) => (i === axis ? joined : dim));
};

const twoInputs = (rule: CalleeRule): CalleeRule => (config, inputs) => (inputs.length === 2 ? rule(config, inputs) : `it takes two inputs, not ${inputs.length}`);

const divided: CalleeRule = one((config, input) => (Number(input.at(-1)) % Number(config['groups'] ?? 32) === 0 ? input : `${String(config['groups'])} groups do not divide its channels`));

/** A state per step, or the last one. */
const recurrent = one((config, input) => {
  if (input.length !== 2) return 'it takes a sequence';
  const units = Number(config['units']);
  return config['returnSequences'] === true ? [input[0]!, units] : [units];
});

const ofRank = (rank: number): CalleeRule => one((_config, input) => (input.length >= rank ? input : `it takes at least ${rank} axes`));

/** `dims` count from 1: the batch is axis 0. */
const permuted = one((config, input) => {
  const dims = config['dims'] as readonly number[];
  return new Set(dims).size === input.length && dims.every((dim) => input[dim - 1] !== undefined) ? dims.map((dim) => input[dim - 1]!) : `its axes are not ${dims.join(', ')}`;
});

/** Everything but the summed axes, first the first input's. The batch is axis 0. */
const dotted = twoInputs((config, inputs) => {
  const axes = config['axes'] ?? -1;
  const rest = inputs.map((shape, i) => {
    const axis = Number(Array.isArray(axes) ? (axes as readonly ConfigValue[])[i] : axes);
    return { summed: shape.at(axis < 0 ? axis : axis - 1), kept: shape.toSpliced(axis < 0 ? axis : axis - 1, 1) };
  });
  if (rest[0]!.summed !== rest[1]!.summed) return `it sums over ${String(rest[0]!.summed)} and ${String(rest[1]!.summed)}`;
  const kept = rest.flatMap((part) => part.kept);
  return kept.length === 0 ? [1] : kept;
});

/** Components take the place of the channels, or of all axes; without them the shape stays. */
const whitened = one((config, input) => {
  if (config['kind'] !== 'pca') return input;
  const features = config['per'] === 'channel' ? (input.at(-1) ?? null) : product(input);
  const kept = features === null ? null : Math.min(features, Number(config['components'] ?? features));
  return config['per'] === 'channel' ? [...input.slice(0, -1), kept] : [kept];
});

const rules: ReadonlyMap<string, CalleeRule> = new Map<string, CalleeRule>([
  ...windowShapes,
  ['tf.input', (config, inputs) => (inputs.length === 0 ? (config['shape'] as Shape) : 'an input takes none')],
  ['tf.layers.dense', dense],
  ['tf.layers.flatten', flatten],
  ['tf.layers.reshape', reshape],
  ['tf.layers.activation', same],
  ['tf.layers.leakyReLU', same],
  ['tf.layers.batchNormalization', same],
  ['tf.layers.globalAveragePooling2d', map((_config, _h, _w, c) => [c])],
  ['tf.layers.upSampling2d', upSampling],
  ['tf.layers.zeroPadding2d', bordered('padding', 1)],
  ['tf.layers.cropping2D', bordered('cropping', -1)],
  ['tf.layers.add', elementwise],
  ['tf.layers.multiply', stretched],
  ['tf.layers.average', elementwise],
  ['tf.layers.concatenate', concatenate],
  ['tf.layers.lstm', recurrent],
  ['tf.layers.gru', recurrent],
  ['tf.layers.simpleRNN', recurrent],
  ['tf.layers.maximum', elementwise],
  ['tf.layers.minimum', elementwise],
  ['tf.layers.permute', permuted],
  ['tf.layers.rescaling', same],
  ['runtime.activation', same],
  ['runtime.alphaDropout', same],
  ['runtime.dot', dotted],
  ['runtime.embedding', one((config, input) => [...input, Number(config['outputDim'])])],
  ['runtime.foldTime', one((_config, [, ...step]) => (step.length > 0 ? step : 'it takes a sequence'))],
  ['runtime.gaussianDropout', same],
  ['runtime.gaussianNoise', same],
  ['runtime.groupNormalization', divided],
  ['runtime.instanceNormalization', ofRank(2)],
  ['runtime.layerNormalization', same],
  ['runtime.classToken', one((_config, [length, features]) => (typeof length === 'number' && features !== undefined ? [length + 1, features] : 'it takes a sequence'))],
  ['runtime.multiHeadAttention', (_config, [query, source = query]) => (query?.length === 2 && source?.length === 2 ? query : 'it takes one or two sequences')],
  ['runtime.positionalEmbedding', same],
  ['runtime.normalization', same],
  ['runtime.prelu', same],
  ['runtime.repeatVector', one((config, input) => (input.length === 1 ? [Number(config['n']), input[0]!] : 'it takes a vector'))],
  ['runtime.reverseTime', one((_config, input) => (input.length === 2 ? input : 'it takes a sequence'))],
  ['runtime.rmsNormalization', same],
  ['runtime.spatialDropout', ofRank(2)],
  ['runtime.stochasticDepth', same],
  ['runtime.subtract', twoInputs(elementwise)],
  ['runtime.unfoldTime', one((config, input) => [Number(config['steps']), ...input])],
  ['runtime.weightedSum', elementwise],
  ['runtime.whitening', whitened],
  ['runtime.batchNormalization', same],
  ['runtime.dropout', same],
  ['runtime.upSampling2d', upSampling],
]);
