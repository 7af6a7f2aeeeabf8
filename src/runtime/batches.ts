// Which samples make up which batch, and the tensors of a batch. Depends on seed and epoch only. Knows no model and no file format.

import * as tf from '@tensorflow/tfjs';
import { oneHot, type LossName } from './losses.ts';
import { mixAll, shuffled } from './random.ts';

/** Samples in memory, one after another, row-major. A `Dataset` is one. */
export interface Samples {
  readonly count: number;
  /** One sample without the batch. */
  readonly inputShape: readonly number[];
  /** One target as stored; `[]` is a class number. */
  readonly targetShape: readonly number[];
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
}

export interface Split {
  readonly train: number;
  readonly validation: number;
}

/** Keras's: the last `fraction` of the samples, unshuffled, is for validation. At least one sample stays for training. */
export function splitOf(count: number, fraction: number): Split {
  const train = Math.max(Math.min(count, 1), Math.floor(count * (1 - fraction)));
  return { train, validation: count - train };
}

/**
 * Batches of an epoch: the last partial one is dropped, so that every step has the same shapes (each further batch size grows the
 * GPU's buffer pool for good). Every epoch has another order, so the dropped ones get their turn.
 */
export const stepsPerEpoch = (train: number, batchSize: number): number => Math.max(1, Math.floor(train / batchSize));

/** What a batch can hold: all training samples, if there are fewer than were asked for. */
export const usedBatchSize = (train: number, batchSize: number): number => Math.max(1, Math.min(train, batchSize));

/** The order of the training samples in an epoch (from 1). */
export const epochOrder = (train: number, seed: number, epoch: number): Uint32Array => shuffled(train, mixAll(seed, epoch));

/** The inputs of these samples, `[indices.length, ...inputShape]`. */
export function inputBatch(samples: Samples, indices: ArrayLike<number>): tf.Tensor {
  return gather(samples.inputs, samples.inputShape, indices);
}

function gather(values: Float32Array, shape: readonly number[], indices: ArrayLike<number>): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const batch = new Float32Array(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    const at = indices[i]! * size;
    batch.set(values.subarray(at, at + size), i * size);
  }
  return tf.tensor(batch, [indices.length, ...shape]);
}

/**
 * How stored targets become what the loss compares with a prediction of `prediction` (without the batch).
 * `null`: they can't; `message` of {@link targetProblem} says why.
 */
type Adaptation = 'as stored' | 'one-hot' | 'mask to classes' | 'add class axis' | 'drop class axis';

function adaptationOf(loss: LossName, target: readonly number[], prediction: readonly (number | null)[]): Adaptation | null {
  const equal = (a: readonly (number | null)[]): boolean => a.length === target.length && a.every((dim, i) => dim === null || dim === target[i]);
  const places = prediction.slice(0, -1);
  const classes = prediction.at(-1) ?? 0;
  if (loss === 'sparseCategoricalCrossentropy') {
    if (equal(places)) return 'as stored';
    return target.length > 0 && equal([...places, 1]) ? 'drop class axis' : null;
  }
  if (loss === 'categoricalCrossentropy') {
    if (classes >= 2 && equal(places)) return 'one-hot';
    if (classes >= 2 && places.length > 0 && equal([...places, 1])) return 'mask to classes';
    return equal(prediction) ? 'as stored' : null;
  }
  if (equal(prediction)) return 'as stored';
  return classes === 1 && equal(places) ? 'add class axis' : null;
}

/** Why targets of this shape don't fit a prediction of that shape under this loss; `null` if they do. */
export function targetProblem(loss: LossName, target: readonly number[], prediction: readonly (number | null)[]): string | null {
  if (adaptationOf(loss, target, prediction) !== null) return null;
  const show = (shape: readonly (number | null)[]): string => (shape.length === 0 ? 'a class number' : shape.join('×'));
  return `${loss} compares a prediction of ${show(prediction)} with its target, but the data's targets are ${show(target)}.`;
}

/**
 * The targets of these samples as the loss wants them: class numbers one-hot for categorical cross-entropy, `[n, 1]` for a single
 * unit; masks `[h, w, 1]` in as many channels as there are classes.
 * @throws if they don't fit; ask {@link targetProblem} before
 */
export function targetBatch(samples: Samples, indices: ArrayLike<number>, loss: LossName, prediction: readonly (number | null)[]): tf.Tensor {
  const adaptation = adaptationOf(loss, samples.targetShape, prediction);
  if (adaptation === null) throw new Error(targetProblem(loss, samples.targetShape, prediction) ?? '');
  return tf.tidy(() => {
    const stored = gather(samples.targets, samples.targetShape, indices);
    const places = adaptation === 'mask to classes' || adaptation === 'drop class axis' ? stored.shape.slice(0, -1) : stored.shape;
    switch (adaptation) {
      case 'as stored':
        return stored;
      case 'drop class axis':
        return tf.reshape(stored, places);
      case 'add class axis':
        return tf.reshape(stored, [...places, 1]);
      case 'one-hot':
      case 'mask to classes': {
        const classes = prediction.at(-1) ?? 2;
        return tf.reshape(oneHot(stored, classes), [...places, classes]);
      }
      default:
        throw new Error(`Unknown adaptation ${String(adaptation satisfies never)}`);
    }
  });
}
