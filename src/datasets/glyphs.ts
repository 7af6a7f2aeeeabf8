// The built-in data set "glyphs": its params and what its samples look like. The drawing is in generateGlyphs.ts.

import { integer } from '../layers/params.ts';
import { defineDataset, type DataSignature } from './dataset.ts';
import { generateGlyphs } from './generateGlyphs.ts';
import { pictureSignature, targetParam, type PictureParams } from './pictureTarget.ts';
import { countParam, noiseParam } from './sampleParams.ts';

const signature = (params: PictureParams): DataSignature =>
  pictureSignature('glyphs', params, Array.from({ length: params.classes }, (_, i) => String(i)));

export const glyphs = defineDataset({
  type: 'glyphs',
  label: 'Drawn digits',
  summary: 'Digits drawn from strokes, turned, stretched and thickened at random; the target is the digit, or the image itself.',
  generator: { file: 'generateGlyphs.ts', name: 'generateGlyphs' },
  params: {
    count: countParam('How many images are drawn.', 2000, 4, 60_000),
    size: integer({ label: 'Size', doc: 'Height and width of an image in pixels.', default: 28, min: 12, max: 128 }),
    channels: integer({ label: 'Channels', doc: '1 for light digits on black, 3 for digits and grounds of any colour.', default: 1, min: 1, max: 3 }),
    classes: integer({ label: 'Classes', doc: 'Draws the digits from 0 up to this number less one.', default: 10, min: 2, max: 10 }),
    noise: noiseParam(0.05, 'Standard deviation of the noise on every pixel.'),
    target: targetParam('The digit', 'Which digit it is.'),
  },
  signature,
  countOf: (params) => params.count,
  samples: generateGlyphs,
});
