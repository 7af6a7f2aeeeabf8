// The blocks of a DenseNet: the layer that adds channels to all there are, and the transition that halves the map.

import { libraryBlock } from './libraryBlock.ts';
import { BESIDE, CONV, convNorm, filtersParam, NORM, relu } from './parts.ts';

const reference = { text: 'Huang, Liu, van der Maaten, Weinberger 2017, Densely Connected Convolutional Networks', url: 'https://arxiv.org/abs/1608.06993' };

export const denseLayer = libraryBlock({
  name: 'dense-layer',
  label: 'Dense layer',
  summary: 'Adds a few channels beside all that came in',
  doc: 'Looks at everything that came in and puts a few new channels beside it: y = [x, F(x)]. Repeated, every layer sees the outputs of all layers before it. A 1×1 convolution to four times the growth rate first keeps the 3×3 convolution cheap however many channels there are.',
  keywords: ['densenet', 'growth rate', 'concatenate', 'bottleneck', 'densenet-bc'],
  reference,
  params: {
    growth: {
      label: 'Growth rate',
      doc: 'Channels that each layer adds.',
      default: 32,
      targets: [
        ['conv2', 'filters'],
        ['conv1', 'filters', 4],
      ],
    },
  },
  build(b) {
    const x = b.input('x', [0, 0]);
    const first = relu(x.batchNormalization(NORM, { id: 'norm0', at: [BESIDE, 1] }), 'relu1', [BESIDE, 2]);
    const narrow = relu(convNorm(first, '1', { filters: 128, kernelSize: 1 }, [BESIDE, 3]), 'relu2', [BESIDE, 5]);
    const added = narrow.conv2d({ ...CONV, filters: 32, kernelSize: 3, padding: 1 }, { id: 'conv2', at: [BESIDE, 6] });
    b.output('y', x.concatenate({}, { id: 'join', at: [0, 7], with: [added] }), [0, 8]);
  },
});

export const transition = libraryBlock({
  name: 'transition',
  label: 'Transition',
  summary: 'Fewer channels, half the map: between dense blocks',
  doc: 'Stands between the blocks of a DenseNet: a 1×1 convolution brings the channels that have gathered down to, usually, half of them, and an average pooling halves the map.',
  keywords: ['densenet', 'compression', 'downsample', 'pooling'],
  reference,
  params: { filters: filtersParam('Channels that come out; usually half of those that come in.', 128, ['conv', 'filters']) },
  build(b) {
    const x = relu(b.input('x', [0, 0]).batchNormalization(NORM, { id: 'norm', at: [0, 1] }), 'relu', [0, 2]);
    b.output('y', x.conv2d({ ...CONV, filters: 128, kernelSize: 1 }, { id: 'conv', at: [0, 3] }).averagePooling2d({ poolSize: 2 }, { id: 'pool', at: [0, 4] }), [0, 5]);
  },
});
