// UpSampling1D: a longer sequence without weights.

import { defineLayer } from '../layer.ts';
import { upSamplingRules } from './resizing.ts';

export const upSampling1d = defineLayer({
  type: 'upSampling1d',
  label: 'UpSampling1D',
  category: 'sampling',
  summary: 'Lengthens a sequence without weights',
  doc: `Enlarges every channel of a sequence \`size\` times: \`out = in·size\`, so 50 steps become \`50·2 = 100\`. It has no weights; a convolution after it does the learning.

"nearest" repeats every step: \`[1, 2]\` becomes \`[1, 1, 2, 2]\`. "linear" draws straight lines between them: \`[1, 1.25, 1.75, 2]\`; values lie in the middle of their steps, and beyond the first and the last middle nothing changes.

Wave-U-Net grows its sequences so: a transposed convolution would add a whine at the frequency of its stride.`,
  reference: { text: 'Stoller, Ewert and Dixon 2018, Wave-U-Net', url: 'https://arxiv.org/abs/1806.03185' },
  keywords: ['upsample', 'resize', 'lengthen', 'repeat', 'nearest', 'linear', 'double'],
  ...upSamplingRules('UpSampling1D', 1),
});
