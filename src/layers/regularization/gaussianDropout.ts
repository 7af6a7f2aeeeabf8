// GaussianDropout: every number multiplied by a random one around 1.

import { keptShape } from '../keptShape.ts';
import { defineLayer } from '../layer.ts';
import { drawing, randomCall, rateParam } from './randomly.ts';

export const gaussianDropout = defineLayer({
  type: 'gaussianDropout',
  label: 'GaussianDropout',
  summary: 'Multiplies by random numbers around 1',
  doc: `During training every number is multiplied by a normally distributed one with mean 1 and standard deviation \`√(rate / (1 − rate))\`: for rate 0.2 that is \`√(0.2 / 0.8) = 0.5\`. In use nothing happens.

The mean and the variance are those of dropout with the same rate, but nothing is left out entirely, so every weight gets a gradient at every step.

Large numbers are disturbed more than small ones; what is 0 stays 0. Gaussian noise, which is added, is the other way round.`,
  reference: { text: 'Srivastava et al. 2014, Dropout, section 10', url: 'https://jmlr.org/papers/v15/srivastava14a.html' },
  keywords: ['noise', 'multiplicative', 'overfitting', 'regularize'],
  params: {
    rate: rateParam(0.2, 'As of dropout: the factors have the standard deviation √(rate / (1 − rate)).'),
  },
  ...drawing,
  notation: (p) => String(p.rate),
  shape: (_p, [input]) => keptShape('GaussianDropout', input),
  lower: (p) => randomCall('gaussianDropout', { rate: p.rate }),
});
