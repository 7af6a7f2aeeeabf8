// Every layer of the runtime in every way it can be used, each with its definition in plain loops. Tests only.

import * as tf from '@tensorflow/tfjs';
import * as runtime from '../index.ts';
import { bordersOf, perAxis, type Borders, type Padding, type Pair } from '../window.ts';
import { averagePool, convolution, depthwise, elementwise, enlarge, maxPool, normalCdf, normalize, softmax, transposed, type Plain } from './plain.ts';

export interface LayerCase {
  readonly name: string;
  make(): tf.layers.Layer;
  /** With the batch. */
  readonly input: readonly number[];
  /** Further inputs of a merge. */
  readonly others?: readonly (readonly number[])[];
  /** The layer's output in training, given its weights in `getWeights()` order. */
  expected(x: Plain, weights: readonly Plain[], others: readonly Plain[]): Plain;
  /** Gradients are compared too; false where the function has kinks at which random inputs may lie. */
  readonly smooth?: boolean;
}

const none: Borders = [[0, 0], [0, 0]];

interface Convolution {
  readonly kernelSize: Pair;
  readonly strides?: Pair;
  readonly padding?: Padding;
  readonly dilationRate?: Pair;
  readonly groups?: number;
  readonly useBias?: boolean;
  readonly outputPadding?: Pair;
}

const windowOf = ({ kernelSize, strides, padding, dilationRate }: Convolution, map: Pair) => {
  const [stride, dilation] = [perAxis(strides, 2, 1), perAxis(dilationRate, 2, 1)];
  return { strides: stride, dilation, borders: bordersOf({ padding: padding ?? 'valid', kernel: kernelSize, strides: stride, dilation }, map) };
};

const map = (shape: readonly number[]): Pair => [shape[1]!, shape[2]!];

const conv = (config: Convolution, input: readonly number[], filters: number): LayerCase => ({
  name: `conv2d ${JSON.stringify(config)}`,
  make: () => runtime.conv2d({ ...config, filters }),
  input,
  expected: (x, [kernel, bias]) => convolution(x, kernel!, bias, windowOf(config, map(input)), config.groups),
});

const depth = (config: Convolution & { depthMultiplier?: number }, input: readonly number[]): LayerCase => ({
  name: `depthwiseConv2d ${JSON.stringify(config)}`,
  make: () => runtime.depthwiseConv2d(config),
  input,
  expected: (x, [kernel, bias]) => depthwise(x, kernel!, bias, windowOf(config, map(input))),
});

const up = (config: Convolution, input: readonly number[], filters: number, borders: Borders = none): LayerCase => ({
  name: `conv2dTranspose ${JSON.stringify(config)}`,
  make: () => runtime.conv2dTranspose({ ...config, filters }),
  input,
  expected: (x, [kernel, bias]) =>
    transposed(x, kernel!, bias, { strides: perAxis(config.strides, 2, 1), dilation: perAxis(config.dilationRate, 2, 1), borders: typeof config.padding === 'object' ? config.padding : borders }, perAxis(config.outputPadding, 2, 0)),
});

interface Pooling {
  readonly poolSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly countIncludePad?: boolean;
}
const poolWindow = ({ poolSize, strides, padding }: Pooling, input: readonly number[]) => windowOf({ kernelSize: poolSize, strides, padding }, map(input));

const max = (config: Pooling, input: readonly number[]): LayerCase => ({
  name: `maxPooling2d ${JSON.stringify(config)}`,
  make: () => runtime.maxPooling2d(config),
  input,
  expected: (x) => maxPool(x, config.poolSize, poolWindow(config, input)),
});
const average = (config: Pooling, input: readonly number[]): LayerCase => ({
  name: `averagePooling2d ${JSON.stringify(config)}`,
  make: () => runtime.averagePooling2d(config),
  input,
  expected: (x) => averagePool(x, config.poolSize, poolWindow(config, input), config.countIncludePad === true),
});

const norm = (config: { scale?: boolean; center?: boolean; epsilon?: number }, input: readonly number[]): LayerCase => ({
  name: `batchNormalization ${JSON.stringify(config)} at rank ${input.length}`,
  make: () => runtime.batchNormalization(config),
  input,
  expected(x, weights) {
    const rest = [...weights];
    const gamma = config.scale === false ? undefined : rest.shift();
    const beta = config.center === false ? undefined : rest.shift();
    return normalize(x, gamma, beta, config.epsilon ?? 1e-3);
  },
});

/** tfjs's own layer, which is corrected. */
const stockNorm = (config: { scale?: boolean; center?: boolean }, input: readonly number[]): LayerCase => {
  const { make: _, ...rest } = norm(config, input);
  return { ...rest, name: `tfjs's ${rest.name}`, make: () => tf.layers.batchNormalization(config) };
};

const enlarged = (size: Pair, interpolation: 'nearest' | 'bilinear', input: readonly number[]): LayerCase => ({
  name: `upSampling2d ${interpolation} ${size.join('×')} of ${input.join('×')}`,
  make: () => runtime.upSampling2d({ size, interpolation }),
  input,
  expected: (x) => enlarge(x, size, interpolation === 'bilinear'),
});

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const SELU = { scale: 1.0507009873554805, alpha: 1.6732632423543772 };

const act = (config: { activation: string; alpha?: number; omega?: number }, f: (x: number) => number, input: readonly number[] = [2, 3, 4, 3]): LayerCase => ({
  name: `activation ${JSON.stringify(config)}`,
  make: () => runtime.activation(config),
  input,
  expected: (x) => elementwise(x, f),
});

export const layerCases: readonly LayerCase[] = [
  conv({ kernelSize: [3, 3], padding: 'same' }, [2, 5, 6, 2], 3),
  conv({ kernelSize: [3, 2], padding: 'valid', strides: [2, 1], useBias: false }, [2, 6, 5, 2], 3),
  conv({ kernelSize: [4, 4], padding: [[1, 1], [1, 1]], strides: [2, 2] }, [1, 8, 7, 3], 2),
  conv({ kernelSize: [3, 3], padding: [[0, 2], [3, 1]] }, [1, 5, 5, 2], 2),
  conv({ kernelSize: [3, 3], padding: 'same', strides: [2, 2] }, [2, 6, 7, 2], 3),
  conv({ kernelSize: [1, 1], padding: 'valid' }, [2, 4, 4, 3], 5),
  conv({ kernelSize: [2, 2], strides: [3, 3], padding: [[1, 0], [0, 1]] }, [2, 7, 7, 2], 2),
  conv({ kernelSize: [3, 3], dilationRate: [2, 2], padding: 'same' }, [1, 7, 7, 2], 3),
  conv({ kernelSize: [3, 2], dilationRate: [1, 3], strides: [2, 2], padding: [[1, 1], [2, 1]] }, [1, 7, 9, 2], 3),
  conv({ kernelSize: [3, 3], groups: 2, padding: 'same' }, [2, 5, 5, 4], 6),
  conv({ kernelSize: [3, 3], groups: 3, padding: [[1, 1], [1, 1]], dilationRate: [2, 1] }, [1, 6, 6, 3], 6),
  depth({ kernelSize: [3, 3], padding: 'same' }, [2, 5, 6, 3]),
  depth({ kernelSize: [3, 3], padding: [[1, 1], [1, 1]], strides: [2, 2], depthMultiplier: 2 }, [2, 6, 6, 3]),
  depth({ kernelSize: [3, 3], padding: 'same', dilationRate: [2, 2] }, [1, 7, 7, 2]),
  depth({ kernelSize: [2, 3], padding: [[0, 1], [2, 0]], dilationRate: [3, 1], useBias: false }, [1, 6, 6, 2]),
  up({ kernelSize: [2, 2], strides: [2, 2] }, [2, 3, 4, 3], 2),
  up({ kernelSize: [4, 4], strides: [2, 2], padding: [[1, 1], [1, 1]] }, [1, 4, 3, 2], 3),
  up({ kernelSize: [3, 3], strides: [2, 2], padding: [[1, 1], [1, 1]], outputPadding: [1, 1] }, [1, 4, 4, 2], 2),
  up({ kernelSize: [3, 3], strides: [2, 2], padding: [[0, 0], [1, 0]], outputPadding: [1, 0] }, [1, 3, 4, 2], 2),
  up({ kernelSize: [2, 2], strides: [3, 3], padding: [[0, 0], [0, 0]] }, [1, 3, 3, 2], 2),
  up({ kernelSize: [2, 1], strides: [4, 3], padding: [[0, 0], [0, 0]], outputPadding: [2, 2] }, [1, 3, 3, 2], 2),
  up({ kernelSize: [3, 3], dilationRate: [2, 2], strides: [2, 2], padding: [[2, 2], [1, 2]], outputPadding: [1, 1], useBias: false }, [1, 4, 4, 2], 2),
  up({ kernelSize: [3, 3], padding: [[1, 1], [1, 1]] }, [1, 5, 4, 2], 2),
  up({ kernelSize: [3, 3], strides: [2, 2], padding: 'same' }, [1, 4, 4, 2], 2, [[0, 1], [0, 1]]),
  up({ kernelSize: [2, 2], strides: [3, 3], padding: 'valid' }, [1, 3, 3, 2], 2, [[0, -1], [0, -1]]),
  max({ poolSize: [2, 2], strides: [2, 2], padding: 'valid' }, [2, 5, 6, 3]),
  max({ poolSize: [3, 3], strides: [2, 2], padding: [[1, 1], [1, 1]] }, [2, 6, 7, 2]),
  max({ poolSize: [3, 2], strides: [1, 2], padding: [[0, 2], [1, 0]] }, [1, 5, 5, 2]),
  max({ poolSize: [3, 3], strides: [2, 2], padding: 'same' }, [1, 6, 6, 2]),
  average({ poolSize: [2, 2], strides: [2, 2], padding: 'valid' }, [2, 5, 6, 3]),
  average({ poolSize: [3, 3], strides: [1, 1], padding: 'same' }, [1, 5, 5, 2]),
  average({ poolSize: [3, 3], strides: [2, 2], padding: [[1, 1], [0, 2]] }, [2, 6, 7, 2]),
  average({ poolSize: [3, 3], strides: [2, 2], padding: [[1, 1], [1, 1]], countIncludePad: true }, [1, 6, 6, 2]),
  norm({}, [3, 4, 2, 3]),
  norm({ scale: false }, [6, 4]),
  norm({ center: false, epsilon: 0.01 }, [3, 4, 3]),
  norm({ scale: false, center: false }, [2, 2, 3, 2, 3]),
  stockNorm({}, [3, 4, 2, 3]),
  stockNorm({ scale: false }, [6, 4]),
  stockNorm({ center: false }, [3, 4, 3]),
  stockNorm({ scale: false, center: false }, [2, 2, 3, 2, 3]),
  {
    name: "tfjs's batchNormalization of the second axis",
    make: () => tf.layers.batchNormalization({ axis: 1, scale: false, center: false }),
    input: [2, 3, 2, 2],
    expected(x) {
      // Channels last, normalized, and back.
      const turn = (from: Plain, index: (n: number, c: number, pixel: number) => readonly [number, number]): Plain => {
        const data = new Float64Array(24);
        for (let n = 0; n < 2; n++) for (let c = 0; c < 3; c++) for (let pixel = 0; pixel < 4; pixel++) data[index(n, c, pixel)[1]] = from.data[index(n, c, pixel)[0]]!;
        return { shape: [], data };
      };
      const first = (n: number, c: number, pixel: number): number => (n * 3 + c) * 4 + pixel;
      const last = (n: number, c: number, pixel: number): number => (n * 4 + pixel) * 3 + c;
      const rows = normalize({ ...turn(x, (...at) => [first(...at), last(...at)]), shape: [2, 4, 3] }, undefined, undefined, 1e-3);
      return { ...turn(rows, (...at) => [last(...at), first(...at)]), shape: x.shape };
    },
  },
  enlarged([2, 2], 'nearest', [2, 3, 4, 2]),
  enlarged([3, 1], 'nearest', [1, 3, 4, 2]),
  enlarged([1, 3], 'nearest', [1, 2, 5, 1]),
  enlarged([2, 2], 'bilinear', [2, 3, 4, 2]),
  enlarged([3, 2], 'bilinear', [1, 4, 1, 2]),
  act({ activation: 'relu' }, (x) => Math.max(x, 0)),
  act({ activation: 'leakyReLU' }, (x) => (x >= 0 ? x : 0.3 * x)),
  act({ activation: 'leakyReLU', alpha: 0.1 }, (x) => (x >= 0 ? x : 0.1 * x)),
  act({ activation: 'elu' }, (x) => (x >= 0 ? x : Math.expm1(x))),
  act({ activation: 'elu', alpha: 0.5 }, (x) => (x >= 0 ? x : 0.5 * Math.expm1(x))),
  act({ activation: 'selu' }, (x) => SELU.scale * (x >= 0 ? x : SELU.alpha * Math.expm1(x))),
  act({ activation: 'sigmoid' }, sigmoid),
  act({ activation: 'tanh' }, Math.tanh),
  act({ activation: 'softplus' }, (x) => Math.log1p(Math.exp(x))),
  act({ activation: 'gelu' }, (x) => x * normalCdf(x)),
  act({ activation: 'swish' }, (x) => x * sigmoid(x)),
  act({ activation: 'sin' }, Math.sin),
  act({ activation: 'sin', omega: 3 }, (x) => Math.sin(3 * x)),
  act({ activation: 'linear' }, (x) => x),
  { name: 'activation softmax over the channels of a map', make: () => runtime.activation({ activation: 'softmax' }), input: [2, 3, 3, 4], expected: softmax },
  { name: 'activation softmax of rows', make: () => runtime.activation({ activation: 'softmax' }), input: [3, 5], expected: softmax },
];
