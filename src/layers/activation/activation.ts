// Activation: a function applied to every number, as a layer of its own.

import type { ActivationName } from '../activations.ts';
import { activationCall, activationNames, activationSpecs } from '../activations.ts';
import { keptShape } from '../keptShape.ts';
import { call, defineLayer, runtime, tfLayers } from '../layer.ts';
import { choice, number } from '../params.ts';

export const activation = defineLayer({
  type: 'activation',
  label: 'Activation',
  category: 'activation',
  summary: 'Applies a function to every number: ReLU, sigmoid, softmax, …',
  doc: `Without something that is not linear between them, two layers are no more than one. An activation is that something, applied to every number by itself; the shape stays.

ReLU, \`max(0, x)\`, turns \`[−2, 0.5, 3]\` into \`[0, 0.5, 3]\`. Its gradient is 1 where x > 0, so it reaches early layers; that of the sigmoid is at most 1/4, and through ten layers at most \`(1/4)¹⁰ ≈ 0.000001\`: it vanishes.

Softmax is the exception: it looks at the whole last axis and makes probabilities, \`eˣⁱ / Σ eˣʲ\`. \`[0, 1, 2]\` becomes \`[0.09, 0.24, 0.67]\`. Put it, or a sigmoid for a yes/no answer, before the output.

Use this layer where something stands between the sum and its activation, such as batch normalization; otherwise the layer's own activation does the same.`,
  reference: { text: 'Glorot, Bordes and Bengio 2011, Deep Sparse Rectifier Neural Networks', url: 'https://proceedings.mlr.press/v15/glorot11a.html' },
  keywords: ['relu', 'leaky relu', 'elu', 'selu', 'sigmoid', 'logistic', 'tanh', 'softmax', 'softplus', 'gelu', 'swish', 'silu', 'sin', 'siren', 'nonlinearity', 'linear', 'identity', 'relu6', 'mish', 'hard sigmoid', 'hard swish', 'softsign', 'thresholded relu'],
  params: {
    activation: choice<ActivationName>({
      label: 'Activation',
      doc: 'The function.',
      default: 'relu',
      options: activationNames.map((value) => ({
        value,
        label: activationSpecs[value].label,
        doc: `${activationSpecs[value].formula}. ${activationSpecs[value].doc}`,
      })),
    }),
    alpha: number({
      label: 'Alpha',
      doc: 'Slope of the leaky ReLU for negative numbers.',
      default: 0.3,
      min: 0,
      max: 10,
      step: 0.01,
      visible: (params) => params['activation'] === 'leakyReLU',
    }),
    omega: number({
      label: 'Omega',
      doc: 'Angular frequency of the sine; SIREN uses 30 in its first layer.',
      default: 1,
      min: 0,
      max: 1000,
      visible: (params) => params['activation'] === 'sin',
    }),
    theta: number({
      label: 'Theta',
      doc: 'Numbers up to it become 0.',
      default: 1,
      min: 0,
      max: 1000,
      step: 0.1,
      visible: (params) => params['activation'] === 'thresholdedReLU',
    }),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) =>
    [
      activationSpecs[p.activation].label,
      ...(p.activation === 'leakyReLU' ? [`α ${p.alpha}`] : []),
      ...(p.activation === 'thresholdedReLU' ? [`θ ${p.theta}`] : []),
      ...(p.activation === 'sin' && p.omega !== 1 ? [`ω ${p.omega}`] : []),
    ].join(' · '),
  shape: (_p, [input]) => keptShape('Activation', input),
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower(p, _inputs, output) {
    // tfjs's own alpha is 0.3 too, but code that says it reads better.
    if (p.activation === 'leakyReLU') return call(tfLayers('leakyReLU'), { alpha: p.alpha });
    if (p.activation === 'sin') return call(runtime('activation'), { activation: 'sin', ...(p.omega === 1 ? {} : { omega: p.omega }) });
    if (p.activation === 'thresholdedReLU') return call(runtime('activation'), { activation: p.activation, theta: p.theta });
    return [activationCall(p.activation, output, { port: 0 })];
  },
});
