// GlobalAveragePooling3D: one number per channel, the mean of its volume.

import { defineLayer, runtime } from '../layer.ts';
import { globalPoolingRules } from './globalPooling.ts';

export const globalAveragePooling3d = defineLayer({
  type: 'globalAveragePooling3d',
  label: 'GlobalAveragePooling3D',
  category: 'sampling',
  summary: 'Takes the mean of every channel: from a volume to a vector',
  doc: `Replaces every channel of a volume by its mean over depth, height and width: \`y[c] = Σ x[d, h, w, c] / (depth·height·width)\`. A volume of 4×8×8×64 becomes 64 numbers.

A channel with the 8 voxels \`[1, 5, 3, 3, 2, 2, 0, 0]\` becomes \`16 / 8 = 2\`; each of them gets an eighth of the gradient.

Put it between the last convolution and the classifier. Against Flatten it saves nearly all weights: to 10 classes \`64·10 + 10 = 650\` instead of \`4·8·8·64·10 + 10 = 163850\`. Volumes of every size become the same vector.`,
  reference: { text: 'Lin, Chen and Yan 2014, Network In Network', url: 'https://arxiv.org/abs/1312.4400' },
  keywords: ['gap', 'pool', 'mean', 'head', 'volume', 'video'],
  ...globalPoolingRules('GlobalAveragePooling3D', 3, 'mean', runtime('globalAveragePooling')),
});
