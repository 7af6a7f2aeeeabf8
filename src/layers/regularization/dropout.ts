// Dropout: numbers left out at random during training.

import { keptShape } from '../keptShape.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { number } from '../params.ts';

export const dropout = defineLayer({
  type: 'dropout',
  label: 'Dropout',
  category: 'regularization',
  summary: 'Leaves numbers out at random, against overfitting',
  doc: `During training every number is set to zero with probability \`rate\`, and the others are divided by \`1 − rate\`, so that the mean stays: with rate 0.5, \`[1, 2, 3, 4]\` may become \`[2, 0, 6, 0]\`. In use nothing happens.

No unit can rely on a certain other one being there, so what is learned is spread over many: it is like training many smaller networks that share their weights.

0.5 after large Dense layers, 0.1 to 0.3 between convolutions; with batch normalization often none. Which numbers are left out follows from the seed of the training, so a run can be repeated.`,
  reference: { text: 'Srivastava et al. 2014, Dropout: A Simple Way to Prevent Neural Networks from Overfitting', url: 'https://jmlr.org/papers/v15/srivastava14a.html' },
  keywords: ['regularize', 'overfitting', 'noise', 'drop'],
  params: {
    rate: number({ label: 'Rate', doc: 'Share of the numbers that is left out, from 0 to below 1.', default: 0.5, min: 0, max: 0.999, step: 0.05 }),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => String(p.rate),
  shape: (_p, [input]) => keptShape('Dropout', input),
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  // tfjs draws in JavaScript (161 ms for 2 million numbers) and from the clock's seed.
  lower: (p) => call(runtime('dropout'), { rate: p.rate, seed: { $seed: 0 } }),
});
