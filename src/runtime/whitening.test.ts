import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { Covariance } from './covariance.ts';
import { adaptLayers, whitening } from './index.ts';
import { gaussians } from './random.ts';
import type { WhiteningConfig } from './whitening.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const COUNT = 200;
/** Samples of 2 pixels with 3 channels that all hang together, far from 0 and on scales from 1 to 100. */
const drawn = gaussians(COUNT * 6, 0, 1, 3);
const samples = Array.from({ length: COUNT }, (_, n) => {
  const [a, b, c, d, e, f] = drawn.subarray(n * 6, n * 6 + 6) as unknown as readonly [number, number, number, number, number, number];
  return [
    [a, 100 + 10 * (a + b), c - 0.9 * a],
    [1000 + 100 * (d + b), e + a, 0.1 * f + e + 5],
  ];
});
const inputsOf = (indices: readonly number[]): tf.Tensor[] => [tf.tensor(indices.map((i) => samples[i]!))];

/** Covariance of rows in double precision, the plain way. */
function covarianceOf(rows: readonly (readonly number[])[]): number[][] {
  const columns = rows[0]!.length;
  const mean = Array.from({ length: columns }, (_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length);
  return mean.map((m, i) => mean.map((k, j) => rows.reduce((sum, row) => sum + (row[i]! - m) * (row[j]! - k), 0) / rows.length));
}

async function adapted(config: WhiteningConfig, count = COUNT, batchSize = 16) {
  const x = tf.input({ shape: [2, 3] });
  const layer = whitening(config);
  const model = tf.model({ inputs: x, outputs: layer.apply(x) as tf.SymbolicTensor });
  const before = tf.memory().numTensors;
  await adaptLayers(model, inputsOf, count, batchSize);
  expect(tf.memory().numTensors).toBe(before);
  const [mean, matrix] = layer.getWeights();
  const y = model.predict(tf.tensor(samples.slice(0, count))) as tf.Tensor;
  const rows = (await tf.reshape(y, [-1, matrix!.shape[1]!]).array()) as number[][];
  return { mean: await mean!.data(), matrix: (await matrix!.array()) as number[][], rows, y };
}

const identity = (size: number): number[][] => Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));
const farthest = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number => Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i]![j]!))));

describe.each<[WhiteningConfig, number]>([
  [{ kind: 'zca', per: 'element' }, 6],
  [{ kind: 'zca', per: 'channel' }, 3],
  [{ kind: 'pca', per: 'element' }, 6],
  [{ kind: 'pca', per: 'channel' }, 3],
  [{ kind: 'pca', per: 'element', components: 2 }, 2],
])('%j', (config, columns) => {
  test.each([16, 37, 200])('what it gives of the training samples has the identity as its covariance, measured in batches of %i', async (batchSize) => {
    const { rows } = await adapted({ ...config, epsilon: 1e-9 }, COUNT, batchSize);
    expect(farthest(covarianceOf(rows), identity(columns))).toBeLessThan(1e-3);
    for (let i = 0; i < columns; i++) expect(rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length).toBeCloseTo(0, 3);
  });
});

test('the matrix of zca is symmetric, and it is the one that changes the numbers least', async () => {
  const [zca, pca] = [await adapted({ kind: 'zca' }), await adapted({ kind: 'pca' })];
  expect(farthest(zca.matrix, zca.matrix[0]!.map((_, i) => zca.matrix.map((row) => row[i]!)))).toBeLessThan(1e-6);
  const change = ({ rows }: { rows: readonly (readonly number[])[] }): number => rows.reduce((sum, row, n) => sum + row.reduce((of, value, i) => of + (value - (samples[n]!.flat()[i]! - zca.mean[i]!)) ** 2, 0), 0);
  expect(change(zca)).toBeLessThan(change(pca));
});

test('pca keeps the directions in which the samples vary most', async () => {
  const { matrix } = await adapted({ kind: 'pca', components: 1 });
  // The one far larger than all others is the first number of the second pixel.
  const sizes = matrix.map((row) => Math.abs(row[0]!));
  expect(sizes.indexOf(Math.max(...sizes))).toBe(3);
});

test('epsilon keeps down what hardly varies: its variance becomes λ / (λ + ε)', async () => {
  const { rows } = await adapted({ kind: 'pca', epsilon: 0.5 });
  const lambda = (await adapted({ kind: 'pca', epsilon: 1e-9 })).matrix.map((_, i, matrix) => 1 / matrix.reduce((sum, row) => sum + row[i]! ** 2, 0));
  covarianceOf(rows).forEach((row, i) => expect(row[i]! / (lambda[i]! / (lambda[i]! + 0.5))).toBeCloseTo(1, 2));
});

test('fewer samples than numbers, or one that never changes, give no infinity', async () => {
  const { rows } = await adapted({ epsilon: 0.001 }, 3);
  expect(rows.flat().every((value) => Number.isFinite(value))).toBe(true);
});

test('before it has measured anything it changes nothing', async () => {
  const x = tf.tensor([[[1, 2, 3], [4, 5, 6]]]);
  expect(await (whitening().apply(x) as tf.Tensor).array()).toEqual([[[1, 2, 3], [4, 5, 6]]]);
  expect(await (whitening({ kind: 'pca', components: 2 }).apply(x) as tf.Tensor).array()).toEqual([[1, 2]]);
});

test('mean and covariance keep their digits far from 0', async () => {
  const rows = Array.from({ length: 300 }, (_, n) => [1e5 + drawn[n]!, 1e5 - drawn[n]! + drawn[n + 300]!]);
  const measured = new Covariance(2);
  for (let start = 0; start < 300; start += 64) await measured.add(tf.tensor2d(rows.slice(start, start + 64)));
  const expected = covarianceOf(rows.map((row) => row.map(Math.fround)));
  const { covariance } = measured.result()!;
  expected.flat().forEach((value, i) => expect(covariance[i]! / value).toBeCloseTo(1, 4));
});
