// RepeatVector: a vector written several times, one below the other.

import { plainStep } from '../convolution/size.ts';
import type { ShapeOutcome } from '../layer.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { integer } from '../params.ts';
import { missingInput, rankMismatch, unknownAxis } from '../rankMismatch.ts';

export const repeatVector = defineLayer({
  type: 'repeatVector',
  label: 'RepeatVector',
  category: 'core',
  summary: 'Makes a sequence of a vector, by repeating it',
  doc: `Writes a vector \`n\` times one below the other: \`[5, 7]\` with \`n = 3\` becomes \`[[5, 7], [5, 7], [5, 7]]\`, a sequence of 3 steps with 2 features.

It stands between an encoder that has summed up a sequence in one vector and a recurrent decoder that is to write one again: every step of the decoder sees the whole summary.

The gradient of the vector is the sum over the steps: of \`[1, 0]\`, \`[0, 2]\` and \`[1, 1]\` it is \`[2, 3]\`.`,
  reference: { text: 'Cho et al. 2014, Learning Phrase Representations using RNN Encoder–Decoder', url: 'https://arxiv.org/abs/1406.1078' },
  keywords: ['repeat', 'tile', 'sequence', 'decoder', 'seq2seq'],
  params: { n: integer({ label: 'n', doc: 'How many times.', default: 4, max: 65536 }) },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => `×${p.n}`,
  shape(p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('RepeatVector');
    if (input.length !== 1) return { ok: false, problems: [rankMismatch('RepeatVector', 1, input)] };
    const [features] = input;
    if (typeof features !== 'number') return { ok: false, problems: [unknownAxis('RepeatVector', 'number of features', 'every step has')] };
    return { ok: true, output: [p.n, features], steps: [plainStep('length', 'n', p.n), plainStep('channels', 'features', features)] };
  },
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'global' }),
  lower: (p) => call(runtime('repeatVector'), { n: p.n }),
});
