// Average: the mean of its inputs, number by number.

import { call, defineLayer, tfLayers } from '../layer.ts';
import { elementwiseShape, mergeInputs } from './elementwise.ts';

export const average = defineLayer({
  type: 'average',
  label: 'Average',
  category: 'merge',
  summary: 'Takes the mean of inputs of the same shape',
  doc: `Takes the mean of its inputs number by number: \`y = (a + b + …) / n\`. All must have the same shape: the average of \`[1, 2]\` and \`[3, 10]\` is \`[2, 6]\`.

As a sum, but the scale stays however many inputs there are. Averaging the predictions of several branches is an ensemble within one network: with independent errors of variance \`v\`, the mean of \`n\` has \`v / n\`.

Every input gets \`1 / n\` of the gradient.`,
  reference: { text: 'Breiman 1996, Bagging Predictors', url: 'https://doi.org/10.1007/BF00058655' },
  keywords: ['mean', 'ensemble', 'merge'],
  params: {},
  inputs: mergeInputs,
  hasOutput: true,
  notation: () => 'mean',
  shape: (_p, inputs) => elementwiseShape('Average', inputs),
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: (_p, inputs) => call(tfLayers('average'), {}, inputs.length),
});
