// The built-in data set "shapes": its params and what its samples look like. The drawing is in generateShapes.ts.

import { integer } from '../layers/params.ts';
import { defineDataset, type DataSignature } from './dataset.ts';
import { generateShapes, maskSize } from './generateShapes.ts';
import { countParam, noiseParam } from './sampleParams.ts';

const signature = (params: { readonly size: number; readonly channels: number; readonly margin: number }): DataSignature => ({
  name: 'shapes',
  task: 'segmentation',
  inputShape: [params.size, params.size, params.channels],
  targetShape: [maskSize(params.size, params.margin), maskSize(params.size, params.margin), 1],
  classes: ['background', 'shape'],
});

export const shapes = defineDataset({
  type: 'shapes',
  label: 'Shapes with masks',
  summary: 'Discs, rectangles and triangles on noisy backgrounds; the target is the mask of the shapes.',
  generator: { file: 'generateShapes.ts', name: 'generateShapes' },
  params: {
    count: countParam('How many images are drawn.', 500, 2, 20_000),
    size: integer({ label: 'Size', doc: 'Height and width of an image in pixels.', default: 64, min: 8, max: 1024 }),
    channels: integer({ label: 'Channels', doc: '1 for grey images, 3 for colour.', default: 3, min: 1, max: 3 }),
    noise: noiseParam(0.05),
    margin: integer({ label: 'Margin', doc: 'Pixels that the mask lacks at every side: what a U-Net without padding cannot see. The paper\'s has 92, for 572 to 388.', default: 0, min: 0, max: 500, advanced: true }),
  },
  signature,
  countOf: (params) => params.count,
  samples: generateShapes,
});
