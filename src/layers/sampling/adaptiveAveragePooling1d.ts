// AdaptiveAveragePooling1D: a given number of means, whatever the length.

import { defineLayer } from '../layer.ts';
import { adaptivePoolingRules } from './resizing.ts';

export const adaptiveAveragePooling1d = defineLayer({
  type: 'adaptiveAveragePooling1d',
  label: 'AdaptiveAveragePooling1D',
  category: 'sampling',
  summary: 'Means of a given number of windows, whatever the length',
  doc: `Divides a sequence into as many windows as are wanted and takes the mean of each: window i goes from \`⌊i·in / out⌋\` to \`⌈(i + 1)·in / out⌉\` (the end not included). The length of the result is given, that of the windows follows.

7 steps to 3: windows 0 to 2, 2 to 4 and 4 to 6, which share steps 2 and 4. 8 steps to 4 is an average pooling of 2: \`[1, 3, 4, 4]\` to 2 steps becomes \`[2, 4]\`.

Sequences of every length get the same size before a dense layer; output size 1 is the global mean.`,
  reference: { text: 'He et al. 2014, Spatial Pyramid Pooling', url: 'https://arxiv.org/abs/1406.4729' },
  keywords: ['pool', 'mean', 'adaptive', 'resize', 'sequence', 'any length'],
  ...adaptivePoolingRules('AdaptiveAveragePooling1D', 1),
});
