import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { embedding, Sgd, trainStep } from './index.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const judged = [{ name: 'out', loss: 'meanSquaredError' as const, shape: [2] }];

test('a network without weights has a loss, and a step leaves no tensors behind', () => {
  const input = tf.input({ shape: [2] });
  const model = tf.model({ inputs: input, outputs: tf.layers.activation({ activation: 'relu' }).apply(input) as tf.SymbolicTensor });
  const [x, y] = [tf.tensor2d([[1, -2]]), tf.tensor2d([[0, 0]])];
  const before = tf.memory().numTensors;
  const values = trainStep(model, new Sgd({ learningRate: 1 }), [x], [y], judged);
  expect(values.dataSync()[0]).toBe(0.5);
  values.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('weights that the loss cannot move, as before a look-up, stay as they are', () => {
  const input = tf.input({ shape: [2] });
  const moved = tf.layers.dense({ units: 2 }).apply(input) as tf.SymbolicTensor;
  const table = embedding({ inputDim: 3, outputDim: 1 });
  table.trainable = false;
  const model = tf.model({ inputs: input, outputs: tf.layers.flatten().apply(table.apply(moved) as tf.SymbolicTensor) as tf.SymbolicTensor });
  const kernel = model.trainableWeights[0]!.read().dataSync();
  const values = trainStep(model, new Sgd({ learningRate: 1 }), [tf.tensor2d([[1, -2]])], [tf.tensor2d([[0, 0]])], judged);
  expect(Number.isFinite(values.dataSync()[0])).toBe(true);
  expect(model.trainableWeights[0]!.read().dataSync()).toEqual(kernel);
});
