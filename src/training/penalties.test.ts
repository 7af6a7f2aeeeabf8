// That regularizers and constraints of layers act in our own training step, whichever layer class a call is lowered to.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../compiler/compile.ts';
import { network } from '../graph/builder.ts';
import { evaluate, Sgd, trainables, trainStep } from '../runtime/index.ts';
import { buildModel } from './buildModel.ts';
import { loadModel, saveModel } from './exportModel.ts';
import { readWeights } from './modelState.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

type Params = Readonly<Record<string, number | string | boolean>>;

/** One layer of each class that has a kernel: tfjs's, the runtime's, and both kinds of transposed and depthwise convolution. */
const layers: readonly (readonly [name: string, add: (params: Params) => ReturnType<ReturnType<typeof network>['document']>, filterAxis: number])[] = [
  ['dense', (params) => { const net = network('n'); net.input([6]).dense({ units: 3, ...params }, { id: 'it' }).output({}); return net.document(); }, 1],
  ['conv2d of tfjs', (params) => { const net = network('n'); net.input([5, 5, 4]).conv2d({ filters: 3, ...params }, { id: 'it' }).output({}); return net.document(); }, 3],
  ['conv2d of the runtime', (params) => { const net = network('n'); net.input([5, 5, 4]).conv2d({ filters: 4, groups: 2, ...params }, { id: 'it' }).output({}); return net.document(); }, 3],
  ['conv2dTranspose of tfjs', (params) => { const net = network('n'); net.input([5, 5, 4]).conv2dTranspose({ filters: 3, ...params }, { id: 'it' }).output({}); return net.document(); }, 2],
  ['conv2dTranspose of the runtime', (params) => { const net = network('n'); net.input([5, 5, 4]).conv2dTranspose({ filters: 3, padding: 1, strides: 2, ...params }, { id: 'it' }).output({}); return net.document(); }, 2],
];

const depthwise = (params: Params, dilationRate: number) => { const net = network('n'); net.input([5, 5, 4]).depthwiseConv2d({ dilationRate, ...params }, { id: 'it' }).output({}); return net.document(); };

function prepared(document: ReturnType<(typeof layers)[number][1]>) {
  const { program, diagnostics } = compile(document);
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join(' '));
  const model = buildModel(program, { seed: 3 });
  const outputs = program.outputs.map(({ node, loss, shape }) => ({ name: node, loss, shape }));
  const x = tf.randomUniform([2, ...(model.inputs[0]!.shape.slice(1) as number[])], -1, 1, 'float32', 1);
  const y = tf.zeros([2, ...(program.outputs[0]!.shape as number[])]);
  const optimizer = new Sgd({ learningRate: 0.1 });
  const { variables, names } = trainables(model);
  optimizer.prepare(variables, names);
  return { program, model, step: () => trainStep(model, optimizer, [x], [y], outputs).dataSync()[0]!, judge: () => evaluate(model, [x], [y], outputs).dataSync()[0]! };
}

const kernelOf = (model: tf.LayersModel): tf.Tensor => model.trainableWeights[0]!.read();

describe.each(layers)('%s', (_name, add, filterAxis) => {
  test('L1 and L2 add to the loss what they say, in training and in validation, and its gradient to the update', () => {
    const [plain, penalized] = [prepared(add({})), prepared(add({ kernelL1: 0.02, kernelL2: 0.3, biasL2: 0.5, biasInitializer: 'constant', biasScale: 0 }))];
    const w = [...kernelOf(penalized.model).dataSync()];
    const expected = w.reduce((sum, value) => sum + 0.02 * Math.abs(value) + 0.3 * value ** 2, 0);
    expect(penalized.judge() - plain.judge()).toBeCloseTo(expected, 4);
    expect(penalized.step() - plain.step()).toBeCloseTo(expected, 4);
    const [without, after] = [[...kernelOf(plain.model).dataSync()], [...kernelOf(penalized.model).dataSync()]];
    for (const [i, value] of w.entries()) expect(after[i]! - without[i]!).toBeCloseTo(-0.1 * (0.02 * Math.sign(value) + 2 * 0.3 * value), 5);
  });

  test.each(['maxNorm', 'unitNorm', 'nonNeg'])('%s holds after every step, filter by filter', (kernelConstraint) => {
    const { model, step } = prepared(add({ kernelConstraint, kernelMaxNorm: 0.4 }));
    const before = [...kernelOf(model).dataSync()];
    for (let i = 0; i < 3; i++) step();
    const kernel = kernelOf(model);
    const axes = kernel.shape.map((_, axis) => axis).filter((axis) => axis !== filterAxis);
    const norms = [...tf.sqrt(tf.sum(tf.square(kernel), axes)).dataSync()];
    if (kernelConstraint === 'maxNorm') expect(Math.max(...norms)).toBeLessThan(0.4001);
    if (kernelConstraint === 'maxNorm') expect(Math.hypot(...before) / Math.sqrt(norms.length)).toBeGreaterThan(0.5);
    if (kernelConstraint === 'unitNorm') for (const norm of norms) expect(norm).toBeCloseTo(1, 5);
    if (kernelConstraint === 'nonNeg') expect(Math.min(...kernel.dataSync())).toBe(0);
  });

  test('a saved model remembers them', async () => {
    const { program, model, judge, step } = prepared(add({ kernelL2: 0.3, biasL1: 0.1, kernelConstraint: 'maxNorm', kernelMaxNorm: 0.4 }));
    step();
    const loaded = await loadModel(await saveModel(program, { weights: await readWeights(model), seed: 3 }));
    const total = (of: tf.LayersModel): number => (of.calculateLosses() as tf.Scalar[]).reduce((sum, loss) => sum + loss.dataSync()[0]!, 0);
    expect(total(loaded)).toBeCloseTo(total(model), 6);
    expect(total(model)).toBeGreaterThan(0);
    expect(judge()).toBeGreaterThan(total(model));
    const constraint = (loaded.trainableWeights[0] as unknown as { constraint: { getConfig(): object } }).constraint;
    expect(constraint.getConfig()).toMatchObject({ maxValue: 0.4 });
  });
});

test.each([1, 2])('depthwise windows are penalized and constrained too, with a dilation of %i', (dilationRate) => {
  const [plain, penalized] = [prepared(depthwise({}, dilationRate)), prepared(depthwise({ kernelL2: 0.3, kernelConstraint: 'unitNorm' }, dilationRate))];
  const squares = [...kernelOf(penalized.model).dataSync()].reduce((sum, value) => sum + value ** 2, 0);
  expect(penalized.judge() - plain.judge()).toBeCloseTo(0.3 * squares, 4);
  penalized.step();
  for (const norm of tf.sqrt(tf.sum(tf.square(kernelOf(penalized.model)), [0, 1])).dataSync()) expect(norm).toBeCloseTo(1, 5);
});

test('a step keeps the number of tensors constant', () => {
  const { step } = prepared(layers[1]![1]({ kernelL1: 0.1, kernelL2: 0.1, kernelConstraint: 'maxNorm' }));
  step();
  const before = tf.memory().numTensors;
  step();
  // The values that `step` read are the caller's to dispose.
  expect(tf.memory().numTensors).toBe(before + 1);
});
