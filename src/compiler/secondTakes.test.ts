// Networks in which a value is taken twice, predicted by tfjs's own `predict`, which exported code is used with.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { buildModel } from '../training/buildModel.ts';
import { checkProgram } from './checkProgram.ts';
import { compile } from './compile.ts';
import { documentOf } from './testDocuments.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

function predict(nodes: Parameters<typeof documentOf>[0], edges: readonly string[]): { calls: string[]; predictions: number[][] } {
  const program = compile(documentOf(nodes, edges)).program!;
  expect(checkProgram(program)).toEqual([]);
  const predicted = buildModel(program, { seed: 1 }).predict(tf.tensor2d([[1, 2]])) as tf.Tensor | tf.Tensor[];
  return { calls: program.calls.map(({ id, inputs }) => `${id}(${inputs.join()})`), predictions: [predicted].flat().map((y) => [...y.dataSync()]) };
}

it('a value squared and passed on is there for both', () => {
  const { calls, predictions } = predict(
    [['x', 'input', { shape: [2] }], ['v', 'activation', { activation: 'relu' }], ['square', 'multiply'], ['sum', 'add'], ['out', 'output']],
    ['x>v', 'v>square:0', 'v>square:1', 'square>sum:0', 'v>sum:1', 'sum>out'],
  );
  expect(predictions).toEqual([[2, 6]]);
  expect(calls).toEqual(['x()', 'v(x)', 'square_copy(v)', 'square(v,square_copy)', 'sum(square,v)']);
});

it('nothing is copied where nobody else takes the value', () => {
  const { calls } = predict([['x', 'input', { shape: [2] }], ['square', 'multiply'], ['out', 'output']], ['x>square:0', 'x>square:1', 'square>out']);
  expect(calls).toEqual(['x()', 'square(x,x)']);
});

it('two outputs of the same value both have it', () => {
  const { calls, predictions } = predict(
    [['x', 'input', { shape: [2] }], ['v', 'activation', { activation: 'relu' }], ['one', 'output'], ['two', 'output', { loss: 'meanAbsoluteError' }]],
    ['x>v', 'v>one', 'v>two'],
  );
  expect(predictions).toEqual([[1, 2], [1, 2]]);
  expect(calls).toEqual(['x()', 'v(x)', 'two_copy(v)']);
});
