// Convolutions and poolings over one, two and three axes in every way they can be used, beside their definitions. Tests only.

import * as runtime from '../index.ts';
import type { ConvolutionConfig } from '../convolution.ts';
import type { AveragePoolingConfig } from '../pooling.ts';
import type { SeparableConvConfig } from '../separableConv.ts';
import type { TransposedConvolutionConfig } from '../transposedConvolution.ts';
import { bordersOf, perAxis, type Borders } from '../window.ts';
import type { LayerCase } from './cases.ts';
import { averagePool, convolution, depthwise, maxPool, transposed } from './plain.ts';

type Axes = 1 | 2 | 3;
const sizes = (input: readonly number[]): readonly number[] => input.slice(1, -1);
const axesOf = (input: readonly number[]): Axes => (input.length - 2) as Axes;

const convs = { 1: runtime.conv1d, 2: runtime.conv2d, 3: runtime.conv3d };
const transposes = { 1: runtime.conv1dTranspose, 2: runtime.conv2dTranspose, 3: runtime.conv3dTranspose };
const maxima = { 1: runtime.maxPooling1d, 2: runtime.maxPooling2d, 3: runtime.maxPooling3d };
const averages = { 1: runtime.averagePooling1d, 2: runtime.averagePooling2d, 3: runtime.averagePooling3d };

function conv(input: readonly number[], config: ConvolutionConfig): LayerCase {
  const axes = axesOf(input);
  const [kernel, strides, dilation] = [perAxis(config.kernelSize, axes, 1), perAxis(config.strides, axes, 1), perAxis(config.dilationRate, axes, 1)];
  const window = { strides, dilation, borders: bordersOf({ kernel, strides, dilation, padding: config.padding ?? 'valid' }, sizes(input)) };
  return {
    name: `conv${axes}d ${JSON.stringify(config)}`,
    make: () => convs[axes](config),
    input,
    expected: (x, [weights, bias]) => convolution(x, weights!, bias, window, config.groups),
  };
}

function separable(input: readonly number[], config: SeparableConvConfig): LayerCase {
  const axes = axesOf(input);
  const [kernel, strides, dilation] = [perAxis(config.kernelSize, axes, 1), perAxis(config.strides, axes, 1), perAxis(config.dilationRate, axes, 1)];
  const window = { strides, dilation, borders: bordersOf({ kernel, strides, dilation, padding: config.padding ?? 'valid' }, sizes(input)) };
  const ones = perAxis(1, axes, 1);
  const pointwise = { strides: ones, dilation: ones, borders: ones.map((): [number, number] => [0, 0]) };
  return {
    name: `separableConv${axes}d ${JSON.stringify(config)}`,
    make: () => (axes === 1 ? runtime.separableConv1d(config) : runtime.separableConv2d(config)),
    input,
    expected: (x, [windows, mixture, bias]) => convolution(depthwise(x, windows!, undefined, window), mixture!, bias, pointwise),
  };
}

/** `borders` where the padding is a word. */
function up(input: readonly number[], config: TransposedConvolutionConfig, borders?: Borders): LayerCase {
  const axes = axesOf(input);
  const cut = typeof config.padding === 'object' ? config.padding : (borders ?? sizes(input).map((): [number, number] => [0, 0]));
  const window = { strides: perAxis(config.strides, axes, 1), dilation: perAxis(config.dilationRate, axes, 1), borders: cut };
  return {
    name: `conv${axes}dTranspose ${JSON.stringify(config)}`,
    make: () => transposes[axes](config),
    input,
    expected: (x, [weights, bias]) => transposed(x, weights!, bias, window, perAxis(config.outputPadding, axes, 0), config.groups),
  };
}

/** `borders` where a word or a ceil mode decides them: written out here, not computed. */
function pool(kind: 'max' | 'average', input: readonly number[], config: AveragePoolingConfig, borders?: Borders): LayerCase {
  const axes = axesOf(input);
  const kernel = perAxis(config.poolSize, axes, 2);
  const given = typeof config.padding === 'object' ? config.padding : sizes(input).map((): [number, number] => [0, 0]);
  const strides = config.strides === undefined ? kernel : perAxis(config.strides, axes, 1);
  const window = { strides, dilation: perAxis(1, axes, 1), borders: borders ?? given };
  return {
    name: `${kind}Pooling${axes}d ${JSON.stringify(config)} of ${input.join('×')}`,
    make: () => (kind === 'max' ? maxima : averages)[axes](config),
    input,
    expected: (x) => (kind === 'max' ? maxPool(x, kernel, window) : averagePool(x, kernel, window, config.countIncludePad === true, config.padding === 'same' ? window.borders : given)),
  };
}

const pools = (input: readonly number[], config: AveragePoolingConfig, borders?: Borders): LayerCase[] => [pool('max', input, config, borders), pool('average', input, config, borders)];

export const windowCases: readonly LayerCase[] = [
  conv([2, 9, 2], { filters: 3, kernelSize: 3 }),
  conv([2, 9, 2], { filters: 3, kernelSize: [4], strides: 2, padding: 'same', useBias: false }),
  conv([1, 10, 2], { filters: 2, kernelSize: 3, padding: [[2, 0]] }),
  // tfjs throws: "gradient of conv1d … does not yet support dilation rates greater than 1", and it has no causal padding.
  conv([2, 9, 2], { filters: 2, kernelSize: 3, dilationRate: 2, padding: [[4, 0]] }),
  conv([1, 11, 4], { filters: 6, kernelSize: 2, dilationRate: [3], strides: 2, groups: 2, padding: [[1, 1]] }),
  conv([1, 7, 3], { filters: 6, kernelSize: 3, groups: 3, padding: 'same' }),
  conv([1, 4, 3, 5, 2], { filters: 3, kernelSize: 2 }),
  conv([2, 4, 4, 3, 2], { filters: 2, kernelSize: 3, padding: 'same' }),
  conv([1, 5, 6, 4, 2], { filters: 2, kernelSize: [2, 3, 1], strides: [2, 1, 2], padding: [[1, 0], [0, 2], [1, 1]], useBias: false }),
  conv([1, 6, 5, 5, 1], { filters: 2, kernelSize: [3, 2, 2], strides: [2, 2, 1], dilationRate: [2, 1, 3], padding: 'same' }),
  conv([1, 3, 4, 3, 4], { filters: 4, kernelSize: [1, 2, 2], groups: 2, padding: [[0, 0], [1, 1], [0, 0]] }),
  conv([1, 5, 3, 3, 2], { filters: 2, kernelSize: [2, 2, 2], strides: 3, groups: 2, padding: [[1, 1], [1, 1], [1, 1]] }),
  separable([2, 9, 3], { filters: 4, kernelSize: 3 }),
  separable([1, 10, 2], { filters: 3, kernelSize: [4], strides: 2, padding: 'same', depthMultiplier: 2, useBias: false }),
  separable([2, 9, 2], { filters: 3, kernelSize: 3, dilationRate: 2, padding: [[4, 0]] }),
  separable([2, 5, 6, 3], { filters: 4, kernelSize: 3, padding: 'same' }),
  separable([1, 7, 6, 2], { filters: 3, kernelSize: [3, 2], strides: 2, padding: [[1, 0], [1, 1]], depthMultiplier: 2 }),
  separable([1, 7, 7, 2], { filters: 3, kernelSize: 3, dilationRate: [2, 1], padding: 'same', useBias: false }),
  up([2, 4, 3], { filters: 2, kernelSize: 3 }),
  up([1, 5, 2], { filters: 3, kernelSize: 4, strides: 2, padding: [[1, 1]] }),
  up([1, 5, 2], { filters: 3, kernelSize: 3, strides: 2, padding: 'same' }, [[0, 1]]),
  up([1, 4, 4], { filters: 4, kernelSize: 3, strides: 3, dilationRate: 2, padding: [[2, 1]], outputPadding: 2, groups: 2, useBias: false }),
  up([1, 3, 4, 4], { filters: 6, kernelSize: [3, 2], strides: 2, groups: 2, padding: [[1, 1], [0, 0]], outputPadding: [1, 0] }),
  // tfjs has no gradient for conv3dTranspose: "Cannot compute gradient: gradient function not found for Conv3DBackpropInputV2".
  up([2, 2, 3, 2, 2], { filters: 2, kernelSize: 2, strides: 2 }),
  // One tap in depth: tfjs's gradient of a split into one part throws.
  up([1, 2, 3, 2, 2], { filters: 2, kernelSize: [1, 2, 2] }),
  up([1, 3, 3, 2, 2], { filters: 2, kernelSize: 3, strides: [2, 1, 2], padding: [[1, 1], [1, 1], [0, 1]], outputPadding: [1, 0, 1] }),
  up([1, 2, 2, 3, 2], { filters: 1, kernelSize: [2, 1, 2], strides: [3, 2, 1], dilationRate: [1, 1, 2], useBias: false }, [[0, -1], [0, -1], [0, 0]]),
  up([1, 2, 2, 2, 4], { filters: 2, kernelSize: 3, strides: 2, padding: [[1, 1], [1, 1], [1, 1]], groups: 2 }),
  up([1, 2, 2, 2, 1], { filters: 2, kernelSize: 3, strides: 2, padding: 'same' }, [[0, 1], [0, 1], [0, 1]]),
  ...pools([2, 7, 3], {}),
  ...pools([2, 7, 3], { ceilMode: true }, [[0, 1]]),
  ...pools([1, 8, 2], { poolSize: 3, strides: 2, padding: [[1, 1]] }),
  ...pools([1, 8, 2], { poolSize: 3, strides: 2, padding: 'same' }, [[0, 1]]),
  // The stock op's ceil mode drops the gradient of what only the last window sees.
  ...pools([1, 8, 7, 2], { poolSize: 3, strides: 2, ceilMode: true }, [[0, 1], [0, 0]]),
  ...pools([1, 6, 6, 2], { poolSize: [3, 2], strides: 2, padding: [[1, 1], [0, 0]], ceilMode: true }, [[1, 2], [0, 0]]),
  // A window that would start in the padding at the end is no window: 5 + 2 pixels, 2 at a time, give 3 and not 4.
  ...pools([1, 5, 3, 1], { poolSize: 2, strides: 2, padding: [[1, 1], [1, 1]], ceilMode: true }, [[1, 0], [1, 0]]),
  pool('average', [1, 6, 7, 2], { poolSize: 3, strides: 2, padding: [[1, 1], [1, 1]], countIncludePad: true }),
  pool('average', [1, 6, 6, 2], { poolSize: 3, strides: 2, padding: [[1, 1], [1, 1]], countIncludePad: true, ceilMode: true }, [[1, 2], [1, 2]]),
  pool('average', [1, 5, 4, 2], { poolSize: 3, strides: 2, padding: 'same', countIncludePad: true }, [[1, 1], [0, 1]]),
  ...pools([2, 4, 3, 5, 2], {}),
  ...pools([1, 4, 5, 3, 2], { poolSize: [2, 3, 2], strides: [2, 1, 2], padding: [[1, 0], [1, 1], [0, 1]] }),
  ...pools([1, 3, 4, 5, 1], { poolSize: 2, ceilMode: true }, [[0, 1], [0, 0], [0, 1]]),
  pool('average', [1, 3, 4, 3, 2], { poolSize: 3, strides: 2, padding: [[1, 1], [1, 1], [1, 1]], countIncludePad: true }),
];
