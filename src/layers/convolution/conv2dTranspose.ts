// Conv2DTranspose: the convolution run backwards, which grows a map. Owns its params, sizes and lowering.

import { activationParam, withActivation } from '../activations.ts';
import { initializerParam, initializerValue } from '../initializers.ts';
import type { ConfigObject, LoweredCall, Problem, Repair, ShapeOutcome } from '../layer.ts';
import { defineLayer, runtime, tfLayers } from '../layer.ts';
import type { ParamsOf } from '../params.ts';
import { boolean, integer, LARGEST, padding, perAxis, spread } from '../params.ts';
import { missingInput, rankMismatch, unknownAxis } from '../rankMismatch.ts';
import type { TransposedAxis } from './size.ts';
import { effectiveKernel, plainStep, transposedAxis, transposedBorder, windows2d } from './size.ts';
import { isOne, mapOf, perAxisConfig, showPerAxis, tooLarge, windowNotation } from './window2d.ts';

const params = {
  filters: integer({ label: 'Filters', doc: 'Number of kernels, and so of output channels.', default: 32 }),
  kernelSize: perAxis({
    label: 'Kernel size',
    doc: 'Height and width of what every input pixel paints, in pixels. A multiple of the stride avoids checkerboards.',
    axes: 2,
    default: 3,
    max: 1024,
  }),
  strides: perAxis({ label: 'Strides', doc: 'How many times the map grows; 2 doubles it.', axes: 2, default: 1, max: 1024 }),
  padding: padding({
    label: 'Padding',
    doc: 'Pixels cut off at each side of the result: a number, "valid" for none, or "same" for a result of in·stride.',
    axes: 2,
    default: 'valid',
  }),
  outputPadding: perAxis({
    label: 'Output padding',
    doc: 'Rows and columns appended at the bottom and right, fewer than the stride; chooses between the sizes that a strided convolution maps to the same one.',
    axes: 2,
    default: 0,
    min: 0,
    max: 1024,
    advanced: true,
  }),
  dilationRate: perAxis({ label: 'Dilation rate', doc: 'Distance between the taps of the kernel.', axes: 2, default: 1, max: 1024, advanced: true }),
  activation: activationParam(),
  useBias: boolean({ label: 'Bias', doc: 'Adds one number per filter.', default: true }),
  kernelInitializer: initializerParam('Kernel initializer', 'glorotUniform', 'What the kernel holds before training; He normal suits ReLU.'),
  biasInitializer: initializerParam('Bias initializer', 'zeros', 'What the bias holds before training.'),
};

type Params = ParamsOf<typeof params>;

function axesOf(p: Params, input: readonly (number | null)[]): readonly [TransposedAxis, TransposedAxis] {
  const [height, width] = windows2d({ kernel: p.kernelSize, strides: p.strides, dilationRate: p.dilationRate, padding: p.padding }, input);
  const [bottom, right] = spread(p.outputPadding, 2);
  return [
    { ...height, outputPadding: bottom ?? 0 },
    { ...width, outputPadding: right ?? 0 },
  ];
}

export const conv2dTranspose = defineLayer({
  type: 'conv2dTranspose',
  label: 'Conv2DTranspose',
  category: 'convolution',
  summary: 'Grows a map with learned filters',
  doc: `The convolution run backwards: every input pixel paints a kernel, scaled by its value, onto a larger map; the kernels lie \`stride\` pixels apart and add up where they overlap. It is what the gradient of a convolution does to its input, hence the name; "deconvolution" is misleading.

Size, per axis: \`out = in·stride − stride + kernel − 2·padding\`. A 4×4 kernel with stride 2 and padding 1 doubles a map of 32: \`32·2 − 2 + 4 − 2·1 = 64\`. A 3×3 kernel with stride 1 adds 2: \`8·1 − 1 + 3 − 2·0 = 10\`.

A strided convolution maps several sizes to one, so going back needs a choice: \`outputPadding\` appends the missing row. With stride 2, kernel 3 and padding 1, \`32·2 − 2 + 3 − 2·1 + 1 = 64\`.

"same" gives \`in·stride\`. Where the kernel is no multiple of the stride, pixels get different numbers of contributions, which shows as a checkerboard; 2×2 and 4×4 at stride 2 do not have it.`,
  reference: { text: 'Odena, Dumoulin and Olah 2016, Deconvolution and Checkerboard Artifacts', url: 'https://distill.pub/2016/deconv-checkerboard/' },
  keywords: ['deconvolution', 'upconvolution', 'transposed', 'upsample', 'decoder', 'generator'],
  params,
  inputs: { min: 1, max: 1 },
  hasOutput: true,

  notation(p) {
    const window = windowNotation({ kernel: p.kernelSize, strides: p.strides, dilationRate: p.dilationRate, padding: p.padding });
    const appended = spread(p.outputPadding, 2).some((n) => n > 0) ? [`op${showPerAxis(p.outputPadding)}`] : [];
    return [...window, ...appended, String(p.filters), ...(p.activation === 'linear' ? [] : [p.activation])].join(' · ');
  },

  shape(p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('Conv2DTranspose');
    if (input.length !== 3) return { ok: false, problems: [rankMismatch('Conv2DTranspose', 3, input)] };
    const [height, width, channels] = mapOf(input);
    if (channels === null) return { ok: false, problems: [unknownAxis('Conv2DTranspose', 'number of channels', "its kernel's size depends on")] };
    const axes = axesOf(p, [height, width]);
    const steps = axes.map(transposedAxis);
    const problems = [...outputPaddingProblem(axes), ...axes.flatMap((axis, i) => sizeProblem(axis, steps[i]))];
    if (problems.length > 0) return { ok: false, problems, steps };
    return { ok: true, output: [...steps.map((step) => step.result), p.filters], steps: [...steps, plainStep('channels', 'filters', p.filters)] };
  },

  weights(p, [input]) {
    const [kh, kw] = spread(p.kernelSize, 2);
    return [
      { name: 'kernel', shape: [kh ?? 1, kw ?? 1, p.filters, input?.[2] ?? 0], trainable: true },
      ...(p.useBias ? [{ name: 'bias', shape: [p.filters], trainable: true }] : []),
    ];
  },

  macs(p, [input]) {
    const [height, width, channels] = mapOf(input ?? []);
    const [kh, kw] = spread(p.kernelSize, 2);
    return height === null || width === null || channels === null ? null : height * width * channels * (kh ?? 1) * (kw ?? 1) * p.filters;
  },

  receptive(p) {
    const dilation = spread(p.dilationRate, 2);
    const stride = spread(p.strides, 2);
    const kernel = spread(p.kernelSize, 2).map((k, i) => Math.ceil(effectiveKernel(k, dilation[i] ?? 1) / (stride[i] ?? 1)));
    return { kind: 'upsample', kernel, factor: stride };
  },

  lower: (p, [input], output) => withActivation([lowerTransposed(p, axesOf(p, mapOf(input ?? [])))], p.activation, output),
});

/**
 * tf.layers where it is exact. Its 'valid' appends stride − kernel rows where the kernel is smaller than the stride; its 'same'
 * equals a padding of (kernel − stride) / 2; it ignores dilation and knows no outputPadding.
 */
function lowerTransposed(p: Params, axes: readonly [TransposedAxis, TransposedAxis]): LoweredCall {
  const plain = isOne(p.dilationRate) && axes.every((axis) => axis.outputPadding === 0);
  const word = plain ? paddingWord(axes) : null;
  const borders = axes.map(transposedBorder);
  const exact: ConfigObject =
    word === null
      ? {
          padding: borders.map((border) => border.crop),
          ...(borders.some((border) => border.append > 0) ? { outputPadding: borders.map((border) => border.append) } : {}),
          ...(isOne(p.dilationRate) ? {} : { dilationRate: perAxisConfig(p.dilationRate) }),
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
    kernelInitializer: initializerValue(p.kernelInitializer),
    ...(p.useBias && p.biasInitializer !== 'zeros' ? { biasInitializer: initializerValue(p.biasInitializer) } : {}),
  };
  return { callee: word === null ? runtime('conv2dTranspose') : tfLayers('conv2dTranspose'), config, inputs: [{ port: 0 }] };
}

function paddingWord(axes: readonly TransposedAxis[]): 'same' | 'valid' | null {
  const uncut = axes.every((axis) => (axis.padding === 'valid' || axis.padding === 0) && axis.kernel >= axis.stride);
  if (uncut) return 'valid';
  return axes.every((axis) => axis.padding === 'same' || (typeof axis.padding === 'number' && axis.kernel - axis.stride === 2 * axis.padding)) ? 'same' : null;
}

function outputPaddingProblem(axes: readonly TransposedAxis[]): readonly Problem[] {
  const wrong = axes.filter((axis) => axis.outputPadding >= axis.stride);
  const [first] = wrong;
  if (first === undefined) return [];
  const fitting = axes.map((axis) => Math.min(axis.outputPadding, axis.stride - 1));
  const value = fitting[0] === fitting[1] ? (fitting[0] ?? 0) : fitting;
  return [
    {
      code: 'output-padding-too-large',
      severity: 'error',
      message: `Conv2DTranspose: an output padding of ${first.outputPadding} must be smaller than the stride, which is ${first.stride} along the ${first.axis}. From there on another input pixel would have painted.`,
      param: 'outputPadding',
      repairs: [{ kind: 'setParams', label: `Set outputPadding to ${showPerAxis(value)}`, params: { outputPadding: value } }],
    },
  ];
}

function sizeProblem(axis: TransposedAxis, step: ReturnType<typeof transposedAxis> | undefined): readonly Problem[] {
  if (step === undefined || step.result === null) return [];
  if (step.result > LARGEST) return [tooLarge('Conv2DTranspose', step)];
  if (step.result >= 1) return [];
  const repairs: readonly Repair[] = [
    { kind: 'setParams', label: 'Set padding to "same"', params: { padding: 'same' } },
    { kind: 'setParams', label: 'Set padding to 0', params: { padding: 0 } },
  ];
  const message = `Conv2DTranspose cuts off more than there is: with a padding of ${axis.padding} at each side of the ${axis.axis}, ${step.text}. A size must be at least 1.`;
  return [{ code: 'non-positive-size', severity: 'error', message, param: 'padding', port: 0, steps: [step], repairs }];
}
