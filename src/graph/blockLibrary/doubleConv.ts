// The double convolutions of U-Nets: plain as published, normalized as usual today, and over volumes.

import type { BlockBuilder } from '../builder.ts';
import { libraryBlock } from './libraryBlock.ts';
import { CONV, convNorm, filtersParam, NORM, relu } from './parts.ts';

const reference = { text: 'Ronneberger, Fischer, Brox 2015, U-Net', url: 'https://arxiv.org/abs/1505.04597' };
const keywords = ['u-net', 'unet', 'conv', 'encoder', 'decoder', 'segmentation'];

const params = {
  filters: filtersParam('Channels of both convolutions.', 64, ['conv1', 'filters'], ['conv2', 'filters']),
  padding: {
    label: 'Padding',
    doc: '1 keeps the size; 0 makes it 4 smaller, as in the paper.',
    default: 1,
    targets: [
      ['conv1', 'padding'],
      ['conv2', 'padding'],
    ],
  },
} as const;

export const doubleConv = libraryBlock({
  name: 'double-conv',
  label: 'U-Net double conv',
  summary: 'Two 3×3 convolutions with ReLU',
  doc: 'Two 3×3 convolutions, each followed by a ReLU: what stands at every level of a U-Net, on the way down and on the way up. Together they see 5×5 pixels, with fewer weights than one 5×5 convolution and one more bend.',
  keywords,
  reference,
  params,
  build(b: BlockBuilder) {
    const conv = { filters: 64, kernelSize: 3, padding: 1, activation: 'relu', kernelInitializer: 'heNormal' } as const;
    b.output('y', b.input('x', [0, 0]).conv2d(conv, { id: 'conv1', at: [0, 1] }).conv2d(conv, { id: 'conv2', at: [0, 2] }), [0, 3]);
  },
});

export const doubleConvNorm = libraryBlock({
  name: 'double-conv-norm',
  label: 'U-Net double conv, normalized',
  summary: 'Two 3×3 convolutions with batch normalization and ReLU',
  doc: 'The double convolution of a U-Net with batch normalization after each convolution, which the paper, being older, does not have: training is faster and forgives larger learning rates.',
  keywords: [...keywords, 'batch normalization'],
  reference,
  params,
  build(b: BlockBuilder) {
    const conv = { filters: 64, kernelSize: 3, padding: 1 } as const;
    const first = relu(convNorm(b.input('x', [0, 0]), '1', conv, [0, 1]), 'relu1', [0, 3]);
    b.output('y', relu(convNorm(first, '2', conv, [0, 4]), 'relu2', [0, 6]), [0, 7]);
  },
});

const volumeReference = { text: 'Çiçek, Abdulkadir, Lienkamp, Brox, Ronneberger 2016, 3D U-Net', url: 'https://arxiv.org/abs/1606.06650' };

/** @param times how many times as many channels the second convolution has */
const volumeParams = (times: 1 | 2) => ({
  filters: filtersParam(times === 2 ? 'Channels of the first convolution; the second has twice as many.' : 'Channels of both convolutions.', 32, ['conv1', 'filters'], ['conv2', 'filters', times]),
  padding: params.padding,
});

const buildVolume = (times: 1 | 2) => (b: BlockBuilder) => {
  let x = b.input('x', [0, 0]);
  for (const [i, filters] of [32, 32 * times].entries()) {
    const row = 3 * i + 1;
    x = x
      .conv3d({ ...CONV, filters, kernelSize: 3, padding: 1 }, { id: `conv${i + 1}`, at: [0, row] })
      .batchNormalization(NORM, { id: `norm${i + 1}`, at: [0, row + 1] });
    x = relu(x, `relu${i + 1}`, [0, row + 2]);
  }
  b.output('y', x, [0, 7]);
};

export const doubleConv3d = libraryBlock({
  name: 'double-conv-3d',
  label: '3-D double conv',
  summary: 'Two 3×3×3 convolutions with normalization and ReLU',
  doc: 'Two 3×3×3 convolutions over a volume, each with batch normalization and ReLU: the way up in a 3-D U-Net.',
  keywords: [...keywords, 'volume', '3d'],
  reference: volumeReference,
  params: volumeParams(1),
  build: buildVolume(1),
});

export const wideningConv3d = libraryBlock({
  name: 'widening-conv-3d',
  label: '3-D double conv, widening',
  summary: 'The second of two 3×3×3 convolutions has twice the channels',
  doc: 'Two 3×3×3 convolutions over a volume, of which the second has twice as many channels: the way down in a 3-D U-Net doubles them before the pooling, so that the pooling is no bottleneck.',
  keywords: [...keywords, 'volume', '3d'],
  reference: volumeReference,
  params: volumeParams(2),
  build: buildVolume(2),
});
