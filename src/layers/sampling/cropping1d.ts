// Cropping1D: cuts steps off a sequence.

import { defineLayer } from '../layer.ts';
import { croppingRules } from './borders.ts';

export const cropping1d = defineLayer({
  type: 'cropping1d',
  label: 'Cropping1D',
  category: 'sampling',
  summary: 'Cuts steps off the ends of a sequence',
  doc: `Removes steps at both ends: \`out = in − before − after\`. One from each end makes 100 steps into \`100 − 1 − 1 = 98\`, and \`[5, 7, 9, 4]\` into \`[7, 9]\`.

Wave-U-Net crops its skips so: without padding every convolution shortens the sequence, and a skip of 100 steps is cut to the 92 that its partner has with \`[[4, 4]]\`.

A single number stands for both ends. The gradient of what is cut off is 0.`,
  reference: { text: 'Stoller, Ewert and Dixon 2018, Wave-U-Net', url: 'https://arxiv.org/abs/1806.03185' },
  keywords: ['crop', 'cut', 'trim', 'slice', 'sequence'],
  ...croppingRules('Cropping1D', 1),
});
