// LayerNormalization: every place of a sample brought to mean 0 and variance 1 over its channels.

import { keptShapeWithChannels } from '../keptShape.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { centerParam, epsilonParam, scaledConfig, scaledNotation, scaledWeights, scaleParam } from './scaled.ts';

const EPSILON = 0.001;

export const layerNormalization = defineLayer({
  type: 'layerNormalization',
  label: 'LayerNormalization',
  category: 'normalization',
  summary: 'Normalizes every sample by itself, over its channels',
  doc: `Takes mean and variance over the last axis, for every sample and every place by itself: \`y = gamma·(x − mean) / √(variance + epsilon) + beta\`. The features \`[1, 2, 3]\` have mean 2 and variance 2/3 and become \`[−1.22, 0, 1.22]\`.

Batch normalization asks how a channel varies over the batch; this asks how a sample varies over its channels. So it does the same in training and in use, works with a batch of 1, and keeps no running means.

It is the normalization of transformers and recurrent networks. 64 features make \`2·64 = 128\` weights. In convolutional networks, group normalization is the better choice.`,
  reference: { text: 'Ba, Kiros and Hinton 2016, Layer Normalization', url: 'https://arxiv.org/abs/1607.06450' },
  keywords: ['ln', 'layernorm', 'normalize', 'norm', 'transformer'],
  params: { epsilon: epsilonParam(EPSILON), center: centerParam(), scale: scaleParam() },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: scaledNotation,
  shape: (_p, [input]) => keptShapeWithChannels('LayerNormalization', input),
  weights: (p, [input]) => scaledWeights(p, input),
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: (p) => call(runtime('layerNormalization'), scaledConfig(p, EPSILON)),
});
