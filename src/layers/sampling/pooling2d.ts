// What the two poolings share: params, sizes and checks of a window that has no weights.

import { plainStep, windows2d } from '../convolution/size.ts';
import { mapOf, slideWindow, windowNotation } from '../convolution/window2d.ts';
import type { Problem, ReceptiveStep, Shape, ShapeOutcome } from '../layer.ts';
import type { ParamsOf } from '../params.ts';
import { padding, perAxis, spread } from '../params.ts';
import { missingInput, rankMismatch } from '../rankMismatch.ts';

export const poolingParams = {
  poolSize: perAxis({ label: 'Pool size', doc: 'Height and width of the window, in pixels.', axes: 2, default: 2, max: 1024 }),
  strides: perAxis({
    label: 'Strides',
    doc: 'Pixels by which the window moves; 0 means the pool size, as in Keras where strides are left out.',
    axes: 2,
    default: 0,
    min: 0,
    max: 1024,
  }),
  padding: padding({
    label: 'Padding',
    doc: 'Empty pixels around the map, which never win and never count: a number, smaller than the window, "valid" for none, or "same" for an output of ⌈in / stride⌉.',
    axes: 2,
    default: 'valid',
  }),
};

export type PoolingParams = ParamsOf<typeof poolingParams>;

/** The strides with 0 resolved to the pool size. */
export function poolingStrides(p: PoolingParams): readonly number[] {
  const pool = spread(p.poolSize, 2);
  return spread(p.strides, 2).map((stride, i) => (stride === 0 ? (pool[i] ?? 1) : stride));
}

const windowOf = (p: PoolingParams) => ({ kernel: p.poolSize, strides: poolingStrides(p), dilationRate: 1, padding: p.padding });

export const poolingWindows = (p: PoolingParams, input: Shape) => windows2d(windowOf(p), mapOf(input));

export const poolingWindow = windowOf;

export const poolingNotation = (p: PoolingParams): string => windowNotation(windowOf(p)).join(' · ');

export function poolingShape(label: string, p: PoolingParams, input: Shape | undefined): ShapeOutcome {
  if (input === undefined) return missingInput(label);
  if (input.length !== 3) return { ok: false, problems: [rankMismatch(label, 3, input)] };
  const windows = poolingWindows(p, input);
  const slid = slideWindow(label, 'poolSize', windowOf(p), windows);
  const wide = windows.find((window) => typeof window.padding === 'number' && window.padding >= window.kernel);
  const empty = wide === undefined ? [] : [paddingProblem(label, Number(wide.padding), wide.kernel, wide.axis)];
  if (!slid.ok || empty.length > 0) return { ok: false, problems: [...(slid.ok ? [] : slid.problems), ...empty], steps: slid.steps };
  const channels = input[2] ?? null;
  return { ok: true, output: [...slid.size, channels], steps: [...slid.steps, plainStep('channels', 'in', channels)] };
}

/** A window that lies in the padding alone has no maximum and no mean. */
function paddingProblem(label: string, zeros: number, pool: number, axis: string): Problem {
  return {
    code: 'value-out-of-range',
    severity: 'error',
    message: `${label}: a padding of ${zeros} must be smaller than the pool size, which is ${pool} along the ${axis}; otherwise some windows would hold no pixel at all.`,
    param: 'padding',
    repairs: [
      { kind: 'setParams', label: `Set padding to ${Math.floor(pool / 2)}`, params: { padding: Math.floor(pool / 2) } },
      { kind: 'setParams', label: 'Set padding to "same"', params: { padding: 'same' } },
    ],
  };
}

export const poolingReceptive = (p: PoolingParams): ReceptiveStep => ({ kind: 'window', kernel: spread(p.poolSize, 2), stride: poolingStrides(p) });
