// GlobalMaxPooling2D: one number per channel, the largest of its map.

import { defineLayer, runtime } from '../layer.ts';
import { globalPoolingRules } from './globalPooling.ts';

export const globalMaxPooling2d = defineLayer({
  type: 'globalMaxPooling2d',
  label: 'GlobalMaxPooling2D',
  category: 'sampling',
  summary: 'Keeps the largest value of every channel: from a map to a vector',
  doc: `Keeps the strongest response of every channel over the whole map: \`y[c] = max x[h, w, c]\`. A map of 8×8×64 becomes 64 numbers that say whether something is there, not where.

Against the mean it does not matter how much of the map shows it: one pixel suffices, so that a classifier trained on whole images learns where things are without being told. The map \`[1, 5; 3, 2]\` gives 5.

Only the largest pixel gets the gradient; equal ones share it, as where a whole channel is 0 after ReLU.`,
  reference: { text: 'Oquab et al. 2015, Is object localization for free?', url: 'https://doi.org/10.1109/CVPR.2015.7298668' },
  keywords: ['gmp', 'pool', 'maximum', 'head', 'map'],
  // tfjs's own gives every one of several equal maxima the whole gradient.
  ...globalPoolingRules('GlobalMaxPooling2D', 2, 'max', runtime('globalMaxPooling')),
});
