// Ops of tfjs that the kernels and gradients here mend, each in the way in which the stock one fails. Tests only.

import * as tf from '@tensorflow/tfjs';
import { dropout } from '../dropout.ts';
import { adamKernel } from '../kernels/adamKernel.ts';
import { moveAverage, normalizeBatch } from '../normalizeBatch.ts';

export interface OpCase {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  compute(...operands: tf.Tensor[]): tf.Tensor;
  /** Default true; false where the result has no slope, e.g. which is the largest. */
  readonly hasGradient?: boolean;
}

const op = (name: string, shapes: readonly (readonly number[])[], compute: (...operands: never[]) => tf.Tensor, hasGradient = true): OpCase => ({
  name: `${name} of ${shapes.map((shape) => shape.join('×') || 'a number').join(' and ')}`,
  shapes,
  compute: compute as OpCase['compute'],
  hasGradient,
});

type T = tf.Tensor;
type T4 = tf.Tensor4D;
const binary = { add: tf.add, sub: tf.sub, mul: tf.mul, maximum: tf.maximum, minimum: tf.minimum, squaredDifference: tf.squaredDifference } as const;
/** Of whole numbers, among which there are equal ones. */
const withoutSlope: Readonly<Record<string, (a: T, b: T) => T>> = Object.fromEntries(
  Object.entries({
    floorDiv: (a: T, b: T) => tf.floorDiv(a, tf.add(b, 3)),
    mod: (a: T, b: T) => tf.mod(a, tf.add(b, 3)),
    // Of whole numbers one may be −0, whose angle is not everywhere −π.
    atan2: (a: T, b: T) => tf.atan2(tf.add(a, 0.25), tf.add(b, 0.25)),
    equal: tf.equal,
    notEqual: tf.notEqual,
    less: tf.less,
    lessEqual: tf.lessEqual,
    logicalAnd: (a: T, b: T) => tf.logicalAnd(tf.greater(a, 0), tf.greater(b, 0)),
    logicalOr: (a: T, b: T) => tf.logicalOr(tf.greater(a, 0), tf.greater(b, 0)),
  }).map(([name, compute]) => [name, (a: T, b: T) => tf.cast(compute(tf.round(a), tf.round(b)), 'float32')]),
);
const positive = (x: T): T => tf.add(tf.abs(x), 0.5);
const pairs = (shape: readonly number[]): (readonly (readonly number[])[])[] => {
  const last = shape.at(-1)!;
  return [
    [shape, [last]],
    [[last], shape],
    [shape, []],
    [shape, shape.map((length, i) => (i === 0 || i === shape.length - 1 ? length : 1))],
    [shape.map((length, i) => (i % 2 === 0 ? length : 1)), shape.map((length, i) => (i % 2 === 0 ? 1 : length))],
  ];
};

/** On any backend. */
export const gradientCases: readonly OpCase[] = [
  ...pairs([2, 3, 2, 4]).flatMap((shapes) => [op('maximum', shapes, binary.maximum), op('minimum', shapes, binary.minimum), op('squaredDifference', shapes, binary.squaredDifference)]),
  op('matMul', [[2, 3, 2, 4], [1, 1, 4, 3]], (a: T, b: T) => tf.matMul(a, b)),
  op('matMul, the first one repeated', [[1, 2, 4], [3, 4, 2]], (a: T, b: T) => tf.matMul(a, b)),
  op('matMul transposed', [[3, 4, 2], [1, 3, 4]], (a: T, b: T) => tf.matMul(a, b, true, true)),
  op('where greater', [[3, 4], [3, 4]], (a: T, b: T) => tf.where(tf.greater(a, b), tf.mul(a, 3), b)),
  op('where less', [[3, 4], [4]], (a: T, b: T) => tf.where(tf.less(a, b), tf.mul(a, 3), b)),
  op('where not equal and not', [[3, 4]], (a: T) => tf.where(tf.logicalAnd(tf.notEqual(a, 0), tf.logicalNot(tf.greater(a, 0.3))), tf.mul(a, 3), a)),
  op('where at least', [[3, 4], [3, 4]], (a: T, b: T) => tf.where(tf.greaterEqual(a, b), tf.mul(a, 3), b)),
  op('where at most', [[3, 4], [4]], (a: T, b: T) => tf.where(tf.lessEqual(a, b), tf.mul(a, 3), b)),
  op('where equal or all or any', [[3, 4], [3, 4]], (a: T, b: T) => {
    const [equal, above] = [tf.equal(a, b), tf.greater(a, b)];
    return tf.where(tf.logicalOr(tf.logicalOr(equal, tf.all(above, 1, true)), tf.any(equal, 1, true)), tf.mul(a, 3), b);
  }),
  op('einsum of matrices', [[2, 3], [3, 4]], (a: T, b: T) => tf.einsum('ij,jk->ki', a, b)),
  op('einsum in batches', [[2, 3, 4], [2, 5, 4]], (a: T, b: T) => tf.einsum('bij, bkj -> bik', a, b)),
  op('einsum with an axis that only one has', [[2, 3]], (a: T) => tf.einsum('ij->i', a)),
  op('conv3dTranspose', [[1, 2, 2, 2, 2], [2, 2, 2, 3, 2]], (x: tf.Tensor5D, w: tf.Tensor5D) => tf.conv3dTranspose(x, w, [1, 4, 4, 4, 3], 2, 'same')),
  op('tile', [[2, 3, 2]], (x: T) => tf.tile(x, [2, 1, 3])),
  op('mirrorPad reflect', [[3, 4, 2]], (x: tf.Tensor3D) => tf.mirrorPad(x, [[2, 1], [0, 3], [1, 0]], 'reflect')),
  op('mirrorPad symmetric', [[3, 4, 2]], (x: tf.Tensor3D) => tf.mirrorPad(x, [[2, 1], [0, 3], [1, 2]], 'symmetric')),
  op('stridedSlice', [[5, 4, 3]], (x: T) => tf.stridedSlice(x, [1, 0, 0], [5, 4, 2], [2, 3, 1])),
  op('stridedSlice backwards', [[5, 4]], (x: T) => tf.stridedSlice(x, [4, 3], [0, 0], [-2, -1])),
  op('split into one', [[3, 4]], (x: T) => tf.split(x, 1, 1)[0]!),
  op('cumsum', [[2, 3, 4]], (x: T) => tf.cumsum(x, 1)),
  op('cumsum exclusive in reverse', [[2, 5]], (x: T) => tf.cumsum(x, 1, true, true)),
  op('depthToSpace', [[2, 2, 3, 8]], (x: T4) => tf.depthToSpace(x, 2)),
  op('avgPool same', [[1, 5, 5, 1]], (x: T4) => tf.avgPool(x, 3, 1, 'same')),
  op('avgPool padded', [[1, 5, 6, 2]], (x: T4) => tf.avgPool(x, [3, 2], 2, 1)),
  op('avgPool valid', [[1, 5, 6, 2]], (x: T4) => tf.avgPool(x, 2, 2, 'valid')),
  op('maxPool in ceil mode', [[1, 5, 6, 2]], (x: T4) => tf.maxPool(x, 3, 2, 0, 'ceil')),
  op('maxPool padded', [[1, 5, 6, 2]], (x: T4) => tf.maxPool(x, 3, 2, 1)),
  op('conv2d dilated', [[1, 6, 5, 2], [2, 3, 2, 2]], (x: T4, w: T4) => tf.conv2d(x, w, 1, 'same', 'NHWC', 2)),
  op('conv2d dilated with a border', [[1, 6, 5, 2], [2, 2, 2, 1]], (x: T4, w: T4) => tf.conv2d(x, w, 1, 1, 'NHWC', [2, 3])),
  op('conv1d dilated', [[2, 7, 2], [2, 2, 2]], (x: tf.Tensor3D, w: tf.Tensor3D) => tf.conv1d(x, w, 1, 'same', 'NWC', 3)),
  op('depthwiseConv2d dilated', [[1, 6, 5, 2], [2, 3, 2, 1]], (x: T4, w: T4) => tf.depthwiseConv2d(x, w, 1, 'same', 'NHWC', 2)),
  ...[[false, false], [false, true], [true, false]].flatMap(([corners, half]) => [
    op(`resizeBilinear ${corners ? 'by corners' : half ? 'by centres' : ''}`, [[1, 3, 4, 2]], (x: T4) => tf.image.resizeBilinear(x, [5, 6], corners, half)),
    op(`resizeNearestNeighbor ${corners ? 'by corners' : half ? 'by centres' : ''}`, [[1, 3, 4, 2]], (x: T4) => tf.image.resizeNearestNeighbor(x, [5, 6], corners, half)),
  ]),
  op('a tensor with twelve consumers', [[3, 4]], (x: T) => Array.from({ length: 12 }, (_, i) => tf.mul(tf.tanh(x), i / 12)).reduce((sum, part) => tf.add(sum, part))),
  op('addN of twelve', [[3, 4]], (x: T) => tf.addN(Array.from({ length: 12 }, (_, i) => tf.mul(x, i / 12)))),
];

/** Of volumes and beyond. */
export const highRankCases: readonly OpCase[] = [[2, 3, 2, 2, 4], [2, 1, 3, 2, 2, 2]].flatMap((shape): OpCase[] => {
  const last = shape.length - 1;
  return [
    ...pairs(shape).flatMap((shapes) => Object.entries(binary).map(([name, compute]) => op(name, shapes, compute))),
    op('div', [shape, [shape[last]!]], (a: T, b: T) => tf.div(a, positive(b))),
    op('pow', [shape, [shape[last]!]], (a: T, b: T) => tf.pow(positive(a), b)),
    op('greater', [shape, [shape[last]!]], (a: T, b: T) => tf.cast(tf.greater(a, b), 'float32'), false),
    ...Object.entries(withoutSlope).map(([name, compute]) => op(name, [shape, [shape[last]!]], compute, false)),
    op('where', [shape, [shape[last]!]], (a: T, b: T) => tf.where(tf.greaterEqual(a, 0), a, b)),
    op('prelu', [shape, [shape[last]!]], (a: T, b: T) => tf.prelu(a, b)),
    op('leakyRelu', [shape], (a: T) => tf.leakyRelu(a, 0.1)),
    op('selu', [shape], (a: T) => tf.selu(a)),
    op('clipByValue', [shape], (a: T) => tf.clipByValue(a, -0.7, 0.7)),
    op('pad', [shape], (a: T) => tf.pad(a, shape.map((_, i): [number, number] => [i % 2, 1]), 0.5)),
    op('mirrorPad', [shape], (a: T4) => tf.mirrorPad(a, shape.map((length): [number, number] => [0, length > 1 ? 1 : 0]), 'reflect')),
    op('slice', [shape], (a: T) => tf.slice(a, shape.map((length) => Number(length > 2)), shape.map((length) => Math.max(1, length - 1)))),
    op('stridedSlice', [shape], (a: T) => tf.stridedSlice(a, shape.map(() => 0), [...shape], shape.map((_, i) => 1 + (i % 2)))),
    op('stridedSlice from within', [shape], (a: T) => tf.stridedSlice(a, shape.map((length) => Number(length > 2)), [...shape], shape.map((_, i) => 1 + (i % 2)))),
    op('stridedSlice backwards', [shape], (a: T) => tf.stridedSlice(a, shape.map((length) => length - 1), shape.map(() => 0), shape.map(() => -2), 0, 2 ** shape.length - 1)),
    op('reverse', [shape], (a: T) => tf.reverse(a, [1, last])),
    op('cumsum', [shape], (a: T) => tf.cumsum(a, last - 1)),
    op('tile', [shape], (a: T) => tf.tile(a, shape.map((_, i) => 1 + (i % 2)))),
    op('broadcastTo', [shape.map((length, i) => (i === 2 ? 1 : length))], (a: T) => tf.broadcastTo(a, shape.map((length, i) => (i === 2 ? 3 : length)))),
    op('transpose', [shape], (a: T) => tf.transpose(a)),
    op('concat', [shape, shape], (a: T, b: T) => tf.concat([a, b], last)),
    op('split', [shape], (a: T) => tf.split(a, 2, last)[1]!),
    op('sum', [shape], (a: T) => tf.sum(a, [1, last])),
    op('mean', [shape], (a: T) => tf.mean(a, [0, 2])),
    op('max', [shape], (a: T) => tf.max(a, [1, 2])),
    op('softmax', [shape], (a: T) => tf.softmax(a)),
  ];
});

/** Few different values, with the slope of `x` itself: many are equal, and each may get a gradient. */
const rounded = (x: T): T4 => tf.customGrad((value) => ({ value: tf.round(value as T), gradFunc: (dy: T) => [dy] }))(x) as T4;

const adam = (count: number): OpCase =>
  op('adam', [[count], [count], [count], [count]], (w: T, g: T, m: T, v: T) => tf.concat(adamKernel(w, g, m, tf.square(v), { beta1: 0.9, beta2: 0.99, epsilon: 1e-3, rate: 0.1, correction1: 1.7, correction2: 2.3 })), false);

/** Where backends may differ: differences are no oracle for the slope at a kink, the cpu backend is. */
export const otherBackendCases: readonly OpCase[] = [
  op('maxPool of equal values', [[2, 5, 6, 2]], (x: T4) => tf.maxPool(rounded(x), 3, 2, 'same')),
  op('maxPool of equal negative values', [[1, 4, 4, 1]], (x: T4) => tf.maxPool(rounded(tf.sub(x, 9)), 2, 2, 'valid')),
  op('maxPool of equal values in an overlap', [[1, 6, 5, 2]], (x: T4) => tf.maxPool(rounded(x), [2, 3], 1, 1)),
  op('maxPool of equal values with unequal strides', [[2, 5, 6, 2]], (x: T4) => tf.maxPool(rounded(x), [2, 3], [3, 1], 'same')),
  op('add of six axes in turn', [[2, 1, 2, 1, 2, 1], [1, 3, 1, 2, 1, 2]], binary.add),
  op('cumprod', [[2, 3, 5]], (x: T) => tf.cumprod(x, 1), false),
  op('cumprod exclusive in reverse', [[2, 3, 2, 2, 5]], (x: T) => tf.cumprod(x, 4, true, true), false),
  op('sum of whole numbers', [[7, 5]], (x: T) => tf.cast(tf.sum(tf.cast(tf.mul(x, 10), 'int32'), 0), 'float32'), false),
  op('moveAverage', [[300], [300]], (average: T, value: T) => moveAverage(average, value, 0.9), false),
  adam(300),
  op('dropout', [[7, 50, 3]], (x: T) => dropout({ rate: 0.37, seed: 5 }).apply(x, { training: true }) as T),
  op('masking before lstm', [[3, 4, 2]], (x: T) => {
    const wave = (size: number): number[] => Array.from({ length: size }, (_, i) => Math.sin(i + 1) / 2);
    const masked = tf.layers.masking({ maskValue: 0 }) as tf.layers.Layer;
    const lstm = tf.layers.lstm({ units: 2, returnSequences: false, recurrentActivation: 'sigmoid' }) as tf.layers.Layer;
    const input = tf.input({ batchShape: [3, 4, 2] });
    const model = tf.model({ inputs: input, outputs: lstm.apply(masked.apply(input)) as tf.SymbolicTensor });
    lstm.setWeights([tf.tensor2d(wave(16), [2, 8]), tf.tensor2d(wave(16), [2, 8]), tf.tensor1d(wave(8))]);
    // The later steps of the samples hold nothing.
    const steps = tf.tensor3d(Array.from({ length: 24 }, (_, i) => Number(Math.floor(i / 2) % 4 < 4 - Math.floor(i / 8))), [3, 4, 2]);
    const y = model.apply(tf.mul(x, steps), { training: true }) as T;
    model.dispose();
    return y;
  }),
];

/** Convolutions whose kernel's gradient is done in many parts and in tiles that do not fit. */
export const filterCases: readonly OpCase[] = [
  op('conv2d', [[3, 17, 13, 5], [3, 2, 5, 7]], (x: T4, w: T4) => tf.conv2d(x, w, [2, 1], 'same')),
  op('conv2d with borders', [[2, 9, 20, 3], [4, 3, 3, 1]], (x: T4, w: T4) => tf.conv2d(x, w, [1, 3], [[0, 0], [2, 0], [1, 4], [0, 0]])),
  op('conv2d of one channel', [[4, 16, 16, 1], [5, 5, 1, 9]], (x: T4, w: T4) => tf.conv2d(x, w, 1, 'valid')),
  op('conv2d with one tap', [[4, 16, 16, 6], [1, 1, 6, 2]], (x: T4, w: T4) => tf.conv2d(x, w, 2, 'same')),
  op('conv2d of the whole map', [[5, 4, 4, 3], [4, 4, 3, 10]], (x: T4, w: T4) => tf.conv2d(x, w, 1, 'valid')),
  op('conv2dTranspose', [[2, 7, 6, 5], [3, 3, 2, 5]], (x: T4, w: T4) => tf.conv2dTranspose(x, w, [2, 14, 12, 2], 2, 'same')),
];

/** Longer than a dispatch that is limited to 128 workgroups along each of its dimensions. */
export const longCases: readonly OpCase[] = [
  op('conv2d', [[150, 2, 2, 3], [3, 3, 3, 2]], (x: T4, w: T4) => tf.conv2d(x, w, 1, 'same')),
  op('conv2d with one tap', [[150, 2, 2, 3], [1, 1, 3, 2]], (x: T4, w: T4) => tf.conv2d(x, w, 1, 'same')),
  op('fused conv2d', [[150, 2, 2, 3], [3, 3, 3, 2], [2]], (x: T4, filter: T4, bias: T) => tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', bias, activation: 'linear' })),
  op('conv2dTranspose', [[150, 2, 2, 3], [3, 3, 2, 3]], (x: T4, w: T4) => tf.conv2dTranspose(x, w, [150, 4, 4, 2], 2, 'same')),
  op('depthwiseConv2d', [[150, 6, 6, 4], [3, 3, 4, 1]], (x: T4, w: T4) => tf.depthwiseConv2d(x, w, 1, 'same')),
  op('maxPool', [[150, 6, 6, 4]], (x: T4) => tf.maxPool(x, 3, 2, 'same')),
  op('avgPool', [[150, 6, 6, 4]], (x: T4) => tf.avgPool(x, 3, 2, 'same')),
  op('matMul', [[300, 3, 2], [300, 2, 3]], (a: T, b: T) => tf.matMul(a, b)),
  op('matMul', [[300, 3, 2], [1, 2, 3]], (a: T, b: T) => tf.matMul(a, b)),
  op('matMul', [[3000, 3], [3, 5]], (a: T, b: T) => tf.matMul(a, b)),
  op('matMul transposed', [[3, 3000], [5, 3]], (a: T, b: T) => tf.matMul(a, b, true, true)),
  op('matMul', [[3, 5], [5, 5000]], (a: T, b: T) => tf.matMul(a, b)),
  op('fused matMul', [[3000, 3], [3, 5], [5]], (a: T, b: T, bias: T) => tf.fused.matMul({ a, b, bias, activation: 'linear' })),
  op('fused matMul of more rows than its larger tiles take', [[9000, 3], [3, 5], [5]], (a: T, b: T, bias: T) => tf.fused.matMul({ a, b, bias, activation: 'linear' })),
  op('normalizeBatch', [[3000, 5], [5], [5]], (x: tf.Tensor2D, gamma: T, beta: T) => normalizeBatch(x, { gamma, beta }, 1e-3, () => {})),
  op('normalizeBatch very far from 0', [[1001, 7]], (x: tf.Tensor2D) => normalizeBatch(tf.add(x, 300), { gamma: undefined, beta: undefined }, 1e-3, () => {})),
  op('normalizeBatch far from 0', [[1001, 7]], (x: tf.Tensor2D) => normalizeBatch(tf.add(x, 30), { gamma: undefined, beta: undefined }, 1e-3, () => {})),
  op('transpose', [[3000, 5]], (a: T) => tf.transpose(a)),
  op('transpose', [[5, 3000]], (a: T) => tf.transpose(a)),
  op('sum of columns', [[3000, 5]], (a: T) => tf.sum(a, 0)),
  op('sum of columns in parts', [[3, 3000, 2]], (a: T) => tf.sum(a, 1, true)),
  op('sum of two blocks', [[40, 7, 300]], (a: T) => tf.sum(a, [0, 2])),
  op('mean of all', [[40, 7, 300]], (a: T) => tf.mean(a)),
  op('sum of rows', [[3000, 5]], (a: T) => tf.sum(a, 1)),
  op('mean of a map', [[20, 20, 20, 3]], (a: T) => tf.mean(a, [0, 1, 2])),
  op('max of rows', [[3000, 5]], (a: T) => tf.max(a, 1)),
  op('argMax of rows', [[3000, 5]], (a: T) => tf.cast(tf.argMax(a, 1), 'float32'), false),
  op('softmax', [[3000, 5]], (a: T) => tf.softmax(a)),
  op('logSoftmax', [[3000, 5]], (a: T) => tf.logSoftmax(a)),
  op('tanh of a sum', [[30000, 5], [5]], (a: T, b: T) => tf.tanh(tf.add(a, b))),
  op('pad', [[3000, 5, 2]], (a: tf.Tensor3D) => tf.pad(a, [[1, 1], [1, 0], [0, 2]])),
  op('concat', [[3000, 5, 2], [3000, 5, 3]], (a: T, b: T) => tf.concat([a, b], 2)),
  op('slice', [[3000, 5, 2]], (a: T) => tf.slice(a, [1, 1, 0], [2990, 3, 1])),
  op('tile', [[3000, 5, 2]], (a: T) => tf.tile(a, [1, 2, 1])),
  op('where', [[30000, 5]], (a: T) => tf.where(tf.greater(a, 0), a, tf.mul(a, 2))),
  op('gather', [[40, 5]], (a: T) => tf.gather(a, tf.tensor1d(Int32Array.from({ length: 3000 }, (_, i) => (i * 7) % 40), 'int32')), false),
  op('reverse', [[3000, 5, 2]], (a: T) => tf.reverse(a, 1)),
  adam(20_000),
  op('addN', [[3000, 5]], (a: T) => tf.addN(Array.from({ length: 9 }, (_, i) => tf.mul(a, i / 9)))),
];
