import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { losses, type LossName } from './losses.ts';
import { metricsFor } from './metrics.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const ln = Math.log;
/** name, target, prediction, value by hand. */
const byHand: readonly (readonly [LossName, tf.TensorLike, tf.TensorLike, number])[] = [
  ['meanSquaredError', [[1, 2], [3, 4]], [[1, 3], [5, 4]], (0 + 1 + 4 + 0) / 4],
  ['meanAbsoluteError', [[1, 2], [3, 4]], [[1, 3], [5, 4]], (0 + 1 + 2 + 0) / 4],
  ['binaryCrossentropy', [[1], [0]], [[0.8], [0.3]], -(ln(0.8) + ln(0.7)) / 2],
  ['categoricalCrossentropy', [[0, 1, 0], [1, 0, 0]], [[0.2, 0.5, 0.3], [0.6, 0.1, 0.3]], -(ln(0.5) + ln(0.6)) / 2],
  ['sparseCategoricalCrossentropy', [1, 0], [[0.2, 0.5, 0.3], [0.6, 0.1, 0.3]], -(ln(0.5) + ln(0.6)) / 2],
  // Two samples of 2×1 pixels: overlap (2·0.9 + 1) / (1 + 1.3 + 1), and an empty mask.
  ['dice', [[[[1]], [[0]]], [[[0]], [[0]]]], [[[[0.9]], [[0.4]]], [[[0.5]], [[0.5]]]], 1 - (2.8 / 3.3 + 1 / 2) / 2],
  ['diceBinaryCrossentropy', [[[[1]], [[0]]]], [[[[0.9]], [[0.4]]]], 1 - 2.8 / 3.3 - (ln(0.9) + ln(0.6)) / 2],
];

describe('losses', () => {
  test.each(byHand)('%s has the value worked out by hand', (name, target, prediction, expected) => {
    expect(losses[name](tf.tensor(target), tf.tensor(prediction)).arraySync()).toBeCloseTo(expected, 6);
  });

  test('per pixel, cross-entropies are means over the pixels too', () => {
    const target = tf.tensor([[[0, 1], [1, 1]]]);
    const rows = tf.tensor2d([[0.7, 0.3], [0.4, 0.6], [0.1, 0.9], [0.5, 0.5]]);
    const expected = -(ln(0.7) + ln(0.6) + ln(0.9) + ln(0.5)) / 4;
    const map = tf.reshape(rows, [1, 2, 2, 2]);
    expect(losses.sparseCategoricalCrossentropy(target, map).arraySync()).toBeCloseTo(expected, 6);
    const oneHot = tf.tensor([[[[1, 0], [0, 1]], [[0, 1], [0, 1]]]]);
    expect(losses.categoricalCrossentropy(oneHot, map).arraySync()).toBeCloseTo(expected, 6);
  });

  test('of a single class, of which tfjs makes no one-hot code, are that class against none', () => {
    expect(losses.sparseCategoricalCrossentropy(tf.tensor1d([0, 1]), tf.tensor2d([[0.5], [0.5]])).arraySync()).toBeCloseTo(-ln(0.5) / 2, 6);
  });

  test.each(byHand)('%s has the gradient of its difference quotient', (name, target, prediction) => {
    const start = tf.tensor(prediction);
    const y = tf.tensor(target);
    const gradient = tf.grad((p) => losses[name](y, p))(start).dataSync();
    const values = start.dataSync();
    const h = 2e-3;
    for (let i = 0; i < values.length; i++) {
      const moved = (by: number): number => {
        const copy = Float32Array.from(values);
        copy[i]! += by;
        return losses[name](y, tf.tensor(copy, start.shape)).dataSync()[0]!;
      };
      // Where |y − ŷ| has its kink, the quotient is the mean of both slopes: 0, as the gradient is.
      expect(gradient[i]).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 3);
    }
  });

  test.each(['binaryCrossentropy', 'categoricalCrossentropy', 'diceBinaryCrossentropy'] as const)('%s stays finite, and so does its gradient, where a prediction is certain and wrong', (name) => {
    const target = tf.tensor2d([[1, 0], [0, 1]]);
    const wrong = tf.tensor2d([[0, 1], [1, 0]]);
    const loss = losses[name](target, wrong).dataSync()[0]!;
    expect(loss).toBeGreaterThan(10);
    expect(loss).toBeLessThan(20);
    expect([...tf.grad((p) => losses[name](target, p))(wrong).dataSync()].every(Number.isFinite)).toBe(true);
  });

  test('a target made on the way to the loss is still there for the gradient', () => {
    const gradient = tf.grad((p) => losses.meanSquaredError(tf.mul(tf.tensor1d([1, 2]), 2), p))(tf.tensor1d([0, 0]));
    expect([...gradient.dataSync()]).toEqual([-2, -4]);
  });
});

const metric = (loss: LossName, shape: number[], name: 'accuracy' | 'dice' | 'mae', y: tf.TensorLike, p: tf.TensorLike): number =>
  metricsFor(loss, shape)[name]!(tf.tensor(y), tf.tensor(p)).dataSync()[0]!;

describe('metrics', () => {
  test('accuracy counts right sides of ½, right classes, and right pixels', () => {
    expect(metric('binaryCrossentropy', [1], 'accuracy', [[1], [0], [1], [0]], [[0.9], [0.2], [0.4], [0.1]])).toBe(0.75);
    expect(metric('categoricalCrossentropy', [3], 'accuracy', [[0, 0, 1], [1, 0, 0]], [[0.1, 0.2, 0.7], [0.3, 0.6, 0.1]])).toBe(0.5);
    expect(metric('sparseCategoricalCrossentropy', [3], 'accuracy', [2, 0], [[0.1, 0.2, 0.7], [0.3, 0.6, 0.1]])).toBe(0.5);
    expect(metric('sparseCategoricalCrossentropy', [1, 2, 2], 'accuracy', [[[1, 0]]], [[[[0.2, 0.8], [0.4, 0.6]]]])).toBe(0.5);
  });

  test('dice is the overlap of masks per sample, 1 where both are empty', () => {
    const y = [[[[1], [1], [0], [0]]], [[[0], [0], [0], [0]]]];
    const p = [[[[0.9], [0.1], [0.8], [0.2]]], [[[0.1], [0.1], [0.1], [0.1]]]];
    expect(metric('dice', [1, 4, 1], 'dice', y, p)).toBeCloseTo((2 / 4 + 1) / 2, 6);
  });

  test('the dice of two classes is that of the second', () => {
    const y = [[[[0, 1], [0, 1], [1, 0]]]];
    const p = [[[[0.2, 0.8], [0.7, 0.3], [0.9, 0.1]]]];
    expect(metric('categoricalCrossentropy', [1, 3, 2], 'dice', y, p)).toBeCloseTo(2 / 3, 6);
  });

  test('each loss has the metrics that suit it, by Keras names', () => {
    expect(Object.keys(metricsFor('meanSquaredError', [2]))).toEqual(['mae']);
    expect(Object.keys(metricsFor('binaryCrossentropy', [1]))).toEqual(['accuracy']);
    expect(Object.keys(metricsFor('diceBinaryCrossentropy', [8, 8, 1]))).toEqual(['accuracy', 'dice']);
    expect(Object.keys(metricsFor('categoricalCrossentropy', [8, 8, 5]))).toEqual(['accuracy']);
  });
});
