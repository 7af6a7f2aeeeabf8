// What convolutions and pools share: windows over one to three axes with channels last, their problems and their notation.

import type { ConfigValue, Dim, FormulaStep, Problem, Repair, Shape } from '../layer.ts';
import { axisNames } from '../layer.ts';
import type { Padding, ParamValue, PerAxis } from '../params.ts';
import { LARGEST, spread } from '../params.ts';
import type { AxisWindow, Border } from './size.ts';
import { borderOf, convolvedAxis, effectiveKernel, paddingOfAxis, sameBorder, signed } from './size.ts';

/** 1 for sequences, 2 for maps, 3 for volumes. */
export type Axes = 1 | 2 | 3;

export interface WindowParams {
  readonly axes: Axes;
  readonly kernel: PerAxis;
  readonly strides: PerAxis;
  readonly dilationRate: PerAxis;
  readonly padding: Padding;
  /** Only of pools. */
  readonly ceilMode?: boolean;
}

/** The names of the axes that windows slide over: `length`; `height`, `width`; `depth`, `height`, `width`. */
export const spatialNames = (axes: Axes): readonly string[] => axisNames(axes + 1).slice(0, -1);

/** The windows of a layer over the axes of `input`, channels not among them. */
export function windowsOf(params: WindowParams, input: readonly Dim[]): readonly AxisWindow[] {
  return spatialNames(params.axes).map((axis, i) => ({
    axis,
    input: input[i] ?? null,
    kernel: spread(params.kernel, params.axes)[i] ?? 1,
    stride: spread(params.strides, params.axes)[i] ?? 1,
    dilation: spread(params.dilationRate, params.axes)[i] ?? 1,
    padding: paddingOfAxis(params.padding, i),
    ...(params.ceilMode === true ? { ceil: true } : {}),
  }));
}

export type WindowOutcome =
  | { readonly ok: true; readonly size: readonly Dim[]; readonly steps: readonly FormulaStep[] }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly steps: readonly FormulaStep[] };

/** Output size of each axis, or why there is none. `kernelParam` is what the layer calls its kernel. */
export function slideWindow(label: string, kernelParam: string, params: WindowParams, windows: readonly AxisWindow[]): WindowOutcome {
  const steps = windows.map(convolvedAxis);
  const problems = steps.flatMap((step, i): Problem[] => {
    const window = windows[i];
    if (window === undefined || step.result === null) return [];
    if (step.result < 1) return [tooSmall(label, kernelParam, params, window, step, windows)];
    return step.result > LARGEST ? [tooLarge(label, step)] : [];
  });
  if (problems.length > 0) return { ok: false, problems, steps };
  return { ok: true, size: steps.map((step) => step.result), steps };
}

export function tooLarge(label: string, step: FormulaStep): Problem {
  return {
    code: 'value-out-of-range',
    severity: 'error',
    message: `${label}: the ${step.axis} would be ${step.result}, more than ${LARGEST}. ${step.text}.`,
    steps: [step],
  };
}

function tooSmall(
  label: string,
  kernelParam: string,
  params: WindowParams,
  window: AxisWindow,
  step: FormulaStep,
  windows: readonly AxisWindow[],
): Problem {
  const effective = effectiveKernel(window.kernel, window.dilation);
  const spans = window.dilation === 1 ? `${effective}` : `${effective} (kernel ${window.kernel}, dilated ${window.dilation} times)`;
  const padding = typeof window.padding === 'number' ? window.padding : 0;
  const zeros = padding === 0 ? '' : ` even with ${padding} of zeros at each end`;
  return {
    code: 'non-positive-size',
    severity: 'error',
    message: `${label}'s window of ${spans} does not fit into a ${step.axis} of ${window.input}${zeros}: ${step.text}. A size must be at least 1.`,
    param: kernelParam,
    port: 0,
    steps: [step],
    repairs: windowRepairs(kernelParam, params, windows),
  };
}

/** Padding that keeps the size, then a kernel and a dilation that fit. */
function windowRepairs(kernelParam: string, params: WindowParams, windows: readonly AxisWindow[]): readonly Repair[] {
  const set = (label: string, values: Readonly<Record<string, ParamValue>>): Repair => ({ kind: 'setParams', label, params: values });
  const repairs: Repair[] = [];
  if (params.padding !== 'same' && params.padding !== 'causal') {
    const keeping = windows.map((w) => (effectiveKernel(w.kernel, w.dilation) - 1) / 2);
    if (kernelParam === 'kernelSize' && typeof params.padding !== 'string' && keeping.every(Number.isInteger)) {
      repairs.push(set(`Set padding to ${showPerAxis(compact(keeping))}, which keeps the size`, { padding: compact(keeping) }));
    }
    repairs.push(set('Set padding to "same"', { padding: 'same' }));
  }
  const fitting = windows.map((w) => {
    const room = w.input === null ? Infinity : w.input + 2 * (typeof w.padding === 'number' ? w.padding : 0);
    return Math.max(1, Math.min(w.kernel, Math.floor((room - 1) / w.dilation) + 1));
  });
  repairs.push(set(`Set ${kernelParam} to ${showPerAxis(compact(fitting))}`, { [kernelParam]: compact(fitting) }));
  if (windows.some((w) => w.dilation > 1)) repairs.push(set('Set dilationRate to 1', { dilationRate: 1 }));
  return repairs;
}

/** `[3, 3]` → `3`. */
export function compact(values: readonly number[]): number | readonly number[] {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : values;
}

export const showPerAxis = (value: PerAxis): string => (typeof value === 'number' ? signed(value) : value.join('×'));

/** `3×3`: all axes are always written, as in papers. */
export const showKernel = (value: PerAxis, axes: Axes): string => spread(value, axes).join('×');

/** `p1`, `same`, `s2×1`: nothing where a value is the usual one. */
const part = (letter: string, value: PerAxis, usual: number): readonly string[] =>
  all(value, usual) ? [] : [`${letter}${showPerAxis(typeof value === 'number' ? value : compact(value))}`];

const all = (value: PerAxis, one: number): boolean => (typeof value === 'number' ? value === one : value.every((v) => v === one));

/** The parts of a notation that come from a window: `3×3 · s2 · p1 · d2`; what is usual is left out. */
export function windowNotation(params: WindowParams): readonly string[] {
  const { padding } = params;
  const zeros = typeof padding === 'string' ? (padding === 'valid' ? [] : [padding]) : part('p', padding, 0);
  return [showKernel(params.kernel, params.axes), ...part('s', params.strides, 1), ...zeros, ...part('d', params.dilationRate, 1), ...(params.ceilMode === true ? ['ceil'] : [])];
}

export const isOne = (value: PerAxis): boolean => all(value, 1);

/** A per-axis value as a config holds it: one number where the axes agree. */
export const perAxisConfig = (value: PerAxis): ConfigValue => (typeof value === 'number' ? value : compact(value));

/** A `[before, after]` pair per axis, or `'same'` where it depends on a size that is only known when data arrives. */
export function bordersOf(windows: readonly AxisWindow[]): readonly Border[] | 'same' {
  const borders = windows.map(borderOf).filter((border) => border !== null);
  return borders.length < windows.length ? 'same' : borders;
}

/**
 * The padding word of tf.layers that gives exactly these zeros for this size, if there is one. 'same' is exact only where its
 * asymmetric zeros happen to agree, e.g. 3×3 p1 at stride 1, or 4×4 s2 p1 on an even size.
 */
export function paddingWord(params: WindowParams, windows: readonly AxisWindow[]): 'same' | 'valid' | null {
  if (params.padding === 'causal') return null;
  if (params.padding === 'same' || params.padding === 'valid') return params.padding;
  if (windows.every((w) => w.padding === 0)) return 'valid';
  return windows.every((w) => agreesWithSame(w)) ? 'same' : null;
}

function agreesWithSame(window: AxisWindow): boolean {
  const { input, kernel, stride, dilation, padding } = window;
  const effective = effectiveKernel(kernel, dilation);
  if (typeof padding !== 'number') return padding === 'same';
  if (input === null) return stride === 1 && effective === 2 * padding + 1;
  // The zeros before shift every window; those after the last window don't matter where the sizes agree.
  return sameBorder(input, effective, stride)[0] === padding && convolvedAxis(window).result === Math.ceil(input / stride);
}

/** Borders as tf.layers take them, in the shortest form: `1`, `[1, 2]` or `[[0, 1], [0, 1]]`. */
export function bordersConfig(borders: readonly (readonly [number, number])[]): ConfigValue {
  const symmetric = borders.every(([before, after]) => before === after);
  return symmetric ? compact(borders.map(([before]) => before)) : borders;
}

/** `[height, width, channels]` of a shape that was checked to have rank 3. */
export function mapOf(shape: Shape): readonly [Dim, Dim, Dim] {
  return [shape[0] ?? null, shape[1] ?? null, shape[2] ?? null];
}

/** The axes that windows slide over. */
export const spatialOf = (shape: Shape): readonly Dim[] => shape.slice(0, -1);
/** The channels; `null` where they are not known. */
export const channelsOf = (shape: Shape): Dim => shape.at(-1) ?? null;
