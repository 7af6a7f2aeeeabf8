// Conv2D: filters that slide over a map. Its rules are those of all convolutions.

import { defineLayer } from '../layer.ts';
import { convolutionParams, convolutionRules } from './convolution.ts';

export const conv2d = defineLayer({
  type: 'conv2d',
  label: 'Conv2D',
  category: 'convolution',
  summary: 'Slides learned filters over a map',
  doc: `Every filter is a small kernel that looks at a window of the map, over all its channels, and gives one number: the sum of products plus a bias. Sliding it over the map makes one output channel, so the same feature is found wherever it stands.

The kernel \`[0, 1; 2, 3]\` on \`[1, 2, 3; 4, 5, 6; 7, 8, 9]\` gives \`0·1 + 1·2 + 2·4 + 3·5 = 25\` at the upper left, then 31, 43 and 49.

Size, per axis: \`out = ⌊(in + 2·padding − kernel) / stride⌋ + 1\`. A 4×4 kernel with stride 2 and padding 1 halves a map of 64: \`⌊(64 + 2·1 − 4) / 2⌋ + 1 = 32\`. A 3×3 kernel with padding 1 keeps it. With a dilation, \`dilation·(kernel − 1) + 1\` takes the kernel's place.

Weights: \`kernelHeight·kernelWidth·inChannels·filters\` plus one bias per filter. 3×3 over 3 channels with 8 filters: \`3·3·3·8 + 8 = 224\`.

"same" follows Keras: where an odd number of zeros is needed, the extra one goes to the bottom and right, so 3×3 with stride 2 is not the same as padding 1.`,
  reference: { text: 'Dumoulin and Visin 2016, A guide to convolution arithmetic for deep learning', url: 'https://arxiv.org/abs/1603.07285' },
  keywords: ['convolution', 'conv', 'filter', 'kernel', 'dilated', 'atrous', 'grouped', 'pointwise', '1x1'],
  params: convolutionParams(2),
  ...convolutionRules('Conv2D', 2),
});
