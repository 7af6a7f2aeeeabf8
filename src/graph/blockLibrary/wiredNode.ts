// The node of a randomly wired network.

import { libraryBlock } from './libraryBlock.ts';
import { CONV, filtersParam, NORM, stridesParam } from './parts.ts';

export const wiredNode = libraryBlock({
  name: 'wired-node',
  label: 'Wired node',
  summary: 'ReLU, separable convolution, normalization: a node of a random network',
  doc: 'What stands at every node of a randomly wired network: ReLU, a separable 3×3 convolution and batch normalization. The ReLU comes first, so that sums of many inputs are not all positive.',
  keywords: ['randwire', 'random wiring', 'triplet', 'separable'],
  reference: { text: 'Xie, Kirillov, Girshick, He 2019, Exploring Randomly Wired Neural Networks for Image Recognition', url: 'https://arxiv.org/abs/1904.01569' },
  params: { filters: filtersParam('Channels that come out.', 32, ['conv', 'filters']), strides: stridesParam(1, 'conv') },
  build(b) {
    const x = b.input('x', [0, 0]).activation({ activation: 'relu' }, { id: 'relu', at: [0, 1] });
    const filtered = x.separableConv2d({ filters: 32, kernelSize: 3, padding: 1, ...CONV }, { id: 'conv', at: [0, 2] });
    b.output('y', filtered.batchNormalization(NORM, { id: 'norm', at: [0, 3] }), [0, 4]);
  },
});
