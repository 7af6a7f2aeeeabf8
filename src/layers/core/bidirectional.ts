// Bidirectional: a recurrent layer that reads a sequence forwards and another one, with weights of its own, that reads it backwards.

import { step } from '../convolution/size.ts';
import type { LoweredCall, ShapeOutcome } from '../layer.ts';
import { defineLayer, runtime, sizeOf, tfLayers } from '../layer.ts';
import type { LayerValue } from '../params.ts';
import { choice, innerLayer, layerIn } from '../params.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { checkedSequence } from './sequence.ts';
import { simpleRNN } from './simpleRNN.ts';

type MergeMode = 'concat' | 'sum' | 'mul' | 'ave';

const recurrentLayers = [lstm, gru, simpleRNN];

const inside = (p: { readonly layer: LayerValue }) => layerIn(recurrentLayers, p.layer);

/** How both results become one. */
const merges: { readonly [M in MergeMode]: { readonly layer: string; readonly sign: string } } = {
  concat: { layer: 'concatenate', sign: '‖' },
  sum: { layer: 'add', sign: '+' },
  mul: { layer: 'multiply', sign: '×' },
  ave: { layer: 'average', sign: 'mean' },
};

export const bidirectional = defineLayer({
  type: 'bidirectional',
  label: 'Bidirectional',
  category: 'core',
  summary: 'Reads a sequence forwards and backwards',
  doc: `Reads a sequence twice with two recurrent layers of the same kind but with weights of their own, one from the first step to the last, one from the last to the first, and joins both results: \`y = [forward(x), backward(x)]\`. An LSTM of 32 units gives \`32 + 32 = 64\` features.

In "he said the bank of the river", what "bank" means is told by what comes after. Only where the whole sequence is there at once can it be read backwards: not where the next step is to be predicted.

With all steps, what the backward layer gave is turned round again, so that step t joins what was read up to t with what was read from the end down to t. Without, both last states are joined: that of the backward layer has seen the first step last.

It has twice the weights: for 8 features and an LSTM of 32 units \`2·5248 = 10496\`.`,
  reference: { text: 'Schuster and Paliwal 1997, Bidirectional Recurrent Neural Networks', url: 'https://doi.org/10.1109/78.650093' },
  keywords: ['bilstm', 'bigru', 'birnn', 'recurrent', 'backward', 'both directions', 'wrapper', 'sequence', 'text'],
  params: {
    layer: innerLayer({ label: 'Layer', doc: 'What reads the sequence, once in each direction.', default: { type: 'lstm' }, layers: recurrentLayers }),
    mergeMode: choice<MergeMode>({
      label: 'Merge mode',
      doc: 'How the results of both directions become one.',
      default: 'concat',
      options: [
        { value: 'concat', label: 'Concatenate', doc: 'Side by side: twice the features.' },
        { value: 'sum', label: 'Sum', doc: 'Added number by number.' },
        { value: 'mul', label: 'Multiply', doc: 'Multiplied number by number.' },
        { value: 'ave', label: 'Average', doc: 'Their mean, number by number.' },
      ],
    }),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,

  notation(p) {
    const { layer, params } = inside(p);
    return `${layer.type} · ${layer.notation(params)} · ${merges[p.mergeMode].sign}`;
  },

  shape(p, [input]): ShapeOutcome {
    const checked = checkedSequence('Bidirectional', input);
    if (!checked.ok) return checked.outcome;
    const { layer, params } = inside(p);
    const outcome = layer.shape(params, [[checked.length, checked.features]]);
    if (!outcome.ok || p.mergeMode !== 'concat') return outcome;
    const [units, last] = [outcome.output.at(-1) ?? 0, outcome.steps.at(-1)];
    const both = step({ axis: last?.axis ?? 'features', formula: 'units + units', left: `${units} + ${units}`, result: 2 * units });
    return { ok: true, output: [...outcome.output.slice(0, -1), 2 * units], steps: [...outcome.steps.slice(0, -1), both] };
  },

  weights(p, inputs, output) {
    const { layer, params } = inside(p);
    const weights = layer.weights(params, inputs, output);
    return ['forward', 'backward'].flatMap((direction) => weights.map((weight) => ({ ...weight, name: `${direction}/${weight.name}` })));
  },

  macs(p, inputs, output) {
    const { layer, params } = inside(p);
    const once = layer.macs(params, inputs, output);
    const products = p.mergeMode === 'mul' ? sizeOf(output) : 0;
    return once === null || products === null ? null : 2 * once + products;
  },

  receptive: () => ({ kind: 'global' }),

  /** tf.layers.bidirectional makes both of one config, seeds included, so that they would begin as twins; here each is a call with seeds of its own. */
  lower(p, inputs, output): readonly LoweredCall[] {
    const { layer, params } = inside(p);
    const reading = (role: string, operand: LoweredCall['inputs'][number]): readonly LoweredCall[] => layer.lower(params, inputs, output).map((call) => ({ ...call, inputs: [operand], role }));
    const reversed = (operand: LoweredCall['inputs'][number], role: string): LoweredCall => ({ callee: runtime('reverseTime'), config: {}, inputs: [operand], role });
    const calls = [...reading('forward', { port: 0 }), reversed({ port: 0 }, 'reversed'), ...reading('backward', { call: 1 })];
    const aligned = params['returnSequences'] === true ? [...calls, reversed({ call: 2 }, 'aligned')] : calls;
    return [...aligned, { callee: tfLayers(merges[p.mergeMode].layer), config: {}, inputs: [{ call: 0 }, { call: aligned.length - 1 }] }];
  },
});
