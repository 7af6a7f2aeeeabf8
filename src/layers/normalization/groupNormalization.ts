// GroupNormalization: groups of channels brought to mean 0 and variance 1 over all pixels of a sample.

import { keptShapeWithChannels } from '../keptShape.ts';
import type { ShapeOutcome } from '../layer.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { integer } from '../params.ts';
import { centerParam, epsilonParam, scaledConfig, scaledWeights, scaleParam } from './scaled.ts';

const EPSILON = 0.001;

export const groupNormalization = defineLayer({
  type: 'groupNormalization',
  label: 'GroupNormalization',
  category: 'normalization',
  summary: 'Normalizes groups of channels, sample by sample',
  doc: `Divides the channels into groups and brings each to mean 0 and variance 1 over its channels and all pixels, for every sample by itself: \`y = gamma·(x − mean) / √(variance + epsilon) + beta\`. With 32 channels and 4 groups, the statistics are over \`8·height·width\` numbers. A pixel \`[1, 3, 10, 30]\` of a map of one pixel becomes with 2 groups \`[−1, 1, −1, 1]\`.

It does not look at the batch, so it works with 1 or 2 large images, where batch normalization fails, and does the same in training and in use.

With 1 group it normalizes a sample as a whole, with as many groups as channels it is instance normalization. The paper takes 32 groups; their number must divide the channels.`,
  reference: { text: 'Wu and He 2018, Group Normalization', url: 'https://arxiv.org/abs/1803.08494' },
  keywords: ['gn', 'groupnorm', 'normalize', 'norm', 'small batch'],
  params: {
    groups: integer({ label: 'Groups', doc: 'Number of groups; must divide the channels. The paper takes 32.', default: 4 }),
    epsilon: epsilonParam(EPSILON),
    center: centerParam(),
    scale: scaleParam(),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => `${p.groups} groups`,
  shape(p, [input]): ShapeOutcome {
    const kept = keptShapeWithChannels('GroupNormalization', input);
    const channels = input?.at(-1) ?? 0;
    if (!kept.ok) return kept;
    if (channels % p.groups !== 0) return { ok: false, problems: [groupsProblem(p.groups, channels)] };
    return kept;
  },
  weights: (p, [input]) => scaledWeights(p, input),
  macs: () => 0,
  receptive: (_p, [input]) => (input !== undefined && input.length > 1 ? { kind: 'global' } : { kind: 'pointwise' }),
  lower: (p) => call(runtime('groupNormalization'), { groups: p.groups, ...scaledConfig(p, EPSILON) }),
});

function groupsProblem(groups: number, channels: number) {
  let fitting = Math.min(groups, channels);
  while (channels % fitting !== 0) fitting--;
  return {
    code: 'channel-mismatch',
    severity: 'error',
    message: `GroupNormalization: ${groups} groups do not divide ${channels} channels: ${channels} / ${groups} = ${Number((channels / groups).toPrecision(3))}.`,
    param: 'groups',
    repairs: [{ kind: 'setParams', label: `Set groups to ${fitting}`, params: { groups: fitting } }],
  } as const;
}
