// What the poolings share: params, sizes, checks and lowering of windows over one to three axes that have no weights.

import { plainStep } from '../convolution/size.ts';
import type { Axes, WindowParams } from '../convolution/window.ts';
import { bordersOf, channelsOf, paddingWord, perAxisConfig, slideWindow, spatialOf, windowNotation, windowsOf } from '../convolution/window.ts';
import type { ConfigObject, LoweredCall, Problem, Shape, ShapeOutcome } from '../layer.ts';
import { call, runtime, tfLayers } from '../layer.ts';
import type { ParamsOf } from '../params.ts';
import { boolean, padding, perAxis, spread } from '../params.ts';
import { missingInput, rankMismatch } from '../rankMismatch.ts';

const words = {
  1: { size: 'Length of the window, in steps.', unit: 'Steps', around: 'Empty steps around the sequence' },
  2: { size: 'Height and width of the window, in pixels.', unit: 'Pixels', around: 'Empty pixels around the map' },
  3: { size: 'Depth, height and width of the window.', unit: 'Voxels', around: 'Empty voxels around the volume' },
} as const;

export const poolingParams = (axes: Axes) => ({
  poolSize: perAxis({ label: 'Pool size', doc: words[axes].size, axes, default: 2, max: 1024 }),
  strides: perAxis({
    label: 'Strides',
    doc: `${words[axes].unit} by which the window moves; 0 means the pool size, as in Keras where strides are left out.`,
    axes,
    default: 0,
    zero: 'the pool size',
    min: 0,
    max: 1024,
  }),
  padding: padding({
    label: 'Padding',
    doc: `${words[axes].around}, which never win and never count: a number, smaller than the window, "valid" for none, or "same" for an output of ⌈in / stride⌉.`,
    axes,
    default: 'valid',
  }),
  ceilMode: boolean({
    label: 'Ceil mode',
    doc: 'Rounds the size up, so that a last window that lies only partly on the map counts too and nothing goes unseen. "same" does so anyway.',
    default: false,
    advanced: true,
  }),
});

export const averagePoolingParams = (axes: Axes) => ({
  ...poolingParams(axes),
  countIncludePad: boolean({
    label: 'Count padding',
    doc: 'Counts the padding as zeros in the mean, as PyTorch does by default; otherwise only what is really there is averaged, as in Keras.',
    default: false,
    advanced: true,
  }),
});

type Params = ParamsOf<ReturnType<typeof poolingParams>>;
type AverageParams = ParamsOf<ReturnType<typeof averagePoolingParams>>;

/** The strides with 0 resolved to the pool size. */
function stridesOf(axes: Axes, p: Params): readonly number[] {
  const pool = spread(p.poolSize, axes);
  return spread(p.strides, axes).map((stride, i) => (stride === 0 ? (pool[i] ?? 1) : stride));
}

const windowOf = (axes: Axes, p: Params): WindowParams => ({
  axes,
  kernel: p.poolSize,
  strides: stridesOf(axes, p),
  dilationRate: 1,
  padding: p.padding,
  ceilMode: p.ceilMode && p.padding !== 'same',
});

const poolWindows = (axes: Axes, p: Params, input: Shape) => windowsOf(windowOf(axes, p), spatialOf(input));

/** Notation, shape, cost and receptive field of a pooling over so many axes. */
function poolingRules(label: string, axes: Axes) {
  return {
    inputs: { min: 1, max: 1 },
    hasOutput: true,
    notation: (p: Params): string => windowNotation(windowOf(axes, p)).join(' · '),
    shape: (p: Params, [input]: readonly Shape[]): ShapeOutcome => poolingShape(label, axes, p, input),
    weights: () => [],
    macs: () => 0,
    receptive: (p: Params) => ({ kind: 'window' as const, kernel: spread(p.poolSize, axes), stride: stridesOf(axes, p) }),
  };
}

export function maxPoolingRules(label: string, axes: Axes) {
  return {
    ...poolingRules(label, axes),
    lower(p: Params, [input = []]: readonly Shape[]): readonly LoweredCall[] {
      const windows = poolWindows(axes, p, input);
      const word = p.ceilMode && p.padding !== 'same' ? null : paddingWord(windowOf(axes, p), windows);
      // tfjs's maxPooling3d has wrong values on wasm.
      if (word !== null && axes !== 3) return call(tfLayers(`maxPooling${axes}d`), poolingConfig(axes, p, word === 'valid' ? {} : { padding: word }));
      return call(runtime(`maxPooling${axes}d`), poolingConfig(axes, p, ownPadding(axes, p, input)));
    },
  };
}

export function averagePoolingRules(label: string, axes: Axes) {
  const rules = poolingRules(label, axes);
  return {
    ...rules,
    notation: (p: AverageParams): string => [rules.notation(p), ...(p.countIncludePad ? ['with padding'] : [])].join(' · '),
    // tfjs's gradient is wrong as soon as there is any padding.
    lower(p: AverageParams, [input = []]: readonly Shape[]): readonly LoweredCall[] {
      const own = ownPadding(axes, p, input);
      if (Object.keys(own).length === 0 && axes !== 3) return call(tfLayers(`averagePooling${axes}d`), poolingConfig(axes, p, {}));
      const config = { ...own, ...(p.countIncludePad && 'padding' in own ? { countIncludePad: true } : {}) };
      return call(runtime(`averagePooling${axes}d`), poolingConfig(axes, p, config));
    },
  };
}

/** The runtime's padding and ceil mode; empty where there are none. */
function ownPadding(axes: Axes, p: Params, input: Shape): ConfigObject {
  const borders = bordersOf(windowsOf({ ...windowOf(axes, p), ceilMode: false }, spatialOf(input)));
  const none = borders !== 'same' && borders.flat().every((n) => n === 0);
  return { ...(none ? {} : { padding: borders }), ...(p.ceilMode && p.padding !== 'same' ? { ceilMode: true } : {}) };
}

/** Size and strides are always said: tfjs's types want both. */
function poolingConfig(axes: Axes, p: Params, rest: ConfigObject): ConfigObject {
  return { poolSize: perAxisConfig(p.poolSize), strides: perAxisConfig(stridesOf(axes, p)), ...rest };
}

function poolingShape(label: string, axes: Axes, p: Params, input: Shape | undefined): ShapeOutcome {
  if (input === undefined) return missingInput(label);
  if (input.length !== axes + 1) return { ok: false, problems: [rankMismatch(label, axes + 1, input)] };
  const windows = poolWindows(axes, p, input);
  const slid = slideWindow(label, 'poolSize', windowOf(axes, p), windows);
  const wide = windows.find((window) => typeof window.padding === 'number' && window.padding >= window.kernel);
  const empty = wide === undefined ? [] : [paddingProblem(label, Number(wide.padding), wide.kernel, wide.axis)];
  if (!slid.ok || empty.length > 0) return { ok: false, problems: [...(slid.ok ? [] : slid.problems), ...empty], steps: slid.steps };
  const channels = channelsOf(input);
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
