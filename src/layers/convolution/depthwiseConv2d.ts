// DepthwiseConv2D: a window of its own for every channel. Owns its params, sizes and lowering.

import { activationParam, withActivation } from '../activations.ts';
import { initializerParam } from '../initializers.ts';
import type { ConfigObject, LoweredCall, ShapeOutcome } from '../layer.ts';
import { defineLayer, runtime, sizeOf, tfLayers } from '../layer.ts';
import type { ParamsOf } from '../params.ts';
import { boolean, integer, spread } from '../params.ts';
import { missingInput, rankMismatch, unknownAxis } from '../rankMismatch.ts';
import { biasConfig, biasParams, biasWeight, depthwiseWeight, kernelConfig, kernelParams } from '../weightParams.ts';
import { dilationParam, kernelSizeParam, paddingParam, product, runtimePadding, stridesParam, windowReceptive } from './convolution.ts';
import { borderOf, step } from './size.ts';
import type { WindowParams } from './window.ts';
import { bordersConfig, isOne, mapOf, paddingWord, perAxisConfig, slideWindow, windowNotation, windowsOf } from './window.ts';

const params = {
  kernelSize: kernelSizeParam(2),
  strides: stridesParam(2),
  padding: paddingParam(2),
  depthMultiplier: integer({ label: 'Depth multiplier', doc: 'Output channels per input channel.', default: 1, max: 4096 }),
  dilationRate: dilationParam(2),
  activation: activationParam(),
  useBias: boolean({ label: 'Bias', doc: 'Adds one number per output channel.', default: true }),
  depthwiseInitializer: initializerParam('Kernel initializer', 'glorotUniform', 'What the kernel holds before training; He normal suits ReLU.'),
  ...biasParams(),
  ...kernelParams('depthwiseInitializer'),
};

type Params = ParamsOf<typeof params>;

const windowOf = (p: Params): WindowParams => ({ axes: 2, kernel: p.kernelSize, strides: p.strides, dilationRate: p.dilationRate, padding: p.padding });

export const depthwiseConv2d = defineLayer({
  type: 'depthwiseConv2d',
  label: 'DepthwiseConv2D',
  category: 'convolution',
  summary: 'Filters every channel by itself',
  doc: `Every channel gets a window of its own; the channels are not mixed. Followed by a 1×1 convolution, which only mixes channels, it does nearly what a full convolution does for a fraction of the work: the separable convolution of MobileNet and Xception.

Size as for any convolution: \`out = ⌊(in + 2·padding − kernel) / stride⌋ + 1\`; \`channels = inChannels·depthMultiplier\`.

Along a row whose pixels have the channels \`[2, 1]\` and \`[5, 1]\`, the windows \`[−1, 1]\` and \`[1, 1]\` give \`[3, 2]\`: a slope of the first channel, a sum of the second.

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
    const slid = slideWindow('DepthwiseConv2D', 'kernelSize', windowOf(p), windowsOf(windowOf(p), [height, width]));
    if (!slid.ok) return slid;
    const result = channels * p.depthMultiplier;
    const channelStep = step({ axis: 'channels', formula: 'inChannels·depthMultiplier', left: `${channels}·${p.depthMultiplier}`, result });
    return { ok: true, output: [...slid.size, result], steps: [...slid.steps, channelStep] };
  },

  weights(p, [input]) {
    const channels = input?.[2] ?? 0;
    return [
      depthwiseWeight(p, p.depthwiseInitializer, [...spread(p.kernelSize, 2), channels, p.depthMultiplier]),
      ...biasWeight(p, channels * p.depthMultiplier),
    ];
  },

  macs(p, _inputs, output) {
    const size = sizeOf(output);
    return size === null ? null : size * product(spread(p.kernelSize, 2));
  },

  receptive: (p) => windowReceptive(2, p),

  lower: (p, [input], output) => withActivation(lowerDepthwise(p, windowsOf(windowOf(p), mapOf(input ?? []))), p.activation, output),
});

/** tf.layers where it is exact; it silently ignores the dilation, and saves a regularizer in place of the constraint. */
function lowerDepthwise(p: Params, windows: ReturnType<typeof windowsOf>): readonly LoweredCall[] {
  const own: ConfigObject = {
    kernelSize: perAxisConfig(p.kernelSize),
    ...(isOne(p.strides) ? {} : { strides: perAxisConfig(p.strides) }),
  };
  const rest: ConfigObject = {
    ...(p.depthMultiplier === 1 ? {} : { depthMultiplier: p.depthMultiplier }),
    ...(p.useBias ? {} : { useBias: false }),
    ...kernelConfig(p, p.depthwiseInitializer, [0, 1], 'depthwise'),
    ...biasConfig(p),
  };
  const penalized = p.kernelL1 > 0 || p.kernelL2 > 0 || p.kernelConstraint !== 'none';
  if (!isOne(p.dilationRate) || penalized) {
    const config = { ...own, ...runtimePadding(windows), ...(isOne(p.dilationRate) ? {} : { dilationRate: perAxisConfig(p.dilationRate) }), ...rest };
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
