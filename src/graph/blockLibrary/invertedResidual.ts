// The blocks of MobileNets: depthwise and 1×1 convolutions, and a shortcut between the narrow ends.

import type { BlockBuilder, Tensor } from '../builder.ts';
import { libraryBlock } from './libraryBlock.ts';
import { convNorm, filtersParam, NORM, stridesParam, type At } from './parts.ts';

const reference = { text: 'Sandler, Howard, Zhu, Zhmoginov, Chen 2018, MobileNetV2: Inverted Residuals and Linear Bottlenecks', url: 'https://arxiv.org/abs/1801.04381' };
const keywords = ['mobilenet', 'mobilenetv2', 'efficientnet', 'depthwise', 'separable', 'linear bottleneck', 'mbconv'];

const relu6 = (x: Tensor, id: string, at: At): Tensor => x.activation({ activation: 'relu6' }, { id, at });

/** Depthwise 3×3, normalized, and the linear 1×1 convolution to `filters`. */
const filterAndProject = (x: Tensor, filters: number, strides: number, row: number): Tensor => {
  const filtered = x
    .depthwiseConv2d({ kernelSize: 3, strides, padding: 1, useBias: false, depthwiseInitializer: 'heNormal' }, { id: 'depthwise', at: [0, row] })
    .batchNormalization(NORM, { id: 'norm_depthwise', at: [0, row + 1] });
  return convNorm(relu6(filtered, 'relu_depthwise', [0, row + 2]), '_project', { filters, kernelSize: 1 }, [0, row + 3]);
};

const expand = (x: Tensor, width: number): Tensor => relu6(convNorm(x, '_expand', { filters: width, kernelSize: 1 }, [0, 1]), 'relu_expand', [0, 3]);

const width = { label: 'Width', doc: 'Channels of the depthwise convolution: six times those that come in.', default: 144, targets: [['conv_expand', 'filters']] } as const;

export const invertedResidual = libraryBlock({
  name: 'inverted-residual',
  label: 'Inverted residual',
  summary: 'Wide in the middle, cheap, with a shortcut between the narrow ends',
  doc: 'A 1×1 convolution widens the map six times, a depthwise 3×3 filters every channel by itself, and a 1×1 convolution without activation narrows it again; the input is added. Wide where it is cheap, narrow where memory counts: the reverse of a bottleneck. Size and channels stay, so that copies can follow each other.',
  keywords,
  reference,
  params: { filters: filtersParam('Channels that come out; as many as come in.', 24, ['conv_project', 'filters']), width },
  build(b: BlockBuilder) {
    const x = b.input('x', [0, 0]);
    b.output('y', filterAndProject(expand(x, 144), 24, 1, 4).add({}, { id: 'sum', at: [0, 9], with: [x] }), [0, 10]);
  },
});

export const invertedResidualDown = libraryBlock({
  name: 'inverted-residual-down',
  label: 'Inverted residual, without shortcut',
  summary: 'The same for another size, other channels',
  doc: 'The inverted residual where size or channels change: there is no shortcut, as what comes in would not fit what comes out.',
  keywords: [...keywords, 'downsample'],
  reference,
  params: { filters: filtersParam('Channels that come out.', 24, ['conv_project', 'filters']), width, strides: stridesParam(2, 'depthwise') },
  build(b: BlockBuilder) {
    b.output('y', filterAndProject(expand(b.input('x', [0, 0]), 144), 24, 2, 4), [0, 9]);
  },
});

export const separable = libraryBlock({
  name: 'separable',
  label: 'Depthwise separable',
  summary: 'Depthwise 3×3, then 1×1, each normalized',
  doc: 'Every channel is filtered by itself, then a 1×1 convolution mixes them: an eighth of the work of a 3×3 convolution. The first block of MobileNetV2, and with an activation after it all of those of MobileNet.',
  keywords,
  reference: { text: 'Howard et al. 2017, MobileNets', url: 'https://arxiv.org/abs/1704.04861' },
  params: { filters: filtersParam('Channels that come out.', 16, ['conv_project', 'filters']), strides: stridesParam(1, 'depthwise') },
  build(b: BlockBuilder) {
    b.output('y', filterAndProject(b.input('x', [0, 0]), 16, 1, 1), [0, 6]);
  },
});
