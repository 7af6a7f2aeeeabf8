// ClassToken: a learned vector put before a sequence.

import { plainStep, step } from '../convolution/size.ts';
import type { ShapeOutcome } from '../layer.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { checkedSequence } from './sequence.ts';

export const classToken = defineLayer({
  type: 'classToken',
  label: 'ClassToken',
  category: 'core',
  summary: 'Puts a learned vector before a sequence',
  doc: `Puts one learned vector, the same for all samples, before the first step of a sequence: \`length + 1\` steps come out. Of 16 patches with 64 features it makes 17. The token \`[0, 0]\` before \`[1, 2; 3, 4]\` gives \`[0, 0; 1, 2; 3, 4]\`.

It belongs to no place of the picture. In the attention layers that follow it can look at all patches and gather what matters for the answer; at the end only this first step is cut out and goes into the classifier.

64 features make 64 weights, which start at 0.`,
  reference: { text: 'Dosovitskiy et al. 2021, An Image is Worth 16×16 Words', url: 'https://arxiv.org/abs/2010.11929' },
  keywords: ['cls', 'vision transformer', 'vit', 'token', 'bert'],
  params: {},
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: () => '+1',
  shape(_p, [input]): ShapeOutcome {
    const checked = checkedSequence('ClassToken', input);
    if (!checked.ok) return checked.outcome;
    const { length, features } = checked;
    return { ok: true, output: [length + 1, features], steps: [step({ axis: 'length', formula: 'length + 1', left: `${length} + 1`, result: length + 1 }), plainStep('channels', 'in', features)] };
  },
  weights: (_p, [input]) => [{ name: 'token', shape: [input?.at(-1) ?? 0], trainable: true }],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: () => call(runtime('classToken'), {}),
});
