// Conv1D: filters that slide over a sequence. Its rules are those of all convolutions.

import { defineLayer } from '../layer.ts';
import { convolutionParams, convolutionRules } from './convolution.ts';

export const conv1d = defineLayer({
  type: 'conv1d',
  label: 'Conv1D',
  category: 'convolution',
  summary: 'Slides learned filters over a sequence',
  doc: `The convolution for what has one axis: sound, a time series, a text of embedded words. Every filter looks at \`kernel\` successive steps of \`[length, channels]\` and gives one number per position.

Size: \`out = ⌊(in + 2·padding − kernel) / stride⌋ + 1\`. A kernel of 3 over 100 steps gives \`⌊(100 + 2·0 − 3) / 1⌋ + 1 = 98\`.

"causal" puts all zeros at the start, \`dilation·(kernel − 1)\` of them, so that step t is made of steps up to t only: what a model that predicts the next step needs. With kernel 2, stacked layers of dilation 1, 2, 4, 8 see \`1 + 1 + 2 + 4 + 8 = 16\` steps back (WaveNet).

Example: the kernel \`[1, 0, −1]\` over \`[2, 4, 7, 7]\` gives \`2 − 7 = −5\` and \`4 − 7 = −3\`: slopes.

Weights: \`kernel·inChannels·filters\` plus one bias per filter.`,
  reference: { text: 'van den Oord et al. 2016, WaveNet', url: 'https://arxiv.org/abs/1609.03499' },
  keywords: ['convolution', 'conv', 'sequence', 'time series', 'audio', 'signal', 'temporal', 'causal', 'tcn', 'wavenet', 'text'],
  params: convolutionParams(1),
  ...convolutionRules('Conv1D', 1),
});
