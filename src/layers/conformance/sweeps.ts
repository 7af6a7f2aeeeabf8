// For tests: of every layer the params and inputs it is built with. A layer without a row does not compile. Knows no tfjs.

import { activationNames, inlineActivationNames } from '../activations.ts';
import type { LayerType } from '../index.ts';
import { initializerNames } from '../initializers.ts';
import type { Shape } from '../layer.ts';
import { at, grid, type Sweep } from './grid.ts';
import { windowSweeps } from './windowSweeps.ts';

const kernels = [1, 2, 3, 4, [2, 3]];
const strides = [1, 2, 3, [2, 1]];
const paddings = ['valid', 'same', 0, 1, 2, [1, 0]];
const maps: readonly (readonly Shape[])[] = [[[7, 10, 4]], [[8, 8, 4]]];
const anything: readonly (readonly Shape[])[] = [[[5]], [[4, 6]], [[5, 6, 3]]];
const pairs: readonly (readonly Shape[])[] = [[[5], [5]], [[4, 6, 3], [4, 6, 3]], [[4, 6], [4, 6], [4, 6]]];
export const pools = grid({ poolSize: [1, 2, 3, [3, 2]], strides: [0, 1, 2, [2, 3]], padding: ['valid', 'same', 0, 1, [1, 0]] }).filter(
  ({ poolSize, padding }) => typeof padding === 'string' || [0, 1].every((i) => at(padding, i) < at(poolSize, i)),
);

export const sweeps: { readonly [T in LayerType]: readonly Sweep[] } = {
  ...windowSweeps,
  input: [{ params: [{ shape: [4] }, { shape: [4, 5, 3] }, { shape: [null, null, 1] }], inputs: [[]] }],
  output: [{ params: grid({ loss: ['meanSquaredError', 'dice'] }), inputs: anything }],
  conv2d: [
    { params: grid({ kernelSize: kernels, strides, padding: paddings, filters: [5] }), inputs: maps },
    { params: grid({ dilationRate: [2, [1, 3]], strides: [1, 2], padding: ['valid', 'same', 2], useBias: [true, false] }), inputs: [[[9, 10, 3]]] },
    { params: grid({ groups: [2, 4], padding: ['same', 1], filters: [4, 8] }), inputs: maps },
    { params: grid({ activation: [...inlineActivationNames], padding: [1] }), inputs: [[[5, 6, 3]]] },
    { params: grid({ kernelInitializer: initializerNames, biasInitializer: ['zeros', 'ones'] }), inputs: [[[4, 4, 2]]] },
  ],
  conv2dTranspose: [
    { params: grid({ kernelSize: kernels, strides, padding: ['valid', 'same', 0, 1, [1, 0]], filters: [5] }), inputs: [[[4, 6, 3]]] },
    { params: grid({ kernelSize: [2, 3, 4], strides: [2, 3], padding: ['valid', 'same', 1], outputPadding: [1, [0, 1]], useBias: [true, false] }), inputs: [[[4, 5, 2]]] },
    { params: grid({ dilationRate: [2, [1, 2]], strides: [1, 2], padding: ['valid', 'same', 1] }), inputs: [[[4, 5, 2]]] },
    { params: grid({ activation: ['relu', 'softmax', 'gelu'], padding: ['same'] }), inputs: [[[4, 5, 2]]] },
  ],
  depthwiseConv2d: [
    { params: grid({ kernelSize: [1, 3, [2, 3]], strides: [1, 2], padding: paddings, depthMultiplier: [1, 2] }), inputs: maps },
    { params: grid({ dilationRate: [2], padding: ['valid', 'same', 1], useBias: [true, false] }), inputs: [[[9, 10, 3]]] },
  ],
  maxPooling2d: [{ params: pools, inputs: maps }],
  averagePooling2d: [{ params: pools, inputs: maps }],
  globalAveragePooling2d: [{ params: [{}], inputs: maps }],
  upSampling2d: [{ params: grid({ size: [1, 2, [3, 2]], interpolation: ['nearest', 'bilinear'] }), inputs: maps }, { params: grid({ targetSize: [5, [14, 9]], interpolation: ['nearest', 'bilinear'] }), inputs: maps }],
  zeroPadding2d: [{ params: grid({ padding: [0, 2, [1, 2], [[0, 1], [2, 0]]] }), inputs: maps }],
  cropping2d: [{ params: grid({ cropping: [0, 2, [1, 2], [[0, 1], [2, 0]]] }), inputs: maps }],
  dense: [
    { params: grid({ units: [1, 7], useBias: [true, false], activation: ['linear', 'relu', 'softmax', 'gelu'] }), inputs: anything },
    { params: grid({ useBias: [true, false], activation: ['linear', 'relu', 'softmax'] }), inputs: [[[2, 3, 2, 2, 4]]] },
    { params: grid({ kernelConstraint: ['none', 'maxNorm', 'unitNorm', 'nonNeg'], kernelL1: [0, 0.1], kernelL2: [0, 0.1], biasL2: [0, 0.1] }), inputs: [[[5]]] },
  ],
  flatten: [{ params: [{}], inputs: [...anything, [[2, 3, 4, 5]]] }],
  reshape: [{ params: [{ targetShape: [null] }, { targetShape: [4, 6] }, { targetShape: [2, null, 3] }, { targetShape: [2, 3, 4, 1] }], inputs: [[[24]], [[4, 6]], [[2, 4, 3]]] }],
  activation: [{ params: [...grid({ activation: activationNames }), { activation: 'leakyReLU', alpha: 0.1 }, { activation: 'sin', omega: 30 }], inputs: anything }],
  batchNormalization: [{ params: grid({ center: [true, false], scale: [true, false], momentum: [0.9, 0.99] }), inputs: [...anything, [[2, 3, 4, 5]]] }],
  layerNormalization: [{ params: grid({ center: [true, false], scale: [true, false], epsilon: [0.001, 1e-5] }), inputs: [...anything, [[2, 3, 4, 5]]] }],
  groupNormalization: [{ params: grid({ groups: [1, 2, 4], center: [true, false], scale: [true, false] }), inputs: [[[4]], [[3, 8]], [[5, 6, 4]], [[2, 3, 4, 8]]] }],
  instanceNormalization: [{ params: grid({ center: [true, false], scale: [true, false] }), inputs: [[[3, 8]], [[5, 6, 4]], [[2, 3, 4, 8]]] }],
  rmsNormalization: [{ params: grid({ scale: [true, false] }), inputs: [...anything, [[2, 3, 4, 5]]] }],
  normalization: [{ params: grid({ per: ['channel', 'element', 'all'] }), inputs: [...anything, [[2, 3, 4, 5]]] }],
  whitening: [
    { params: grid({ kind: ['zca', 'pca'], per: ['element', 'channel'] }), inputs: [...anything, [[2, 3, 4, 5]]] },
    { params: grid({ kind: ['pca'], components: [2], per: ['element', 'channel'], epsilon: [0.1] }), inputs: [[[5]], [[5, 6, 3]]] },
  ],
  rescaling: [{ params: grid({ scale: [1, 0.5], offset: [0, -1] }), inputs: anything }],
  prelu: [{ params: grid({ per: ['channel', 'element', 'all'], initialAlpha: [0, 0.25] }), inputs: [...anything, [[2, 3, 4, 5]]] }],
  dropout: [{ params: grid({ rate: [0, 0.5] }), inputs: anything }],
  spatialDropout1d: [{ params: grid({ rate: [0, 0.5] }), inputs: [[[4, 6]]] }],
  spatialDropout2d: [{ params: grid({ rate: [0, 0.5] }), inputs: maps }],
  spatialDropout3d: [{ params: grid({ rate: [0, 0.5] }), inputs: [[[2, 3, 4, 5]]] }],
  alphaDropout: [{ params: grid({ rate: [0, 0.5] }), inputs: anything }],
  gaussianNoise: [{ params: grid({ stddev: [0, 0.5] }), inputs: anything }],
  gaussianDropout: [{ params: grid({ rate: [0, 0.5] }), inputs: anything }],
  stochasticDepth: [{ params: grid({ rate: [0, 0.5] }), inputs: anything }],
  permute: [{ params: [{ dims: [1] }], inputs: [[[5]]] }, { params: [{}], inputs: [[[4, 6]]] }, { params: grid({ dims: [[3, 1, 2], [1, 2, 3], [2, 1, 3]] }), inputs: [[[4, 6, 3]]] }],
  repeatVector: [{ params: grid({ n: [1, 3] }), inputs: [[[5]]] }],
  positionalEmbedding: [{ params: grid({ kind: ['learned', 'sines'] }), inputs: [[[4, 6]], [[3, 5]]] }],
  lstm: [{ params: grid({ units: [1, 3], returnSequences: [false, true], useBias: [true, false] }), inputs: [[[4, 6]]] }],
  gru: [{ params: grid({ units: [1, 3], returnSequences: [false, true], useBias: [true, false] }), inputs: [[[4, 6]]] }],
  simpleRNN: [{ params: grid({ units: [1, 3], returnSequences: [false, true], useBias: [true, false] }), inputs: [[[4, 6]]] }],
  bidirectional: [
    { params: grid({ layer: ['lstm', 'gru', 'simpleRNN'].map((type) => ({ type, params: { units: 3 } })), mergeMode: ['concat', 'sum'] }), inputs: [[[4, 6]]] },
    { params: grid({ layer: [{ type: 'gru', params: { units: 2, returnSequences: true, useBias: false } }], mergeMode: ['concat', 'sum', 'mul', 'ave'] }), inputs: [[[4, 6]]] },
  ],
  timeDistributed: [
    { params: [{}, { layer: { type: 'dense', params: { units: 3, activation: 'gelu' } } }, { layer: { type: 'batchNormalization' } }, { layer: { type: 'reshape', params: { targetShape: [2, null] } } }], inputs: [[[3, 6]]] },
    {
      params: [
        { layer: { type: 'conv2d', params: { filters: 4, padding: 1, strides: 2 } } },
        { layer: { type: 'depthwiseConv2d', params: { dilationRate: 2 } } },
        { layer: { type: 'globalAveragePooling2d' } },
        { layer: { type: 'maxPooling2d' } },
        { layer: { type: 'flatten' } },
      ],
      inputs: [[[2, 6, 7, 3]]],
    },
    { params: [{ layer: { type: 'lstm', params: { units: 2 } } }, { layer: { type: 'bidirectional', params: { layer: { type: 'simpleRNN', params: { units: 2 } } } } }], inputs: [[[2, 4, 3]]] },
  ],
  classToken: [{ params: [{}], inputs: [[[4, 6]]] }],
  multiHeadAttention: [{ params: grid({ numHeads: [1, 3], keyDim: [2], causal: [false, true], useBias: [true, false] }), inputs: [[[4, 6]], [[4, 6], [5, 3]]] }],
  embedding: [{ params: grid({ inputDim: [1, 7], outputDim: [3], embeddingsInitializer: ['randomUniform', 'constant', 'orthogonal'] }), inputs: anything }],
  add: [{ params: [{}], inputs: pairs }],
  multiply: [{ params: [{}], inputs: [...pairs, [[4, 6, 3], [1, 1, 3]], [[4, 6, 1], [4, 6, 3]]] }],
  subtract: [{ params: [{}], inputs: [[[5], [5]], [[4, 6, 3], [4, 6, 3]]] }],
  maximum: [{ params: [{}], inputs: pairs }],
  minimum: [{ params: [{}], inputs: pairs }],
  weightedSum: [{ params: [{}], inputs: pairs }],
  dot: [
    { params: grid({ normalize: [false, true] }), inputs: [[[5], [5]], [[4, 6], [3, 6]], [[6], [3, 6]], [[4, 5, 6], [6]]] },
    { params: grid({ axes: [1, [1, 2], [-2, 2]] }), inputs: [[[4, 4], [4, 4]]] },
    { params: [{ axes: [2, 1] }], inputs: [[[3, 4], [4, 6]], [[3, 4, 2], [4, 6]]] },
  ],
  average: [{ params: [{}], inputs: pairs }],
  concatenate: [
    { params: [{}, { axis: -1 }], inputs: [...pairs, [[4, 6, 3], [4, 6, 5]]] },
    { params: [{ axis: 1 }, { axis: -3 }], inputs: [[[4, 6, 3], [5, 6, 3]]] },
    { params: [{ axis: 2 }, { axis: -2 }], inputs: [[[4, 6, 3], [4, 2, 3]]] },
  ],
};
