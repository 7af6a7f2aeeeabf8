// The built-in data set "volumes": its params and what its samples look like. They are made in generateVolumes.ts.

import { integer } from '../layers/params.ts';
import { defineDataset, type DataSignature } from './dataset.ts';
import { generateVolumes, maskSide } from './generateVolumes.ts';
import { countParam, noiseParam } from './sampleParams.ts';

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
    count: countParam('How many volumes are made.', 60, 2, 2000),
    size: integer({ label: 'Size', doc: 'Depth, height and width of a volume in voxels.', default: 32, min: 8, max: 192 }),
    noise: noiseParam(0.1),
    margin: integer({ label: 'Margin', doc: 'Voxels that the mask lacks at every side: what a 3-D U-Net without padding cannot see.', default: 0, min: 0, max: 80, advanced: true }),
  },
  signature,
  countOf: (params) => params.count,
  samples: generateVolumes,
});
