// AdaptiveAveragePooling2D: a given number of means, whatever the size.

import { defineLayer } from '../layer.ts';
import { adaptivePoolingRules } from './resizing.ts';

export const adaptiveAveragePooling2d = defineLayer({
  type: 'adaptiveAveragePooling2d',
  label: 'AdaptiveAveragePooling2D',
  category: 'sampling',
  summary: 'Means of a given number of windows, whatever the size',
  doc: `Divides a map into as many windows as are wanted and takes the mean of each. Along each axis window i goes from \`⌊i·in / out⌋\` to \`⌈(i + 1)·in / out⌉\` (the end not included). The size of the result is given, that of the windows follows.

7 rows to 3: windows 0 to 2, 2 to 4 and 4 to 6, which share rows 2 and 4. 8×8 to 4×4 is an average pooling of 2×2. \`[1, 3; 4, 8]\` to 1×1 becomes \`16 / 4 = 4\`, to 1×2 \`[2.5, 5.5]\`.

Images of every size get the same size before a dense layer: PyTorch's VGG and AlexNet pool to 7×7 and 6×6 so. Output size 1 is the global mean.`,
  reference: { text: 'He et al. 2014, Spatial Pyramid Pooling', url: 'https://arxiv.org/abs/1406.4729' },
  keywords: ['pool', 'mean', 'adaptive', 'resize', 'spatial pyramid', 'any size'],
  ...adaptivePoolingRules('AdaptiveAveragePooling2D', 2),
});
