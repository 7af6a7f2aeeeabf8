// The bottleneck blocks of deep ResNets and ResNeXts: 1×1 down, 3×3, 1×1 up, and a shortcut; also with squeeze and excitation.

import type { BlockBuilder } from '../builder.ts';
import { libraryBlock } from './libraryBlock.ts';
import { BESIDE, convNorm, filtersParam, relu, stridesParam } from './parts.ts';
import { squeezeExcite } from './squeezeExcite.ts';

const reference = { text: 'He, Zhang, Ren, Sun 2016, Deep Residual Learning for Image Recognition', url: 'https://arxiv.org/abs/1512.03385' };
const keywords = ['resnet', 'resnet-50', 'resnext', 'skip', 'shortcut', '1x1', 'grouped'];

const width = {
  label: 'Width',
  doc: 'Channels of the 3×3 convolution: a quarter of the filters in a ResNet, half of them in a ResNeXt.',
  default: 64,
  targets: [
    ['conv1', 'filters'],
    ['conv2', 'filters'],
  ],
} as const;
const groups = { label: 'Groups', doc: 'Groups of the 3×3 convolution: 1 in a ResNet, 32 in a ResNeXt.', default: 1, targets: [['conv2', 'groups']] } as const;

/** @param down whether size or channels change, so that the shortcut is projected */
const build = (down: boolean, excite: boolean) => (b: BlockBuilder) => {
  const [filters, strides] = down ? [512, 2] : [256, 1];
  const x = b.input('x', [0, 0]);
  const narrow = relu(convNorm(x, '1', { filters: 64, kernelSize: 1 }, [0, 1]), 'relu1', [0, 3]);
  const inner = relu(convNorm(narrow, '2', { filters: 64, kernelSize: 3, strides, padding: 1 }, [0, 4]), 'relu2', [0, 6]);
  const wide = convNorm(inner, '3', { filters, kernelSize: 1 }, [0, 7]);
  const gated = excite ? wide.block(squeezeExcite, { filters }, { id: 'excite', at: [0, 9] }) : wide;
  const shortcut = down ? convNorm(x, '_shortcut', { filters, kernelSize: 1, strides }, [BESIDE, 4]) : x;
  const row = excite ? 10 : 9;
  const sum = gated.add({}, { id: 'sum', at: [0, row], with: [shortcut] });
  b.output('y', relu(sum, 'relu3', [0, row + 1]), [0, row + 2]);
};

export const bottleneck = libraryBlock({
  name: 'bottleneck',
  label: 'Bottleneck',
  summary: 'y = F(x) + x with 1×1, 3×3 and 1×1 convolutions',
  doc: 'A 1×1 convolution narrows the map, so that the 3×3 convolution is cheap, and another widens it again: as much work as two 3×3 convolutions, over four times as many channels. With groups it is the block of ResNeXt. Size and channels stay, so that copies can follow each other.',
  keywords,
  reference,
  params: { filters: filtersParam('Channels that come out; as many as come in.', 256, ['conv3', 'filters']), width, groups },
  build: build(false, false),
});

export const bottleneckDown = libraryBlock({
  name: 'bottleneck-down',
  label: 'Bottleneck, projected',
  summary: 'y = F(x) + P(x): another size, other channels',
  doc: 'The bottleneck where size or channels change: a 1×1 convolution projects the shortcut. The stride is at the 3×3 convolution, as in torchvision (ResNet 1.5), where the paper has it at the first 1×1.',
  keywords: [...keywords, 'projection', 'downsample'],
  reference,
  params: {
    filters: filtersParam('Channels that come out.', 512, ['conv3', 'filters'], ['conv_shortcut', 'filters']),
    width,
    groups,
    strides: stridesParam(2, 'conv2', 'conv_shortcut'),
  },
  build: build(true, false),
});

const seReference = { text: 'Hu, Shen, Sun 2018, Squeeze-and-Excitation Networks', url: 'https://arxiv.org/abs/1709.01507' };

export const seBottleneck = libraryBlock({
  name: 'se-bottleneck',
  label: 'SE bottleneck',
  summary: 'A bottleneck that weighs its channels',
  doc: 'The bottleneck of a ResNet with squeeze and excitation before the sum: the whole map decides how much each channel counts.',
  keywords: [...keywords, 'senet', 'squeeze', 'attention'],
  reference: seReference,
  params: { filters: filtersParam('Channels that come out; as many as come in.', 256, ['conv3', 'filters'], ['excite', 'filters']), width, groups },
  build: build(false, true),
});

export const seBottleneckDown = libraryBlock({
  name: 'se-bottleneck-down',
  label: 'SE bottleneck, projected',
  summary: 'An SE bottleneck for another size, other channels',
  doc: 'The bottleneck with squeeze and excitation where size or channels change: a 1×1 convolution projects the shortcut.',
  keywords: [...keywords, 'senet', 'squeeze', 'attention', 'projection', 'downsample'],
  reference: seReference,
  params: {
    filters: filtersParam('Channels that come out.', 512, ['conv3', 'filters'], ['conv_shortcut', 'filters'], ['excite', 'filters']),
    width,
    groups,
    strides: stridesParam(2, 'conv2', 'conv_shortcut'),
  },
  build: build(true, true),
});
