// Gradients of ops whose operands are repeated: each operand's is summed over its copies, which tfjs forgets for maximum, minimum,
// squaredDifference and matMul (and of einsum it has none), and does slice by slice for tile (4,167 GPU dispatches for a layer normalization). Of comparisons,
// most of which tfjs gives none, so that `where(greater(x, 0), …)` throws.

import * as tf from '@tensorflow/tfjs';
import { aboutAxis, fromAxis } from '../window.ts';
import { replaceGradient } from './replaceGradient.ts';

export function broadcastGradients(): void {
  const choice = (name: string, wins: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): void =>
    replaceGradient(name, ['a', 'b'], () => (dy, [a, b]) => {
      const first = (): tf.Tensor => tf.cast(wins(a!, b!), 'float32');
      return { a: () => sumTo(tf.mul(dy, first()), a!.shape), b: () => sumTo(tf.mul(dy, tf.sub(1, first())), b!.shape) };
    });
  choice('Maximum', tf.greaterEqual);
  choice('Minimum', tf.lessEqual);
  replaceGradient('SquaredDifference', ['a', 'b'], () => (dy, [a, b]) => {
    const slope = (): tf.Tensor => tf.mul(dy, tf.mul(2, tf.sub(a!, b!)));
    return { a: () => sumTo(slope(), a!.shape), b: () => sumTo(tf.neg(slope()), b!.shape) };
  });
  replaceGradient('BatchMatMul', ['a', 'b'], (original) => (dy, saved, attributes) => {
    const slopes = original!(dy, saved, attributes);
    return { a: () => sumTo(slopes['a']!(), saved[0]!.shape), b: () => sumTo(slopes['b']!(), saved[1]!.shape) };
  });
  for (const name of ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'LogicalAnd', 'LogicalOr']) {
    replaceGradient(name, ['a', 'b'], () => (_dy, [a, b]) => ({ a: () => tf.zeros(a!.shape), b: () => tf.zeros(b!.shape) }));
  }
  for (const name of ['LogicalNot', 'Any', 'All']) replaceGradient(name, ['x'], () => (_dy, [x]) => ({ x: () => tf.zeros(x!.shape) }));
  replaceGradient('Einsum', 'all', () => (dy, operands, { equation }) =>
    Object.fromEntries(operands.map((operand, i) => [String(i), () => slopeOfTerm(dy, operands, equation as string, operand, i)])),
  );
  replaceGradient('Tile', ['x'], () => (dy, [x], attributes) => ({
    x: () =>
      (attributes['reps'] as number[]).reduce<tf.Tensor>((sum, times, axis) => {
        if (times === 1) return sum;
        const [n, , m] = aboutAxis(sum, axis).shape;
        const length = x!.shape[axis]!;
        return fromAxis(tf.reshape(tf.sum(tf.reshape(sum, [n, times, length * m]), 1), [n, length, m]) as tf.Tensor3D, axis, sum.shape);
      }, dy),
  }));
}

/** The product of the result's slope with the other operands, summed over the axes that this one lacks, and repeated along those that only it has. */
function slopeOfTerm(dy: tf.Tensor, operands: readonly tf.Tensor[], equation: string, operand: tf.Tensor, i: number): tf.Tensor {
  const [left = '', out = ''] = equation.replaceAll(' ', '').split('->');
  const terms = left.split(',');
  const own = terms[i]!;
  const others = terms.filter((_, k) => k !== i);
  const shared = [...own].filter((axis) => [out, ...others].some((term) => term.includes(axis)));
  const slope = tf.einsum(`${[out, ...others].join(',')}->${shared.join('')}`, dy, ...operands.filter((_, k) => k !== i));
  return tf.mul(tf.reshape(slope, [...own].map((axis, k) => (shared.includes(axis) ? operand.shape[k]! : 1))), tf.ones(operand.shape));
}

/** Summed over the axes along which an operand of this shape was repeated. */
function sumTo(slope: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes([...shape], slope.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(slope, axes) : slope, [...shape]);
}
