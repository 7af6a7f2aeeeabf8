// For tests: of the layers with one and three axes the params and inputs they are built with.

import type { Shape } from '../layer.ts';
import { grid, type Sweep } from './grid.ts';

const sequences: readonly (readonly Shape[])[] = [[[9, 4]], [[8, 4]]];
const volumes: readonly (readonly Shape[])[] = [[[5, 4, 6, 2]]];

const convolutions = (inputs: Sweep['inputs'], per: unknown): readonly Sweep[] => [
  { params: grid({ kernelSize: [1, 3, per], strides: [1, 2], padding: ['valid', 'same', 0, 1, per], filters: [4] }), inputs },
  { params: grid({ dilationRate: [2], strides: [1, 2], padding: ['same', 2], useBias: [true, false] }), inputs },
  { params: grid({ groups: [2], padding: ['valid', 'same', 1], kernelSize: [2], filters: [4], activation: ['linear', 'relu', 'gelu', 'softmax'] }), inputs },
];

const transposes = (inputs: Sweep['inputs']): readonly Sweep[] => [
  { params: grid({ kernelSize: [1, 2, 3], strides: [1, 2, 3], padding: ['valid', 'same'], filters: [4] }), inputs },
  { params: grid({ kernelSize: [3, 4], strides: [2], padding: [1], outputPadding: [0, 1], useBias: [true, false], groups: [1, 2] }), inputs },
  { params: grid({ dilationRate: [2], padding: ['valid', 'same'], strides: [1, 2], activation: ['relu', 'gelu'] }), inputs },
];

const pools = (inputs: Sweep['inputs']): readonly Sweep[] => [
  { params: grid({ poolSize: [1, 2, 3], strides: [0, 1, 2], padding: ['valid', 'same'], ceilMode: [false, true] }), inputs },
  { params: grid({ poolSize: [2, 3], strides: [0, 2], padding: [1], ceilMode: [false, true] }), inputs },
];

const averages = (inputs: Sweep['inputs']): readonly Sweep[] => [...pools(inputs), { params: grid({ poolSize: [2, 3], padding: ['valid', 'same', 1], ceilMode: [false, true], countIncludePad: [true] }), inputs }];

const separables = (inputs: Sweep['inputs'], per: unknown): readonly Sweep[] => [
  { params: grid({ kernelSize: [1, 3, per], strides: [1, 2], padding: ['valid', 'same', 0, 1, per], depthMultiplier: [1, 2], filters: [5] }), inputs },
  { params: grid({ dilationRate: [2], padding: ['same', 2], strides: [1, 2], useBias: [true, false] }), inputs },
  { params: grid({ activation: ['relu', 'gelu', 'softmax'], kernelL2: [0, 0.1], kernelConstraint: ['none', 'maxNorm'] }), inputs },
];

export const windowSweeps = {
  separableConv1d: [...separables(sequences, [2]), { params: grid({ kernelSize: [2, 3], padding: ['causal'], strides: [1, 2], dilationRate: [1, 3] }), inputs: sequences }],
  separableConv2d: separables([[[6, 9, 3]]], [3, 2]),
  conv1d: [...convolutions(sequences, [2]), { params: grid({ kernelSize: [2, 3], padding: ['causal'], strides: [1, 2], dilationRate: [1, 3] }), inputs: sequences }],
  conv3d: convolutions(volumes, [1, 2, 3]),
  conv1dTranspose: transposes(sequences),
  conv3dTranspose: transposes([[[2, 3, 2, 2]]]),
  maxPooling1d: pools(sequences),
  maxPooling3d: pools(volumes),
  averagePooling1d: averages(sequences),
  averagePooling3d: averages(volumes),
  globalAveragePooling1d: [{ params: [{}], inputs: sequences }],
  globalAveragePooling3d: [{ params: [{}], inputs: volumes }],
  globalMaxPooling1d: [{ params: [{}], inputs: sequences }],
  globalMaxPooling2d: [{ params: [{}], inputs: [[[7, 10, 4]]] }],
  globalMaxPooling3d: [{ params: [{}], inputs: volumes }],
  pixelShuffle: [{ params: grid({ blockSize: [1, 2] }), inputs: [[[3, 5, 8]]] }, { params: [{ blockSize: 3 }], inputs: [[[3, 5, 18]]] }],
  centerCrop2d: [{ params: [{}], inputs: [[[8, 9, 2], [5, 6, 3]], [[4, 4, 2], [4, 4, 2]]] }],
  maxUnpooling2d: [
    { params: grid({ poolSize: [2] }), inputs: [[[4, 5, 3], [8, 10, 3]], [[3, 2, 1], [7, 5, 1]]] },
    { params: grid({ poolSize: [[2, 3]] }), inputs: [[[4, 3, 2], [8, 10, 2]]] },
  ],
  zeroPadding1d: [{ params: grid({ padding: [0, 2, [[0, 3]]] }), inputs: sequences }],
  zeroPadding3d: [{ params: grid({ padding: [0, 1, [1, 0, 2], [[0, 1], [2, 0], [1, 1]]] }), inputs: volumes }],
  cropping1d: [{ params: grid({ cropping: [0, 2, [[0, 3]]] }), inputs: sequences }],
  cropping3d: [{ params: grid({ cropping: [0, 1, [1, 0, 2], [[0, 1], [2, 0], [1, 1]]] }), inputs: volumes }],
  upSampling1d: [{ params: grid({ size: [1, 2, [3]], interpolation: ['nearest', 'linear'] }), inputs: sequences }],
  upSampling3d: [{ params: grid({ size: [1, 2, [1, 3, 2]], interpolation: ['nearest', 'linear'] }), inputs: volumes }],
  adaptiveAveragePooling1d: [{ params: grid({ outputSize: [1, 3, [9]] }), inputs: sequences }],
  adaptiveAveragePooling2d: [{ params: grid({ outputSize: [1, 3, [4, 7], 12] }), inputs: [[[7, 10, 4]]] }],
  padding2d: [{ params: grid({ padding: [0, 2, [[0, 1], [3, 0]]], mode: ['reflect', 'symmetric', 'replicate'] }), inputs: [[[7, 10, 4]]] }],
} satisfies Readonly<Record<string, readonly Sweep[]>>;
