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

type Term = (p: tf.Tensor, y: tf.Tensor) => tf.Tensor;

/** A loss whose derivative by the prediction is known; the target needs none. */
function closed(value: Term, derivative: Term): Loss {
  return (target, prediction) => {
    const run = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
      const p = args[0] as tf.Tensor;
      // The target too: if it was made on the way, e.g. one-hot, it is gone by the time of the backward pass.
      (args[1] as tf.GradSaveFunc)([p, target]);
      return { value: value(p, target), gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => [tf.mul(derivative(saved[0]!, saved[1]!), dy)] };
    });
    return run(prediction) as tf.Scalar;
  };
}

const meanSquaredError = closed(
  (p, y) => tf.mean(tf.square(tf.sub(p, y))),
  (p, y) => tf.mul(tf.sub(p, y), 2 / p.size),
);

const meanAbsoluteError = closed(
  (p, y) => tf.mean(tf.abs(tf.sub(p, y))),
  (p, y) => tf.div(tf.sign(tf.sub(p, y)), p.size),
);

const binaryCrossentropy = closed(
  (p, y) => {
    const q = clipped(p);
    return tf.neg(tf.mean(tf.add(tf.mul(y, tf.log(q)), tf.mul(tf.sub(1, y), tf.log(tf.sub(1, q))))));
  },
  (p, y) => {
    const q = clipped(p);
    const slope = tf.div(tf.sub(q, y), tf.mul(tf.mul(q, tf.sub(1, q)), p.size));
    return tf.mul(slope, unclipped(p));
  },
);

/**
 * Class numbers of any shape as rows. In two ops: asked for floats, tfjs's wasm backend fills them with the bits of integers.
 * tfjs refuses a single class.
 */
export const oneHot = (numbers: tf.Tensor, classes: number): tf.Tensor =>
  classes === 1
    ? tf.cast(tf.equal(tf.reshape(numbers, [-1, 1]), 0), 'float32')
    : tf.cast(tf.oneHot(tf.cast(tf.reshape(numbers, [-1]), 'int32'), classes), 'float32');

/** Rows of a prediction: everything but the class axis. */
const rowsOf = (p: tf.Tensor): number => p.size / (p.shape.at(-1) ?? 1);

const categoricalCrossentropy = closed(
  (p, y) => tf.div(tf.sum(tf.mul(y, tf.log(clipped(p)))), -rowsOf(p)),
  (p, y) => tf.mul(tf.div(y, tf.mul(clipped(p), -rowsOf(p))), unclipped(p)),
);

const sparseCategoricalCrossentropy: Loss = (y, prediction) => {
  const classes = prediction.shape.at(-1) ?? 1;
  return categoricalCrossentropy(tf.reshape(oneHot(y, classes), prediction.shape), prediction);
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
