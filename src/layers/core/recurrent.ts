// What LSTM, GRU and simple RNN share: params, sizes, weights, cost and lowering of a layer that goes through a sequence step by step.

import { plainStep } from '../convolution/size.ts';
import { initializerParam, initializerScaleParam, initializerValue } from '../initializers.ts';
import type { ConfigObject, LoweredCall, Shape, ShapeOutcome, WeightSpec } from '../layer.ts';
import { call, tfLayers } from '../layer.ts';
import type { ParamsOf } from '../params.ts';
import { boolean, integer } from '../params.ts';
import { checkedSequence } from './sequence.ts';

export const recurrentParams = () => ({
  units: integer({ label: 'Units', doc: 'Length of the state, and so of the output.', default: 32, max: 65536 }),
  returnSequences: boolean({ label: 'All steps', doc: 'Gives the state after every step instead of after the last one only; needed where another recurrent layer follows.', default: false }),
  useBias: boolean({ label: 'Bias', doc: 'Adds one number per unit and gate.', default: true, advanced: true }),
  kernelInitializer: initializerParam('Kernel initializer', 'glorotUniform', 'What the weights of the input hold before training.'),
  kernelScale: initializerScaleParam('Kernel scale', 'kernelInitializer'),
  recurrentInitializer: initializerParam('Recurrent initializer', 'orthogonal', 'What the weights of the state hold before training; orthogonal ones keep its length.'),
  recurrentScale: initializerScaleParam('Recurrent scale', 'recurrentInitializer'),
});

type Params = ParamsOf<ReturnType<typeof recurrentParams>>;

/** @param gates sums of input and state that every unit takes per step */
export function recurrentRules(label: string, name: 'lstm' | 'gru' | 'simpleRNN', gates: number) {
  return {
    category: 'core',
    inputs: { min: 1, max: 1 },
    hasOutput: true,
    notation: (p: Params): string => `${p.units}${p.returnSequences ? ' · all steps' : ''}`,
    shape(p: Params, [input]: readonly Shape[]): ShapeOutcome {
      const checked = checkedSequence(label, input);
      if (!checked.ok) return checked.outcome;
      const features = plainStep(p.returnSequences ? 'channels' : 'features', 'units', p.units);
      return p.returnSequences
        ? { ok: true, output: [checked.length, p.units], steps: [plainStep('length', 'in', checked.length), features] }
        : { ok: true, output: [p.units], steps: [features] };
    },
    weights: (p: Params, [input]: readonly Shape[]): readonly WeightSpec[] => [
      { name: 'kernel', shape: [input?.at(-1) ?? 0, gates * p.units], trainable: true, initial: { initializer: p.kernelInitializer, scale: p.kernelScale } },
      { name: 'recurrent_kernel', shape: [p.units, gates * p.units], trainable: true, initial: { initializer: p.recurrentInitializer, scale: p.recurrentScale } },
      ...(p.useBias ? [{ name: 'bias', shape: [gates * p.units], trainable: true }] : []),
    ],
    macs: (p: Params, [input]: readonly Shape[]): number => (input?.[0] ?? 0) * gates * p.units * ((input?.[1] ?? 0) + p.units),
    receptive: () => ({ kind: 'global' as const }),
    // tfjs's gates use Keras 1's hard sigmoid unless told otherwise.
    lower(p: Params): readonly LoweredCall[] {
      const config: ConfigObject = {
        units: p.units,
        ...(gates === 1 ? {} : { recurrentActivation: 'sigmoid' }),
        ...(p.returnSequences ? { returnSequences: true } : {}),
        ...(p.useBias ? {} : { useBias: false }),
        kernelInitializer: initializerValue(p.kernelInitializer, { scale: p.kernelScale }),
        recurrentInitializer: initializerValue(p.recurrentInitializer, { scale: p.recurrentScale }),
      };
      return call(tfLayers(name), config);
    },
  } as const;
}
