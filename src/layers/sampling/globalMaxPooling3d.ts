// GlobalMaxPooling3D: one number per channel, the largest of its volume.

import { defineLayer, runtime } from '../layer.ts';
import { globalPoolingRules } from './globalPooling.ts';

export const globalMaxPooling3d = defineLayer({
  type: 'globalMaxPooling3d',
  label: 'GlobalMaxPooling3D',
  category: 'sampling',
  summary: 'Keeps the largest value of every channel: from a volume to a vector',
  doc: `Keeps the strongest response of every channel over the whole volume: \`y[c] = max x[d, h, w, c]\`. A volume of 4×8×8×64 becomes 64 numbers that say whether something is there, not where.

Against the mean it does not matter how much of the volume shows it: one voxel suffices, as for a small lesion in a scan. A channel with the voxels \`[0, 0, 7, 0, 0, 0, 1, 0]\` becomes 7, where the mean would be 1.

Only the largest voxel gets the gradient; equal ones share it, as where a whole channel is 0 after ReLU.`,
  reference: { text: 'Maturana and Scherer 2015, VoxNet', url: 'https://doi.org/10.1109/IROS.2015.7353481' },
  keywords: ['gmp', 'pool', 'maximum', 'head', 'volume'],
  // tfjs's own gives every one of several equal maxima the whole gradient.
  ...globalPoolingRules('GlobalMaxPooling3D', 3, 'max', runtime('globalMaxPooling')),
});
