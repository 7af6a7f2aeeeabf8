// GRU: goes through a sequence with one state and two gates.

import { defineLayer } from '../layer.ts';
import { recurrentParams, recurrentRules } from './recurrent.ts';

export const gru = defineLayer({
  type: 'gru',
  label: 'GRU',
  summary: 'Reads a sequence step by step, lighter than an LSTM',
  doc: `Goes through a sequence step by step and carries a state \`h\`: \`h = z·h + (1 − z)·h̃\`. The gate \`z\` says from 0 to 1 how much of the old state stays; the new part \`h̃ = tanh(W·x + U·(r·h) + b)\` sees as much of it as the gate \`r\` lets through. A state of 2 with \`z = 0.75\` and a new part of 0.4 becomes \`0.75·2 + 0.25·0.4 = 1.6\`.

It does nearly what an LSTM does without a cell of its own, with three sums per unit instead of four: \`3·units·(features + units + 1)\` weights, for 8 features and 32 units \`3·32·(8 + 32 + 1) = 3936\`.

The reset gate acts before the product with \`U\`, as in the paper; Keras's default since 2.3 applies it after.`,
  reference: { text: 'Cho et al. 2014, Learning Phrase Representations using RNN Encoder–Decoder', url: 'https://arxiv.org/abs/1406.1078' },
  keywords: ['recurrent', 'rnn', 'gated', 'sequence', 'time series', 'text'],
  params: recurrentParams(),
  ...recurrentRules('GRU', 'gru', 3),
});
