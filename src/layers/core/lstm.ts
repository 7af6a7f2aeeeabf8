// LSTM: goes through a sequence and keeps what matters in a cell that gates protect.

import { defineLayer } from '../layer.ts';
import { recurrentParams, recurrentRules } from './recurrent.ts';

export const lstm = defineLayer({
  type: 'lstm',
  label: 'LSTM',
  summary: 'Reads a sequence step by step, with a long memory',
  doc: `Goes through a sequence step by step. A cell \`c\` carries what is to be remembered, a state \`h\` what is said at each step: \`c = f·c + i·tanh(…)\`, \`h = o·tanh(c)\`. The gates \`f\`, \`i\` and \`o\`, sigmoids of input and state, say from 0 to 1 how much is kept, written and shown. A cell of 2 with \`f = 0.9\`, \`i = 0.5\` and 0.4 to be written becomes \`0.9·2 + 0.5·0.4 = 2\`.

Where the gate \`f\` is 1, the cell passes through a step unchanged, and so does its gradient: what happened 100 steps ago can still be learned from, where a simple RNN has forgotten it.

Four sums per unit make \`4·units·(features + units + 1)\` weights: for 8 features and 32 units \`4·32·(8 + 32 + 1) = 5248\`. The forget gate's bias starts at 1, so that it begins by remembering. For series and texts of tens to hundreds of steps; attention sees farther, but needs more data.`,
  reference: { text: 'Hochreiter and Schmidhuber 1997, Long Short-Term Memory', url: 'https://doi.org/10.1162/neco.1997.9.8.1735' },
  keywords: ['recurrent', 'rnn', 'memory', 'sequence', 'time series', 'text'],
  params: recurrentParams(),
  ...recurrentRules('LSTM', 'lstm', 4),
});
