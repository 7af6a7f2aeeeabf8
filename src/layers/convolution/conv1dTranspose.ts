// Conv1DTranspose: the convolution run backwards, which grows a sequence. Its rules are those of all transposed convolutions.

import { defineLayer } from '../layer.ts';
import { transposedParams, transposedRules } from './transposedConvolution.ts';

export const conv1dTranspose = defineLayer({
  type: 'conv1dTranspose',
  label: 'Conv1DTranspose',
  category: 'convolution',
  summary: 'Grows a sequence with learned filters',
  doc: `The convolution of a sequence run backwards: every step paints a kernel, scaled by its value, onto a longer sequence; the kernels lie \`stride\` steps apart and add up where they overlap. Decoders of sound grow their sequences so.

Size: \`out = in·stride − stride + kernel − 2·padding\`. A kernel of 4 with stride 2 and padding 1 doubles 50 steps: \`50·2 − 2 + 4 − 2·1 = 100\`.

Example: the kernel \`[1, 2]\` with stride 2 makes \`[3, 4]\` into \`[3, 6, 4, 8]\`.

Where the kernel is no multiple of the stride, steps get different numbers of contributions, which is heard as a whine at the frequency of the stride.`,
  reference: { text: 'Pons et al. 2021, Upsampling artifacts in neural audio synthesis', url: 'https://arxiv.org/abs/2010.14356' },
  keywords: ['deconvolution', 'upconvolution', 'transposed', 'upsample', 'decoder', 'audio', 'sequence', 'vocoder'],
  params: transposedParams(1),
  ...transposedRules('Conv1DTranspose', 1),
});
