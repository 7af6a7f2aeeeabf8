// What SpatialDropout1D, 2D and 3D share: whole channels left out at random during training.

import { keptShape } from '../keptShape.ts';
import type { Shape, ShapeOutcome } from '../layer.ts';
import { missingInput, rankMismatch } from '../rankMismatch.ts';
import { drawing, randomCall, rateParam } from './randomly.ts';

const words = {
  1: { what: 'sequence', example: 'a sequence of 100 steps' },
  2: { what: 'map', example: 'a map of 16×16 pixels' },
  3: { what: 'volume', example: 'a volume of 8×8×8 voxels' },
} as const;

/** All but type and label of a spatial dropout over so many axes. */
export function spatialDropoutOver(label: string, axes: 1 | 2 | 3) {
  const { what, example } = words[axes];
  return {
    ...drawing,
    summary: `Leaves whole channels of a ${what} out at random`,
    doc: `During training every channel of every sample is set to zero as a whole with probability \`rate\`; the others are divided by \`1 − rate\`, so that the mean stays. Of ${example} with 64 channels and rate 0.25, about \`0.25·64 = 16\` channels are gone and the others are multiplied by \`1 / 0.75 = 1.33\`.

Between convolutions it does what dropout is meant to do: neighbours in a ${what} are much alike, so where single numbers are left out the next one tells what was there, and nothing but noise is gained.

In use nothing happens. Which channels are left out follows from the seed of the training.`,
    reference: { text: 'Tompson et al. 2015, Efficient Object Localization Using Convolutional Networks', url: 'https://arxiv.org/abs/1411.4280' },
    keywords: ['dropout', 'feature map', 'channel', 'overfitting', 'regularize'],
    params: { rate: rateParam(0.25, 'Share of the channels that is left out, from 0 to below 1.') },
    notation: (p: { readonly rate: number }) => String(p.rate),
    shape(_p: unknown, [input]: readonly Shape[]): ShapeOutcome {
      if (input === undefined) return missingInput(label);
      return input.length === axes + 1 ? keptShape(label, input) : { ok: false, problems: [rankMismatch(label, axes + 1, input)] };
    },
    lower: (p: { readonly rate: number }) => randomCall('spatialDropout', { rate: p.rate }),
  };
}
