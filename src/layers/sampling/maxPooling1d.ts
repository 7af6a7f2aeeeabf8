// MaxPooling1D: the largest value of every window of a sequence.

import { defineLayer } from '../layer.ts';
import { maxPoolingRules, poolingParams } from './pooling.ts';

export const maxPooling1d = defineLayer({
  type: 'maxPooling1d',
  label: 'MaxPooling1D',
  category: 'sampling',
  summary: 'Keeps the largest value of every window of a sequence',
  doc: `Keeps the strongest response in every window of every channel of \`[length, channels]\` and throws away when exactly it was. It has no weights.

Size: \`out = ⌊(in + 2·padding − pool) / stride⌋ + 1\`. A window of 2 halves 100 steps: \`⌊(100 + 2·0 − 2) / 2⌋ + 1 = 50\`. Of 101 steps the last is never seen, unless the ceil mode rounds up.

Over \`[1, 5, 3, 2]\` it gives 5 and 3. Only those steps get the gradient.

Padding never wins: it counts as −∞, not as zero.`,
  reference: { text: 'Zhang, Zhao and LeCun 2015, Character-level Convolutional Networks for Text Classification', url: 'https://arxiv.org/abs/1509.01626' },
  keywords: ['pool', 'downsample', 'subsample', 'maximum', 'halve', 'sequence', 'temporal'],
  params: poolingParams(1),
  ...maxPoolingRules('MaxPooling1D', 1),
});
