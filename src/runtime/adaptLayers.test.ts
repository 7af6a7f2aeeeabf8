import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { adaptLayers, normalization, randomStream } from './index.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const next = randomStream(4);
/** 10 samples of 3 pixels with 2 channels, the second 100 times larger and far from 0. */
const samples = Array.from({ length: 10 }, () => Array.from({ length: 3 }, () => [next(), 1000 + 100 * next()]));
const inputsOf = (indices: readonly number[]): tf.Tensor[] => [tf.tensor(indices.map((i) => samples[i]!))];

const statistics = (values: readonly number[]): [number, number] => {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length];
};

test.each([
  ['channel', 2, (c: number) => samples.flatMap((sample) => sample.map((pixel) => pixel[c]!))],
  ['element', 6, (i: number) => samples.map((sample) => sample.flat()[i]!)],
  ['all', 1, () => samples.flat(2)],
] as const)('per %s, mean and variance are those of the training samples alone, whatever the batch size', async (per, count, valuesOf) => {
  const x = tf.input({ shape: [3, 2] });
  const layer = normalization({ per });
  const model = tf.model({ inputs: x, outputs: layer.apply(x) as tf.SymbolicTensor });
  const before = tf.memory().numTensors;
  // Sample 9 is for validation.
  await adaptLayers(model, inputsOf, 9, 4);
  expect(tf.memory().numTensors).toBe(before);
  const [mean, variance] = layer.getWeights().map((weight) => [...weight.dataSync()]);
  samples.splice(9);
  for (let i = 0; i < count; i++) {
    const [m, v] = statistics(valuesOf(i));
    expect(mean![i]! / m).toBeCloseTo(1, 6);
    expect(variance![i]! / v).toBeCloseTo(1, 5);
  }
  const y = model.predict(tf.tensor(samples)) as tf.Tensor;
  expect((await tf.mean(y).data())[0]).toBeCloseTo(0, 3);
  expect((await tf.mean(tf.square(y)).data())[0]).toBeCloseTo(1, 3);
});

test('a value that is the same in all samples becomes 0, and no infinity elsewhere', async () => {
  const x = tf.input({ shape: [1] });
  const model = tf.model({ inputs: x, outputs: normalization().apply(x) as tf.SymbolicTensor });
  await adaptLayers(model, (indices) => [tf.tensor2d(indices.map(() => [7]))], 5, 2);
  expect([...(model.predict(tf.tensor2d([[7], [9]])) as tf.Tensor).dataSync()]).toEqual([0, 2]);
});

test('a second one measures what the first one and the layers between make of the samples', async () => {
  const x = tf.input({ shape: [3, 2] });
  const first = normalization().apply(x);
  const between = tf.layers.dense({ units: 2, kernelInitializer: tf.initializers.constant({ value: 5 }) }).apply(first);
  const last = normalization();
  const model = tf.model({ inputs: x, outputs: last.apply(between) as tf.SymbolicTensor });
  await adaptLayers(model, inputsOf, 9, 4);
  const y = model.predict(tf.tensor(samples.slice(0, 9))) as tf.Tensor;
  expect((await tf.mean(tf.square(y)).data())[0]).toBeCloseTo(1, 3);
  expect(last.getWeights()[1]!.dataSync()[0]).toBeGreaterThan(10);
});
