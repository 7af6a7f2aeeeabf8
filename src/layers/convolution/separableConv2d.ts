// SeparableConv2D: a window for each channel of a map, then a mixture of the channels.

import { defineLayer } from '../layer.ts';
import { separableParams, separableRules } from './separableConvolution.ts';

export const separableConv2d = defineLayer({
  type: 'separableConv2d',
  label: 'SeparableConv2D',
  category: 'convolution',
  summary: 'Filters each channel, then mixes the channels: a cheap convolution',
  doc: `What a Conv2D does in one go, in two: every channel gets a window of its own, as in DepthwiseConv2D, then each filter is a weighted sum of the channels at one pixel, a 1×1 convolution. Nothing happens between the two; bias and activation come last. Where normalization and activation belong in between, as in MobileNet, use the two layers.

With the windows' results \`[3, 2]\` at a pixel, a filter with the weights \`[1, −1]\` gives \`3 − 2 = 1\` there.

Size: \`out = ⌊(in + 2·padding − kernel) / stride⌋ + 1\`, as for any convolution.

Weights: \`kernelHeight·kernelWidth·inChannels·depthMultiplier\` for the windows, \`inChannels·depthMultiplier·filters\` for the mixture, and one bias per filter. 3×3 from 64 to 128 channels: \`3·3·64 = 576\` and \`64·128 = 8192\`, together 8768, where a Conv2D needs \`3·3·64·128 = 73728\`: 8.4 times as many, and as much work.`,
  reference: { text: 'Chollet 2017, Xception', url: 'https://arxiv.org/abs/1610.02357' },
  keywords: ['depthwise', 'pointwise', 'convolution', 'xception', 'mobilenet', 'cheap', 'small'],
  params: separableParams(2),
  ...separableRules('SeparableConv2D', 2),
});
