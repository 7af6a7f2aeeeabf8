// Conv3D: filters that slide over a volume. Its rules are those of all convolutions.

import { defineLayer } from '../layer.ts';
import { convolutionParams, convolutionRules } from './convolution.ts';

export const conv3d = defineLayer({
  type: 'conv3d',
  label: 'Conv3D',
  category: 'convolution',
  summary: 'Slides learned filters over a volume or a video',
  doc: `The convolution for \`[depth, height, width, channels]\`: a scan made of slices, or a video whose depth is time. Every filter looks at a small box over all channels, and the sum of products makes one voxel of an output channel.

Size, per axis: \`out = ⌊(in + 2·padding − kernel) / stride⌋ + 1\`. 3×3×3 with padding 1 keeps a volume of 16×32×32, for each axis as in \`⌊(16 + 2·1 − 3) / 1⌋ + 1 = 16\`.

Weights: \`kernelDepth·kernelHeight·kernelWidth·inChannels·filters\` plus one bias per filter. 3×3×3 from 16 to 32 channels: \`27·16·32 + 32 = 13856\`, three times what a map would need, and the work grows with the number of slices.

The kernel \`[−1, 0, 1]\` along the depth of a video, over a voxel that is 2 in the frame before and 5 in the one after, gives \`−2 + 5 = 3\`: something moves.

A kernel of \`[1, 3, 3]\` followed by one of \`[3, 1, 1]\` looks at space and at time one after the other, for less work.`,
  reference: { text: 'Tran et al. 2015, Learning Spatiotemporal Features with 3D Convolutional Networks', url: 'https://arxiv.org/abs/1412.0767' },
  keywords: ['convolution', 'conv', 'volume', 'voxel', 'video', 'ct', 'mri', 'c3d', 'spatiotemporal'],
  params: convolutionParams(3),
  ...convolutionRules('Conv3D', 3),
});
