// Conv2DTranspose: the convolution run backwards, which grows a map. Its rules are those of all transposed convolutions.

import { defineLayer } from '../layer.ts';
import { transposedParams, transposedRules } from './transposedConvolution.ts';

export const conv2dTranspose = defineLayer({
  type: 'conv2dTranspose',
  label: 'Conv2DTranspose',
  category: 'convolution',
  summary: 'Grows a map with learned filters',
  doc: `The convolution run backwards: every input pixel paints a kernel, scaled by its value, onto a larger map; the kernels lie \`stride\` pixels apart and add up where they overlap. It is what the gradient of a convolution does to its input, hence the name; "deconvolution" is misleading.

The kernel \`[0, 1; 2, 3]\` makes \`[25, 31; 43, 49]\` into \`[0, 25, 31; 50, 180, 142; 86, 227, 147]\`: in the middle all four meet, \`3·25 + 2·31 + 1·43 + 0·49 = 180\`. Written as a matrix, it is the transpose of the convolution's.

Size, per axis: \`out = in·stride − stride + kernel − 2·padding\`. A 4×4 kernel with stride 2 and padding 1 doubles a map of 32: \`32·2 − 2 + 4 − 2·1 = 64\`. A 3×3 kernel with stride 1 adds 2: \`8·1 − 1 + 3 − 2·0 = 10\`.

A strided convolution maps several sizes to one, so going back needs a choice: \`outputPadding\` appends the missing row. With stride 2, kernel 3 and padding 1, \`32·2 − 2 + 3 − 2·1 + 1 = 64\`.

"same" gives \`in·stride\`. Where the kernel is no multiple of the stride, pixels get different numbers of contributions, which shows as a checkerboard; 2×2 and 4×4 at stride 2 do not have it.`,
  reference: { text: 'Odena, Dumoulin and Olah 2016, Deconvolution and Checkerboard Artifacts', url: 'https://distill.pub/2016/deconv-checkerboard/' },
  keywords: ['deconvolution', 'upconvolution', 'transposed', 'upsample', 'decoder', 'generator'],
  params: transposedParams(2),
  ...transposedRules('Conv2DTranspose', 2),
});
