// Dense: every output sees every input. Owns its params, sizes and lowering.

import { activationParam, withActivation } from '../activations.ts';
import { plainStep } from '../convolution/size.ts';
import { initializerParam } from '../initializers.ts';
import type { LoweredCall, Problem, ShapeOutcome } from '../layer.ts';
import { axisNames, call, defineLayer, formatShape, sizeOf, tfLayers } from '../layer.ts';
import { boolean, integer } from '../params.ts';
import { missingInput, rankRepairs, unknownAxis } from '../rankMismatch.ts';
import { biasConfig, biasParams, biasWeight, kernelConfig, kernelParams, kernelWeight } from '../weightParams.ts';

/** tfjs adds a bias to no tensor of more axes, the batch left out. */
const MOST_AXES = 4;

export const dense = defineLayer({
  type: 'dense',
  label: 'Dense',
  category: 'core',
  summary: 'Connects every input with every output',
  doc: `Every unit takes a weighted sum of all inputs, adds a bias and applies the activation: \`y = activation(x·W + b)\`. For \`x = [1, 2]\`, a unit with the weights \`[3, −1]\` and the bias 0.5 gives \`3·1 − 1·2 + 0.5 = 1.5\`.

Weights: \`features·units + units\`. From 784 pixels to 128 units: \`784·128 + 128 = 100480\`, which is why a network that keeps its convolutions for longer is much smaller.

At the end of a network it turns features into the answer: one unit per class, or one for a number. It works on the last axis only, as in Keras. After convolutions put a Flatten or a global average pooling before it; otherwise it is applied at every pixel, which is a 1×1 convolution.`,
  reference: { text: 'Rosenblatt 1958, The perceptron', url: 'https://doi.org/10.1037/h0042519' },
  keywords: ['fully connected', 'linear', 'perceptron', 'mlp', 'fc'],
  params: {
    units: integer({ label: 'Units', doc: 'Number of outputs.', default: 64 }),
    activation: activationParam(),
    useBias: boolean({ label: 'Bias', doc: 'Adds one number per unit.', default: true }),
    kernelInitializer: initializerParam('Kernel initializer', 'glorotUniform', 'What the weights hold before training; He normal suits ReLU.'),
    ...biasParams(),
    ...kernelParams('kernelInitializer'),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => [String(p.units), ...(p.activation === 'linear' ? [] : [p.activation])].join(' · '),
  shape(p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('Dense');
    if (typeof input.at(-1) !== 'number') return { ok: false, problems: [unknownAxis('Dense', 'length of the last axis', 'its weights depend on')] };
    if (input.length > MOST_AXES && input.filter((dim) => dim === null).length > 1) return { ok: false, problems: [unknownAxis('Dense', 'length of all axes but one', `a bias on more than ${MOST_AXES} axes depends on`)] };
    const output = [...input.slice(0, -1), p.units];
    const names = axisNames(output.length);
    const steps = output.map((dim, i) => plainStep(names[i] ?? `axis ${i}`, i === output.length - 1 ? 'units' : 'in', dim));
    if (input.length === 1) return { ok: true, output, steps };
    const problem: Problem = {
      code: 'dense-on-map',
      severity: 'warning',
      message: `Dense works on the last axis only: it turns ${formatShape(input)} into ${formatShape(output)}, the same weights at every place. To let every unit see the whole input, insert a Flatten before it.`,
      port: 0,
      repairs: [
        ...rankRepairs(input, 1, 0),
        ...(input.length === 3
          ? [{ kind: 'insertBefore' as const, label: 'Insert a global average pooling before it', port: 0, layer: 'globalAveragePooling2d', params: {} }]
          : []),
      ],
    };
    return { ok: true, output, steps, problems: [problem] };
  },
  weights: (p, [input]) => [kernelWeight(p, p.kernelInitializer, [input?.at(-1) ?? 0, p.units]), ...biasWeight(p, p.units)],
  macs(_p, [input], output) {
    const size = sizeOf(output);
    return size === null ? null : size * (input?.at(-1) ?? 0);
  },
  receptive: (_p, [input]) => (input !== undefined && input.length > 1 ? { kind: 'pointwise' } : { kind: 'global' }),
  lower(p, [input = []], output) {
    const weighted = call(tfLayers('dense'), {
      units: p.units,
      ...(p.useBias ? {} : { useBias: false }),
      ...kernelConfig(p, p.kernelInitializer, [0]),
      ...biasConfig(p),
    });
    if (input.length <= MOST_AXES) return withActivation(weighted, p.activation, output);
    const features = input.at(-1) ?? 0;
    const places = sizeOf(input.slice(0, -1));
    const rows = withActivation([{ ...weighted[0]!, role: 'rows', inputs: [{ call: 0 }] }], p.activation, [places, p.units]);
    return [
      { callee: tfLayers('reshape'), config: { targetShape: [places, features] }, inputs: [{ port: 0 }], role: 'places' },
      ...rows.map((row, i): LoweredCall => (i === 0 ? row : { ...row, role: 'activation', inputs: [{ call: i }] })),
      { callee: tfLayers('reshape'), config: { targetShape: output }, inputs: [{ call: rows.length }] },
    ];
  },
});
