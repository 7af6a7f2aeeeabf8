// How the categories of layers, and blocks among them, are called and in which order they stand.

import type { Category } from '../layers/layer.ts';

/** A total table: a new category needs a name here. */
export const categoryLabels: { readonly [C in Category | 'block']: string } = {
  io: 'Input and output',
  convolution: 'Convolution',
  sampling: 'Sampling',
  core: 'Core',
  activation: 'Activation',
  normalization: 'Normalization',
  regularization: 'Regularization',
  merge: 'Merge',
  block: 'Blocks',
};

export const categories = Object.keys(categoryLabels) as readonly (Category | 'block')[];
