// A fully-connected classifier of points in the plane: depth, width and activation at a glance.

import { network } from '../src/graph/builder.ts';
import { choice, integer } from '../src/layers/params.ts';
import { defineTemplate } from './template.ts';

export const pointsMlp = defineTemplate({
  id: 'points-mlp',
  label: 'Points MLP',
  group: 'first',
  summary: 'Separates two spirals in the plane with a few dense layers; trains in seconds on any machine.',
  keywords: ['spiral', 'dense', 'beginner', 'playground', 'multilayer perceptron'],
  reference: { text: 'Smilkov et al.: Direct-manipulation visualization of deep networks (TensorFlow Playground, 2017)', url: 'https://arxiv.org/abs/1708.03788' },
  params: {
    layers: integer({ label: 'Hidden layers', doc: 'Number of dense layers before the last.', default: 3, min: 1, max: 50 }),
    units: integer({ label: 'Units', doc: 'Neurons in each hidden layer.', default: 16, min: 1, max: 1024 }),
    activation: choice({
      label: 'Activation',
      doc: 'Of the hidden layers. With many layers, sigmoid shows the vanishing gradient.',
      default: 'relu',
      options: [
        { value: 'relu', label: 'ReLU' },
        { value: 'tanh', label: 'tanh' },
        { value: 'sigmoid', label: 'Sigmoid' },
      ],
    }),
  },
  build({ layers, units, activation }) {
    const net = network('points-mlp');
    let x = net.input([2], { id: 'point' });
    const kernelInitializer = activation === 'relu' ? 'heNormal' : 'glorotUniform';
    for (let i = 1; i <= layers; i++) x = x.dense({ units, activation, kernelInitializer }, { id: `hidden${i}` });
    x.dense({ units: 2, activation: 'softmax' }, { id: 'classify' }).output({ loss: 'sparseCategoricalCrossentropy' }, { id: 'side' });
    return net
      .training({ optimizer: { type: 'adam', learningRate: 0.01 }, batchSize: 32, epochs: 30, data: { type: 'points', params: { kind: 'spiral' } } })
      .document();
  },
});
