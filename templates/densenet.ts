// DenseNets for large images: every layer sees all before it, four blocks with transitions between them.

import { denseLayer, transition } from '../src/graph/blockLibrary/denseLayer.ts';
import { network } from '../src/graph/builder.ts';
import { choice } from '../src/layers/params.ts';
import { classifier, imageNetParams, largeStem, normRelu } from './imageEnds.ts';
import { defineTemplate } from './template.ts';
import { imageTraining } from './trainingImages.ts';
import { winding } from './winding.ts';

/** Layers per block, channels of the stem, channels that each layer adds. */
const VARIANTS = {
  '121': { layers: [6, 12, 24, 16], stem: 64, growth: 32 },
  '161': { layers: [6, 12, 36, 24], stem: 96, growth: 48 },
  '169': { layers: [6, 12, 32, 32], stem: 64, growth: 32 },
  '201': { layers: [6, 12, 48, 32], stem: 64, growth: 32 },
} as const;

export const densenet = defineTemplate({
  id: 'densenet',
  label: 'DenseNet-121',
  group: 'dense',
  summary: 'Every layer takes the outputs of all before it and adds a few channels: accurate with few weights. Also DenseNet-161, -169 and -201.',
  keywords: ['densenet-121', 'densenet-161', 'densenet-169', 'densenet-201', 'concatenate', 'growth rate', 'imagenet'],
  reference: { text: 'Huang, Liu, van der Maaten, Weinberger: Densely Connected Convolutional Networks (CVPR 2017)', url: 'https://arxiv.org/abs/1608.06993' },
  params: {
    depth: choice<keyof typeof VARIANTS>({
      label: 'Depth',
      doc: 'Layers with weights.',
      default: '121',
      options: [
        { value: '121', label: 'DenseNet-121', doc: 'Blocks of 6, 12, 24 and 16 layers that add 32 channels each.' },
        { value: '161', label: 'DenseNet-161', doc: 'Blocks of 6, 12, 36 and 24 layers that add 48 channels each.' },
        { value: '169', label: 'DenseNet-169', doc: 'Blocks of 6, 12, 32 and 32 layers that add 32 channels each.' },
        { value: '201', label: 'DenseNet-201', doc: 'Blocks of 6, 12, 48 and 32 layers that add 32 channels each.' },
      ],
    }),
    ...imageNetParams(),
  },
  build({ depth, size, channels, classes }) {
    const { layers, growth, ...variant } = VARIANTS[depth];
    const net = network(`densenet-${depth}`);
    const path = winding();
    let x = largeStem(net, path, variant.stem, { size, channels });
    let filters: number = variant.stem;
    layers.forEach((repeat, i) => {
      if (i % 2 === 0) path.turn();
      x = x.block(denseLayer, { growth, repeat }, { id: `dense${i + 1}`, at: path.next() });
      filters += repeat * growth;
      if (i === layers.length - 1) return;
      filters = Math.floor(filters / 2);
      x = x.block(transition, { filters }, { id: `transition${i + 1}`, at: path.next() });
    });
    path.turn();
    classifier(normRelu(x, path, 'last'), path, classes);
    return net.training(imageTraining({ size, channels, classes })).document();
  },
});
