// What is shown beside the loss, by Keras's names: accuracy, dice, mae; which of them suit a loss. Knows no model.

import * as tf from '@tensorflow/tfjs';
import type { LossName } from './losses.ts';

export type MetricName = 'accuracy' | 'dice' | 'mae';
/** A mean over the batch, and over the pixels of maps. */
export type Metric = (target: tf.Tensor, prediction: tf.Tensor) => tf.Scalar;

const share = (equal: tf.Tensor): tf.Scalar => tf.mean(tf.cast(equal, 'float32'));
const yes = (p: tf.Tensor): tf.Tensor => tf.cast(tf.greater(p, 0.5), 'float32');
/** Class numbers, one per row. Rows first: WebGPU reduces at most rank 2 well. */
const winners = (p: tf.Tensor): tf.Tensor1D => tf.argMax(tf.reshape(p, [-1, p.shape.at(-1) ?? 1]), 1);

const binaryAccuracy: Metric = (y, p) => share(tf.equal(yes(p), yes(y)));
const categoricalAccuracy: Metric = (y, p) => share(tf.equal(winners(p), winners(y)));
const sparseAccuracy: Metric = (y, p) => share(tf.equal(winners(p), tf.cast(tf.reshape(y, [-1]), 'int32')));
const mae: Metric = (y, p) => tf.mean(tf.abs(tf.sub(p, y)));

/** Overlap of two masks of 0 and 1: 2·|A∩B| / (|A| + |B|) per sample, 1 where both are empty; then the mean. */
function overlap(y: tf.Tensor, p: tf.Tensor, batch: number): tf.Scalar {
  const [a, b] = [tf.reshape(y, [batch, -1]), tf.reshape(p, [batch, -1])];
  const both = tf.add(tf.mul(tf.sum(tf.mul(a, b), 1), 2), 1e-7);
  return tf.mean(tf.div(both, tf.add(tf.add(tf.sum(a, 1), tf.sum(b, 1)), 1e-7)));
}
const binaryDice: Metric = (y, p) => overlap(yes(y), yes(p), p.shape[0] ?? 1);
/** Of two classes, the second is the foreground. */
const categoricalDice: Metric = (y, p) => overlap(tf.cast(winners(y), 'float32'), tf.cast(winners(p), 'float32'), p.shape[0] ?? 1);
const sparseDice: Metric = (y, p) => overlap(y, tf.cast(winners(p), 'float32'), p.shape[0] ?? 1);

/**
 * The metrics that suit a loss on predictions of this shape (without the batch): how many are right, for masks also how well they
 * overlap, for values how far off they are.
 */
export function metricsFor(loss: LossName, shape: readonly (number | null)[]): Readonly<Partial<Record<MetricName, Metric>>> {
  const isMap = shape.length >= 3;
  const isTwoClassMap = isMap && shape.at(-1) === 2;
  switch (loss) {
    case 'meanSquaredError':
    case 'meanAbsoluteError':
      return { mae };
    case 'binaryCrossentropy':
    case 'dice':
    case 'diceBinaryCrossentropy':
      return isMap ? { accuracy: binaryAccuracy, dice: binaryDice } : { accuracy: binaryAccuracy };
    case 'categoricalCrossentropy':
      return isTwoClassMap ? { accuracy: categoricalAccuracy, dice: categoricalDice } : { accuracy: categoricalAccuracy };
    case 'sparseCategoricalCrossentropy':
      return isTwoClassMap ? { accuracy: sparseAccuracy, dice: sparseDice } : { accuracy: sparseAccuracy };
    default:
      throw new Error(`There is no loss "${String(loss satisfies never)}".`);
  }
}
