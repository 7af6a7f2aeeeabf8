// What up-sampling by factors and adaptive pooling share over one to three axes: sizes that no window decides.

import { plainStep, step } from '../convolution/size.ts';
import { channelsOf, compact, perAxisConfig, showPerAxis, spatialNames, tooLarge } from '../convolution/window.ts';
import type { LoweredCall, Shape, ShapeOutcome } from '../layer.ts';
import { call, runtime } from '../layer.ts';
import type { PerAxis } from '../params.ts';
import { choice, LARGEST, perAxis, spread } from '../params.ts';
import { missingInput, rankMismatch } from '../rankMismatch.ts';

type Factor = { readonly size: PerAxis; readonly interpolation: 'nearest' | 'linear' };

export function upSamplingRules(label: string, axes: 1 | 3) {
  return {
    params: {
      size: perAxis({ label: 'Size', doc: axes === 1 ? 'How many times the sequence grows.' : 'How many times the volume grows in depth, height and width.', axes, default: 2, max: 1024 }),
      interpolation: choice<'nearest' | 'linear'>({
        label: 'Interpolation',
        doc: 'What stands between the values.',
        default: 'nearest',
        options: [
          { value: 'nearest', label: 'Nearest', doc: 'Repeats every value.' },
          { value: 'linear', label: 'Linear', doc: 'Straight lines between neighbouring values.' },
        ],
      }),
    },
    inputs: { min: 1, max: 1 },
    hasOutput: true,
    notation: (p: Factor): string => [`×${showPerAxis(compact(spread(p.size, axes)))}`, ...(p.interpolation === 'nearest' ? [] : ['linear'])].join(' · '),
    shape(p: Factor, [input]: readonly Shape[]): ShapeOutcome {
      if (input === undefined) return missingInput(label);
      if (input.length !== axes + 1) return { ok: false, problems: [rankMismatch(label, axes + 1, input)] };
      const names = spatialNames(axes);
      const steps = spread(p.size, axes).map((factor, i) => {
        const dim = input[i] ?? null;
        return step({ axis: names[i] ?? '', formula: 'in·size', left: `${dim ?? '?'}·${factor}`, result: dim === null ? null : dim * factor });
      });
      const large = steps.filter((s) => s.result !== null && s.result > LARGEST);
      if (large.length > 0) return { ok: false, problems: large.map((s) => tooLarge(label, s)), steps };
      return { ok: true, output: [...steps.map((s) => s.result), channelsOf(input)], steps: [...steps, plainStep('channels', 'in', channelsOf(input))] };
    },
    weights: () => [],
    macs: () => 0,
    receptive: (p: Factor) => ({ kind: 'upsample' as const, kernel: spread(p.interpolation === 'nearest' ? 1 : 2, axes), factor: spread(p.size, axes) }),
    lower: (p: Factor): readonly LoweredCall[] =>
      call(runtime('upSampling'), { size: [...spread(p.size, axes)], ...(p.interpolation === 'nearest' ? {} : { interpolation: p.interpolation }) }),
  };
}

type Output = { readonly outputSize: PerAxis };

export function adaptivePoolingRules(label: string, axes: 1 | 2) {
  return {
    params: {
      outputSize: perAxis({ label: 'Output size', doc: axes === 1 ? 'Length of the result, in steps.' : 'Height and width of the result, in pixels.', axes, default: 1, max: 4096 }),
    },
    inputs: { min: 1, max: 1 },
    hasOutput: true,
    notation: (p: Output): string => `→ ${spread(p.outputSize, axes).join('×')}`,
    shape(p: Output, [input]: readonly Shape[]): ShapeOutcome {
      if (input === undefined) return missingInput(label);
      if (input.length !== axes + 1) return { ok: false, problems: [rankMismatch(label, axes + 1, input)] };
      const names = spatialNames(axes);
      const steps = spread(p.outputSize, axes).map((size, i) => plainStep(names[i] ?? '', 'outputSize', size));
      return { ok: true, output: [...steps.map((s) => s.result), channelsOf(input)], steps: [...steps, plainStep('channels', 'in', channelsOf(input))] };
    },
    weights: () => [],
    macs: () => 0,
    // Windows are as long as it takes; a map of unknown size may be seen as a whole.
    receptive(p: Output, [input = []]: readonly Shape[]) {
      const sizes = spread(p.outputSize, axes);
      if (input.slice(0, -1).includes(null)) return { kind: 'global' as const };
      const kernel = sizes.map((size, i) => Math.ceil((input[i] ?? 1) / size) + ((input[i] ?? 1) % size === 0 ? 0 : 1));
      return { kind: 'window' as const, kernel, stride: sizes.map((size, i) => (input[i] ?? 1) / size) };
    },
    lower: (p: Output): readonly LoweredCall[] => call(runtime('adaptiveAveragePooling'), { outputSize: perAxisConfig(p.outputSize) }),
  };
}
