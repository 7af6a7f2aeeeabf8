// GaussianNoise: a random number added to every number.

import { keptShape } from '../keptShape.ts';
import { defineLayer } from '../layer.ts';
import { number } from '../params.ts';
import { drawing, randomCall } from './randomly.ts';

export const gaussianNoise = defineLayer({
  type: 'gaussianNoise',
  label: 'GaussianNoise',
  summary: 'Adds random numbers during training',
  doc: `During training a normally distributed number with mean 0 and standard deviation \`stddev\` is added to every number: with 0.1, \`[0.5, 0.7]\` may become \`[0.58, 0.63]\`. In use nothing happens.

Put after the input, it is data augmentation: the network never sees the same sample twice and learns not to care for small changes. A denoising autoencoder is made so: noise at the input, the clean sample as target.

The right size depends on the scale of what arrives; after a normalization, 0.1 is a little and 1 is as much as the signal.`,
  reference: { text: 'Vincent et al. 2008, Extracting and Composing Robust Features with Denoising Autoencoders', url: 'https://doi.org/10.1145/1390156.1390294' },
  keywords: ['augmentation', 'denoising', 'autoencoder', 'jitter', 'regularize'],
  params: {
    stddev: number({ label: 'Standard deviation', doc: 'Of the numbers that are added, on the scale of what arrives.', default: 0.1, min: 0, max: 1000, step: 0.05 }),
  },
  ...drawing,
  notation: (p) => `σ ${p.stddev}`,
  shape: (_p, [input]) => keptShape('GaussianNoise', input),
  lower: (p) => randomCall('gaussianNoise', { stddev: p.stddev }),
});
