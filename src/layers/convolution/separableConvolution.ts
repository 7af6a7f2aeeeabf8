// What SeparableConv1D and SeparableConv2D share: params, sizes, cost and lowering of a window per channel followed by a mixture of channels.

import { activationParam, withActivation } from '../activations.ts';
import { initializerParam } from '../initializers.ts';
import type { ConfigObject, LoweredCall, Shape, ShapeOutcome } from '../layer.ts';
import { call, runtime, sizeOf } from '../layer.ts';
import type { ParamsOf } from '../params.ts';
import { boolean, integer, spread } from '../params.ts';
import { biasConfig, biasParams, biasWeight, depthwiseWeight, kernelConfig, kernelParams, kernelWeight } from '../weightParams.ts';
import { checkedInput, dilationParam, filtersParam, kernelSizeParam, paddingParam, product, runtimePadding, stridesParam, windowReceptive } from './convolution.ts';
import { plainStep } from './size.ts';
import type { WindowParams } from './window.ts';
import { isOne, perAxisConfig, slideWindow, spatialOf, windowNotation, windowsOf } from './window.ts';

type Axes = 1 | 2;

export const separableParams = (axes: Axes) => ({
  filters: filtersParam(),
  kernelSize: kernelSizeParam(axes),
  strides: stridesParam(axes),
  padding: paddingParam(axes),
  depthMultiplier: integer({ label: 'Depth multiplier', doc: 'Windows per input channel, before the channels are mixed.', default: 1, max: 4096, advanced: true }),
  dilationRate: dilationParam(axes),
  activation: activationParam(),
  useBias: boolean({ label: 'Bias', doc: 'Adds one number per filter. Leave it off where batch normalization follows, which has its own.', default: true }),
  kernelInitializer: initializerParam('Kernel initializer', 'glorotUniform', 'What both kernels hold before training; He normal suits ReLU.'),
  ...biasParams(),
  ...kernelParams('kernelInitializer'),
});

type Params = ParamsOf<ReturnType<typeof separableParams>>;

const windowOf = (axes: Axes, p: Params): WindowParams => ({ axes, kernel: p.kernelSize, strides: p.strides, dilationRate: p.dilationRate, padding: p.padding });

/** Notation, shape, weights, cost, receptive field and lowering of a separable convolution over so many axes. */
export function separableRules(label: string, axes: Axes) {
  return {
    inputs: { min: 1, max: 1 },
    hasOutput: true,

    notation: (p: Params): string =>
      [
        ...windowNotation(windowOf(axes, p)),
        ...(p.depthMultiplier === 1 ? [] : [`×${p.depthMultiplier}`]),
        String(p.filters),
        ...(p.activation === 'linear' ? [] : [p.activation]),
      ].join(' · '),

    shape(p: Params, [input]: readonly Shape[]): ShapeOutcome {
      const checked = checkedInput(label, axes, input, "its kernels' size depends on");
      if (!checked.ok) return checked.outcome;
      const slid = slideWindow(label, 'kernelSize', windowOf(axes, p), windowsOf(windowOf(axes, p), checked.spatial));
      if (!slid.ok) return slid;
      return { ok: true, output: [...slid.size, p.filters], steps: [...slid.steps, plainStep('channels', 'filters', p.filters)] };
    },

    weights(p: Params, [input]: readonly Shape[]) {
      const channels = input?.[axes] ?? 0;
      return [
        depthwiseWeight(p, p.kernelInitializer, [...spread(p.kernelSize, axes), channels, p.depthMultiplier]),
        kernelWeight(p, p.kernelInitializer, [...spread(1, axes), channels * p.depthMultiplier, p.filters], 'pointwise_kernel'),
        ...biasWeight(p, p.filters),
      ];
    },

    /** Per position: the windows of all channels, then the mixture for each filter. */
    macs(p: Params, [input]: readonly Shape[], output: Shape): number | null {
      const positions = sizeOf(output.slice(0, -1));
      return positions === null ? null : positions * (input?.[axes] ?? 0) * p.depthMultiplier * (product(spread(p.kernelSize, axes)) + p.filters);
    },

    receptive: (p: Params) => windowReceptive(axes, p),

    /** The runtime's: tf.layers have none over one axis, and no gradient for a dilation. */
    lower(p: Params, [input = []]: readonly Shape[], output: Shape): readonly LoweredCall[] {
      const window = [...Array.from({ length: axes }).keys()];
      const config: ConfigObject = {
        filters: p.filters,
        kernelSize: perAxisConfig(p.kernelSize),
        ...(isOne(p.strides) ? {} : { strides: perAxisConfig(p.strides) }),
        ...runtimePadding(windowsOf(windowOf(axes, p), spatialOf(input))),
        ...(p.depthMultiplier === 1 ? {} : { depthMultiplier: p.depthMultiplier }),
        ...(isOne(p.dilationRate) ? {} : { dilationRate: perAxisConfig(p.dilationRate) }),
        ...(p.useBias ? {} : { useBias: false }),
        ...kernelConfig(p, p.kernelInitializer, window, 'depthwise'),
        ...kernelConfig(p, p.kernelInitializer, [...window, axes], 'pointwise'),
        ...biasConfig(p),
      };
      return withActivation(call(runtime(`separableConv${axes}d`), config), p.activation, output);
    },
  };
}
