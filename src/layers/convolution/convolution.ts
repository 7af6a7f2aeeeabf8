// What Conv1D, Conv2D and Conv3D share: params, sizes, cost and lowering of filters that slide over one to three axes.

import { activationParam, withActivation } from '../activations.ts';
import { initializerParam } from '../initializers.ts';
import type { ConfigObject, Dim, LoweredCall, Problem, Shape, ShapeOutcome } from '../layer.ts';
import { runtime, sizeOf, tfLayers } from '../layer.ts';
import type { ParamsOf } from '../params.ts';
import { boolean, integer, padding, perAxis, spread } from '../params.ts';
import { missingInput, rankMismatch, unknownAxis } from '../rankMismatch.ts';
import { biasConfig, biasParams, biasWeight, kernelConfig, kernelParams, kernelWeight } from '../weightParams.ts';
import type { AxisWindow } from './size.ts';
import { borderOf, effectiveKernel, plainStep } from './size.ts';
import type { Axes, WindowParams } from './window.ts';
import { bordersConfig, bordersOf, channelsOf, isOne, paddingWord, perAxisConfig, slideWindow, spatialOf, windowNotation, windowsOf } from './window.ts';

/** The words of docs: what a window's sizes are called, and what is gained by a stride of 2. */
const words = {
  1: { size: 'Length of the window, in steps.', unit: 'Steps', halves: '2 halves the sequence.', spans: '2 lets a kernel of 3 span 5 steps.' },
  2: { size: 'Height and width of the window, in pixels.', unit: 'Pixels', halves: '2 halves the map.', spans: '2 lets a 3×3 kernel span 5×5 pixels.' },
  3: { size: 'Depth, height and width of the window.', unit: 'Pixels', halves: '2 halves the volume.', spans: '2 lets a 3×3×3 kernel span 5×5×5 pixels.' },
} as const;

export const kernelSizeParam = (axes: Axes) => perAxis({ label: 'Kernel size', doc: words[axes].size, axes, default: 3, max: 1024 });

export const stridesParam = (axes: Axes) =>
  perAxis({ label: 'Strides', doc: `${words[axes].unit} by which the window moves; ${words[axes].halves}`, axes, default: 1, max: 1024 });

export const paddingParam = (axes: Axes) =>
  padding({
    label: 'Padding',
    doc:
      axes === 1
        ? 'Zeros around the sequence: a number at each end, "valid" for none, "same" for as many as make the output ⌈in / stride⌉, or "causal" for zeros at the start only, so that no step sees a later one.'
        : 'Zeros around the map: a number of pixels at each side, "valid" for none, or "same" for as many as make the output ⌈in / stride⌉.',
    axes,
    default: 'valid',
    causal: axes === 1,
  });

export const dilationParam = (axes: Axes) =>
  perAxis({ label: 'Dilation rate', doc: `Distance between the taps of the kernel; ${words[axes].spans}`, axes, default: 1, max: 1024, advanced: true });

export const groupsParam = () =>
  integer({
    label: 'Groups',
    doc: 'Splits the channels into groups that do not see each other; must divide the input channels and the filters.',
    default: 1,
    advanced: true,
  });

export const filtersParam = () => integer({ label: 'Filters', doc: 'Number of kernels, and so of output channels.', default: 32 });

export const convolutionParams = (axes: Axes) => ({
  filters: filtersParam(),
  kernelSize: kernelSizeParam(axes),
  strides: stridesParam(axes),
  padding: paddingParam(axes),
  dilationRate: dilationParam(axes),
  groups: groupsParam(),
  activation: activationParam(),
  useBias: boolean({ label: 'Bias', doc: 'Adds one number per filter. Leave it off where batch normalization follows, which has its own.', default: true }),
  kernelInitializer: initializerParam('Kernel initializer', 'glorotUniform', 'What the kernel holds before training; He normal suits ReLU.'),
  ...biasParams(),
  ...kernelParams('kernelInitializer'),
});

type Params = ParamsOf<ReturnType<typeof convolutionParams>>;

const windowOf = (axes: Axes, p: Params): WindowParams => ({ axes, kernel: p.kernelSize, strides: p.strides, dilationRate: p.dilationRate, padding: p.padding });

export const product = (values: readonly number[]): number => values.reduce((a, b) => a * b, 1);

/** Notation, shape, weights, cost, receptive field and lowering of a convolution over so many axes. */
export function convolutionRules(label: string, axes: Axes) {
  return {
    inputs: { min: 1, max: 1 },
    hasOutput: true,

    notation: (p: Params): string =>
      [...windowNotation(windowOf(axes, p)), String(p.filters), ...(p.groups === 1 ? [] : [`g${p.groups}`]), ...(p.activation === 'linear' ? [] : [p.activation])].join(' · '),

    shape(p: Params, [input]: readonly Shape[]): ShapeOutcome {
      const checked = checkedInput(label, axes, input, "its kernel's size depends on");
      if (!checked.ok) return checked.outcome;
      const slid = slideWindow(label, 'kernelSize', windowOf(axes, p), windowsOf(windowOf(axes, p), checked.spatial));
      const indivisible = groupsProblem(label, p.groups, checked.channels, p.filters);
      if (!slid.ok || indivisible.length > 0) return { ok: false, problems: [...(slid.ok ? [] : slid.problems), ...indivisible], steps: slid.steps };
      return { ok: true, output: [...slid.size, p.filters], steps: [...slid.steps, plainStep('channels', 'filters', p.filters)] };
    },

    weights: (p: Params, [input]: readonly Shape[]) => [
      kernelWeight(p, p.kernelInitializer, [...spread(p.kernelSize, axes), (input?.[axes] ?? 0) / p.groups, p.filters]),
      ...biasWeight(p, p.filters),
    ],

    macs(p: Params, [input]: readonly Shape[], output: Shape): number | null {
      const size = sizeOf(output);
      return size === null ? null : (size * product(spread(p.kernelSize, axes)) * (input?.[axes] ?? 0)) / p.groups;
    },

    receptive: (p: Params) => windowReceptive(axes, p),

    lower(p: Params, [input = []]: readonly Shape[], output: Shape): readonly LoweredCall[] {
      const windows = windowsOf(windowOf(axes, p), spatialOf(input));
      const own: ConfigObject = {
        filters: p.filters,
        kernelSize: perAxisConfig(p.kernelSize),
        ...(isOne(p.strides) ? {} : { strides: perAxisConfig(p.strides) }),
      };
      const rest: ConfigObject = {
        ...(p.useBias ? {} : { useBias: false }),
        // All axes of the kernel but that of its filters.
        ...kernelConfig(p, p.kernelInitializer, [...Array.from({ length: axes + 1 }).keys()]),
        ...biasConfig(p),
      };
      return withActivation(lowerWindow(axes, p, windows, own, rest), p.activation, output);
    },
  };
}

/** A window as the receptive field sees it. */
export function windowReceptive(axes: Axes, p: Pick<Params, 'kernelSize' | 'strides' | 'dilationRate'>) {
  const dilation = spread(p.dilationRate, axes);
  return { kind: 'window' as const, kernel: spread(p.kernelSize, axes).map((k, i) => effectiveKernel(k, dilation[i] ?? 1)), stride: spread(p.strides, axes) };
}

type Checked = { readonly ok: true; readonly spatial: readonly Dim[]; readonly channels: number } | { readonly ok: false; readonly outcome: ShapeOutcome };

/** The input of a layer over so many axes whose weights depend on the number of channels. */
export function checkedInput(label: string, axes: Axes, input: Shape | undefined, why: string): Checked {
  if (input === undefined) return { ok: false, outcome: missingInput(label) };
  if (input.length !== axes + 1) return { ok: false, outcome: { ok: false, problems: [rankMismatch(label, axes + 1, input)] } };
  const channels = channelsOf(input);
  if (channels === null) return { ok: false, outcome: { ok: false, problems: [unknownAxis(label, 'number of channels', why)] } };
  return { ok: true, spatial: spatialOf(input), channels };
}

/**
 * tf.layers where it is exact. Its gradient throws with a dilation, and it knows no groups; its conv3d has a wrong gradient on wasm
 * and pads with words only, as its conv1d does.
 */
function lowerWindow(axes: Axes, p: Params, windows: readonly AxisWindow[], own: ConfigObject, rest: ConfigObject): readonly LoweredCall[] {
  const dilated = !isOne(p.dilationRate);
  const word = paddingWord(windowOf(axes, p), windows);
  const stock = axes !== 3 && !dilated && p.groups === 1;
  if (stock && word !== null) {
    const config = { ...own, ...(word === 'valid' ? {} : { padding: word }), ...rest };
    return [{ callee: tfLayers(`conv${axes}d`), config, inputs: [{ port: 0 }] }];
  }
  if (stock && axes === 2) {
    const borders = windows.map((window) => borderOf(window) ?? ([0, 0] as const));
    return [
      { callee: tfLayers('zeroPadding2d'), config: { padding: bordersConfig(borders) }, inputs: [{ port: 0 }], role: 'pad' },
      { callee: tfLayers('conv2d'), config: { ...own, ...rest }, inputs: [{ call: 0 }] },
    ];
  }
  const config: ConfigObject = {
    ...own,
    ...runtimePadding(windows),
    ...(dilated ? { dilationRate: perAxisConfig(p.dilationRate) } : {}),
    ...(p.groups > 1 ? { groups: p.groups } : {}),
    ...rest,
  };
  return [{ callee: runtime(`conv${axes}d`), config, inputs: [{ port: 0 }] }];
}

/** The runtime's padding, left out where there is none. */
export function runtimePadding(windows: readonly AxisWindow[]): ConfigObject {
  const borders = bordersOf(windows);
  return borders !== 'same' && borders.flat().every((n) => n === 0) ? {} : { padding: borders };
}

export function groupsProblem(label: string, given: number, channels: number, filters: number): readonly Problem[] {
  if (channels % given === 0 && filters % given === 0) return [];
  const fitting = greatestCommonDivisor(greatestCommonDivisor(channels, filters), given);
  return [
    {
      code: 'channel-mismatch',
      severity: 'error',
      message: `${label}: ${given} groups must divide both the ${channels} input channels and the ${filters} filters.`,
      param: 'groups',
      repairs: [...new Set([fitting, 1])].map((groups) => ({ kind: 'setParams', label: `Set groups to ${groups}`, params: { groups } })),
    },
  ];
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
