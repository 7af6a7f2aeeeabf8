// Every layer against the real thing: what lower() calls is built with tfjs (cpu) and the runtime, run, and compared with the
// layer's own rules: output shape, symbolic shape, weights; and with plain loops: the numbers.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { activationNames, activationSpecs } from './activations.ts';
import { build, complete, largestDifference, resolve, ruleShape, run } from './conformance/build.ts';
import { conforms } from './conformance/conforms.ts';
import { at, grid } from './conformance/grid.ts';
import { pools, sweeps } from './conformance/sweeps.ts';
import { layerOf, layers, type LayerType } from './index.ts';
import { fansOf, initializerNames, initializerValue, initialSpread, initialStd, initialStdStep } from './initializers.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('every layer has the shapes and weights that tfjs gives it', () => {
  it.each(layers.map((layer) => [layer.type]))('%s', (type) => {
    const layer = layerOf(type)!;
    const swept = sweeps[type].flatMap((sweep) => sweep.params.flatMap((params) => sweep.inputs.map((inputs) => ({ params, inputs }))));
    expect(swept.length).toBeGreaterThan(0);
    for (const { params, inputs } of swept) {
      if (type === 'input') {
        const shape = (params as { shape: number[] }).shape;
        expect(tf.input(resolve(layer.lower(complete(layer, params), [], shape)[0]!.config) as { shape: number[] }).shape.slice(1)).toEqual([...ruleShape(layer, params, [])]);
      } else if (type === 'output') {
        expect(ruleShape(layer, params, inputs)).toEqual(inputs[0]);
        expect(layer.lower(complete(layer, params), inputs, inputs[0]!)).toEqual([]);
      } else conforms(layer, params, inputs);
    }
  });
});

describe('an input whose height and width are known only when data arrives', () => {
  const open: { readonly [T in LayerType]?: readonly Readonly<Record<string, unknown>>[] } = {
    conv2d: grid({ kernelSize: [2, 3], strides: [1, 2], padding: ['valid', 'same', 1], dilationRate: [1, 2] }),
    conv2dTranspose: grid({ kernelSize: [2, 3], strides: [1, 3], padding: ['valid', 'same', 0] }),
    depthwiseConv2d: grid({ strides: [1, 2], padding: ['valid', 'same', 1] }),
    maxPooling2d: grid({ strides: [1, 2], padding: ['valid', 'same', 1] }),
    averagePooling2d: grid({ strides: [1, 2], padding: ['valid', 'same', 1] }),
    globalAveragePooling2d: [{}],
    upSampling2d: grid({ interpolation: ['nearest', 'bilinear'] }),
    zeroPadding2d: [{}],
    dense: [{}],
    activation: [{}, { activation: 'softmax' }],
    batchNormalization: [{}, { scale: false }],
    dropout: [{}],
  };
  it.each(Object.keys(open) as LayerType[])('goes through %s', (type) => {
    for (const params of open[type] ?? []) conforms(layerOf(type)!, params, [[null, null, 3]], [[7, 10, 3]]);
  });
  it('goes through merges that all agree on what is unknown', () => {
    for (const type of ['add', 'multiply', 'average', 'concatenate'] as const) {
      conforms(layerOf(type)!, {}, [[null, 4, 3], [null, 4, 3]], [[6, 4, 3], [6, 4, 3]]);
    }
  });
  it.each(['flatten', 'cropping2d'] as const)('stops at %s, which tfjs would get wrong', (type) => {
    const layer = layerOf(type)!;
    const outcome = layer.shape(complete(layer, {}), [[null, 4, 3]]);
    expect(outcome.ok ? [] : outcome.problems.map((p) => p.code)).toEqual(['unknown-size']);
  });
});

const spread = (value: unknown): readonly [number, number] => [at(value, 0), at(value, 1)];

/** Zeros before each axis by the definitions: an integer as it is, 'same' as TensorFlow documents it. */
function zerosBefore(padding: unknown, size: readonly [number, number], kernel: readonly [number, number], stride: readonly [number, number]): readonly [number, number] {
  const axis = (i: 0 | 1): number => {
    if (padding === 'valid') return 0;
    if (padding !== 'same') return at(padding, i);
    const rest = size[i] % stride[i];
    return Math.floor(Math.max(rest === 0 ? kernel[i] - stride[i] : kernel[i] - rest, 0) / 2);
  };
  return [axis(0), axis(1)];
}

describe('convolutions give the numbers of the definition, written as plain loops', () => {
  const [height, width, channels] = [7, 8, 4];
  const cases = [
    ...grid({ kernelSize: [1, 2, 3, 4, [2, 3]], strides: [1, 2, 3, [1, 2]], padding: ['valid', 'same', 1, 2, [0, 1]], dilationRate: [1], groups: [1] }),
    ...grid({ kernelSize: [2, 3], strides: [1, 2], padding: ['valid', 'same', 1, 2], dilationRate: [2, [1, 2]], groups: [1] }),
    ...grid({ kernelSize: [3], strides: [1, 2], padding: ['same', 1], dilationRate: [1, 2], groups: [2, 4] }),
  ];
  it('conv2d', () => {
    for (const params of cases) {
      const { x, y, weights, output, callees } = run('conv2d', { ...params, filters: 4, biasInitializer: 'randomNormal' }, [height, width, channels]);
      const [kernel, stride, dilation, groups] = [spread(params['kernelSize']), spread(params['strides']), spread(params['dilationRate']), Number(params['groups'])];
      const wide: [number, number] = [dilation[0] * (kernel[0] - 1) + 1, dilation[1] * (kernel[1] - 1) + 1];
      const before = zerosBefore(params['padding'], [height, width], wide, stride);
      const [outH, outW, filters] = output as [number, number, number];
      const inGroup = channels / groups;
      const expected = new Float32Array(outH * outW * filters);
      for (let r = 0; r < outH; r++)
        for (let c = 0; c < outW; c++)
          for (let f = 0; f < filters; f++) {
            let sum = weights[1]!.values[f]!;
            for (let i = 0; i < kernel[0]; i++)
              for (let j = 0; j < kernel[1]; j++) {
                const [row, column] = [r * stride[0] - before[0] + i * dilation[0], c * stride[1] - before[1] + j * dilation[1]];
                if (row < 0 || row >= height || column < 0 || column >= width) continue;
                const first = Math.floor(f / (filters / groups)) * inGroup;
                for (let g = 0; g < inGroup; g++) sum += x[(row * width + column) * channels + first + g]! * weights[0]!.values[((i * kernel[1] + j) * inGroup + g) * filters + f]!;
              }
            expected[(r * outW + c) * filters + f] = sum;
          }
      expect(largestDifference(y, expected), `${JSON.stringify(params)} by ${callees.join(' → ')}`).toBeLessThan(2e-6);
    }
  });

  it('conv2dTranspose', () => {
    const transposed = grid({ kernelSize: [1, 2, 3, 4, [2, 3]], strides: [1, 2, 3], padding: ['valid', 'same', 1], outputPadding: [0, 1], dilationRate: [1, 2] }).filter((p) => Number(p['outputPadding']) < Number(p['strides']));
    let compared = 0;
    for (const params of transposed) {
      const full = { ...params, filters: 2, biasInitializer: 'randomNormal' };
      const layer = layerOf('conv2dTranspose')!;
      if (!layer.shape(complete(layer, full), [[4, 5, 3]]).ok) continue;
      compared++;
      const { x, y, weights, output, callees } = run('conv2dTranspose', full, [4, 5, 3]);
      const [kernel, stride, dilation] = [spread(params['kernelSize']), spread(params['strides']), spread(params['dilationRate'])];
      const wide = [0, 1].map((i) => at(dilation, i) * (at(kernel, i) - 1) + 1);
      const cut = [0, 1].map((i) => (params['padding'] === 'valid' ? 0 : params['padding'] === 'same' ? Math.floor(Math.max(wide[i]! - at(stride, i), 0) / 2) : at(params['padding'], i)));
      const [outH, outW, filters] = output as [number, number, number];
      const expected = new Float32Array(outH * outW * filters).map((_, i) => weights[1]!.values[i % filters]!);
      for (let r = 0; r < 4; r++)
        for (let c = 0; c < 5; c++)
          for (let i = 0; i < kernel[0]; i++)
            for (let j = 0; j < kernel[1]; j++) {
              const [row, column] = [r * stride[0] + i * dilation[0] - cut[0]!, c * stride[1] + j * dilation[1] - cut[1]!];
              if (row < 0 || row >= outH || column < 0 || column >= outW) continue;
              for (let f = 0; f < filters; f++)
                for (let g = 0; g < 3; g++) expected[(row * outW + column) * filters + f]! += x[(r * 5 + c) * 3 + g]! * weights[0]!.values[((i * kernel[1] + j) * filters + f) * 3 + g]!;
            }
      expect(largestDifference(y, expected), `${JSON.stringify(params)} by ${callees.join(' → ')}`).toBeLessThan(2e-6);
    }
    expect(compared).toBeGreaterThan(100);
  });

  it.each(['maxPooling2d', 'averagePooling2d'] as const)('%s, where padding never wins and never counts', (type) => {
    for (const params of pools) {
      const { x, y, output, callees } = run(type, params, [height, width, 2]);
      const pool = spread(params['poolSize']);
      const stride = spread(params['strides']).map((s, i) => (s === 0 ? at(pool, i) : s)) as [number, number];
      const before = zerosBefore(params['padding'], [height, width], pool, stride);
      const [outH, outW] = output as [number, number];
      const expected: number[] = [];
      for (let r = 0; r < outH; r++)
        for (let c = 0; c < outW; c++)
          for (let k = 0; k < 2; k++) {
            const seen: number[] = [];
            for (let i = 0; i < pool[0]; i++)
              for (let j = 0; j < pool[1]; j++) {
                const [row, column] = [r * stride[0] - before[0] + i, c * stride[1] - before[1] + j];
                if (row >= 0 && row < height && column >= 0 && column < width) seen.push(x[(row * width + column) * 2 + k]!);
              }
            expected.push(type === 'maxPooling2d' ? Math.max(...seen) : seen.reduce((a, b) => a + b) / seen.length);
          }
      expect(largestDifference(y, expected), `${JSON.stringify(params)} by ${callees.join(' → ')}`).toBeLessThan(2e-6);
    }
  });
});

describe('activations', () => {
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  // Φ by its integral, as JavaScript has no erf: 400 trapezoids are exact to 1e-6 here.
  const normalBelow = (x: number): number => {
    let sum = 0;
    for (let i = 0; i < 400; i++) sum += Math.exp(-((((i + 0.5) / 400) * x) ** 2) / 2);
    return 0.5 + ((sum / 400) * x) / Math.sqrt(2 * Math.PI);
  };
  const exact: { readonly [A in (typeof activationNames)[number]]: ((x: number) => number) | null } = {
    linear: (x) => x,
    relu: (x) => Math.max(0, x),
    relu6: (x) => Math.min(6, Math.max(0, x)),
    thresholdedReLU: (x) => (x > 1 ? x : 0),
    mish: (x) => x * Math.tanh(Math.log1p(Math.exp(x))),
    hardSigmoid: (x) => Math.min(6, Math.max(0, x + 3)) / 6,
    hardSwish: (x) => (x * Math.min(6, Math.max(0, x + 3))) / 6,
    softsign: (x) => x / (1 + Math.abs(x)),
    leakyReLU: (x) => (x >= 0 ? x : 0.3 * x),
    elu: (x) => (x >= 0 ? x : Math.exp(x) - 1),
    selu: (x) => 1.0507009873554805 * (x >= 0 ? x : 1.6732632423543772 * (Math.exp(x) - 1)),
    sigmoid,
    tanh: Math.tanh,
    softmax: null,
    softplus: (x) => Math.log(1 + Math.exp(x)),
    gelu: (x) => x * normalBelow(x),
    swish: (x) => x * sigmoid(x),
    sin: Math.sin,
  };
  it.each(activationNames.filter((name) => exact[name] !== null))('%s is its formula', (name) => {
    const { x, y } = run('activation', { activation: name }, [4, 5, 3]);
    expect(largestDifference(y, Array.from(x, exact[name]!))).toBeLessThan(3e-6);
  });
  it('softmax sums to 1 over the last axis, as a layer and within a convolution', () => {
    for (const [type, params] of [['activation', { activation: 'softmax' }], ['conv2d', { activation: 'softmax', filters: 3, padding: 1 }]] as const) {
      const { y } = run(type, params, [4, 5, 3]);
      for (let i = 0; i < y.length; i += 3) expect(y[i]! + y[i + 1]! + y[i + 2]!).toBeCloseTo(1, 5);
    }
  });
  it('an activation that tf.layers lacks becomes a second call, and the last call takes the node\'s name', () => {
    const conv = layerOf('conv2d')!;
    const calls = conv.lower(complete(conv, { activation: 'gelu', padding: 2, strides: 2 }), [[8, 8, 3]], [5, 5, 32]);
    expect(calls.map((c) => [c.callee.from, c.callee.name, c.role])).toEqual([
      ['tf.layers', 'zeroPadding2d', 'pad'],
      ['tf.layers', 'conv2d', 'linear'],
      ['runtime', 'activation', undefined],
    ]);
    expect(activationSpecs.gelu.identifier).toBe(false);
  });
});

function standardDeviation(values: ArrayLike<number>): number {
  const list = Array.from(values);
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  return Math.sqrt(list.reduce((a, b) => a + (b - mean) ** 2, 0) / list.length);
}

describe('initializers', () => {
  it.each(initializerNames)('%s draws with the standard deviation it tells', (name) => {
    const shape = [3, 3, 20, 60];
    const { fanIn, fanOut } = fansOf(shape);
    expect([fanIn, fanOut]).toEqual([180, 540]);
    for (const numbers of [{ columns: 60 }, { columns: 60, scale: 0.3, omega: 5 }]) {
    const values = (resolve(initializerValue(name, numbers)) as { apply(shape: number[]): tf.Tensor }).apply(shape).dataSync() as Float32Array;
    const std = standardDeviation(values);
    expect(Math.abs(std - initialStd(name, fanIn, fanOut, numbers))).toBeLessThanOrEqual(0.03 * std + 1e-6);
    }
  });
  it('orthogonal filters have length 1 and stand at right angles, in a convolution too', () => {
    const kernel = tf.tidy(() => tf.reshape((resolve(initializerValue('orthogonal')) as { apply(shape: number[]): tf.Tensor }).apply([3, 3, 4, 8]), [36, 8]) as tf.Tensor2D);
    const products = tf.matMul(kernel, kernel, true).dataSync();
    expect(largestDifference(products, Array.from({ length: 64 }, (_, i) => (i % 9 === 0 ? 1 : 0)))).toBeLessThan(1e-6);
  });
  it('a convolution that begins as the identity passes on what comes in', () => {
    const { x, y } = run('conv2d', { filters: 3, kernelSize: 3, padding: 'same', kernelInitializer: 'identity' }, [5, 6, 3]);
    expect(largestDifference(x, y)).toBe(0);
  });
  it('of every kind of layer, the weights begin as widely spread as the layer tells', () => {
    const kinds: readonly (readonly [LayerType, Readonly<Record<string, unknown>>, readonly number[]])[] = [
      ['dense', { units: 90, kernelInitializer: 'heNormal', biasInitializer: 'randomNormal', biasScale: 0.3 }, [120]],
      ['conv2d', { filters: 24, groups: 2, kernelInitializer: 'simpleXavier' }, [4, 4, 32]],
      ['conv1d', { filters: 48, kernelInitializer: 'orthogonal' }, [6, 32]],
      ['conv3d', { filters: 16, kernelInitializer: 'sirenFirst' }, [4, 4, 4, 16]],
      ['conv2dTranspose', { filters: 16, kernelInitializer: 'leCunNormal' }, [4, 4, 64]],
      ['depthwiseConv2d', { depthMultiplier: 4, depthwiseInitializer: 'heUniform' }, [4, 4, 128]],
      ['separableConv2d', { filters: 64, depthMultiplier: 4, kernelInitializer: 'glorotNormal' }, [4, 4, 128]],
      ['separableConv1d', { filters: 64, depthMultiplier: 8, kernelInitializer: 'sirenHidden', kernelOmega: 5 }, [6, 128]],
      ['embedding', { inputDim: 100, outputDim: 40, embeddingsScale: 0.2 }, [4]],
      ['positionalEmbedding', {}, [80, 40]],
      ['multiHeadAttention', { numHeads: 4, keyDim: 16 }, [3, 64]],
      ['lstm', { units: 32 }, [3, 24]],
      ['gru', { units: 32, recurrentInitializer: 'heUniform' }, [3, 24]],
      ['bidirectional', { layer: { type: 'simpleRNN', params: { units: 48 } } }, [3, 64]],
      ['timeDistributed', { layer: { type: 'dense', params: { units: 64, kernelInitializer: 'leCunUniform' } } }, [3, 64]],
    ];
    for (const [type, params, shape] of kinds) {
      const layer = layerOf(type)!;
      const told = layer.weights(complete(layer, params), [shape], ruleShape(layer, params, [shape]));
      const real = build(layer.lower(complete(layer, params), [shape], ruleShape(layer, params, [shape])), [shape]).made.flatMap((made) => made.getWeights().map((w) => w.dataSync()));
      told.forEach((weight, i) => {
        const values = real[i]!;
        const spread = initialSpread(weight);
        if (spread === null) return;
        const std = standardDeviation(values);
        // A bias of 90 draws lies within a quarter of what it is drawn from, the kernels within a few percent.
        expect(Math.abs(std - Number(spread.step.result)), `${weight.name} of ${type}`).toBeLessThanOrEqual((values.length < 1000 ? 0.25 : 0.05) * std + 1e-6);
      });
    }
  });
  it('a bias is drawn as tfjs and the runtime take a vector: as a square, or as a column', () => {
    for (const name of initializerNames) {
      const values = (resolve(initializerValue(name)) as { apply(shape: number[]): tf.Tensor }).apply([4000]).dataSync() as Float32Array;
      const std = standardDeviation(values);
      expect(Math.abs(std - Number(initialSpread({ name: 'bias', shape: [4000], trainable: true, initial: { initializer: name } })?.step.result)), name).toBeLessThanOrEqual(0.06 * std + 1e-6);
    }
  });
  it('shows the arithmetic', () => {
    expect(initialStdStep('heNormal', 27, 288).text).toBe('0.88·√(2 / 27) = 0.239');
    expect(initialStdStep('zeros', 27, 288).text).toBe('0');
  });
});
