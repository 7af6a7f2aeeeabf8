// The built-in data set "signals": its params and what its samples look like. The waves are made in generateSignals.ts.

import { integer } from '../layers/params.ts';
import { defineDataset, type DataSignature } from './dataset.ts';
import { generateSignals, waveNames } from './generateSignals.ts';
import { countParam, noiseParam } from './sampleParams.ts';

const signature = (params: { readonly length: number; readonly channels: number; readonly classes: number }): DataSignature => ({
  name: 'signals',
  task: 'classification',
  inputShape: [params.length, params.channels],
  targetShape: [],
  classes: waveNames.slice(0, params.classes),
});

export const signals = defineDataset({
  type: 'signals',
  label: 'Waveforms',
  summary: 'Noisy sequences of up to eight kinds, from sine to decay, of any frequency; the target is the kind.',
  generator: { file: 'generateSignals.ts', name: 'generateSignals' },
  params: {
    count: countParam('How many sequences are made.', 2000, 4, 60_000),
    length: integer({ label: 'Length', doc: 'Steps of a sequence.', default: 128, min: 16, max: 8192 }),
    channels: integer({ label: 'Channels', doc: 'Sensors that record the same wave, each with its own strength and delay.', default: 1, min: 1, max: 64 }),
    classes: integer({ label: 'Classes', doc: 'Number of kinds, in the order sine, square, sawtooth, triangle, chirp, pulses, beats, decay.', default: 8, min: 2, max: 8 }),
    noise: noiseParam(0.2, 'Standard deviation of the noise on every value; the waves span about −1 to 1.', 5),
  },
  signature,
  countOf: (params) => params.count,
  samples: generateSignals,
});
