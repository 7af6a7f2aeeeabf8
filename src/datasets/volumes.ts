// The built-in data set "volumes": its params and what its samples look like. They are made in generateVolumes.ts.

import { integer, number } from '../layers/params.ts';
import { defineDataset, type DataSignature } from './dataset.ts';
import { generateVolumes, maskSide } from './generateVolumes.ts';

const signature = ({ size, margin }: { readonly size: number; readonly margin: number }): DataSignature => {
  const inner = maskSide(size, margin);
  return {
    name: 'volumes',
    task: 'segmentation',
    inputShape: [size, size, size, 1],
    targetShape: [inner, inner, inner, 1],
    classes: ['background', 'blob or tube'],
  };
};

export const volumes = defineDataset({
  type: 'volumes',
  label: 'Volumes with masks',
  summary: 'Blobs and bent tubes in uneven, noisy surroundings, as in a scan; the target is the mask of both.',
  generator: { file: 'generateVolumes.ts', name: 'generateVolumes' },
  params: {
    count: integer({ label: 'Samples', doc: 'How many volumes are made.', default: 60, min: 2, max: 2000 }),
    size: integer({ label: 'Size', doc: 'Depth, height and width of a volume in voxels.', default: 32, min: 8, max: 192 }),
    noise: number({ label: 'Noise', doc: 'Standard deviation of the noise, where 1 is the span from black to white.', default: 0.1, min: 0, max: 1, step: 0.01 }),
    margin: integer({ label: 'Margin', doc: 'Voxels that the mask lacks at every side: what a 3-D U-Net without padding cannot see.', default: 0, min: 0, max: 80, advanced: true }),
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
