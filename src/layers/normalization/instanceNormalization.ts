// InstanceNormalization: every channel of every sample brought to mean 0 and variance 1 over its own pixels.

import { keptShapeWithChannels } from '../keptShape.ts';
import type { ShapeOutcome } from '../layer.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { centerParam, epsilonParam, scaledConfig, scaledNotation, scaledWeights, scaleParam } from './scaled.ts';

const EPSILON = 0.001;

export const instanceNormalization = defineLayer({
  type: 'instanceNormalization',
  label: 'InstanceNormalization',
  category: 'normalization',
  summary: 'Normalizes every channel of every image by itself',
  doc: `Brings every channel of every sample to mean 0 and variance 1 over its own pixels: \`y = gamma·(x − mean) / √(variance + epsilon) + beta\`. A channel with the 4 pixels \`[1, 1, 3, 3]\` becomes \`[−1, −1, 1, 1]\`.

What it takes away is the brightness and contrast of the image, which is why networks that change an image's style use it: the style of the input is gone, and gamma and beta put another one in.

It needs a map: of a vector, every channel has one number, and that minus its mean is 0.`,
  reference: { text: 'Ulyanov, Vedaldi and Lempitsky 2016, Instance Normalization', url: 'https://arxiv.org/abs/1607.08022' },
  keywords: ['in', 'instancenorm', 'style transfer', 'cyclegan', 'normalize', 'norm'],
  params: { epsilon: epsilonParam(EPSILON), center: centerParam(), scale: scaleParam() },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: scaledNotation,
  shape(_p, [input]): ShapeOutcome {
    const kept = keptShapeWithChannels('InstanceNormalization', input);
    if (!kept.ok || (input?.length ?? 0) > 1) return kept;
    return {
      ok: false,
      problems: [
        {
          code: 'rank-mismatch',
          severity: 'error',
          message: 'InstanceNormalization needs a map but got a vector: every channel has one number, and that minus its mean is 0. Take a layer normalization.',
          port: 0,
        },
      ],
    };
  },
  weights: (p, [input]) => scaledWeights(p, input),
  macs: () => 0,
  receptive: () => ({ kind: 'global' }),
  lower: (p) => call(runtime('instanceNormalization'), scaledConfig(p, EPSILON)),
});
