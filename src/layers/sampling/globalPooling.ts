// What the global poolings share: one number per channel, over one to three axes.

import { step } from '../convolution/size.ts';
import { channelsOf, spatialOf, type Axes } from '../convolution/window.ts';
import type { Callee, LoweredCall, Shape, ShapeOutcome } from '../layer.ts';
import { call } from '../layer.ts';
import { missingInput, rankMismatch } from '../rankMismatch.ts';

export function globalPoolingRules(label: string, axes: Axes, fold: 'mean' | 'max', callee: Callee) {
  return {
    params: {},
    inputs: { min: 1, max: 1 },
    hasOutput: true,
    notation: (): string => fold,
    shape(_p: object, [input]: readonly Shape[]): ShapeOutcome {
      if (input === undefined) return missingInput(label);
      if (input.length !== axes + 1) return { ok: false, problems: [rankMismatch(label, axes + 1, input)] };
      const channels = channelsOf(input);
      const places = spatialOf(input).map((dim) => dim ?? '?').join('·');
      const left = `${fold} over ${places} ${axes === 1 ? 'steps' : 'pixels'} of ${channels ?? '?'} channels`;
      return { ok: true, output: [channels], steps: [step({ axis: 'features', formula: 'channels', left, result: channels })] };
    },
    weights: () => [],
    macs: () => 0,
    receptive: () => ({ kind: 'global' as const }),
    lower: (): readonly LoweredCall[] => call(callee, {}),
  };
}
