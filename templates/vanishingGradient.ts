// The vanishing gradient: the same deep network twice, side by side, with sigmoids and with ReLUs.

import { network, type Tensor } from '../src/graph/builder.ts';
import { choice, integer } from '../src/layers/params.ts';
import { defineTemplate } from './template.ts';

/** Activation and initialization of each tower: each gets the one that suits it. */
const TOWERS = { sigmoid: 'glorotUniform', relu: 'heNormal' } as const;

export const vanishingGradient = defineTemplate({
  id: 'vanishing-gradient',
  label: 'Vanishing gradient',
  group: 'lessons',
  summary: 'One deep network of sigmoids beside its twin of ReLUs, trained together: the gradient of the one shrinks at every layer.',
  keywords: ['sigmoid', 'relu', 'deep', 'mlp', 'initialization', 'twin', 'towers', 'glorot', 'optimization'],
  reference: { text: 'Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks (AISTATS 2010)', url: 'https://proceedings.mlr.press/v9/glorot10a.html' },
  params: {
    towers: choice<'both' | keyof typeof TOWERS>({
      label: 'Towers',
      doc: 'Which of the two are built.',
      default: 'both',
      options: [
        { value: 'both', label: 'Both', doc: 'Side by side, with an output and a loss each.' },
        { value: 'sigmoid', label: 'Sigmoids', doc: 'The one that hardly learns.' },
        { value: 'relu', label: 'ReLUs', doc: 'The one that does.' },
      ],
    }),
    layers: integer({ label: 'Hidden layers', doc: 'Dense layers before the last. With 2 both learn; from about 6 on the sigmoids stand still.', default: 8, min: 1, max: 30 }),
    units: integer({ label: 'Units', doc: 'Width of each hidden layer.', default: 32, min: 1, max: 512 }),
  },
  build({ towers, layers, units }) {
    const names = towers === 'both' ? (['sigmoid', 'relu'] as const) : ([towers] as const);
    const net = network('vanishing-gradient');
    const point = net.input([2], { id: 'point' });
    for (const activation of names) {
      let x: Tensor = point;
      for (let i = 1; i <= layers; i++) x = x.dense({ units, activation, kernelInitializer: TOWERS[activation] }, { id: `${activation}${i}` });
      x.dense({ units: 2, activation: 'softmax' }, { id: `${activation}_classify` }).output({ loss: 'sparseCategoricalCrossentropy' }, { id: `${activation}_side` });
    }
    return net
      .training({ optimizer: { type: 'sgd', learningRate: 0.02, momentum: 0.9 }, batchSize: 32, epochs: 30, data: { type: 'points', params: { kind: 'spiral' } } })
      .document();
  },
});
