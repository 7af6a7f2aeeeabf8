// Squeeze and excitation: the mean of every channel decides how much each of them counts.

import { libraryBlock } from './libraryBlock.ts';
import { filtersParam } from './parts.ts';

export const squeezeExcite = libraryBlock({
  name: 'squeeze-excite',
  label: 'Squeeze-excite',
  summary: 'Weighs the channels by what the whole map holds',
  doc: 'The mean of every channel goes through two 1×1 convolutions, narrow and wide again, and a sigmoid: a number from 0 to 1 per channel, by which the map is multiplied. For 2 % more weights and hardly any work, channels that do not matter for this image fade.',
  keywords: ['se', 'senet', 'channel attention', 'gate', 'excitation', 'cbam'],
  reference: { text: 'Hu, Shen, Sun 2018, Squeeze-and-Excitation Networks', url: 'https://arxiv.org/abs/1709.01507' },
  params: { filters: filtersParam('Channels that come in and out. The narrow convolution has a sixteenth of them.', 256, ['excite', 'filters'], ['squeeze', 'filters', 1 / 16]) },
  build(b) {
    const x = b.input('x', [0, 0]);
    const gate = x
      .adaptiveAveragePooling2d({ outputSize: 1 }, { id: 'mean', at: [1.3, 1] })
      .conv2d({ filters: 16, kernelSize: 1, activation: 'relu', kernelInitializer: 'heNormal' }, { id: 'squeeze', at: [1.3, 2] })
      .conv2d({ filters: 256, kernelSize: 1, activation: 'sigmoid' }, { id: 'excite', at: [1.3, 3] });
    b.output('y', x.multiply({}, { id: 'weigh', at: [0, 4], with: [gate] }), [0, 5]);
  },
});
