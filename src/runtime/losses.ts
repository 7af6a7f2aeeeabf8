// The losses by Keras's names: (target, prediction) → mean over the batch, with gradients in closed form. Knows no model.

import * as tf from '@tensorflow/tfjs';

export type LossName =
  | 'meanSquaredError'
  | 'meanAbsoluteError'
  | 'binaryCrossentropy'
  | 'categoricalCrossentropy'
  | 'sparseCategoricalCrossentropy'
  | 'dice'
  | 'diceBinaryCrossentropy';

/** `target` and `prediction` have the batch as first axis; the loss is a scalar, a mean over all samples and pixels. */
export type Loss = (target: tf.Tensor, prediction: tf.Tensor) => tf.Scalar;

/** Keras's: probabilities are kept this far from 0 and 1 before their logarithm is taken. */
const CLIP = 1e-7;
const clipped = (p: tf.Tensor): tf.Tensor => tf.clipByValue(p, CLIP, 1 - CLIP);
/** 1 where a probability was not clipped, else 0: there the loss is flat. */
const unclipped = (p: tf.Tensor): tf.Tensor => tf.cast(tf.equal(p, clipped(p)), 'float32');

/** A mean of per-element terms whose derivative is known; the target needs none. */
function closed(
  prediction: tf.Tensor,
  value: (p: tf.Tensor) => tf.Tensor,
  derivative: (p: tf.Tensor) => tf.Tensor,
): tf.Scalar {
  const run = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const p = args[0] as tf.Tensor;
    (args[1] as tf.GradSaveFunc)([p]);
    return { value: value(p), gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => [tf.mul(derivative(saved[0]!), dy)] };
  });
  return run(prediction) as tf.Scalar;
}

const meanSquaredError: Loss = (y, prediction) =>
  closed(
    prediction,
    (p) => tf.mean(tf.square(tf.sub(p, y))),
    (p) => tf.mul(tf.sub(p, y), 2 / p.size),
  );

const meanAbsoluteError: Loss = (y, prediction) =>
  closed(
    prediction,
    (p) => tf.mean(tf.abs(tf.sub(p, y))),
    (p) => tf.div(tf.sign(tf.sub(p, y)), p.size),
  );

const binaryCrossentropy: Loss = (y, prediction) =>
  closed(
    prediction,
    (p) => {
      const q = clipped(p);
      return tf.neg(tf.mean(tf.add(tf.mul(y, tf.log(q)), tf.mul(tf.sub(1, y), tf.log(tf.sub(1, q))))));
    },
    (p) => {
      const q = clipped(p);
      const slope = tf.div(tf.sub(q, y), tf.mul(tf.mul(q, tf.sub(1, q)), p.size));
      return tf.mul(slope, unclipped(p));
    },
  );

/** Rows of a prediction: everything but the class axis. */
const rowsOf = (p: tf.Tensor): number => p.size / (p.shape.at(-1) ?? 1);

const categoricalCrossentropy: Loss = (y, prediction) =>
  closed(
    prediction,
    (p) => tf.div(tf.sum(tf.mul(y, tf.log(clipped(p)))), -rowsOf(p)),
    (p) => tf.mul(tf.div(y, tf.mul(clipped(p), -rowsOf(p))), unclipped(p)),
  );

const sparseCategoricalCrossentropy: Loss = (y, prediction) => {
  const classes = prediction.shape.at(-1) ?? 1;
  const oneHot = tf.oneHot(tf.cast(tf.reshape(y, [-1]), 'int32'), classes, 1, 0, 'float32');
  return categoricalCrossentropy(tf.reshape(oneHot, prediction.shape), prediction);
};

/** 1 − (2·Σ y·ŷ + 1) / (Σ y + Σ ŷ + 1) per sample, then the mean. (Milletari et al. 2016, smoothed by 1) */
const dice: Loss = (y, prediction) => {
  const batch = prediction.shape[0] ?? 1;
  const p = tf.reshape(prediction, [batch, -1]);
  const t = tf.reshape(y, [batch, -1]);
  const overlap = tf.add(tf.mul(tf.sum(tf.mul(t, p), 1), 2), 1);
  const total = tf.add(tf.add(tf.sum(t, 1), tf.sum(p, 1)), 1);
  return tf.sub(1, tf.mean(tf.div(overlap, total))) as tf.Scalar;
};

const diceBinaryCrossentropy: Loss = (y, prediction) => tf.add(dice(y, prediction), binaryCrossentropy(y, prediction));

export const losses: Readonly<Record<LossName, Loss>> = {
  meanSquaredError,
  meanAbsoluteError,
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
  dice,
  diceBinaryCrossentropy,
};
