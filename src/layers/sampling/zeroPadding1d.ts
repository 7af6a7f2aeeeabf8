// ZeroPadding1D: zeros before and after a sequence.

import { defineLayer } from '../layer.ts';
import { zeroPaddingRules } from './borders.ts';

export const zeroPadding1d = defineLayer({
  type: 'zeroPadding1d',
  label: 'ZeroPadding1D',
  category: 'sampling',
  summary: 'Puts zeros before and after a sequence',
  doc: `Adds steps of zeros: \`out = in + before + after\`. One at each end makes 100 steps into \`100 + 1 + 1 = 102\`, and \`[5, 7]\` into \`[0, 5, 7, 0]\`.

A convolution's own padding does the same. This layer is for ends that differ: \`[[3, 0]]\` puts three zeros before a sequence and none after it, so that a convolution with kernel 4 sees no later step.

A single number stands for both ends.`,
  reference: { text: 'Dumoulin and Visin 2016, A guide to convolution arithmetic for deep learning', url: 'https://arxiv.org/abs/1603.07285' },
  keywords: ['pad', 'border', 'margin', 'causal', 'sequence'],
  ...zeroPaddingRules('ZeroPadding1D', 1),
});
