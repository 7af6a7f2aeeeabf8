// SpatialDropout2D: whole channels of a map left out at random during training.

import { keptShape } from '../keptShape.ts';
import type { ShapeOutcome } from '../layer.ts';
import { defineLayer } from '../layer.ts';
import { missingInput, rankMismatch } from '../rankMismatch.ts';
import { drawing, randomCall, rateParam } from './randomly.ts';

export const spatialDropout2d = defineLayer({
  type: 'spatialDropout2d',
  label: 'SpatialDropout2D',
  summary: 'Leaves whole channels of a map out at random',
  doc: `During training every channel of every sample is set to zero as a whole with probability \`rate\`; the others are divided by \`1 − rate\`, so that the mean stays. Of a map of 16×16 pixels with 64 channels and rate 0.25, about \`0.25·64 = 16\` channels are gone.

Between convolutions it does what dropout is meant to do: neighbours in a map are much alike, so where single numbers are left out the next one tells what was there, and nothing but noise is gained.

In use nothing happens. Which channels are left out follows from the seed of the training.`,
  reference: { text: 'Tompson et al. 2015, Efficient Object Localization Using Convolutional Networks', url: 'https://arxiv.org/abs/1411.4280' },
  keywords: ['dropout', 'feature map', 'channel', 'overfitting', 'regularize'],
  params: {
    rate: rateParam(0.25, 'Share of the channels that is left out, from 0 to below 1.'),
  },
  ...drawing,
  notation: (p) => String(p.rate),
  shape(_p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('SpatialDropout2D');
    return input.length === 3 ? keptShape('SpatialDropout2D', input) : { ok: false, problems: [rankMismatch('SpatialDropout2D', 3, input)] };
  },
  lower: (p) => randomCall('spatialDropout', { rate: p.rate }),
});
