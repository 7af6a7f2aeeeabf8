// The activation functions: names (tfjs's), formula, documentation and how a layer that has one is lowered. Computes none of them.

import type { ConfigObject, LoweredCall, Shape } from './layer.ts';
import { runtime, tfLayers } from './layer.ts';
import { choice } from './params.ts';

export const activationNames = [
  'linear', 'relu', 'relu6', 'leakyReLU', 'thresholdedReLU', 'elu', 'selu', 'gelu', 'swish', 'mish',
  'sigmoid', 'hardSigmoid', 'hardSwish', 'tanh', 'softmax', 'softplus', 'softsign', 'sin',
] as const;

export type ActivationName = (typeof activationNames)[number];

export interface ActivationSpec {
  readonly label: string;
  readonly formula: string;
  readonly doc: string;
  /** `tf.layers` knows it by this name in `activation: '…'`, with the right value and gradient. */
  readonly identifier: boolean;
}

export const activationSpecs: { readonly [A in ActivationName]: ActivationSpec } = {
  linear: { label: 'Linear (none)', formula: 'x', doc: 'Leaves every number as it is.', identifier: true },
  relu: { label: 'ReLU', formula: 'max(0, x)', doc: 'Cheap, and its gradient does not shrink where x > 0. (Nair and Hinton 2010)', identifier: true },
  relu6: { label: 'ReLU6', formula: 'min(max(0, x), 6)', doc: 'ReLU that ends at 6, so that few bits hold its values: MobileNet. (Howard et al. 2017)', identifier: true },
  leakyReLU: { label: 'Leaky ReLU', formula: 'x ≥ 0 ? x : alpha·x', doc: 'A small slope on the left keeps every unit learning. (Maas et al. 2013)', identifier: false },
  thresholdedReLU: { label: 'Thresholded ReLU', formula: 'x > theta ? x : 0', doc: 'Only numbers beyond theta pass, unchanged. (Konda et al. 2015)', identifier: false },
  elu: { label: 'ELU', formula: 'x ≥ 0 ? x : eˣ − 1', doc: 'Smooth on the left, mean closer to zero. (Clevert et al. 2016)', identifier: true },
  selu: { label: 'SELU', formula: '1.0507·(x ≥ 0 ? x : 1.6733·(eˣ − 1))', doc: 'Keeps mean 0 and variance 1 by itself; needs LeCun normal. (Klambauer et al. 2017)', identifier: true },
  sigmoid: { label: 'Sigmoid', formula: '1 / (1 + e⁻ˣ)', doc: 'A probability between 0 and 1. In deep stacks its gradient, at most 1/4, vanishes.', identifier: true },
  tanh: { label: 'tanh', formula: '(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)', doc: 'Between −1 and 1, centred on zero.', identifier: true },
  softmax: { label: 'Softmax', formula: 'eˣⁱ / Σ eˣʲ', doc: 'Probabilities that sum to 1 over the last axis: one class out of several.', identifier: true },
  softplus: { label: 'Softplus', formula: 'log(1 + eˣ)', doc: 'A smooth ReLU, always positive.', identifier: true },
  gelu: { label: 'GELU', formula: 'x·Φ(x)', doc: 'x weighted by the normal distribution below x: the activation of transformers. (Hendrycks and Gimpel 2016)', identifier: false },
  swish: { label: 'Swish (SiLU)', formula: 'x / (1 + e⁻ˣ)', doc: 'Smooth, with a small dip below zero. (Ramachandran et al. 2017)', identifier: true },
  mish: { label: 'Mish', formula: 'x·tanh(log(1 + eˣ))', doc: 'Smooth as swish, a little deeper dip: YOLOv4. (Misra 2020)', identifier: false },
  hardSigmoid: { label: 'Hard sigmoid', formula: 'min(max(0, x + 3), 6) / 6', doc: 'A sigmoid of three straight lines, cheap to compute. (Howard et al. 2019)', identifier: false },
  hardSwish: { label: 'Hard swish', formula: 'x·min(max(0, x + 3), 6) / 6', doc: 'Swish of straight lines: MobileNetV3. (Howard et al. 2019)', identifier: false },
  softsign: { label: 'Softsign', formula: 'x / (1 + |x|)', doc: 'Between −1 and 1 as tanh, but it flattens slowly. (Glorot and Bengio 2010)', identifier: true },
  sin: { label: 'Sine', formula: 'sin(omega·x)', doc: 'For networks that represent images or fields; SIREN uses omega = 30. (Sitzmann et al. 2020)', identifier: false },
};

/** The activations that a layer with weights can carry in its own `activation` param: those without a number of their own. */
export const inlineActivationNames = [
  'linear', 'relu', 'relu6', 'elu', 'selu', 'gelu', 'swish', 'mish', 'sigmoid', 'hardSigmoid', 'hardSwish', 'tanh', 'softmax', 'softplus', 'softsign',
] as const;

export type InlineActivation = (typeof inlineActivationNames)[number];

export const activationParam = () =>
  choice<InlineActivation>({
    label: 'Activation',
    doc: 'The function applied to every value of the result. "linear" leaves it as it is, e.g. where batch normalization follows.',
    default: 'linear',
    options: inlineActivationNames.map((value) => ({ value, label: activationSpecs[value].label, doc: `${activationSpecs[value].formula}. ${activationSpecs[value].doc}` })),
  });

/**
 * Whether a call may carry the activation in its config. Softmax over a map may not: tfjs's WebGPU kernel corrupts the last
 * rows from 65,536 on (256×256 pixels, batch 2), the runtime's composed one doesn't.
 */
function expressible(activation: ActivationName, output: Shape): boolean {
  return activationSpecs[activation].identifier && !(activation === 'softmax' && output.length > 1);
}

/** The call that applies an activation without a number of its own. */
export function activationCall(activation: ActivationName, output: Shape, input: LoweredCall['inputs'][number]): LoweredCall {
  const callee = expressible(activation, output) ? tfLayers('activation') : runtime('activation');
  return { callee, config: { activation }, inputs: [input] };
}

/** Gives the last of `calls` its activation: in its config where that is exact, otherwise in a call of its own. */
export function withActivation(calls: readonly LoweredCall[], activation: InlineActivation, output: Shape): readonly LoweredCall[] {
  const last = calls.at(-1);
  if (last === undefined || activation === 'linear') return calls;
  const before = calls.slice(0, -1);
  if (expressible(activation, output)) {
    const config: ConfigObject = { ...last.config, activation };
    return [...before, { ...last, config }];
  }
  return [...before, { ...last, role: 'linear' }, activationCall(activation, output, { call: calls.length - 1 })];
}
