// The layers that were promised, by the words of the promise: a name or an option that goes missing turns this red. Whether they
// compute what they should is for the conformance tests.

import { describe, expect, it } from 'vitest';
import { activationNames, inlineActivationNames } from './activations.ts';
import { layerOf, layers, type LayerType } from './index.ts';
import { initializerNames } from './initializers.ts';
import type { AnyLayer, Shape } from './layer.ts';
import { completeParams } from './params.ts';

type Params = Readonly<Record<string, unknown>>;
/** What was promised, the layer that keeps it, params that use it, and shapes they go with. */
type Promised = readonly [said: string, type: LayerType, params: Params, ...inputs: Shape[]];

const [sequence, map, volume]: readonly Shape[] = [[12, 8], [12, 10, 8], [6, 5, 4, 8]];
const byAxes = { 1: sequence!, 2: map!, 3: volume! } as const;
const axes = [1, 2, 3] as const;

const convolutions: readonly Promised[] = axes.flatMap((n): readonly Promised[] => {
  const list = Array.from({ length: n }, (_, i) => i + 1);
  const [conv, transposed] = [`conv${n}d`, `conv${n}dTranspose`] as const;
  const input = byAxes[n];
  return [
    ...['same', 'valid', 1, list].map((padding): Promised => [`convolution ${n}-D with padding ${String(padding)}`, conv, { padding, kernelSize: 3 }, input]),
    [`convolution ${n}-D with strides per axis`, conv, { strides: list, kernelSize: 2 }, input],
    [`convolution ${n}-D dilated`, conv, { dilationRate: 2, kernelSize: 2 }, input],
    [`convolution ${n}-D in groups`, conv, { groups: 4, filters: 8, kernelSize: 2 }, input],
    [`convolution ${n}-D without bias`, conv, { useBias: false }, input],
    ...['same', 'valid', 1, list.map(() => 0)].map((padding): Promised => [`transposed convolution ${n}-D with padding ${String(padding)}`, transposed, { padding, strides: 2 }, input]),
    [`transposed convolution ${n}-D with output padding`, transposed, { strides: 2, outputPadding: 1, padding: 1 }, input],
    [`transposed convolution ${n}-D dilated`, transposed, { dilationRate: 2 }, input],
    [`transposed convolution ${n}-D in groups`, transposed, { groups: 2, filters: 4 }, input],
    [`transposed convolution ${n}-D without bias`, transposed, { useBias: false }, input],
  ];
});

const poolings: readonly Promised[] = axes.flatMap((n): readonly Promised[] => {
  const input = byAxes[n];
  return (['max', 'average'] as const).flatMap((kind): readonly Promised[] => [
    [`${kind} pooling ${n}-D with padding`, `${kind}Pooling${n}d`, { poolSize: 3, padding: 1, strides: 2 }, input],
    [`${kind} pooling ${n}-D in ceil mode`, `${kind}Pooling${n}d`, { poolSize: 3, strides: 2, ceilMode: true }, input],
    ...(kind === 'average' ? [[`average pooling ${n}-D that counts the padding`, `averagePooling${n}d`, { poolSize: 3, padding: 1, countIncludePad: true }, input] as const] : []),
    [`global ${kind} pooling ${n}-D`, `global${kind === 'max' ? 'Max' : 'Average'}Pooling${n}d`, {}, input],
  ]);
});

const promised: readonly Promised[] = [
  ...convolutions,
  ...poolings,
  ['depthwise convolution', 'depthwiseConv2d', { depthMultiplier: 2, padding: 1, strides: 2 }, map!],
  ['depthwise convolution, dilated', 'depthwiseConv2d', { dilationRate: 2 }, map!],
  ['separable convolution 1-D', 'separableConv1d', { padding: 'same' }, sequence!],
  ['separable convolution 2-D', 'separableConv2d', { padding: 1, dilationRate: 2 }, map!],
  ['causal convolution 1-D', 'conv1d', { padding: 'causal', dilationRate: 2 }, sequence!],
  ['max unpooling', 'maxUnpooling2d', {}, [6, 5, 8], map!],
  ['adaptive average pooling 1-D', 'adaptiveAveragePooling1d', { outputSize: 5 }, sequence!],
  ['adaptive average pooling 2-D', 'adaptiveAveragePooling2d', { outputSize: [3, 7] }, map!],
  ...(['nearest', 'bilinear'] as const).flatMap((interpolation): readonly Promised[] => [
    [`up-sampling ${interpolation} by a factor`, 'upSampling2d', { interpolation, size: [2, 3] }, map!],
    [`up-sampling ${interpolation} to a size`, 'upSampling2d', { interpolation, targetSize: [31, 17] }, map!],
  ]),
  ['up-sampling 1-D', 'upSampling1d', {}, sequence!],
  ['up-sampling 3-D', 'upSampling3d', {}, volume!],
  ['pixel shuffle', 'pixelShuffle', { blockSize: 2 }, map!],
  ['zero padding 1-D', 'zeroPadding1d', { padding: [[0, 2]] }, sequence!],
  ['zero padding 2-D', 'zeroPadding2d', { padding: [[0, 1], [2, 0]] }, map!],
  ['zero padding 3-D', 'zeroPadding3d', {}, volume!],
  ['reflect padding', 'padding2d', { mode: 'reflect' }, map!],
  ['replicate padding', 'padding2d', { mode: 'replicate' }, map!],
  ['cropping 1-D', 'cropping1d', {}, sequence!],
  ['cropping 2-D', 'cropping2d', { cropping: [[0, 1], [2, 0]] }, map!],
  ['cropping 3-D', 'cropping3d', {}, volume!],
  ["center-crop to another input's size", 'centerCrop2d', {}, map!, [7, 7, 3]],
  ...[[8], sequence!, map!, volume!].map((input): Promised => [`batch normalization of rank ${input.length + 1}, without scale and center`, 'batchNormalization', { scale: false, center: false, momentum: 0.9 }, input]),
  ['layer normalization', 'layerNormalization', {}, sequence!],
  ['instance normalization', 'instanceNormalization', {}, map!],
  ['group normalization', 'groupNormalization', { groups: 4 }, map!],
  ['RMS normalization', 'rmsNormalization', {}, sequence!],
  ['input normalization per channel', 'normalization', { per: 'channel' }, map!],
  ['input normalization per element', 'normalization', { per: 'element' }, map!],
  ['rescaling', 'rescaling', {}, map!],
  ['PCA whitening', 'whitening', { kind: 'pca', components: 5 }, map!],
  ['ZCA whitening', 'whitening', { kind: 'zca' }, map!],
  ['prelu', 'prelu', {}, map!],
  ["sin with SIREN's ω₀", 'activation', { activation: 'sin', omega: 30 }, [2]],
  ['dropout', 'dropout', {}, [8]],
  ['spatial dropout', 'spatialDropout2d', {}, map!],
  ['alpha dropout', 'alphaDropout', {}, [8]],
  ['Gaussian noise', 'gaussianNoise', {}, [8]],
  ['Gaussian dropout', 'gaussianDropout', {}, [8]],
  ['stochastic depth', 'stochasticDepth', {}, map!],
  ...(['add', 'multiply', 'average', 'maximum', 'minimum', 'weightedSum'] as const).map((type): Promised => [`${type} of three`, type, {}, map!, map!, map!]),
  ['subtract', 'subtract', {}, [8], [8]],
  ...[1, 2, 3].map((axis): Promised => [`concatenate along axis ${axis}`, 'concatenate', { axis }, map!, map!]),
  ['dot', 'dot', { normalize: true }, [8], [8]],
  ['dense', 'dense', {}, [8]],
  ['embedding', 'embedding', {}, [12]],
  ['flatten', 'flatten', {}, map!],
  ['reshape', 'reshape', { targetShape: [null, 4] }, map!],
  ['permute', 'permute', { dims: [3, 1, 2] }, map!],
  ['repeat', 'repeatVector', { n: 3 }, [8]],
  ...(['lstm', 'gru', 'simpleRNN'] as const).flatMap((type): readonly Promised[] => [
    [type, type, { returnSequences: true }, sequence!],
    [`bidirectional ${type}`, 'bidirectional', { layer: { type, params: { returnSequences: true } } }, sequence!],
  ]),
  ['time-distributed convolution', 'timeDistributed', { layer: { type: 'conv2d', params: { padding: 'same' } } }, volume!],
  ['self-attention', 'multiHeadAttention', {}, sequence!],
  ['cross-attention', 'multiHeadAttention', {}, sequence!, [5, 6]],
  ['positional embedding', 'positionalEmbedding', {}, sequence!],
  ['class token', 'classToken', {}, sequence!],
];

const weighted: readonly (readonly [LayerType, Shape])[] = [
  ['dense', [8]],
  ...axes.flatMap((n): readonly (readonly [LayerType, Shape])[] => [[`conv${n}d`, byAxes[n]], [`conv${n}dTranspose`, byAxes[n]]]),
  ['depthwiseConv2d', map!],
  ['separableConv1d', sequence!],
  ['separableConv2d', map!],
];

function lowered(type: string, given: Params, inputs: readonly Shape[]) {
  const layer = layerOf(type)!;
  const { params, problems } = completeParams(layer.params, given);
  expect(problems, `${type} ${JSON.stringify(given)}`).toEqual([]);
  const outcome = layer.shape(params, inputs);
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  return layer.lower(params, inputs, outcome.output);
}

describe('the library has', () => {
  it.each(promised.map((row) => [row[0], row] as const))('%s', (_, [, type, params, ...inputs]) => {
    expect(lowered(type, params, inputs).length).toBeGreaterThan(0);
  });

  it('no layer that is not promised here', () => {
    const kept = new Set<string>(['input', 'output', 'activation', 'spatialDropout1d', 'spatialDropout3d', ...promised.map(([, type]) => type)]);
    expect((layers as readonly AnyLayer[]).map((layer) => layer.type).filter((type) => !kept.has(type))).toEqual([]);
  });

  it.each('linear relu relu6 leakyReLU elu selu gelu swish mish sigmoid hardSigmoid hardSwish tanh softmax softplus softsign sin'.split(' '))('the activation %s', (activation) => {
    expect(activationNames).toContain(activation);
    expect(lowered('activation', { activation }, [map!]).length).toBe(1);
  });

  it('in every layer with weights all activations that need no number of their own', () => {
    const own = new Set(['leakyReLU', 'thresholdedReLU', 'sin']);
    expect([...inlineActivationNames].toSorted()).toEqual(activationNames.filter((name) => !own.has(name)).toSorted());
  });

  const initializers = 'zeros ones constant randomNormal randomUniform truncatedNormal glorotNormal glorotUniform simpleXavier heNormal heUniform leCunNormal leCunUniform orthogonal identity sirenFirst sirenHidden';
  it('every initializer, and no other', () => {
    expect([...initializerNames].toSorted()).toEqual(initializers.split(' ').toSorted());
  });

  it('wherever an initializer has a scale, a param for it', () => {
    const scaled = ['constant', 'randomNormal', 'truncatedNormal', 'randomUniform'];
    for (const layer of layers as readonly AnyLayer[]) {
      for (const name of Object.keys(layer.params).filter((param) => /[a-z]Initializer$/.test(param))) {
        const { params } = completeParams(layer.params, { [name]: scaled[1] });
        const shown = Object.entries(layer.params).filter(([param, spec]) => /scale$/i.test(param) && spec.visible?.(params) === true);
        expect(shown.length, `${layer.type}.${name}`).toBeGreaterThan(0);
      }
    }
  });

  describe.each(weighted)('in %s', (type, input) => {
    const kernel = type === 'depthwiseConv2d' ? 'depthwise' : 'kernel';
    it.each(initializers.split(' '))('the initializer %s', (name) => {
      expect(JSON.stringify(lowered(type, { [`${kernel}Initializer`]: name }, [input]))).toContain(`"$initializer":"${name}"`);
    });
    it('L1 and L2, together and alone, of kernel and bias', () => {
      const printed = (params: Params): string => JSON.stringify(lowered(type, params, [input]));
      expect(printed({ kernelL1: 0.1 })).toContain('"args":{"l1":0.1}');
      expect(printed({ kernelL2: 0.1 })).toContain('"args":{"l2":0.1}');
      expect(printed({ kernelL1: 0.1, kernelL2: 0.2 })).toContain('"args":{"l1":0.1,"l2":0.2}');
      expect(printed({ biasL2: 0.1 })).toContain('biasRegularizer');
    });
    it.each(['maxNorm', 'unitNorm', 'nonNeg'])('the constraint %s', (kernelConstraint) => {
      expect(JSON.stringify(lowered(type, { kernelConstraint }, [input]))).toContain(`"$make":"${kernelConstraint}"`);
    });
  });
});
