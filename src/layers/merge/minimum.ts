// Minimum: the smallest of its inputs, number by number.

import { call, defineLayer, tfLayers } from '../layer.ts';
import { elementwiseShape, mergeInputs } from './elementwise.ts';

export const minimum = defineLayer({
  type: 'minimum',
  label: 'Minimum',
  category: 'merge',
  summary: 'Takes the smallest of inputs of the same shape',
  doc: `Takes the smallest of its inputs number by number: \`y = min(a, b, …)\`. All must have the same shape: of \`[1, 8]\` and \`[3, 2]\` it is \`[1, 2]\`.

Of probabilities it is the "and" of fuzzy logic, as the maximum is the "or": a place counts only as much as all branches agree on it. Of masks between 0 and 1 it is their intersection.

Only the input that was the smallest gets a gradient; among equal ones the first.`,
  reference: { text: 'Zadeh 1965, Fuzzy Sets', url: 'https://doi.org/10.1016/S0019-9958(65)90241-X' },
  keywords: ['min', 'smallest', 'and', 'intersection', 'merge'],
  params: {},
  inputs: mergeInputs,
  hasOutput: true,
  notation: () => 'min',
  shape: (_p, inputs) => elementwiseShape('Minimum', inputs),
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: (_p, inputs) => call(tfLayers('minimum'), {}, inputs.length),
});
