// GlobalAveragePooling1D: one number per channel, the mean of its sequence.

import { defineLayer, tfLayers } from '../layer.ts';
import { globalPoolingRules } from './globalPooling.ts';

export const globalAveragePooling1d = defineLayer({
  type: 'globalAveragePooling1d',
  label: 'GlobalAveragePooling1D',
  category: 'sampling',
  summary: 'Takes the mean of every channel: from a sequence to a vector',
  doc: `Replaces every channel of a sequence by its mean over time: \`y[c] = Σ x[t, c] / length\`. 100 steps of 64 channels become 64 numbers, whatever the length was.

Put it between the last convolution and the classifier: sequences of every length become the same vector.

The channel \`[1, 5, 3, 3]\` gives \`12 / 4 = 3\`. Every step gets the same share of the gradient, here a quarter.`,
  reference: { text: 'Lin, Chen and Yan 2014, Network In Network', url: 'https://arxiv.org/abs/1312.4400' },
  keywords: ['gap', 'pool', 'mean', 'head', 'sequence', 'temporal'],
  ...globalPoolingRules('GlobalAveragePooling1D', 1, 'mean', tfLayers('globalAveragePooling1d')),
});
