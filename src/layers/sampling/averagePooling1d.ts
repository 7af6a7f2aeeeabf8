// AveragePooling1D: the mean of every window of a sequence.

import { defineLayer } from '../layer.ts';
import { averagePoolingParams, averagePoolingRules } from './pooling.ts';

export const averagePooling1d = defineLayer({
  type: 'averagePooling1d',
  label: 'AveragePooling1D',
  category: 'sampling',
  summary: 'Takes the mean of every window of a sequence',
  doc: `Takes the mean of every window of every channel of \`[length, channels]\`: smoothing followed by taking every stride-th step. Every step of the window gets the same share of the gradient. It has no weights.

Size: \`out = ⌊(in + 2·padding − pool) / stride⌋ + 1\`. A window of 2 halves 100 steps: \`⌊(100 + 2·0 − 2) / 2⌋ + 1 = 50\`.

Over \`[1, 5, 3, 2]\` it gives 3 and 2.5. With stride 1 it is a moving average. Padding is left out of the mean, as in Keras, unless "Count padding" is set.`,
  reference: { text: 'LeCun et al. 1998, Gradient-Based Learning Applied to Document Recognition', url: 'https://doi.org/10.1109/5.726791' },
  keywords: ['pool', 'mean', 'downsample', 'subsample', 'smooth', 'moving average', 'sequence'],
  params: averagePoolingParams(1),
  ...averagePoolingRules('AveragePooling1D', 1),
});
