// StochasticDepth: whole branches left out at random during training.

import { keptShape } from '../keptShape.ts';
import { defineLayer } from '../layer.ts';
import { drawing, randomCall, rateParam } from './randomly.ts';

export const stochasticDepth = defineLayer({
  type: 'stochasticDepth',
  label: 'StochasticDepth',
  summary: 'Leaves a whole branch out at random',
  doc: `During training the whole value of a sample is set to zero with probability \`rate\`, and otherwise divided by \`1 − rate\`, so that the mean stays. Put it at the end of a residual branch, before the Add: \`y = x + drop(f(x))\`. With rate 0.2 a branch that gives \`[2, 4]\` gives \`[2.5, 5]\` or \`[0, 0]\`: for some samples the block is not there at all, and the network is shallower.

With rate 0.2 every fifth sample skips the block; with 50 such blocks, 40 are there on average, but gradients reach the first ones along shorter ways, which makes very deep networks learn.

Let the rate grow with depth: 0 at the first block, 0.5 at the last in the paper. In use all blocks are there.`,
  reference: { text: 'Huang et al. 2016, Deep Networks with Stochastic Depth', url: 'https://arxiv.org/abs/1603.09382' },
  keywords: ['drop path', 'droppath', 'residual', 'skip', 'overfitting', 'regularize'],
  params: {
    rate: rateParam(0.2, 'Probability that a sample skips the branch, from 0 to below 1.'),
  },
  ...drawing,
  notation: (p) => String(p.rate),
  shape: (_p, [input]) => keptShape('StochasticDepth', input),
  lower: (p) => randomCall('stochasticDepth', { rate: p.rate }),
});
