// What layers that draw random numbers in training have in common: no weights, no work, and the seed is the run's.

import type { ConfigObject, LoweredCall, ReceptiveStep } from '../layer.ts';
import { call, runtime } from '../layer.ts';
import { number } from '../params.ts';

export const rateParam = (initial: number, doc: string) => number({ label: 'Rate', doc, default: initial, min: 0, max: 0.999, step: 0.05 });

export const randomCall = (name: string, config: ConfigObject): readonly LoweredCall[] => call(runtime(name), { ...config, seed: { $seed: 0 } });

/** Everything of such a layer that follows from its being one. */
export const drawing = {
  category: 'regularization',
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  weights: () => [],
  macs: () => 0,
  receptive: (): ReceptiveStep => ({ kind: 'pointwise' }),
} as const;
