// UpSampling3D: a larger volume without weights.

import { defineLayer } from '../layer.ts';
import { upSamplingRules } from './resizing.ts';

export const upSampling3d = defineLayer({
  type: 'upSampling3d',
  label: 'UpSampling3D',
  category: 'sampling',
  summary: 'Enlarges a volume without weights',
  doc: `Enlarges every channel of a volume \`size\` times: \`out = in·size\` per axis, so 16 slices become \`16·2 = 32\`. It has no weights; a convolution after it does the learning.

"nearest" repeats every voxel, 8 times where all axes double. "linear" draws straight lines between them along each axis, which is smoother (trilinear): along one, \`[1, 2]\` becomes \`[1, 1.25, 1.75, 2]\`.

A size of \`[1, 2, 2]\` enlarges the images of a video and leaves its frames.`,
  reference: { text: 'Çiçek et al. 2016, 3D U-Net', url: 'https://arxiv.org/abs/1606.06650' },
  keywords: ['upsample', 'resize', 'enlarge', 'trilinear', 'nearest', 'volume', 'double'],
  ...upSamplingRules('UpSampling3D', 3),
});
