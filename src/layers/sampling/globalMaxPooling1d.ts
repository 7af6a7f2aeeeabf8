// GlobalMaxPooling1D: one number per channel, the largest of its sequence.

import { defineLayer, runtime } from '../layer.ts';
import { globalPoolingRules } from './globalPooling.ts';

export const globalMaxPooling1d = defineLayer({
  type: 'globalMaxPooling1d',
  label: 'GlobalMaxPooling1D',
  category: 'sampling',
  summary: 'Keeps the largest value of every channel: from a sequence to a vector',
  doc: `Keeps the strongest response of every channel over the whole sequence: \`y[c] = max x[t, c]\`. 100 steps of 64 channels become 64 numbers that say whether something occurred, not when.

With a convolution before it this is the classic classifier of texts: every filter looks for a phrase, anywhere. The channel \`[1, 5, 3, 2]\` gives 5.

Only the largest step gets the gradient; equal ones share it.`,
  reference: { text: 'Kim 2014, Convolutional Neural Networks for Sentence Classification', url: 'https://arxiv.org/abs/1408.5882' },
  keywords: ['gmp', 'pool', 'maximum', 'head', 'sequence'],
  // tfjs's own gives every one of several equal maxima the whole gradient.
  ...globalPoolingRules('GlobalMaxPooling1D', 1, 'max', runtime('globalMaxPooling')),
});
