import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { dropout, epochOrder, inputBatch, setStep, splitOf, stepsPerEpoch, targetBatch, targetProblem, type Samples } from './index.ts';
import { dropoutMask, mixAll } from './random.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const samples = (targetShape: number[], targets: number[]): Samples => ({
  count: 2,
  inputShape: [2],
  targetShape,
  inputs: Float32Array.from([1, 2, 3, 4]),
  targets: Float32Array.from(targets),
});
const targetsFor = (...args: Parameters<typeof targetBatch>): unknown => targetBatch(...args).arraySync();

describe('batches', () => {
  test('an epoch visits every training sample once, in an order of its own that seed and epoch decide', () => {
    const order = epochOrder(100, 3, 1);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(epochOrder(100, 3, 1)).toEqual(order);
    expect(epochOrder(100, 3, 2)).not.toEqual(order);
    expect(epochOrder(100, 4, 1)).not.toEqual(order);
    expect([...order]).not.toEqual([...order].sort((a, b) => a - b));
  });

  test('the last samples are for validation, as in Keras, and the last partial batch is dropped', () => {
    expect(splitOf(10_000, 0.1)).toEqual({ train: 9000, validation: 1000 });
    expect(splitOf(7, 0)).toEqual({ train: 7, validation: 0 });
    expect(stepsPerEpoch(9000, 32)).toBe(281);
  });

  test('inputs are gathered in the order asked for', () => {
    expect(inputBatch(samples([], [0, 1]), [1, 0]).arraySync()).toEqual([[3, 4], [1, 2]]);
  });

  test('class numbers become one-hot for categorical cross-entropy and stay numbers for the sparse one', () => {
    expect(targetsFor(samples([], [2, 0]), [0, 1], 'categoricalCrossentropy', [3])).toEqual([[0, 0, 1], [1, 0, 0]]);
    expect(targetsFor(samples([], [2, 0]), [0, 1], 'sparseCategoricalCrossentropy', [3])).toEqual([2, 0]);
  });

  test('class numbers gain an axis for a single unit', () => {
    expect(targetsFor(samples([], [1, 0]), [0, 1], 'binaryCrossentropy', [1])).toEqual([[1], [0]]);
  });

  test('masks are used as they are, become two channels, or lose their channel', () => {
    const masks = samples([1, 2, 1], [1, 0, 0, 1]);
    expect(targetsFor(masks, [0], 'dice', [1, 2, 1])).toEqual([[[[1], [0]]]]);
    expect(targetsFor(masks, [0], 'categoricalCrossentropy', [1, 2, 2])).toEqual([[[[0, 1], [1, 0]]]]);
    expect(targetsFor(masks, [1], 'sparseCategoricalCrossentropy', [1, 2, 2])).toEqual([[[0, 1]]]);
  });

  test('targets that do not fit are told with both shapes', () => {
    expect(targetProblem('meanSquaredError', [4, 4, 1], [3])).toContain('3 with its target, but the data\'s targets are 4×4×1');
    expect(targetProblem('binaryCrossentropy', [], [10])).not.toBeNull();
  });
});

describe('dropout', () => {
  const ones = tf.ones([1000]);
  const layer = dropout({ rate: 0.3, seed: 4 });
  const masked = (training: boolean): Float32Array => (layer.call(ones, { training }) as tf.Tensor).dataSync() as Float32Array;

  test('drops about its rate, scales the rest, and leaves inference alone', () => {
    const values = masked(true);
    const dropped = values.filter((value) => value === 0).length;
    expect(dropped).toBeGreaterThan(250);
    expect(dropped).toBeLessThan(350);
    expect(Math.max(...values)).toBeCloseTo(1 / 0.7, 6);
    expect(masked(false).every((value) => value === 1)).toBe(true);
  });

  test('draws the same mask for the same step and another for the next', () => {
    const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [1] }), layer] });
    setStep(model, 5);
    const fifth = masked(true);
    setStep(model, 6);
    expect(masked(true)).not.toEqual(fifth);
    setStep(model, 5);
    expect(masked(true)).toEqual(fifth);
  });

  test('a mask has its rate whatever the key, and neighbouring keys share nothing', () => {
    const kept = (key: number): number => dropoutMask(20_000, 0.5, key).filter((value) => value > 0).length;
    for (const key of [0, 1, 2, mixAll(1, 1)]) expect(Math.abs(kept(key) - 10_000)).toBeLessThan(300);
    const [a, b] = [dropoutMask(20_000, 0.5, mixAll(1, 1)), dropoutMask(20_000, 0.5, mixAll(1, 2))];
    expect(Math.abs(a.filter((value, i) => value === b[i]).length - 10_000)).toBeLessThan(300);
  });
});
