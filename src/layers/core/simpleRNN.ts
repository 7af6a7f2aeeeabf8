// SimpleRNN: goes through a sequence and mixes every step with what it has kept of the ones before.

import { defineLayer } from '../layer.ts';
import { recurrentParams, recurrentRules } from './recurrent.ts';

export const simpleRNN = defineLayer({
  type: 'simpleRNN',
  label: 'SimpleRNN',
  summary: 'Reads a sequence step by step, with a short memory',
  doc: `Goes through a sequence step by step; every step is mixed with what came of the one before: \`h = tanh(W·x + U·h + b)\`. With \`W = 1\`, \`U = 0.5\` and no bias, the steps \`[1, 0]\` give \`tanh(1) = 0.76\` and \`tanh(0.5·0.76) = 0.36\`: the 1 fades.

It shows what the others mend: going back through 20 steps, the gradient is multiplied 20 times by \`U\` and by the slope of tanh. If that is 0.5 each time, \`0.5²⁰ = 0.000001\` of it is left, and what happened then is never learned.

It has \`units·(features + units + 1)\` weights, for 8 features and 32 units \`32·(8 + 32 + 1) = 1312\`: a quarter of an LSTM's. For short sequences it is enough.`,
  reference: { text: 'Elman 1990, Finding Structure in Time', url: 'https://doi.org/10.1207/s15516709cog1402_1' },
  keywords: ['recurrent', 'rnn', 'elman', 'sequence', 'time series', 'text'],
  params: recurrentParams(),
  ...recurrentRules('SimpleRNN', 'simpleRNN', 1),
});
