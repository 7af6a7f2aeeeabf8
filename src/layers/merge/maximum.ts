// Maximum: the largest of its inputs, number by number.

import { call, defineLayer, tfLayers } from '../layer.ts';
import { elementwiseShape, mergeInputs } from './elementwise.ts';

export const maximum = defineLayer({
  type: 'maximum',
  label: 'Maximum',
  category: 'merge',
  summary: 'Takes the largest of inputs of the same shape',
  doc: `Takes the largest of its inputs number by number: \`y = max(a, b, …)\`. All must have the same shape: of \`[1, 8]\` and \`[3, 2]\` it is \`[3, 8]\`.

With two or more dense layers or convolutions before it, it is a maxout unit: the largest of several straight lines, a bent line whose form is learned. ReLU is the maxout of one line and 0.

Only the input that was the largest gets a gradient; among equal ones the first.`,
  reference: { text: 'Goodfellow et al. 2013, Maxout Networks', url: 'https://arxiv.org/abs/1302.4389' },
  keywords: ['max', 'maxout', 'largest', 'merge'],
  params: {},
  inputs: mergeInputs,
  hasOutput: true,
  notation: () => 'max',
  shape: (_p, inputs) => elementwiseShape('Maximum', inputs),
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: (_p, inputs) => call(tfLayers('maximum'), {}, inputs.length),
});
