// AveragePooling3D: the mean of every window of a volume.

import { defineLayer } from '../layer.ts';
import { averagePoolingParams, averagePoolingRules } from './pooling.ts';

export const averagePooling3d = defineLayer({
  type: 'averagePooling3d',
  label: 'AveragePooling3D',
  category: 'sampling',
  summary: 'Takes the mean of every window of a volume',
  doc: `Takes the mean of every box of every channel of \`[depth, height, width, channels]\`: a blur followed by taking every stride-th voxel. It has no weights.

Size, per axis: \`out = ⌊(in + 2·padding − pool) / stride⌋ + 1\`. 2×2×2 halves 16 slices: \`⌊(16 + 2·0 − 2) / 2⌋ + 1 = 8\`.

The box \`[1, 5; 3, 2]\`, \`[4, 0; 9, 0]\` becomes \`24 / 8 = 3\`. Each of the 8 voxels of a 2×2×2 box gets \`1 / 8 = 0.125\` of the gradient. Padding is left out of the mean, as in Keras, unless "Count padding" is set.

Video networks take the mean over the last frames so, where a maximum would let a single one decide.`,
  reference: { text: 'Carreira and Zisserman 2017, Quo Vadis, Action Recognition?', url: 'https://arxiv.org/abs/1705.07750' },
  keywords: ['pool', 'mean', 'downsample', 'subsample', 'blur', 'volume', 'video'],
  params: averagePoolingParams(3),
  ...averagePoolingRules('AveragePooling3D', 3),
});
