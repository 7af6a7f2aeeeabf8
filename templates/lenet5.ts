// LeNet-5: the convolutional network that read cheques.

import { network } from '../src/graph/builder.ts';
import { choice, integer } from '../src/layers/params.ts';
import { defineTemplate } from './template.ts';
import { winding } from './winding.ts';

export const lenet5 = defineTemplate({
  id: 'lenet-5',
  label: 'LeNet-5',
  group: 'classics',
  summary: 'Reads digits: two convolutions, two poolings and three dense layers, as banks used it in the nineties.',
  keywords: ['lecun', 'mnist', 'digits', 'cnn'],
  reference: { text: 'LeCun, Bottou, Bengio, Haffner: Gradient-Based Learning Applied to Document Recognition (1998)', url: 'https://doi.org/10.1109/5.726791' },
  params: {
    size: integer({ label: 'Image size', doc: 'Height and width in pixels. The paper has 32: digits of 28 with a border.', default: 32, min: 16, max: 128 }),
    classes: integer({ label: 'Classes', doc: 'Number of classes.', default: 10, min: 2, max: 10 }),
    activation: choice<'tanh' | 'relu'>({
      label: 'Activation',
      doc: 'What follows each convolution.',
      default: 'tanh',
      options: [
        { value: 'tanh', label: 'tanh', doc: 'As in the paper, but for its scale.' },
        { value: 'relu', label: 'ReLU', doc: 'As one would today.' },
      ],
    }),
  },
  build({ size, classes, activation }) {
    const kernelInitializer = activation === 'relu' ? 'heNormal' : 'glorotUniform';
    const net = network('lenet-5');
    const path = winding();
    const maps = net
      .input([size, size, 1], { id: 'image', at: path.next() })
      .conv2d({ filters: 6, kernelSize: 5, activation, kernelInitializer }, { id: 'c1', at: path.next() })
      .averagePooling2d({ poolSize: 2 }, { id: 's2', at: path.next() })
      // The paper connects each map of C3 with some of S2 only, to save work; since then all are.
      .conv2d({ filters: 16, kernelSize: 5, activation, kernelInitializer }, { id: 'c3', at: path.next() })
      .averagePooling2d({ poolSize: 2 }, { id: 's4', at: path.next() });
    path.turn();
    maps
      .flatten({}, { id: 'flatten', at: path.next() })
      // C5, a 5×5 convolution over a map of 5×5, is a dense layer.
      .dense({ units: 120, activation, kernelInitializer }, { id: 'c5', at: path.next() })
      .dense({ units: 84, activation, kernelInitializer }, { id: 'f6', at: path.next() })
      .dense({ units: classes, activation: 'softmax' }, { id: 'classify', at: path.next() })
      .output({ loss: 'sparseCategoricalCrossentropy' }, { id: 'digit', at: path.next() });
    return net
      .training({ optimizer: { type: 'adam', learningRate: 0.001 }, batchSize: 32, epochs: 10, data: { type: 'glyphs', params: { size, classes } } })
      .document();
  },
});
