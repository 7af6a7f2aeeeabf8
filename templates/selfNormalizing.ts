// A self-normalizing network: SELUs, LeCun's initialization and alpha dropout keep every layer at mean 0 and variance 1.

import { network, type Tensor } from '../src/graph/builder.ts';
import { integer, number } from '../src/layers/params.ts';
import { defineTemplate } from './template.ts';

export const selfNormalizing = defineTemplate({
  id: 'self-normalizing',
  label: 'Self-normalizing MLP',
  group: 'lessons',
  summary: 'A deep dense network that needs no batch normalization: SELU draws mean and variance to 0 and 1, layer by layer.',
  keywords: ['selu', 'alpha dropout', 'snn', 'lecun normal', 'initialization', 'mlp'],
  reference: { text: 'Klambauer, Unterthiner, Mayr, Hochreiter: Self-Normalizing Neural Networks (NIPS 2017)', url: 'https://arxiv.org/abs/1706.02515' },
  params: {
    layers: integer({ label: 'Hidden layers', doc: 'Number of dense layers before the last; the paper goes up to 32.', default: 8, min: 1, max: 32 }),
    units: integer({ label: 'Units', doc: 'Width of each hidden layer.', default: 128, min: 1, max: 1024 }),
    rate: number({ label: 'Alpha dropout', doc: 'Share of the numbers that is replaced in training; the paper has 0.05 to 0.1.', default: 0.05, min: 0, max: 0.5, step: 0.01 }),
    size: integer({ label: 'Image size', doc: 'Height and width of the digits in pixels.', default: 16, min: 12, max: 64 }),
  },
  build({ layers, units, rate, size }) {
    const net = network('self-normalizing');
    const rows = Math.ceil(layers / 2);
    const kernelInitializer = 'leCunNormal';
    let x: Tensor = net
      .input([size, size, 1], { id: 'image', at: [0, 0] })
      .flatten({}, { id: 'flatten', at: [0, 1] })
      // It only stays at mean 0 and variance 1 if it begins there.
      .normalization({}, { id: 'normalize', at: [0, 2] });
    for (let i = 0; i < layers; i++) {
      const [column, row] = i < rows ? [1.35, 2 * i] : [2.7, 2 * (layers - 1 - i)];
      const up = i >= rows;
      x = x
        .dense({ units, activation: 'selu', kernelInitializer }, { id: `hidden${i + 1}`, at: [column, row + (up ? 1 : 0)] })
        .alphaDropout({ rate }, { id: `dropout${i + 1}`, at: [column, row + (up ? 0 : 1)] });
    }
    x.dense({ units: 10, activation: 'softmax', kernelInitializer }, { id: 'classify', at: [4.05, 0] }).output({ loss: 'sparseCategoricalCrossentropy' }, { id: 'digit', at: [4.05, 1] });
    return net
      .training({ optimizer: { type: 'sgd', learningRate: 0.02, momentum: 0.9 }, batchSize: 32, epochs: 15, data: { type: 'glyphs', params: { size } } })
      .document();
  },
});
