// The built-in data set "points": its params and what its samples look like. The points are made in generatePoints.ts.

import { choice, integer } from '../layers/params.ts';
import { defineDataset, type DataSignature } from './dataset.ts';
import { generatePoints } from './generatePoints.ts';
import { countParam, noiseParam } from './sampleParams.ts';

const signature = (params: { readonly kind: string; readonly classes: number }): DataSignature => ({
  name: params.kind,
  task: 'classification',
  inputShape: [2],
  targetShape: [],
  classes: Array.from({ length: params.classes }, (_, i) => String.fromCharCode(65 + i)),
});

export const points = defineDataset({
  type: 'points',
  label: 'Points in the plane',
  summary: 'Two-dimensional points of two or more classes that no straight line separates.',
  generator: { file: 'generatePoints.ts', name: 'generatePoints' },
  params: {
    kind: choice({
      label: 'Figure',
      doc: 'The figure along which the points of a class lie.',
      default: 'spiral',
      options: [
        { value: 'spiral', label: 'Spiral', doc: 'Arms wound about the origin: hard for a shallow net.' },
        { value: 'moons', label: 'Moons', doc: 'Interleaved half circles.' },
        { value: 'circles', label: 'Circles', doc: 'Rings about the origin.' },
      ],
    }),
    count: countParam('How many points are drawn.', 1000, 4, 200_000),
    classes: integer({ label: 'Classes', doc: 'Number of arms, moons or rings.', default: 2, min: 2, max: 8 }),
    noise: noiseParam(0.04, 'Standard deviation of the noise on each coordinate; the figures span about −1 to 1.'),
  },
  signature,
  countOf: (params) => params.count,
  samples: generatePoints,
});
