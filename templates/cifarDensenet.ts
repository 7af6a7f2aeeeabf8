// The DenseNet-BC for small images: three blocks of bottleneck layers, halved channels between them.

import { denseLayer, transition } from '../src/graph/blockLibrary/denseLayer.ts';
import { network } from '../src/graph/builder.ts';
import { integer } from '../src/layers/params.ts';
import { classifier, normRelu, smallImageParams, smallStem } from './imageEnds.ts';
import { defineTemplate } from './template.ts';
import { imageTraining } from './trainingImages.ts';
import { winding } from './winding.ts';

export const cifarDensenet = defineTemplate({
  id: 'cifar-densenet',
  label: 'CIFAR DenseNet-BC',
  group: 'dense',
  summary: 'The DenseNet for small images. 16 layers per block that add 12 channels each make the network of depth 100 with 0.8 M weights.',
  keywords: ['densenet-bc', 'growth rate', 'concatenate', 'cifar-10', 'l=100', 'k=12'],
  reference: { text: 'Huang, Liu, van der Maaten, Weinberger: Densely Connected Convolutional Networks (CVPR 2017)', url: 'https://arxiv.org/abs/1608.06993' },
  params: {
    layers: integer({ label: 'Layers per block', doc: 'Dense layers in each of the three blocks; the depth is 6 times as many plus 4. The paper has 16 for L = 100.', default: 6, min: 1, max: 48 }),
    growth: integer({ label: 'Growth rate', doc: 'Channels that each layer adds: k of the paper.', default: 12, min: 1, max: 64 }),
    ...smallImageParams(),
  },
  build({ layers, growth, size, channels, classes }) {
    const net = network(`densenet-bc-${6 * layers + 4}`);
    const path = winding();
    let filters = 2 * growth;
    let x = smallStem(net, path, filters, { size, channels }, false);
    for (const i of [1, 2, 3]) {
      if (i === 2) path.turn();
      x = x.block(denseLayer, { growth, repeat: layers }, { id: `dense${i}`, at: path.next() });
      filters += layers * growth;
      if (i === 3) break;
      filters = Math.floor(filters / 2);
      x = x.block(transition, { filters }, { id: `transition${i}`, at: path.next() });
    }
    path.turn();
    classifier(normRelu(x, path, 'last'), path, classes);
    return net.training(imageTraining({ size, channels, classes })).document();
  },
});
