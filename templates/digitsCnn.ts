// A small convolutional classifier for handwritten digits: the first network most people train.

import { network } from '../src/graph/builder.ts';
import { integer } from '../src/layers/params.ts';
import { defineTemplate } from './template.ts';

export const digitsCnn = defineTemplate({
  id: 'digits-cnn',
  label: 'Digits CNN',
  group: 'first',
  summary: 'Classifies 28×28 grey digits (MNIST or drawn glyphs) with two convolutions and two poolings.',
  keywords: ['mnist', 'convolution', 'beginner'],
  reference: { text: 'LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition (1998)' },
  params: {
    width: integer({ label: 'Width', doc: 'Channels of the first convolution; the second has twice as many.', default: 8, min: 1, max: 128 }),
    size: integer({ label: 'Image size', doc: 'Height and width in pixels.', default: 28, min: 12, max: 128 }),
    classes: integer({ label: 'Classes', doc: 'Number of classes.', default: 10, min: 2, max: 10 }),
  },
  build({ width, size, classes }) {
    const net = network('digits-cnn');
    net
      .input([size, size, 1], { id: 'image' })
      .conv2d({ filters: width, kernelSize: 3, padding: 1, activation: 'relu', kernelInitializer: 'heNormal' }, { id: 'conv1' })
      .maxPooling2d({ poolSize: 2 }, { id: 'pool1' })
      .conv2d({ filters: 2 * width, kernelSize: 3, padding: 1, activation: 'relu', kernelInitializer: 'heNormal' }, { id: 'conv2' })
      .maxPooling2d({ poolSize: 2 }, { id: 'pool2' })
      .flatten({}, { id: 'flatten' })
      .dense({ units: classes, activation: 'softmax' }, { id: 'classify' })
      .output({ loss: 'sparseCategoricalCrossentropy' }, { id: 'digit' });
    return net
      .training({ optimizer: { type: 'adam', learningRate: 0.002 }, batchSize: 32, epochs: 5, data: { type: 'glyphs', params: { size, classes } } })
      .document();
  },
});
