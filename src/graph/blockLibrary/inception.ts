// The Inception block of GoogLeNet: four ways of looking at the same map, side by side.

import type { Tensor } from '../builder.ts';
import { libraryBlock } from './libraryBlock.ts';
import { BESIDE, convNorm, relu } from './parts.ts';

const filters = (label: string, doc: string, initial: number, node: string) => ({ label, doc, default: initial, targets: [[node, 'filters']] as const });

export const inception = libraryBlock({
  name: 'inception',
  label: 'Inception',
  summary: '1×1, 3×3, 5×5 and pooling side by side, joined',
  doc: 'Four ways side by side over the same map: 1×1, 3×3 and 5×5 convolutions and a max pooling, joined along the channels, so that the next layer may choose the scale. 1×1 convolutions before the large ones keep them cheap. As in torchvision, every convolution is normalized, and two 3×3 in a row would see as much as the 5×5.',
  keywords: ['googlenet', 'inception v1', 'multi-scale', 'branches', 'concatenate', '1x1'],
  reference: { text: 'Szegedy et al. 2015, Going Deeper with Convolutions', url: 'https://arxiv.org/abs/1409.4842' },
  params: {
    ones: filters('1×1', 'Channels of the 1×1 way.', 64, 'conv1'),
    reduce3: filters('3×3 reduce', 'Channels of the 1×1 convolution before the 3×3.', 96, 'conv3_reduce'),
    threes: filters('3×3', 'Channels of the 3×3 way.', 128, 'conv3'),
    reduce5: filters('5×5 reduce', 'Channels of the 1×1 convolution before the 5×5.', 16, 'conv5_reduce'),
    fives: filters('5×5', 'Channels of the 5×5 way.', 32, 'conv5'),
    pooled: filters('Pooled', 'Channels of the 1×1 convolution after the pooling.', 32, 'conv_pool'),
    kernel5: { label: '5×5 kernel', doc: 'Kernel of the 5×5 way: torchvision has 3 there, and padding 1.', default: 5, targets: [['conv5', 'kernelSize']] },
    padding5: { label: '5×5 padding', doc: 'Padding of the 5×5 way, half of its kernel.', default: 2, targets: [['conv5', 'padding']] },
  },
  build(b) {
    const x = b.input('x', [1.5 * BESIDE, 0]);
    const unit = (from: Tensor, name: string, params: Parameters<typeof convNorm>[2], column: number, row: number): Tensor =>
      relu(convNorm(from, name, params, [column * BESIDE, row]), `relu${name}`, [column * BESIDE, row + 2]);
    const ones = unit(x, '1', { filters: 64, kernelSize: 1 }, 0, 4);
    const threes = unit(unit(x, '3_reduce', { filters: 96, kernelSize: 1 }, 1, 1), '3', { filters: 128, kernelSize: 3, padding: 1 }, 1, 4);
    const fives = unit(unit(x, '5_reduce', { filters: 16, kernelSize: 1 }, 2, 1), '5', { filters: 32, kernelSize: 5, padding: 2 }, 2, 4);
    const pooled = unit(x.maxPooling2d({ poolSize: 3, strides: 1, padding: 1, ceilMode: true }, { id: 'pool', at: [3 * BESIDE, 2] }), '_pool', { filters: 32, kernelSize: 1 }, 3, 4);
    b.output('y', ones.concatenate({}, { id: 'join', at: [1.5 * BESIDE, 7], with: [threes, fives, pooled] }), [1.5 * BESIDE, 8]);
  },
});
