// What Bidirectional says of itself; that it computes its definition is for the conformance tests.

import { expect, it } from 'vitest';
import { complete } from '../conformance/build.ts';
import { layerOf } from '../index.ts';

const layer = layerOf('bidirectional')!;
const of = (mergeMode: string, returnSequences = false) => complete(layer, { layer: { type: 'lstm', params: { units: 32, returnSequences } }, mergeMode });
const input = [[10, 8]] as const;

it('the arithmetic joins both layers, and only where they are put side by side', () => {
  const steps = (mergeMode: string) => {
    const outcome = layer.shape(of(mergeMode, true), input);
    return outcome.ok ? outcome.steps.map(({ axis, text, result }) => [axis, text, result]) : [];
  };
  expect(steps('concat').at(-1)).toEqual(['channels', '32 + 32 = 64', 64]);
  expect(steps('concat').length).toBe(2);
  expect(steps('sum').at(-1)?.[2]).toBe(32);
});

it('it costs what two of the layers inside cost, and their products where it multiplies', () => {
  const lstm = layerOf('lstm')!;
  const once = lstm.macs(complete(lstm, { units: 32 }), input, [32])!;
  expect(once).toBe(10 * 4 * 32 * (8 + 32));
  expect(layer.macs(of('concat'), input, [64])).toBe(2 * once);
  expect(layer.macs(of('ave'), input, [32])).toBe(2 * once);
  expect(layer.macs(of('mul'), input, [32])).toBe(2 * once + 32);
  expect(layer.macs(of('mul', true), input, [10, 32])).toBe(2 * once + 320);
});

it('every result has seen the whole sequence', () => {
  expect(layer.receptive(of('concat'), input)).toEqual({ kind: 'global' });
});

it('the node shows the layer inside and how both are joined', () => {
  const signs = ['concat', 'sum', 'mul', 'ave'].map((mergeMode) => layer.notation(of(mergeMode)));
  expect(signs.map((notation) => notation.split(' · ').at(-1))).toEqual(['‖', '+', '×', 'mean']);
  for (const notation of signs) expect(notation).toMatch(/^lstm · 32/);
});
