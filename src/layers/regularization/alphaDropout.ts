// AlphaDropout: dropout that keeps mean 0 and variance 1, for SELU.

import { keptShape } from '../keptShape.ts';
import { defineLayer } from '../layer.ts';
import { drawing, randomCall, rateParam } from './randomly.ts';

export const alphaDropout = defineLayer({
  type: 'alphaDropout',
  label: 'AlphaDropout',
  summary: 'Dropout for networks of SELUs',
  doc: `During training every number is replaced with probability \`rate\` by \`−1.758\`, the value that SELU tends to on the left, and the result is scaled and shifted so that a mean of 0 and a variance of 1 stay: \`y = a·x + b\` with, for rate 0.1, \`a = 0.92\` and \`b = 0.16\`.

Networks of SELUs normalize themselves: mean 0 and variance 1 come out of every layer if they go in. Plain dropout sets numbers to 0 and changes the variance; this one does not disturb the balance.

Use it with SELU and LeCun normal weights, at rates of 0.05 to 0.1. In use nothing happens.`,
  reference: { text: 'Klambauer et al. 2017, Self-Normalizing Neural Networks', url: 'https://arxiv.org/abs/1706.02515' },
  keywords: ['selu', 'snn', 'self-normalizing', 'overfitting', 'regularize'],
  params: {
    rate: rateParam(0.1, 'Share of the numbers that is replaced, from 0 to below 1.'),
  },
  ...drawing,
  notation: (p) => String(p.rate),
  shape: (_p, [input]) => keptShape('AlphaDropout', input),
  lower: (p) => randomCall('alphaDropout', { rate: p.rate }),
});
