// What zero padding and cropping share: axes that grow or shrink by what is put around or cut off, over one to three axes.

import { plainStep, step } from '../convolution/size.ts';
import { channelsOf, spatialNames, spatialOf, type Axes } from '../convolution/window.ts';
import type { FormulaStep, LoweredCall, Problem, Shape, ShapeOutcome } from '../layer.ts';
import { call, runtime } from '../layer.ts';
import { borders, spreadBorders, type Borders } from '../params.ts';
import { missingInput, rankMismatch, unknownAxis } from '../rankMismatch.ts';
import { showBorders } from './zeroPadding2d.ts';

const forms = { 1: '[[start, end]]', 2: '[[top, bottom], [left, right]]', 3: '[[front, back], [top, bottom], [left, right]]' } as const;

const shared = { inputs: { min: 1, max: 1 }, hasOutput: true, weights: () => [], macs: () => 0, receptive: () => ({ kind: 'pointwise' as const }) };

export function zeroPaddingRules(label: string, axes: Axes) {
  return {
    ...shared,
    params: { padding: borders({ label: 'Padding', doc: `Zeros to add: one number, one per axis, or ${forms[axes]}.`, axes, default: 1 }) },
    notation: (p: { readonly padding: Borders }): string => `+${showBorders(spreadBorders(p.padding, axes))}`,
    shape(p: { readonly padding: Borders }, [input]: readonly Shape[]): ShapeOutcome {
      if (input === undefined) return missingInput(label);
      if (input.length !== axes + 1) return { ok: false, problems: [rankMismatch(label, axes + 1, input)] };
      const names = spatialNames(axes);
      const steps = spreadBorders(p.padding, axes).map(([before, after], i) => {
        const dim = input[i] ?? null;
        return step({ axis: names[i] ?? '', formula: 'in + before + after', left: `${dim ?? '?'} + ${before} + ${after}`, result: dim === null ? null : dim + before + after });
      });
      return { ok: true, output: [...steps.map((s) => s.result), channelsOf(input)], steps: [...steps, plainStep('channels', 'in', channelsOf(input))] };
    },
    lower: (p: { readonly padding: Borders }): readonly LoweredCall[] => call(runtime('zeroPadding'), { padding: spreadBorders(p.padding, axes) }),
  };
}

export function croppingRules(label: string, axes: Axes) {
  return {
    ...shared,
    params: { cropping: borders({ label: 'Cropping', doc: `What to cut off: one number, one per axis, or ${forms[axes]}.`, axes, default: 1 }) },
    notation: (p: { readonly cropping: Borders }): string => `−${showBorders(spreadBorders(p.cropping, axes))}`,
    shape(p: { readonly cropping: Borders }, [input]: readonly Shape[]): ShapeOutcome {
      if (input === undefined) return missingInput(label);
      if (input.length !== axes + 1) return { ok: false, problems: [rankMismatch(label, axes + 1, input)] };
      if (spatialOf(input).includes(null)) return { ok: false, problems: [unknownAxis(label, 'size of every axis', 'it cuts from')] };
      const names = spatialNames(axes);
      const steps = spreadBorders(p.cropping, axes).map(([before, after], i) => {
        const dim = input[i] ?? 0;
        return step({ axis: names[i] ?? '', formula: 'in − before − after', left: `${dim} − ${before} − ${after}`, result: dim - before - after });
      });
      const problems = steps.flatMap((s) => (s.result !== null && s.result < 1 ? [nothingLeft(label, s)] : []));
      if (problems.length > 0) return { ok: false, problems, steps };
      return { ok: true, output: [...steps.map((s) => s.result), channelsOf(input)], steps: [...steps, plainStep('channels', 'in', channelsOf(input))] };
    },
    lower: (p: { readonly cropping: Borders }): readonly LoweredCall[] => call(runtime('cropping'), { cropping: spreadBorders(p.cropping, axes) }),
  };
}

export function nothingLeft(label: string, s: FormulaStep): Problem {
  return {
    code: 'non-positive-size',
    severity: 'error',
    message: `${label} cuts off the whole ${s.axis}: ${s.text}. A size must be at least 1.`,
    param: 'cropping',
    port: 0,
    steps: [s],
    repairs: [{ kind: 'setParams', label: 'Set cropping to 0', params: { cropping: 0 } }],
  };
}
