// TimeDistributed: one layer applied to every step of a sequence by itself. Knows the layers it may hold only as a list that it is given.

import { plainStep } from '../convolution/size.ts';
import type { AnyLayer, LoweredCall, Problem, ReceptiveStep, Repair, ShapeOutcome } from '../layer.ts';
import { defineLayer, runtime } from '../layer.ts';
import type { LayerValue } from '../params.ts';
import { innerLayer, layerIn } from '../params.ts';
import { missingInput, rankMismatch, unknownAxis } from '../rankMismatch.ts';

/** More axes than a tensor has. */
const ALL_AXES = 8;

/** @param layers those that do not hold others; of them it takes the ones that need a single input */
export function timeDistributedOver(layers: readonly AnyLayer[]) {
  const fitting = layers.filter((layer) => layer.inputs.min === 1 && layer.hasOutput);
  const inside = (p: { readonly layer: LayerValue }) => layerIn(fitting, p.layer);
  return defineLayer({
    type: 'timeDistributed',
    label: 'TimeDistributed',
    category: 'core',
    summary: 'Applies a layer to every step of a sequence',
    doc: `Applies one layer to every step of a sequence, each by itself and all with the same weights: \`y[t] = layer(x[t])\`. A video of 10 frames, \`[10, 64, 64, 3]\`, under a 3×3 convolution with 8 filters and padding 1 becomes \`[10, 64, 64, 8]\`; the convolution has its \`3·3·3·8 + 8 = 224\` weights once, not ten times.

The steps become samples of a larger batch, \`[batch, time, …] → [batch·time, …]\`, go through the layer and are put back. A batch normalization inside therefore measures all steps of all samples together.

It is how a network looks at every frame before a recurrent layer puts them in order: TimeDistributed convolutions and a TimeDistributed global average pooling, then an LSTM. \`[10, 64, 64, 8]\` pooled at each step is \`[10, 8]\`, a sequence.

For a Dense layer it changes nothing, as that works on the last axis anyway.`,
    reference: { text: 'Donahue et al. 2015, Long-term Recurrent Convolutional Networks', url: 'https://arxiv.org/abs/1411.4389' },
    keywords: ['time', 'wrapper', 'per step', 'per frame', 'video', 'sequence', 'shared weights', 'lrcn'],
    params: {
      layer: innerLayer({ label: 'Layer', doc: 'What is applied to every step.', default: { type: 'dense' }, layers: fitting }),
    },
    inputs: { min: 1, max: 1 },
    hasOutput: true,

    notation(p) {
      const { layer, params } = inside(p);
      return `${layer.type} · ${layer.notation(params)}`;
    },

    shape(p, [input]): ShapeOutcome {
      if (input === undefined) return missingInput('TimeDistributed');
      const [steps, ...step] = input;
      if (step.length === 0) return { ok: false, problems: [rankMismatch('TimeDistributed', 2, input)] };
      if (typeof steps !== 'number') return { ok: false, problems: [unknownAxis('TimeDistributed', 'number of steps', 'it puts the results back by')] };
      const { layer, params } = inside(p);
      const outcome = layer.shape(params, [step]);
      const problems = (outcome.problems ?? []).map((problem) => atEachStep(problem, p.layer));
      if (!outcome.ok) return { ...outcome, problems };
      return { ok: true, output: [steps, ...outcome.output], steps: [plainStep('time', 'in', steps), ...outcome.steps], problems };
    },

    weights(p, [input = []], output) {
      const { layer, params } = inside(p);
      return layer.weights(params, [input.slice(1)], output.slice(1));
    },

    macs(p, [input = []], output) {
      const { layer, params } = inside(p);
      const each = layer.macs(params, [input.slice(1)], output.slice(1));
      return each === null ? null : each * (input[0] ?? 0);
    },

    receptive(p, [input = []]) {
      const { layer, params } = inside(p);
      return withinStep(layer.receptive(params, [input.slice(1)]));
    },

    lower(p, [input = []], output): readonly LoweredCall[] {
      const { layer, params } = inside(p);
      const calls = layer.lower(params, [input.slice(1)], output.slice(1));
      return [
        { callee: runtime('foldTime'), config: {}, inputs: [{ port: 0 }], role: 'fold' },
        ...calls.map((call) => ({ ...call, inputs: call.inputs.map((operand) => ({ call: 'port' in operand ? 0 : operand.call + 1 })), role: call.role ?? 'step' })),
        { callee: runtime('unfoldTime'), config: { steps: input[0] ?? 1 }, inputs: [{ call: calls.length }] },
      ];
    },
  });
}

/** A finding of the layer inside, told of the one outside, whose only param it is. */
function atEachStep(problem: Problem, held: LayerValue): Problem {
  const repairs = problem.repairs?.map((repair): Repair => {
    if (repair.kind === 'setParams') return { ...repair, params: { layer: { ...held, params: { ...held.params, ...repair.params } } } };
    return { ...repair, label: `${repair.label}, at each step too`, layer: 'timeDistributed', params: { layer: { type: repair.layer, params: repair.params } } };
  });
  return { ...problem, message: `At each step: ${problem.message}`, ...(problem.param === undefined ? {} : { param: 'layer' }), ...(repairs === undefined ? {} : { repairs }) };
}

/** What the layer inside sees, with the time as the first axis, along which it sees one step. */
function withinStep(step: ReceptiveStep): ReceptiveStep {
  switch (step.kind) {
    case 'pointwise':
      return step;
    case 'window':
      return { kind: 'window', kernel: [1, ...step.kernel], stride: [1, ...step.stride] };
    case 'upsample':
      return { kind: 'upsample', kernel: [1, ...step.kernel], factor: [1, ...step.factor] };
    case 'global':
      return { kind: 'window', kernel: [1, ...Array.from({ length: ALL_AXES }, () => Infinity)], stride: [1] };
    default:
      return step satisfies never;
  }
}
