// DepthwiseConv2D: a window of its own for every channel. Owns its params, sizes and lowering.

import { activationParam, withActivation } from '../activations.ts';
import { initializerParam, initializerValue } from '../initializers.ts';
import type { ConfigObject, LoweredCall, ShapeOutcome } from '../layer.ts';
import { defineLayer, runtime, sizeOf, tfLayers } from '../layer.ts';
import type { ParamsOf } from '../params.ts';
import { boolean, integer, padding, perAxis, spread } from '../params.ts';
import { missingInput, rankMismatch, unknownAxis } from '../rankMismatch.ts';
import { borderOf, effectiveKernel, step, windows2d } from './size.ts';
import { borders2d, bordersConfig, isOne, mapOf, paddingWord, perAxisConfig, slideWindow, windowNotation } from './window2d.ts';

const params = {
  kernelSize: perAxis({ label: 'Kernel size', doc: 'Height and width of the window, in pixels.', axes: 2, default: 3, max: 1024 }),
  strides: perAxis({ label: 'Strides', doc: 'Pixels by which the window moves; 2 halves the map.', axes: 2, default: 1, max: 1024 }),
  padding: padding({
    label: 'Padding',
    doc: 'Zeros around the map: a number of pixels at each side, "valid" for none, or "same" for as many as make the output ⌈in / stride⌉.',
    axes: 2,
    default: 'valid',
  }),
  depthMultiplier: integer({ label: 'Depth multiplier', doc: 'Output channels per input channel.', default: 1, max: 4096 }),
  dilationRate: perAxis({ label: 'Dilation rate', doc: 'Distance between the taps of the kernel.', axes: 2, default: 1, max: 1024, advanced: true }),
  activation: activationParam(),
  useBias: boolean({ label: 'Bias', doc: 'Adds one number per output channel.', default: true }),
  depthwiseInitializer: initializerParam('Kernel initializer', 'glorotUniform', 'What the kernel holds before training; He normal suits ReLU.'),
  biasInitializer: initializerParam('Bias initializer', 'zeros', 'What the bias holds before training.'),
};

type Params = ParamsOf<typeof params>;

const windowOf = (p: Params) => ({ kernel: p.kernelSize, strides: p.strides, dilationRate: p.dilationRate, padding: p.padding });

export const depthwiseConv2d = defineLayer({
  type: 'depthwiseConv2d',
  label: 'DepthwiseConv2D',
  category: 'convolution',
  summary: 'Filters every channel by itself',
  doc: `Every channel gets a window of its own; the channels are not mixed. Followed by a 1×1 convolution, which only mixes channels, it does nearly what a full convolution does for a fraction of the work: the separable convolution of MobileNet and Xception.

Size as for any convolution: \`out = ⌊(in + 2·padding − kernel) / stride⌋ + 1\`; \`channels = inChannels·depthMultiplier\`.

Weights: \`kernelHeight·kernelWidth·inChannels·depthMultiplier\`. 3×3 over 64 channels: \`3·3·64 = 576\`, and \`64·128 = 8192\` for the 1×1 convolution to 128 filters, together 8768, where a full convolution needs \`3·3·64·128 = 73728\`.`,
  reference: { text: 'Howard et al. 2017, MobileNets', url: 'https://arxiv.org/abs/1704.04861' },
  keywords: ['separable', 'mobilenet', 'xception', 'depthwise', 'convolution'],
  params,
  inputs: { min: 1, max: 1 },
  hasOutput: true,

  notation: (p) =>
    [
      ...windowNotation(windowOf(p)),
      ...(p.depthMultiplier === 1 ? [] : [`×${p.depthMultiplier}`]),
      ...(p.activation === 'linear' ? [] : [p.activation]),
    ].join(' · '),

  shape(p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('DepthwiseConv2D');
    if (input.length !== 3) return { ok: false, problems: [rankMismatch('DepthwiseConv2D', 3, input)] };
    const [height, width, channels] = mapOf(input);
    if (channels === null) return { ok: false, problems: [unknownAxis('DepthwiseConv2D', 'number of channels', "its kernel's size depends on")] };
    const slid = slideWindow('DepthwiseConv2D', 'kernelSize', windowOf(p), windows2d(windowOf(p), [height, width]));
    if (!slid.ok) return slid;
    const result = channels * p.depthMultiplier;
    const channelStep = step({ axis: 'channels', formula: 'inChannels·depthMultiplier', left: `${channels}·${p.depthMultiplier}`, result });
    return { ok: true, output: [...slid.size, result], steps: [...slid.steps, channelStep] };
  },

  weights(p, [input]) {
    const [kh, kw] = spread(p.kernelSize, 2);
    const channels = input?.[2] ?? 0;
    return [
      { name: 'depthwise_kernel', shape: [kh ?? 1, kw ?? 1, channels, p.depthMultiplier], trainable: true },
      ...(p.useBias ? [{ name: 'bias', shape: [channels * p.depthMultiplier], trainable: true }] : []),
    ];
  },

  macs(p, _inputs, output) {
    const size = sizeOf(output);
    const [kh, kw] = spread(p.kernelSize, 2);
    return size === null ? null : size * (kh ?? 1) * (kw ?? 1);
  },

  receptive(p) {
    const dilation = spread(p.dilationRate, 2);
    return { kind: 'window', kernel: spread(p.kernelSize, 2).map((k, i) => effectiveKernel(k, dilation[i] ?? 1)), stride: spread(p.strides, 2) };
  },

  lower: (p, [input], output) => withActivation(lowerDepthwise(p, windows2d(windowOf(p), mapOf(input ?? []))), p.activation, output),
});

/** tf.layers where it is exact; it silently ignores the dilation. */
function lowerDepthwise(p: Params, windows: ReturnType<typeof windows2d>): readonly LoweredCall[] {
  const own: ConfigObject = {
    kernelSize: perAxisConfig(p.kernelSize),
    ...(isOne(p.strides) ? {} : { strides: perAxisConfig(p.strides) }),
  };
  const rest: ConfigObject = {
    ...(p.depthMultiplier === 1 ? {} : { depthMultiplier: p.depthMultiplier }),
    ...(p.useBias ? {} : { useBias: false }),
    depthwiseInitializer: initializerValue(p.depthwiseInitializer),
    ...(p.useBias && p.biasInitializer !== 'zeros' ? { biasInitializer: initializerValue(p.biasInitializer) } : {}),
  };
  if (!isOne(p.dilationRate)) {
    const config = { ...own, padding: borders2d(windows), dilationRate: perAxisConfig(p.dilationRate), ...rest };
    return [{ callee: runtime('depthwiseConv2d'), config, inputs: [{ port: 0 }] }];
  }
  const word = paddingWord(windowOf(p), windows);
  if (word !== null) {
    const config = { ...own, ...(word === 'valid' ? {} : { padding: word }), ...rest };
    return [{ callee: tfLayers('depthwiseConv2d'), config, inputs: [{ port: 0 }] }];
  }
  const borders = windows.map((window) => borderOf(window) ?? ([0, 0] as const));
  return [
    { callee: tfLayers('zeroPadding2d'), config: { padding: bordersConfig(borders) }, inputs: [{ port: 0 }], role: 'pad' },
    { callee: tfLayers('depthwiseConv2d'), config: { ...own, ...rest }, inputs: [{ call: 0 }] },
  ];
}
