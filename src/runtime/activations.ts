// The activation functions by name, right forward and backward on every backend. Knows no layer.

import * as tf from '@tensorflow/tfjs';

/** The numbers that some activations have. */
export interface ActivationNumbers {
  /** Slope of leakyReLU left of 0 (0.3 as in Keras), scale of elu (1). */
  readonly alpha?: number | undefined;
  /** Frequency of sin (1). */
  readonly omega?: number | undefined;
  /** Below it thresholdedReLU gives 0 (1). */
  readonly theta?: number | undefined;
}

type Rule = (x: tf.Tensor, numbers: ActivationNumbers) => tf.Tensor;

/** Keras 3's and PyTorch's; Keras 2's and tfjs's own is 0.2·x + 0.5 between 0 and 1. */
const hardSigmoid = (x: tf.Tensor): tf.Tensor => tf.div(tf.relu6(tf.add(x, 3)), 6);

/** x where it is greater than theta, else 0. tfjs has no gradient for `greater`. */
function thresholded(x: tf.Tensor, theta: number): tf.Tensor {
  const run = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const input = args[0] as tf.Tensor;
    const passes = tf.cast(tf.greater(input, theta), 'float32');
    (args[1] as tf.GradSaveFunc)([passes]);
    return { value: tf.mul(input, passes), gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => [tf.mul(dy, saved[0]!)] };
  });
  return run(x);
}

const rules = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.relu6(x),
  leakyrelu: (x, { alpha }) => tf.leakyRelu(x, alpha ?? 0.3),
  elu: (x, { alpha }) => (alpha === undefined || alpha === 1 ? tf.elu(x) : tf.add(tf.relu(x), tf.mul(alpha, tf.expm1(tf.neg(tf.relu(tf.neg(x))))))),
  selu: (x) => tf.selu(x),
  sigmoid: (x) => tf.sigmoid(x),
  tanh: (x) => tf.tanh(x),
  softmax: (x) => tf.softmax(x),
  softplus: (x) => tf.softplus(x),
  // The exact one, not the tanh approximation: Keras's and PyTorch's default.
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
  swish: (x) => tf.mul(x, tf.sigmoid(x)),
  mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  hardsigmoid: hardSigmoid,
  hardswish: (x) => tf.mul(x, hardSigmoid(x)),
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  thresholdedrelu: (x, { theta = 1 }) => thresholded(x, theta),
  sin: (x, { omega }) => tf.sin(omega === undefined || omega === 1 ? x : tf.mul(x, omega)),
} satisfies Record<string, Rule>;

/**
 * `x` through the activation called `name`.
 * @param name camelCase; letter case does not matter, as model.json turns leakyReLU into leaky_re_lu and back into leakyReLu
 * @throws if there is none of that name
 */
export function activate(name: string, x: tf.Tensor, numbers: ActivationNumbers = {}): tf.Tensor {
  const key = name.toLowerCase();
  if (!Object.hasOwn(rules, key)) throw new Error(`There is no activation "${name}"; known are ${Object.keys(rules).join(', ')}.`);
  return rules[key as keyof typeof rules](x, numbers);
}
