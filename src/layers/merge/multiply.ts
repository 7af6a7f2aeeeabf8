// Multiply: the product of its inputs, number by number.

import { call, defineLayer, tfLayers } from '../layer.ts';
import { mergeInputs, stretchedShape } from './elementwise.ts';

export const multiply = defineLayer({
  type: 'multiply',
  label: 'Multiply',
  category: 'merge',
  summary: 'Multiplies its inputs, number by number',
  doc: `Multiplies its inputs number by number: \`y = a·b·…\`: \`[1, 2]·[10, 20] = [10, 40]\`. All must have the same shape, but an axis of length 1 is stretched: 1×1×64 weighs the channels of a map, 32×32×1 its pixels.

With a sigmoid on one of them it is a gate: that branch says, from 0 to 1, how much of the other one passes. Attention gates and gated activations are made so: \`y = x·sigmoid(g)\`, for \`x = 4\` and \`sigmoid(g) = 0.25\` it is 1.

The gradient of each input is the other: where the gate is closed, nothing is learned behind it.`,
  reference: { text: 'Oktay et al. 2018, Attention U-Net', url: 'https://arxiv.org/abs/1804.03999' },
  keywords: ['product', 'gate', 'attention', 'times', 'mask', 'squeeze and excitation', 'broadcast'],
  params: {},
  inputs: mergeInputs,
  hasOutput: true,
  notation: () => '×',
  shape: (_p, inputs) => stretchedShape('Multiply', inputs),
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: (_p, inputs) => call(tfLayers('multiply'), {}, inputs.length),
});
