// The residual blocks of ResNet v2 and of wide ResNets: normalization and ReLU come before each convolution.

import { libraryBlock } from './libraryBlock.ts';
import { BESIDE, CONV, convNorm, filtersParam, NORM, relu, stridesParam } from './parts.ts';

const reference = { text: 'He, Zhang, Ren, Sun 2016, Identity Mappings in Deep Residual Networks', url: 'https://arxiv.org/abs/1603.05027' };

export const preActivation = libraryBlock({
  name: 'pre-activation',
  label: 'Pre-activation residual',
  summary: 'y = F(x) + x, normalized and activated before each convolution',
  doc: 'Normalization and ReLU stand before each convolution, so that nothing at all stands on the way of the shortcut: y = x + F(x) through any number of blocks, and the gradient of the last one reaches the first unchanged. Networks of a thousand layers train so.',
  keywords: ['resnet v2', 'wide resnet', 'wrn', 'skip', 'identity mapping'],
  reference,
  params: { filters: filtersParam('Channels inside; as many as come in.', 64, ['conv1', 'filters'], ['conv2', 'filters']) },
  build(b) {
    const x = b.input('x', [0, 0]);
    const first = relu(x.batchNormalization(NORM, { id: 'norm0', at: [0, 1] }), 'relu1', [0, 2]);
    const inner = relu(convNorm(first, '1', { filters: 64, kernelSize: 3, padding: 1 }, [0, 3]), 'relu2', [0, 5]);
    const change = inner.conv2d({ ...CONV, filters: 64, kernelSize: 3, padding: 1 }, { id: 'conv2', at: [0, 6] });
    b.output('y', change.add({}, { id: 'sum', at: [0, 7], with: [x] }), [0, 8]);
  },
});

export const preActivationDown = libraryBlock({
  name: 'pre-activation-down',
  label: 'Pre-activation residual, projected',
  summary: 'The same for another size, other channels',
  doc: 'The pre-activation block where size or channels change. The shortcut is a 1×1 convolution of what was normalized and activated, which both ways share.',
  keywords: ['resnet v2', 'wide resnet', 'wrn', 'skip', 'projection', 'downsample'],
  reference,
  params: {
    filters: filtersParam('Channels that come out.', 128, ['conv1', 'filters'], ['conv2', 'filters'], ['conv_shortcut', 'filters']),
    strides: stridesParam(2, 'conv1', 'conv_shortcut'),
  },
  build(b) {
    const first = relu(b.input('x', [0, 0]).batchNormalization(NORM, { id: 'norm0', at: [0, 1] }), 'relu1', [0, 2]);
    const inner = relu(convNorm(first, '1', { filters: 128, kernelSize: 3, strides: 2, padding: 1 }, [0, 3]), 'relu2', [0, 5]);
    const shortcut = first.conv2d({ ...CONV, filters: 128, kernelSize: 1, strides: 2 }, { id: 'conv_shortcut', at: [BESIDE, 4.5] });
    const change = inner.conv2d({ ...CONV, filters: 128, kernelSize: 3, padding: 1 }, { id: 'conv2', at: [0, 6] });
    b.output('y', change.add({}, { id: 'sum', at: [0, 7], with: [shortcut] }), [0, 8]);
  },
});
