// The basic residual blocks: two 3×3 convolutions and a shortcut, which is the input itself or a projection of it.

import { libraryBlock } from './libraryBlock.ts';
import { BESIDE, convNorm, filtersParam, relu, stridesParam } from './parts.ts';

const reference = { text: 'He, Zhang, Ren, Sun 2016, Deep Residual Learning for Image Recognition', url: 'https://arxiv.org/abs/1512.03385' };

export const residual = libraryBlock({
  name: 'residual',
  label: 'Residual',
  summary: 'y = F(x) + x with two 3×3 convolutions',
  doc: 'Two 3×3 convolutions learn what is to be added to the input: y = ReLU(F(x) + x). Where nothing is to be changed, F only has to become 0, and the gradient reaches early layers by way of the sum, unchanged. Size and channels stay, so that copies can follow each other.',
  keywords: ['resnet', 'skip', 'shortcut', 'basic block', 'identity'],
  reference,
  params: { filters: filtersParam('Channels inside; as many as come in.', 64, ['conv1', 'filters'], ['conv2', 'filters']) },
  build(b) {
    const x = b.input('x', [0, 0]);
    const inner = relu(convNorm(x, '1', { filters: 64, kernelSize: 3, padding: 1 }, [0, 1]), 'relu1', [0, 3]);
    const sum = convNorm(inner, '2', { filters: 64, kernelSize: 3, padding: 1 }, [0, 4]).add({}, { id: 'sum', at: [0, 6], with: [x] });
    b.output('y', relu(sum, 'relu2', [0, 7]), [0, 8]);
  },
});

export const residualDown = libraryBlock({
  name: 'residual-down',
  label: 'Residual, projected',
  summary: 'y = F(x) + P(x): another size, other channels',
  doc: 'The residual block where size or channels change: a 1×1 convolution projects the shortcut to what F gives, option B of the paper. It stands at the beginning of a stage.',
  keywords: ['resnet', 'skip', 'shortcut', 'projection', 'downsample', 'basic block'],
  reference,
  params: {
    filters: filtersParam('Channels that come out.', 128, ['conv1', 'filters'], ['conv2', 'filters'], ['conv_shortcut', 'filters']),
    strides: stridesParam(2, 'conv1', 'conv_shortcut'),
  },
  build(b) {
    const x = b.input('x', [0, 0]);
    const inner = relu(convNorm(x, '1', { filters: 128, kernelSize: 3, strides: 2, padding: 1 }, [0, 1]), 'relu1', [0, 3]);
    const shortcut = convNorm(x, '_shortcut', { filters: 128, kernelSize: 1, strides: 2 }, [BESIDE, 2.5]);
    const sum = convNorm(inner, '2', { filters: 128, kernelSize: 3, padding: 1 }, [0, 4]).add({}, { id: 'sum', at: [0, 6], with: [shortcut] });
    b.output('y', relu(sum, 'relu2', [0, 7]), [0, 8]);
  },
});
