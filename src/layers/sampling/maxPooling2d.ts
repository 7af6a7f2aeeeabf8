// MaxPooling2D: the largest value of every window.

import { defineLayer } from '../layer.ts';
import { maxPoolingRules, poolingParams } from './pooling.ts';

export const maxPooling2d = defineLayer({
  type: 'maxPooling2d',
  label: 'MaxPooling2D',
  category: 'sampling',
  summary: 'Keeps the largest value of every window',
  doc: `Keeps the strongest response in every window of every channel and throws away where exactly it was: the map becomes smaller, what follows sees a wider part of the image, and small shifts matter less. It has no weights.

Size, per axis: \`out = ⌊(in + 2·padding − pool) / stride⌋ + 1\`. 2×2 with stride 2 halves 64: \`⌊(64 + 2·0 − 2) / 2⌋ + 1 = 32\`. On an odd size the last row and column are never seen: 127 becomes 63, and 64 with the ceil mode.

The window \`[1, 5; 3, 2]\` gives 5. Only that pixel gets the gradient.

Padding never wins: it counts as −∞, not as zero.`,
  reference: { text: 'Scherer, Müller and Behnke 2010, Evaluation of Pooling Operations', url: 'https://doi.org/10.1007/978-3-642-15825-4_10' },
  keywords: ['pool', 'downsample', 'subsample', 'maximum', 'halve'],
  params: poolingParams(2),
  ...maxPoolingRules('MaxPooling2D', 2),
});
