// A convolution with what usually follows it.

import { libraryBlock } from './libraryBlock.ts';
import { convNorm, filtersParam, relu, stridesParam } from './parts.ts';

export const convUnit = libraryBlock({
  name: 'conv-norm-relu',
  label: 'Conv, norm, ReLU',
  summary: 'A 3×3 convolution, normalized and activated',
  doc: 'A 3×3 convolution without bias, batch normalization, which brings its own, and a ReLU: the unit of most networks since 2015. Repeated, it is a stage of a VGG or a SegNet.',
  keywords: ['convolution', 'batch normalization', 'unit', 'vgg', 'segnet', 'stage'],
  reference: { text: 'Ioffe and Szegedy 2015, Batch Normalization', url: 'https://arxiv.org/abs/1502.03167' },
  params: { filters: filtersParam('Channels that come out.', 64, ['conv', 'filters']), strides: stridesParam(1, 'conv') },
  build(b) {
    b.output('y', relu(convNorm(b.input('x', [0, 0]), '', { filters: 64, kernelSize: 3, padding: 1 }, [0, 1]), 'relu', [0, 3]), [0, 4]);
  },
});
