// One Adam update of one variable: w, m, v → new w, m, v. Composed of tfjs ops, or one pass over the numbers where a backend has one.
//   m ← β1·m + (1 − β1)·g    v ← β2·v + (1 − β2)·g²    w ← w − rate · m̂ / (√v̂ + ε)    with m̂ = m·c1, v̂ = v·c2

import * as tf from '@tensorflow/tfjs';

export interface AdamAttributes {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly rate: number;
  /** `1 / (1 − β1^step)`. */
  readonly correction1: number;
  /** `1 / (1 − β2^step)`. */
  readonly correction2: number;
}

/** Name under which a backend may register a fused update: inputs `{ w, g, m, v }`, attributes as above, outputs `[w, m, v]`. */
export const ADAM_KERNEL = 'NetloomAdam';

/** The updated variable and its two moments, as new tensors. */
export function adamKernel(
  w: tf.Tensor,
  g: tf.Tensor,
  m: tf.Tensor,
  v: tf.Tensor,
  attributes: AdamAttributes,
): [tf.Tensor, tf.Tensor, tf.Tensor] {
  if (tf.getKernel(ADAM_KERNEL, tf.getBackend()) !== undefined) {
    const updated = tf.engine().runKernel(ADAM_KERNEL, { w, g, m, v }, { ...attributes }) as unknown;
    return updated as [tf.Tensor, tf.Tensor, tf.Tensor];
  }
  const { beta1, beta2, epsilon, rate, correction1, correction2 } = attributes;
  const first = tf.add(tf.mul(m, beta1), tf.mul(g, 1 - beta1));
  const second = tf.add(tf.mul(v, beta2), tf.mul(tf.square(g), 1 - beta2));
  const change = tf.div(tf.mul(first, correction1 * rate), tf.add(tf.sqrt(tf.mul(second, correction2)), epsilon));
  return [tf.sub(w, change), first, second];
}

/** The same over plain arrays, for backends that keep their numbers in memory. All of the same length. */
export function adamArrays(
  inputs: { readonly w: Float32Array; readonly g: Float32Array; readonly m: Float32Array; readonly v: Float32Array },
  outputs: { readonly w: Float32Array; readonly m: Float32Array; readonly v: Float32Array },
  { beta1, beta2, epsilon, rate, correction1, correction2 }: AdamAttributes,
): void {
  const { w, g, m, v } = inputs;
  for (let i = 0; i < w.length; i++) {
    const slope = g[i]!;
    const first = beta1 * m[i]! + (1 - beta1) * slope;
    const second = beta2 * v[i]! + (1 - beta2) * slope * slope;
    outputs.m[i] = first;
    outputs.v[i] = second;
    outputs.w[i] = w[i]! - (rate * correction1 * first) / (Math.sqrt(second * correction2) + epsilon);
  }
}
