// The params that most built-in data sets have: how many samples, how much noise. Knows no single set.

import { integer, number } from '../layers/params.ts';

export const countParam = (doc: string, initial: number, min: number, max: number) => integer({ label: 'Samples', doc, default: initial, min, max });

export const noiseParam = (initial: number, doc = 'Standard deviation of the noise, where 1 is the span from black to white.', max = 1) =>
  number({ label: 'Noise', doc, default: initial, min: 0, max, step: 0.01 });
