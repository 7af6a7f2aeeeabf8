// Add: the sum of its inputs, number by number.

import { call, defineLayer, tfLayers } from '../layer.ts';
import { elementwiseShape, mergeInputs } from './elementwise.ts';

export const add = defineLayer({
  type: 'add',
  label: 'Add',
  category: 'merge',
  summary: 'Sums inputs of the same shape',
  doc: `Adds its inputs number by number: \`y = a + b + …\`. All must have the same shape: \`[1, 2] + [10, 20] = [11, 22]\`.

It is the join of a residual network: a block learns only what to change, \`y = x + F(x)\`, and the gradient reaches early layers through the sum as it is, since \`∂y/∂x = 1 + ∂F/∂x\`.

Where the skip has other channels or another size than the block's result, a 1×1 convolution on the skip, with the block's stride, brings them together: 64×64×16 with stride 2 and 32 filters becomes 32×32×32.`,
  reference: { text: 'He et al. 2016, Deep Residual Learning for Image Recognition', url: 'https://arxiv.org/abs/1512.03385' },
  keywords: ['sum', 'plus', 'residual', 'skip', 'resnet', 'shortcut'],
  params: {},
  inputs: mergeInputs,
  hasOutput: true,
  notation: () => '+',
  shape: (_p, inputs) => elementwiseShape('Add', inputs),
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: (_p, inputs) => call(tfLayers('add'), {}, inputs.length),
});
