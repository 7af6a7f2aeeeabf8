// WeightedSum: its inputs added up, each with a learned weight between 0 and 1.

import { call, defineLayer, runtime, sizeOf } from '../layer.ts';
import { elementwiseShape, mergeInputs } from './elementwise.ts';

export const weightedSum = defineLayer({
  type: 'weightedSum',
  label: 'WeightedSum',
  category: 'merge',
  summary: 'Adds its inputs, each with a learned weight',
  doc: `Adds its inputs number by number, each multiplied by a weight of its own: \`y = sigmoid(w₁)·a + sigmoid(w₂)·b + …\`. The sigmoid keeps every factor between 0 and 1. Training starts with \`w = 0\`, so that \`sigmoid(0) = 0.5\` of everything passes: \`[2, 4]\` and \`[6, 0]\` give \`[4, 2]\`.

It is how edges meet in a randomly wired network: which of them matter is not designed but learned. One number per input is all it costs; where it tends to 0, the edge may be left out.

All inputs must have the same shape.`,
  reference: { text: 'Xie et al. 2019, Exploring Randomly Wired Neural Networks for Image Recognition', url: 'https://arxiv.org/abs/1904.01569' },
  keywords: ['random wired', 'gated sum', 'learned sum', 'add', 'merge'],
  params: {},
  inputs: mergeInputs,
  hasOutput: true,
  notation: () => 'Σ σ(w)·x',
  shape: (_p, inputs) => elementwiseShape('WeightedSum', inputs),
  weights: (_p, inputs) => [{ name: 'weight', shape: [inputs.length], trainable: true }],
  macs(_p, inputs, output) {
    const size = sizeOf(output);
    return size === null ? null : size * inputs.length;
  },
  receptive: () => ({ kind: 'pointwise' }),
  lower: (_p, inputs) => call(runtime('weightedSum'), {}, inputs.length),
});
