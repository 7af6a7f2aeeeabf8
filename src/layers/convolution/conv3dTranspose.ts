// Conv3DTranspose: the convolution run backwards, which grows a volume. Its rules are those of all transposed convolutions.

import { defineLayer } from '../layer.ts';
import { transposedParams, transposedRules } from './transposedConvolution.ts';

export const conv3dTranspose = defineLayer({
  type: 'conv3dTranspose',
  label: 'Conv3DTranspose',
  category: 'convolution',
  summary: 'Grows a volume with learned filters',
  doc: `The convolution of a volume run backwards: every voxel paints a box, scaled by its value, onto a larger volume; the boxes lie \`stride\` voxels apart and add up where they overlap. It is the way up in a 3-D U-Net.

Size, per axis: \`out = in·stride − stride + kernel − 2·padding\`. 2×2×2 with stride 2 doubles 16 slices: \`16·2 − 2 + 2 − 2·0 = 32\`.

Weights: \`kernelDepth·kernelHeight·kernelWidth·filters·inChannels\`. 2×2×2 from 64 to 32 channels: \`8·32·64 = 16384\`.

Along one axis, the kernel \`[1, 2]\` with stride 2 makes \`[3, 4]\` into \`[3, 6, 4, 8]\`; along all three, each voxel becomes a box of 8.

\`outputPadding\` appends the slice, row or column that a strided convolution on the way down left out.`,
  reference: { text: 'Çiçek et al. 2016, 3D U-Net', url: 'https://arxiv.org/abs/1606.06650' },
  keywords: ['deconvolution', 'upconvolution', 'transposed', 'upsample', 'decoder', 'volume', 'voxel', 'video'],
  params: transposedParams(3),
  ...transposedRules('Conv3DTranspose', 3),
});
