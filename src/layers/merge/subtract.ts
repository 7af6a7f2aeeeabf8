// Subtract: its first input minus its second, number by number.

import { call, defineLayer, runtime } from '../layer.ts';
import { elementwiseShape } from './elementwise.ts';

export const subtract = defineLayer({
  type: 'subtract',
  label: 'Subtract',
  category: 'merge',
  summary: 'The first input minus the second',
  doc: `Subtracts the second input from the first number by number: \`y = a − b\`. Both must have the same shape: \`[5, 2] − [3, 4] = [2, −2]\`. The order of the inputs counts.

Siamese networks compare two images so: both go through the same layers, and the difference of what comes out says how far apart they are. A difference of two blurs of one image is an edge detector.

The gradient goes unchanged to the first input and with its sign turned to the second.`,
  reference: { text: 'Bromley et al. 1993, Signature Verification using a Siamese Time Delay Neural Network', url: 'https://proceedings.neurips.cc/paper/1993/hash/288cc0ff022877bd3df94bc9360b9c5d-Abstract.html' },
  keywords: ['difference', 'minus', 'siamese', 'merge'],
  params: {},
  inputs: { min: 2, max: 2 },
  ports: [
    { name: 'minuend', doc: 'What is subtracted from.' },
    { name: 'subtrahend', doc: 'What is subtracted.' },
  ],
  hasOutput: true,
  notation: () => '−',
  shape: (_p, inputs) => elementwiseShape('Subtract', inputs),
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: () => call(runtime('subtract'), {}, 2),
});
