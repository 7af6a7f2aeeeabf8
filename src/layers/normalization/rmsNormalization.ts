// RMSNormalization: every place of a sample divided by the root mean square of its channels.

import { keptShapeWithChannels } from '../keptShape.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { epsilonParam, scaledConfig, scaledNotation, scaledWeights, scaleParam } from './scaled.ts';

const EPSILON = 1e-6;

export const rmsNormalization = defineLayer({
  type: 'rmsNormalization',
  label: 'RMSNormalization',
  category: 'normalization',
  summary: 'Divides by the root mean square over the channels',
  doc: `Divides every place of a sample by the root mean square of its channels: \`y = gamma·x / √(mean(x²) + epsilon)\`. For \`[3, 4]\` that is \`√((9 + 16) / 2) = 3.54\`, and it becomes \`[0.85, 1.13]\`.

It is layer normalization without subtracting the mean: what helps is the scale, and the mean can be left alone.

So it has one weight per channel instead of two and takes fewer steps to compute. Recent language models use it.`,
  reference: { text: 'Zhang and Sennrich 2019, Root Mean Square Layer Normalization', url: 'https://arxiv.org/abs/1910.07467' },
  keywords: ['rms', 'rmsnorm', 'normalize', 'norm', 'transformer'],
  params: { epsilon: epsilonParam(EPSILON), scale: scaleParam() },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: scaledNotation,
  shape: (_p, [input]) => keptShapeWithChannels('RMSNormalization', input),
  weights: (p, [input]) => scaledWeights(p, input),
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: (p) => call(runtime('rmsNormalization'), scaledConfig(p, EPSILON)),
});
