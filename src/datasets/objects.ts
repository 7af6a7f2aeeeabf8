// The built-in data set "objects": its params and what its samples look like. The drawing is in generateObjects.ts.

import { integer } from '../layers/params.ts';
import { defineDataset, type DataSignature } from './dataset.ts';
import { generateObjects, hueNames, shapeNames, surfaceNames } from './generateObjects.ts';
import { pictureSignature, targetParam, type PictureParams } from './pictureTarget.ts';
import { countParam, noiseParam } from './sampleParams.ts';

/** `star`, `striped star`, `red striped star`: as much as the number of classes tells apart. */
function className(label: number, classes: number): string {
  const shape = shapeNames[label % 10]!;
  if (classes <= 10) return shape;
  const surface = surfaceNames[Math.floor(label / 10) % 10]!;
  return classes <= 100 ? `${surface} ${shape}` : `${hueNames[Math.floor(label / 100)]} ${surface} ${shape}`;
}

const signature = (params: PictureParams): DataSignature =>
  pictureSignature('objects', params, Array.from({ length: params.classes }, (_, i) => className(i, params.classes)));

export const objects = defineDataset({
  type: 'objects',
  label: 'Coloured objects',
  summary: 'One object per image, of any size, in up to 1000 classes: ten shapes, ten surfaces, ten hues.',
  generator: { file: 'generateObjects.ts', name: 'generateObjects' },
  params: {
    count: countParam('How many images are drawn.', 1000, 4, 60_000),
    size: integer({ label: 'Size', doc: 'Height and width of an image in pixels.', default: 32, min: 12, max: 512 }),
    channels: integer({ label: 'Channels', doc: '1 for grey images, 3 for colour. More than 100 classes differ in colour.', default: 3, min: 1, max: 3 }),
    classes: integer({ label: 'Classes', doc: 'Up to 10 differ in shape, up to 100 in surface too, up to 1000 also in hue.', default: 10, min: 2, max: 1000 }),
    noise: noiseParam(0.03),
    target: targetParam('The class', 'What kind of object it is.'),
  },
  signature,
  countOf: (params) => params.count,
  samples: generateObjects,
});
