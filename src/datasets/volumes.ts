// The built-in data set "volumes": its params and what its samples look like. They are made in generateVolumes.ts.

import { integer, number } from '../layers/params.ts';
import { defineDataset, type DataSignature } from './dataset.ts';
import { generateVolumes } from './generateVolumes.ts';

const signature = (params: { readonly size: number }): DataSignature => ({
  name: 'volumes',
  task: 'segmentation',
  inputShape: [params.size, params.size, params.size, 1],
  targetShape: [params.size, params.size, params.size, 1],
  classes: ['background', 'blob or tube'],
});

export const volumes = defineDataset({
  type: 'volumes',
  label: 'Volumes with masks',
  summary: 'Blobs and bent tubes in uneven, noisy surroundings, as in a scan; the target is the mask of both.',
  generator: { file: 'generateVolumes.ts', name: 'generateVolumes' },
  params: {
    count: integer({ label: 'Samples', doc: 'How many volumes are made.', default: 60, min: 2, max: 2000 }),
    size: integer({ label: 'Size', doc: 'Depth, height and width of a volume in voxels.', default: 32, min: 8, max: 128 }),
    noise: number({ label: 'Noise', doc: 'Standard deviation of the noise, where 1 is the span from black to white.', default: 0.1, min: 0, max: 1, step: 0.01 }),
  },
  signature,
  countOf: (params) => params.count,
  generate: (params, seed) => ({
    ...signature(params),
    count: params.count,
    origin: `built in, seed ${seed}`,
    ...generateVolumes(params, seed),
  }),
});
