// Conv2D: filters that slide over a map. Owns its params, sizes and lowering; knows no graph and no tfjs.

import { activationParam, withActivation } from '../activations.ts';
import { initializerParam, initializerValue } from '../initializers.ts';
import type { ConfigObject, LoweredCall, Problem, ShapeOutcome } from '../layer.ts';
import { defineLayer, runtime, sizeOf, tfLayers } from '../layer.ts';
import type { ParamsOf } from '../params.ts';
import { boolean, integer, padding, perAxis, spread } from '../params.ts';
import { missingInput, rankMismatch, unknownAxis } from '../rankMismatch.ts';
import { borderOf, effectiveKernel, plainStep, windows2d } from './size.ts';
import { borders2d, bordersConfig, isOne, mapOf, paddingWord, perAxisConfig, slideWindow, windowNotation } from './window2d.ts';

const params = {
  filters: integer({ label: 'Filters', doc: 'Number of kernels, and so of output channels.', default: 32 }),
  kernelSize: perAxis({ label: 'Kernel size', doc: 'Height and width of the window, in pixels.', axes: 2, default: 3, max: 1024 }),
  strides: perAxis({ label: 'Strides', doc: 'Pixels by which the window moves; 2 halves the map.', axes: 2, default: 1, max: 1024 }),
  padding: padding({
    label: 'Padding',
    doc: 'Zeros around the map: a number of pixels at each side, "valid" for none, or "same" for as many as make the output ⌈in / stride⌉.',
    axes: 2,
    default: 'valid',
  }),
  dilationRate: perAxis({
    label: 'Dilation rate',
    doc: 'Distance between the taps of the kernel; 2 lets a 3×3 kernel span 5×5 pixels.',
    axes: 2,
    default: 1,
    max: 1024,
    advanced: true,
  }),
  groups: integer({
    label: 'Groups',
    doc: 'Splits the channels into groups that do not see each other; must divide the input channels and the filters.',
    default: 1,
    advanced: true,
  }),
  activation: activationParam(),
  useBias: boolean({ label: 'Bias', doc: 'Adds one number per filter. Leave it off where batch normalization follows, which has its own.', default: true }),
  kernelInitializer: initializerParam('Kernel initializer', 'glorotUniform', 'What the kernel holds before training; He normal suits ReLU.'),
  biasInitializer: initializerParam('Bias initializer', 'zeros', 'What the bias holds before training.'),
};

type Params = ParamsOf<typeof params>;

const windowOf = (p: Params) => ({ kernel: p.kernelSize, strides: p.strides, dilationRate: p.dilationRate, padding: p.padding });

export const conv2d = defineLayer({
  type: 'conv2d',
  label: 'Conv2D',
  category: 'convolution',
  summary: 'Slides learned filters over a map',
  doc: `Every filter is a small kernel that looks at a window of the map, over all its channels, and gives one number: the sum of products plus a bias. Sliding it over the map makes one output channel, so the same feature is found wherever it stands.

Size, per axis: \`out = ⌊(in + 2·padding − kernel) / stride⌋ + 1\`. A 4×4 kernel with stride 2 and padding 1 halves a map of 64: \`⌊(64 + 2·1 − 4) / 2⌋ + 1 = 32\`. A 3×3 kernel with padding 1 keeps it. With a dilation, \`dilation·(kernel − 1) + 1\` takes the kernel's place.

Weights: \`kernelHeight·kernelWidth·inChannels·filters\` plus one bias per filter. 3×3 over 3 channels with 8 filters: \`3·3·3·8 + 8 = 224\`.

"same" follows Keras: where an odd number of zeros is needed, the extra one goes to the bottom and right, so 3×3 with stride 2 is not the same as padding 1.`,
  reference: { text: 'Dumoulin and Visin 2016, A guide to convolution arithmetic for deep learning', url: 'https://arxiv.org/abs/1603.07285' },
  keywords: ['convolution', 'conv', 'filter', 'kernel', 'dilated', 'atrous', 'grouped', 'pointwise', '1x1'],
  params,
  inputs: { min: 1, max: 1 },
  hasOutput: true,

  notation: (p) =>
    [...windowNotation(windowOf(p)), String(p.filters), ...(p.groups === 1 ? [] : [`g${p.groups}`]), ...(p.activation === 'linear' ? [] : [p.activation])].join(' · '),

  shape(p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('Conv2D');
    if (input.length !== 3) return { ok: false, problems: [rankMismatch('Conv2D', 3, input)] };
    const [height, width, channels] = mapOf(input);
    if (channels === null) return { ok: false, problems: [unknownAxis('Conv2D', 'number of channels', "its kernel's size depends on")] };
    const slid = slideWindow('Conv2D', 'kernelSize', windowOf(p), windows2d(windowOf(p), [height, width]));
    const indivisible = groupsProblem(p, channels);
    if (!slid.ok || indivisible.length > 0) return { ok: false, problems: [...(slid.ok ? [] : slid.problems), ...indivisible], steps: slid.steps };
    return { ok: true, output: [...slid.size, p.filters], steps: [...slid.steps, plainStep('channels', 'filters', p.filters)] };
  },

  weights(p, [input]) {
    const [kh, kw] = spread(p.kernelSize, 2);
    const kernel = [kh ?? 1, kw ?? 1, (input?.[2] ?? 0) / p.groups, p.filters];
    return [
      { name: 'kernel', shape: kernel, trainable: true },
      ...(p.useBias ? [{ name: 'bias', shape: [p.filters], trainable: true }] : []),
    ];
  },

  macs(p, [input], output) {
    const size = sizeOf(output);
    const [kh, kw] = spread(p.kernelSize, 2);
    return size === null ? null : (size * (kh ?? 1) * (kw ?? 1) * (input?.[2] ?? 0)) / p.groups;
  },

  receptive(p) {
    const dilation = spread(p.dilationRate, 2);
    return { kind: 'window', kernel: spread(p.kernelSize, 2).map((k, i) => effectiveKernel(k, dilation[i] ?? 1)), stride: spread(p.strides, 2) };
  },

  lower(p, [input], output) {
    const windows = windows2d(windowOf(p), mapOf(input ?? []));
    const own: ConfigObject = {
      filters: p.filters,
      kernelSize: perAxisConfig(p.kernelSize),
      ...(isOne(p.strides) ? {} : { strides: perAxisConfig(p.strides) }),
    };
    const rest: ConfigObject = {
      ...(p.useBias ? {} : { useBias: false }),
      kernelInitializer: initializerValue(p.kernelInitializer),
      ...(p.useBias && p.biasInitializer !== 'zeros' ? { biasInitializer: initializerValue(p.biasInitializer) } : {}),
    };
    return withActivation(lowerWindow(p, windows, own, rest), p.activation, output);
  },
});

/** tf.layers where it is exact; its gradient throws with a dilation, and it knows no groups. */
function lowerWindow(p: Params, windows: ReturnType<typeof windows2d>, own: ConfigObject, rest: ConfigObject): readonly LoweredCall[] {
  const dilated = !isOne(p.dilationRate);
  if (dilated || p.groups > 1) {
    const config: ConfigObject = {
      ...own,
      padding: borders2d(windows),
      ...(dilated ? { dilationRate: perAxisConfig(p.dilationRate) } : {}),
      ...(p.groups > 1 ? { groups: p.groups } : {}),
      ...rest,
    };
    return [{ callee: runtime('conv2d'), config, inputs: [{ port: 0 }] }];
  }
  const word = paddingWord(windowOf(p), windows);
  if (word !== null) {
    const config = { ...own, ...(word === 'valid' ? {} : { padding: word }), ...rest };
    return [{ callee: tfLayers('conv2d'), config, inputs: [{ port: 0 }] }];
  }
  const borders = windows.map((window) => borderOf(window) ?? ([0, 0] as const));
  return [
    { callee: tfLayers('zeroPadding2d'), config: { padding: bordersConfig(borders) }, inputs: [{ port: 0 }], role: 'pad' },
    { callee: tfLayers('conv2d'), config: { ...own, ...rest }, inputs: [{ call: 0 }] },
  ];
}

function groupsProblem(p: Params, channels: number): readonly Problem[] {
  if (channels % p.groups === 0 && p.filters % p.groups === 0) return [];
  const fitting = greatestCommonDivisor(greatestCommonDivisor(channels, p.filters), p.groups);
  return [
    {
      code: 'channel-mismatch',
      severity: 'error',
      message: `Conv2D: ${p.groups} groups must divide both the ${channels} input channels and the ${p.filters} filters.`,
      param: 'groups',
      repairs: [...new Set([fitting, 1])].map((groups) => ({ kind: 'setParams', label: `Set groups to ${groups}`, params: { groups } })),
    },
  ];
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

