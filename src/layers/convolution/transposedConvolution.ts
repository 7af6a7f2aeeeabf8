// What Conv1DTranspose, Conv2DTranspose and Conv3DTranspose share: the convolution run backwards, which grows what it gets.

import { activationParam, withActivation } from '../activations.ts';
import { initializerParam } from '../initializers.ts';
import type { ConfigObject, LoweredCall, Problem, Repair, Shape, ShapeOutcome } from '../layer.ts';
import { runtime, sizeOf, tfLayers } from '../layer.ts';
import type { ParamsOf } from '../params.ts';
import { boolean, LARGEST, padding, perAxis, spread } from '../params.ts';
import { checkedInput, dilationParam, filtersParam, groupsParam, groupsProblem, product } from './convolution.ts';
import type { TransposedAxis } from './size.ts';
import { effectiveKernel, plainStep, transposedAxis, transposedBorder } from './size.ts';
import type { Axes, WindowParams } from './window.ts';
import { compact, isOne, perAxisConfig, showPerAxis, spatialOf, tooLarge, windowNotation, windowsOf } from './window.ts';
import { biasConfig, biasParams, biasWeight, kernelConfig, kernelParams, kernelWeight } from '../weightParams.ts';

const words = {
  1: { size: 'Length of what every input step paints.', grows: 'the sequence grows', ends: 'Steps appended at the end', cut: 'Steps cut off at each end' },
  2: { size: 'Height and width of what every input pixel paints, in pixels.', grows: 'the map grows', ends: 'Rows and columns appended at the bottom and right', cut: 'Pixels cut off at each side' },
  3: { size: 'Depth, height and width of what every input voxel paints.', grows: 'the volume grows', ends: 'Slices, rows and columns appended at the back, bottom and right', cut: 'Voxels cut off at each side' },
} as const;

export const transposedParams = (axes: Axes) => ({
  filters: filtersParam(),
  kernelSize: perAxis({ label: 'Kernel size', doc: `${words[axes].size} A multiple of the stride avoids checkerboards.`, axes, default: 3, max: 1024 }),
  strides: perAxis({ label: 'Strides', doc: `How many times ${words[axes].grows}; 2 doubles it.`, axes, default: 1, max: 1024 }),
  padding: padding({
    label: 'Padding',
    doc: `${words[axes].cut} of the result: a number, "valid" for none, or "same" for a result of in·stride.`,
    axes,
    default: 'valid',
  }),
  outputPadding: perAxis({
    label: 'Output padding',
    doc: `${words[axes].ends}, fewer than the stride; chooses between the sizes that a strided convolution maps to the same one.`,
    axes,
    default: 0,
    min: 0,
    max: 1024,
    advanced: true,
  }),
  dilationRate: dilationParam(axes),
  groups: groupsParam(),
  activation: activationParam(),
  useBias: boolean({ label: 'Bias', doc: 'Adds one number per filter.', default: true }),
  kernelInitializer: initializerParam('Kernel initializer', 'glorotUniform', 'What the kernel holds before training; He normal suits ReLU.'),
  ...biasParams(),
  ...kernelParams('kernelInitializer'),
});

type Params = ParamsOf<ReturnType<typeof transposedParams>>;

const windowOf = (axes: Axes, p: Params): WindowParams => ({ axes, kernel: p.kernelSize, strides: p.strides, dilationRate: p.dilationRate, padding: p.padding });

function axesOf(axes: Axes, p: Params, input: Shape): readonly TransposedAxis[] {
  const appended = spread(p.outputPadding, axes);
  return windowsOf(windowOf(axes, p), spatialOf(input)).map((window, i) => ({ ...window, outputPadding: appended[i] ?? 0 }));
}

/** Notation, shape, weights, cost, receptive field and lowering of a transposed convolution over so many axes. */
export function transposedRules(label: string, axes: Axes) {
  return {
    inputs: { min: 1, max: 1 },
    hasOutput: true,

    notation(p: Params): string {
      const appended = spread(p.outputPadding, axes).some((n) => n > 0) ? [`op${showPerAxis(p.outputPadding)}`] : [];
      return [...windowNotation(windowOf(axes, p)), ...appended, String(p.filters), ...(p.groups === 1 ? [] : [`g${p.groups}`]), ...(p.activation === 'linear' ? [] : [p.activation])].join(' · ');
    },

    shape(p: Params, [input]: readonly Shape[]): ShapeOutcome {
      const checked = checkedInput(label, axes, input, "its kernel's size depends on");
      if (!checked.ok) return checked.outcome;
      const windows = axesOf(axes, p, input ?? []);
      const steps = windows.map(transposedAxis);
      const problems = [
        ...outputPaddingProblem(label, windows),
        ...windows.flatMap((axis, i) => sizeProblem(label, axis, steps[i])),
        ...groupsProblem(label, p.groups, checked.channels, p.filters),
      ];
      if (problems.length > 0) return { ok: false, problems, steps };
      return { ok: true, output: [...steps.map((step) => step.result), p.filters], steps: [...steps, plainStep('channels', 'filters', p.filters)] };
    },

    weights: (p: Params, [input]: readonly Shape[]) => [
      kernelWeight(p, p.kernelInitializer, [...spread(p.kernelSize, axes), p.filters / p.groups, input?.[axes] ?? 0], 'kernel', 'Counted as Keras does: window × filters, the inputs of the convolution that this one runs backwards.'),
      ...biasWeight(p, p.filters),
    ],

    // Every input pixel paints a kernel.
    macs(p: Params, [input = []]: readonly Shape[]): number | null {
      const size = sizeOf(input);
      return size === null ? null : (size * product(spread(p.kernelSize, axes)) * p.filters) / p.groups;
    },

    receptive(p: Params) {
      const [dilation, factor] = [spread(p.dilationRate, axes), spread(p.strides, axes)];
      const kernel = spread(p.kernelSize, axes).map((k, i) => Math.ceil(effectiveKernel(k, dilation[i] ?? 1) / (factor[i] ?? 1)));
      return { kind: 'upsample' as const, kernel, factor };
    },

    lower: (p: Params, [input = []]: readonly Shape[], output: Shape) => withActivation([lowerTransposed(axes, p, axesOf(axes, p, input))], p.activation, output),
  };
}

/**
 * tf.layers where it is exact. Its 'valid' appends stride − kernel rows where the kernel is smaller than the stride; its 'same'
 * equals a padding of (kernel − stride) / 2; it ignores dilation and knows no outputPadding or groups. It has no transposed conv1d, and
 * none of its backends has a gradient for its conv3dTranspose.
 */
function lowerTransposed(count: Axes, p: Params, axes: readonly TransposedAxis[]): LoweredCall {
  const plain = count === 2 && p.groups === 1 && isOne(p.dilationRate) && axes.every((axis) => axis.outputPadding === 0);
  const word = plain ? paddingWord(axes) : null;
  const borders = axes.map(transposedBorder);
  const exact: ConfigObject =
    word === null
      ? {
          padding: borders.map((border) => border.crop),
          ...(borders.some((border) => border.append > 0) ? { outputPadding: borders.map((border) => border.append) } : {}),
          ...(isOne(p.dilationRate) ? {} : { dilationRate: perAxisConfig(p.dilationRate) }),
          ...(p.groups > 1 ? { groups: p.groups } : {}),
        }
      : word === 'valid'
        ? {}
        : { padding: word };
  const config: ConfigObject = {
    filters: p.filters,
    kernelSize: perAxisConfig(p.kernelSize),
    ...(isOne(p.strides) ? {} : { strides: perAxisConfig(p.strides) }),
    ...exact,
    ...(p.useBias ? {} : { useBias: false }),
    // All axes of the kernel but that of its filters.
    ...kernelConfig(p, p.kernelInitializer, [...Array.from({ length: count }).keys(), count + 1]),
    ...biasConfig(p),
  };
  return { callee: word === null ? runtime(`conv${count}dTranspose`) : tfLayers('conv2dTranspose'), config, inputs: [{ port: 0 }] };
}

function paddingWord(axes: readonly TransposedAxis[]): 'same' | 'valid' | null {
  const uncut = axes.every((axis) => (axis.padding === 'valid' || axis.padding === 0) && axis.kernel >= axis.stride);
  if (uncut) return 'valid';
  return axes.every((axis) => axis.padding === 'same' || (typeof axis.padding === 'number' && axis.kernel - axis.stride === 2 * axis.padding)) ? 'same' : null;
}

function outputPaddingProblem(label: string, axes: readonly TransposedAxis[]): readonly Problem[] {
  const wrong = axes.filter((axis) => axis.outputPadding >= axis.stride);
  const [first] = wrong;
  if (first === undefined) return [];
  const fitting = axes.map((axis) => Math.min(axis.outputPadding, axis.stride - 1));
  const value = compact(fitting);
  return [
    {
      code: 'output-padding-too-large',
      severity: 'error',
      message: `${label}: an output padding of ${first.outputPadding} must be smaller than the stride, which is ${first.stride} along the ${first.axis}. From there on another input pixel would have painted.`,
      param: 'outputPadding',
      repairs: [{ kind: 'setParams', label: `Set outputPadding to ${showPerAxis(value)}`, params: { outputPadding: value } }],
    },
  ];
}

function sizeProblem(label: string, axis: TransposedAxis, step: ReturnType<typeof transposedAxis> | undefined): readonly Problem[] {
  if (step === undefined || step.result === null) return [];
  if (step.result > LARGEST) return [tooLarge(label, step)];
  if (step.result >= 1) return [];
  const repairs: readonly Repair[] = [
    { kind: 'setParams', label: 'Set padding to "same"', params: { padding: 'same' } },
    { kind: 'setParams', label: 'Set padding to 0', params: { padding: 0 } },
  ];
  const message = `${label} cuts off more than there is: with a padding of ${axis.padding} at each side of the ${axis.axis}, ${step.text}. A size must be at least 1.`;
  return [{ code: 'non-positive-size', severity: 'error', message, param: 'padding', port: 0, steps: [step], repairs }];
}
