// AveragePooling2D: the mean of every window.

import { defineLayer } from '../layer.ts';
import { averagePoolingParams, averagePoolingRules } from './pooling.ts';

export const averagePooling2d = defineLayer({
  type: 'averagePooling2d',
  label: 'AveragePooling2D',
  category: 'sampling',
  summary: 'Takes the mean of every window',
  doc: `Takes the mean of every window of every channel: a blur followed by taking every stride-th pixel. Gentler than max pooling; every pixel of the window gets the same share of the gradient. It has no weights.

Size, per axis: \`out = ⌊(in + 2·padding − pool) / stride⌋ + 1\`. 2×2 with stride 2 halves 64: \`⌊(64 + 2·0 − 2) / 2⌋ + 1 = 32\`.

The window \`[1, 5; 3, 2]\` gives \`(1 + 5 + 3 + 2) / 4 = 2.75\`. Padding is left out of the mean, as in Keras: at a corner with one row and one column of it, only the one real pixel counts. "Count padding" divides by the whole window instead, as PyTorch does.`,
  reference: { text: 'LeCun et al. 1998, Gradient-Based Learning Applied to Document Recognition', url: 'https://doi.org/10.1109/5.726791' },
  keywords: ['pool', 'mean', 'downsample', 'subsample', 'blur'],
  params: averagePoolingParams(2),
  ...averagePoolingRules('AveragePooling2D', 2),
});
