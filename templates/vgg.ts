// VGG: nothing but 3×3 convolutions and poolings, then a very large classifier.

import { network, type Tensor } from '../src/graph/builder.ts';
import { choice, integer } from '../src/layers/params.ts';
import { defineTemplate } from './template.ts';
import { imageTraining } from './trainingImages.ts';
import { winding } from './winding.ts';

/** Convolutions per stage. */
const STAGES = { '11': [1, 1, 2, 2, 2], '13': [2, 2, 2, 2, 2], '16': [2, 2, 3, 3, 3], '19': [2, 2, 4, 4, 4] } as const;

export const vgg = defineTemplate({
  id: 'vgg',
  label: 'VGG-16',
  group: 'classics',
  summary: 'Depth by repetition: 3×3 convolutions in five stages, channels doubling as the map halves. Also VGG-11, -13 and -19.',
  keywords: ['vgg-11', 'vgg-13', 'vgg-16', 'vgg-19', 'vgg16', 'vgg19', 'imagenet'],
  reference: { text: 'Simonyan, Zisserman: Very Deep Convolutional Networks for Large-Scale Image Recognition (ICLR 2015)', url: 'https://arxiv.org/abs/1409.1556' },
  params: {
    depth: choice<keyof typeof STAGES>({
      label: 'Depth',
      doc: 'Layers with weights.',
      default: '16',
      options: [
        { value: '11', label: 'VGG-11', doc: 'Configuration A of the paper.' },
        { value: '13', label: 'VGG-13', doc: 'Configuration B.' },
        { value: '16', label: 'VGG-16', doc: 'Configuration D.' },
        { value: '19', label: 'VGG-19', doc: 'Configuration E.' },
      ],
    }),
    width: integer({ label: 'Width', doc: 'Channels of the first stage; each stage doubles them, up to eight times as many. The paper has 64.', default: 64, min: 1, max: 128 }),
    units: integer({ label: 'Dense units', doc: 'Units of the two dense layers before the last. The paper has 4096; for small images 256 are plenty.', default: 4096, min: 1, max: 8192 }),
    size: integer({ label: 'Image size', doc: 'Height and width in pixels; a multiple of 32 leaves no pixel unseen.', default: 224, min: 32, max: 512 }),
    channels: integer({ label: 'Image channels', doc: '1 for grey, 3 for colour.', default: 3, min: 1, max: 3 }),
    classes: integer({ label: 'Classes', doc: 'Number of classes.', default: 1000, min: 2, max: 1000 }),
  },
  build({ depth, width, units, size, channels, classes }) {
    const net = network(`vgg-${depth}`);
    const path = winding();
    let x: Tensor = net.input([size, size, channels], { id: 'image', at: path.next() });
    STAGES[depth].forEach((convolutions, stage) => {
      if (stage > 0) path.turn();
      const filters = width * Math.min(8, 2 ** stage);
      for (let i = 1; i <= convolutions; i++) {
        x = x.conv2d({ filters, kernelSize: 3, padding: 1, activation: 'relu', kernelInitializer: 'heNormal' }, { id: `conv${stage + 1}_${i}`, at: path.next() });
      }
      x = x.maxPooling2d({ poolSize: 2 }, { id: `pool${stage + 1}`, at: path.next() });
    });
    path.turn();
    x = x.flatten({}, { id: 'flatten', at: path.next() });
    for (const i of [1, 2]) {
      x = x
        .dense({ units, activation: 'relu', kernelInitializer: 'heNormal' }, { id: `dense${i}`, at: path.next() })
        .dropout({ rate: 0.5 }, { id: `dropout${i}`, at: path.next() });
    }
    x.dense({ units: classes, activation: 'softmax' }, { id: 'classify', at: path.next() }).output({ loss: 'sparseCategoricalCrossentropy' }, { id: 'label', at: path.next() });
    return net.training({ ...imageTraining({ size, channels, classes }), optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0.9 } }).document();
  },
});
