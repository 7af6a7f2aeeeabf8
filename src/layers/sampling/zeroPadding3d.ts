// ZeroPadding3D: a shell of zeros around a volume.

import { defineLayer } from '../layer.ts';
import { zeroPaddingRules } from './borders.ts';

export const zeroPadding3d = defineLayer({
  type: 'zeroPadding3d',
  label: 'ZeroPadding3D',
  category: 'sampling',
  summary: 'Puts a shell of zeros around a volume',
  doc: `Adds slices, rows and columns of zeros: \`out = in + before + after\`. One on every side makes 16 slices into \`16 + 1 + 1 = 18\`, a single voxel a box of \`3·3·3 = 27\`.

A convolution's own padding does the same; this layer is for borders that differ from side to side, such as \`[[0, 1], [0, 1], [0, 1]]\`, and for making a skip as large as what it is joined with.

A single number stands for all six sides, three for depth, height and width.`,
  reference: { text: 'Dumoulin and Visin 2016, A guide to convolution arithmetic for deep learning', url: 'https://arxiv.org/abs/1603.07285' },
  keywords: ['pad', 'border', 'frame', 'margin', 'volume'],
  ...zeroPaddingRules('ZeroPadding3D', 3),
});
