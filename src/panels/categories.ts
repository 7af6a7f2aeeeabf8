// How the categories of layers are called and in which order they stand.

import type { Category } from '../layers/layer.ts';

/** A total table: a new category needs a name here. */
export const categoryLabels: { readonly [C in Category]: string } = {
  io: 'Input and output',
  convolution: 'Convolution',
  sampling: 'Sampling',
  core: 'Core',
  activation: 'Activation',
  normalization: 'Normalization',
  regularization: 'Regularization',
  merge: 'Merge',
};

export const categories = Object.keys(categoryLabels) as readonly Category[];
