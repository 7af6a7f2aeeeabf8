// The activation functions by name, right forward and backward on every backend. Knows no layer.

import * as tf from '@tensorflow/tfjs';

/** The numbers that some activations have. */
export interface ActivationNumbers {
  /** Slope of leakyReLU left of 0 (0.3 as in Keras), scale of elu (1). */
  readonly alpha?: number | undefined;
  /** Frequency of sin (1). */
  readonly omega?: number | undefined;
}

type Rule = (x: tf.Tensor, numbers: ActivationNumbers) => tf.Tensor;

const rules = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
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
