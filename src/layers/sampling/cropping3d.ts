// Cropping3D: cuts the outside off a volume.

import { defineLayer } from '../layer.ts';
import { croppingRules } from './borders.ts';

export const cropping3d = defineLayer({
  type: 'cropping3d',
  label: 'Cropping3D',
  category: 'sampling',
  summary: 'Cuts slices, rows and columns off a volume',
  doc: `Removes slices, rows and columns: \`out = in − before − after\`. One from every side makes 16 slices into \`16 − 1 − 1 = 14\`; of a box of \`3·3·3 = 27\` voxels the one in the middle is left.

A 3-D U-Net without padding shrinks with every convolution, and its skips are cropped to the size of the decoder's volume before they are joined.

A single number stands for all six sides, \`[[front, back], [top, bottom], [left, right]]\` for each. The gradient of what is cut off is 0.`,
  reference: { text: 'Çiçek et al. 2016, 3D U-Net', url: 'https://arxiv.org/abs/1606.06650' },
  keywords: ['crop', 'cut', 'trim', 'slice', 'volume'],
  ...croppingRules('Cropping3D', 3),
});
