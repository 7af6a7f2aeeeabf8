// SeparableConv1D: a window for each channel of a sequence, then a mixture of the channels.

import { defineLayer } from '../layer.ts';
import { separableParams, separableRules } from './separableConvolution.ts';

export const separableConv1d = defineLayer({
  type: 'separableConv1d',
  label: 'SeparableConv1D',
  category: 'convolution',
  summary: 'Filters each channel of a sequence, then mixes the channels',
  doc: `What a Conv1D does in one go, in two: every channel of \`[length, channels]\` gets a window of its own, then each filter is a weighted sum of the channels at one step. Nothing happens between the two; bias and activation come last.

With the windows' results \`[3, 2]\` at a step, a filter with the weights \`[1, −1]\` gives \`3 − 2 = 1\` there.

Size: \`out = ⌊(in + 2·padding − kernel) / stride⌋ + 1\`, as for any convolution. "causal" puts all zeros at the start, so that no step sees a later one.

Weights: \`kernel·inChannels·depthMultiplier\` for the windows, \`inChannels·depthMultiplier·filters\` for the mixture, and one bias per filter. A kernel of 9 from 64 to 128 channels: \`9·64 = 576\` and \`64·128 = 8192\`, together 8768, where a Conv1D needs \`9·64·128 = 73728\`. The longer the kernel, the more is saved: keyword spotting and speech recognition on small devices are built of them.`,
  reference: { text: 'Kaiser, Gomez and Chollet 2017, Depthwise Separable Convolutions for Neural Machine Translation', url: 'https://arxiv.org/abs/1706.03059' },
  keywords: ['depthwise', 'pointwise', 'convolution', 'sequence', 'time series', 'audio', 'speech', 'causal', 'quartznet', 'small'],
  params: separableParams(1),
  ...separableRules('SeparableConv1D', 1),
});
