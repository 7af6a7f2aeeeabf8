import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { alphaDropout, dropout, gaussianDropout, gaussianNoise, setStep, spatialDropout, stochasticDepth } from './index.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const layers = {
  dropout: () => dropout({ rate: 0.3, seed: 5 }),
  spatialDropout: () => spatialDropout({ rate: 0.3, seed: 5 }),
  stochasticDepth: () => stochasticDepth({ rate: 0.3, seed: 5 }),
  alphaDropout: () => alphaDropout({ rate: 0.3, seed: 5 }),
  gaussianNoise: () => gaussianNoise({ stddev: 0.3, seed: 5 }),
  gaussianDropout: () => gaussianDropout({ rate: 0.3, seed: 5 }),
};

function modelOf(name: keyof typeof layers, shape: readonly number[]): tf.LayersModel {
  const x = tf.input({ shape: [...shape] });
  return tf.model({ inputs: x, outputs: layers[name]().apply(x) as tf.SymbolicTensor });
}

const trained = (model: tf.LayersModel, x: tf.Tensor, step: number): number[] => {
  setStep(model, step);
  return [...(model.apply(x, { training: true }) as tf.Tensor).dataSync()];
};

const moments = (values: readonly number[]): [number, number] => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length];
};

describe.each(Object.keys(layers) as (keyof typeof layers)[])('%s', (name) => {
  test('draws by seed and step alone, so that a resumed run repeats what it would have drawn', () => {
    const x = tf.ones([4, 3, 5]);
    const [one, other] = [modelOf(name, [3, 5]), modelOf(name, [3, 5])];
    expect(trained(other, x, 7)).toEqual(trained(one, x, 7));
    expect(trained(one, x, 8)).not.toEqual(trained(one, x, 7));
    expect(trained(one, x, 7)).toEqual(trained(other, x, 7));
  });

  test('changes nothing in use', () => {
    const x = tf.randomNormal([4, 3, 5], 0, 1, 'float32', 2);
    expect([...(modelOf(name, [3, 5]).predict(x) as tf.Tensor).dataSync()]).toEqual([...x.dataSync()]);
  });

  test('keeps the mean', () => {
    const [mean] = moments(trained(modelOf(name, [2, 2]), tf.add(tf.randomNormal([5000, 2, 2], 0, 1, 'float32', 2), name === 'alphaDropout' ? 0 : 1), 3));
    expect(mean).toBeCloseTo(name === 'alphaDropout' ? 0 : 1, 1);
  });
});

test('alpha dropout keeps the variance too, which dropout does not', () => {
  const x = tf.randomNormal([20000, 1], 0, 1, 'float32', 2);
  expect(moments(trained(modelOf('alphaDropout', [1]), x, 3))[1]).toBeCloseTo(1, 1);
  expect(moments(trained(modelOf('dropout', [1]), x, 3))[1]).toBeGreaterThan(1.3);
});

test('noise has the deviation that is asked for, and is normally distributed', () => {
  const noise = trained(modelOf('gaussianNoise', [1]), tf.zeros([20000, 1]), 3);
  expect(Math.sqrt(moments(noise)[1])).toBeCloseTo(0.3, 2);
  // A normal distribution has 68.27 % within one deviation and 95.45 % within two.
  expect(noise.filter((value) => Math.abs(value) < 0.3).length / 20000).toBeCloseTo(0.6827, 1);
  expect(noise.filter((value) => Math.abs(value) < 0.6).length / 20000).toBeCloseTo(0.9545, 2);
  expect(Math.sqrt(moments(trained(modelOf('gaussianDropout', [1]), tf.ones([20000, 1]), 3))[1])).toBeCloseTo(Math.sqrt(0.3 / 0.7), 1);
});

test('spatial dropout leaves out whole channels, stochastic depth whole samples', () => {
  const channels = trained(modelOf('spatialDropout', [3, 8]), tf.ones([2, 3, 8]), 1);
  for (let i = 0; i < channels.length; i++) expect(channels[i]).toBe(channels[Math.floor(i / 24) * 24 + (i % 8)]);
  expect(new Set(channels).size).toBe(2);
  const samples = trained(modelOf('stochasticDepth', [3, 2]), tf.ones([20, 3, 2]), 1);
  for (let i = 0; i < samples.length; i++) expect(samples[i]).toBe(samples[Math.floor(i / 6) * 6]);
  expect(new Set(samples).size).toBe(2);
});
