// The built-in data set "field": its params and what its samples look like. The pictures are made in generateField.ts.

import { choice, integer } from '../layers/params.ts';
import { defineDataset, type DataSignature } from './dataset.ts';
import { generateField } from './generateField.ts';

const signature = (params: { readonly figure: string; readonly channels: number }): DataSignature => ({
  name: params.figure,
  task: 'regression',
  inputShape: [2],
  targetShape: [params.channels],
});

export const field = defineDataset({
  type: 'field',
  label: 'A picture as a function',
  summary: 'Every pixel of one picture is a sample: its place goes in, its colour shall come out.',
  generator: { file: 'generateField.ts', name: 'generateField' },
  params: {
    figure: choice({
      label: 'Picture',
      doc: 'What is to be seen; the seed varies it.',
      default: 'landscape',
      options: [
        { value: 'landscape', label: 'Landscape', doc: 'Sun and hills over water: soft skies, sharp ridges, ripples.' },
        { value: 'rosette', label: 'Rosette', doc: 'Petals with sharp edges around a chequered disc.' },
        { value: 'zone plate', label: 'Zone plate', doc: 'Rings that become ever narrower: how fine a detail a network can follow.' },
      ],
    }),
    size: integer({ label: 'Size', doc: 'Height and width in pixels; there are as many samples as pixels.', default: 64, min: 8, max: 512 }),
    channels: integer({ label: 'Channels', doc: '1 for grey, 3 for colour.', default: 3, min: 1, max: 3 }),
  },
  signature,
  countOf: (params) => params.size * params.size,
  samples: generateField,
});
