// AveragePooling2D: the mean of every window.

import { borders2d } from '../convolution/window2d.ts';
import { call, defineLayer, runtime, tfLayers } from '../layer.ts';
import { poolingConfig } from './maxPooling2d.ts';
import { poolingNotation, poolingParams, poolingReceptive, poolingShape, poolingWindows } from './pooling2d.ts';

export const averagePooling2d = defineLayer({
  type: 'averagePooling2d',
  label: 'AveragePooling2D',
  category: 'sampling',
  summary: 'Takes the mean of every window',
  doc: `Takes the mean of every window of every channel: a blur followed by taking every stride-th pixel. Gentler than max pooling; every pixel of the window gets the same share of the gradient. It has no weights.

Size, per axis: \`out = ⌊(in + 2·padding − pool) / stride⌋ + 1\`. 2×2 with stride 2 halves 64: \`⌊(64 + 2·0 − 2) / 2⌋ + 1 = 32\`.

The window \`[1, 5; 3, 2]\` gives \`(1 + 5 + 3 + 2) / 4 = 2.75\`. Padding is left out of the mean, as in Keras: at a corner with one row and one column of it, only the one real pixel counts.`,
  reference: { text: 'LeCun et al. 1998, Gradient-Based Learning Applied to Document Recognition', url: 'https://doi.org/10.1109/5.726791' },
  keywords: ['pool', 'mean', 'downsample', 'subsample', 'blur'],
  params: poolingParams,
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: poolingNotation,
  shape: (p, [input]) => poolingShape('AveragePooling2D', p, input),
  weights: () => [],
  macs: () => 0,
  receptive: (p) => poolingReceptive(p),
  // tfjs's gradient is wrong as soon as there is any padding.
  lower(p, [input]) {
    const borders = borders2d(poolingWindows(p, input ?? []));
    const none = borders !== 'same' && borders.flat().every((n) => n === 0);
    return none ? call(tfLayers('averagePooling2d'), poolingConfig(p, {})) : call(runtime('averagePooling2d'), poolingConfig(p, { padding: borders }));
  },
});
