// MaxPooling3D: the largest value of every window of a volume.

import { defineLayer } from '../layer.ts';
import { maxPoolingRules, poolingParams } from './pooling.ts';

export const maxPooling3d = defineLayer({
  type: 'maxPooling3d',
  label: 'MaxPooling3D',
  category: 'sampling',
  summary: 'Keeps the largest value of every window of a volume',
  doc: `Keeps the strongest response in every box of every channel of \`[depth, height, width, channels]\` and throws away where exactly it was. It has no weights.

Size, per axis: \`out = ⌊(in + 2·padding − pool) / stride⌋ + 1\`. 2×2×2 halves 16 slices: \`⌊(16 + 2·0 − 2) / 2⌋ + 1 = 8\`, and leaves an eighth of the voxels.

A pool size of \`[1, 2, 2]\` halves the images of a video and keeps all its frames, which the first layers of C3D do.

Of the box \`[1, 5; 3, 2]\`, \`[4, 0; 9, 6]\` the 9 is left, and only that voxel gets the gradient. Padding never wins: it counts as −∞, not as zero.`,
  reference: { text: 'Tran et al. 2015, Learning Spatiotemporal Features with 3D Convolutional Networks', url: 'https://arxiv.org/abs/1412.0767' },
  keywords: ['pool', 'downsample', 'subsample', 'maximum', 'halve', 'volume', 'video'],
  params: poolingParams(3),
  ...maxPoolingRules('MaxPooling3D', 3),
});
