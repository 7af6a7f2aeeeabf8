// What an op and its gradient make of fixed operands on the current backend; and the gradient by differences. Tests only.

import * as tf from '@tensorflow/tfjs';
import { randomStream } from '../random.ts';
import type { OpCase } from './opCases.ts';

export interface OpValues {
  readonly shape: readonly number[];
  readonly output: Float32Array;
  /** Of each operand. */
  readonly gradients: readonly Float32Array[];
}

/** Never so near to 0, to each other or to those of another operand that a step of STEP would cross a kink. */
function operandsOf({ shapes }: OpCase): Float32Array[] {
  const next = randomStream(3);
  return shapes.map((shape, operand) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const order = Array.from({ length: size }, (_, i) => i).sort(() => next() - 0.5);
    return Float32Array.from(order, (place) => ((place + 0.5 + operand * 0.217) / size - 0.503) * 3);
  });
}

const tensors = ({ shapes }: OpCase, values: readonly Float32Array[]): tf.Tensor[] => values.map((value, i) => tf.tensor(value, [...shapes[i]!]));
const slopesOf = (size: number): Float32Array => {
  const next = randomStream(4);
  return Float32Array.from({ length: size }, () => next() * 2 - 1);
};

export async function computeOp(opCase: OpCase): Promise<OpValues> {
  const operands = tensors(opCase, operandsOf(opCase));
  const output = tf.tidy(() => opCase.compute(...operands));
  const slopes = tf.tensor(slopesOf(output.size), output.shape);
  const gradients = opCase.hasGradient === false ? [] : tf.grads((...given: tf.Tensor[]) => opCase.compute(...given))(operands, slopes);
  const values = {
    shape: output.shape,
    output: (await output.data()) as Float32Array,
    gradients: await Promise.all(gradients.map(async (gradient) => (await gradient.data()) as Float32Array)),
  };
  tf.dispose([operands, output, slopes, gradients]);
  return values;
}

const STEP = 1 / 512;

/** The cpu backend alone has a part in them, so another backend finds them made. */
const made = new WeakMap<OpCase, Float64Array[]>();

/** Central differences, of each operand, computed on the cpu backend, which is the current one afterwards. */
export async function differences(opCase: OpCase): Promise<Float64Array[]> {
  await tf.setBackend('cpu');
  const found = made.get(opCase) ?? centralDifferences(opCase);
  made.set(opCase, found);
  return found;
}

function centralDifferences(opCase: OpCase): Float64Array[] {
  const operands = operandsOf(opCase);
  let slopes: Float32Array | undefined;
  const loss = (): number =>
    tf.tidy(() => {
      const y = opCase.compute(...tensors(opCase, operands));
      slopes ??= slopesOf(y.size);
      // The cpu backend has computed it already.
      return (y.dataSync() as Float32Array).reduce((sum, value, i) => sum + value * slopes![i]!, 0);
    });
  return operands.map((values) =>
    Float64Array.from(values, (kept, i) => {
      values[i] = kept + STEP;
      const above = loss();
      values[i] = kept - STEP;
      const below = loss();
      values[i] = kept;
      return (above - below) / (2 * STEP);
    }),
  );
}

/** Relative to the largest value where that is above 1. */
export function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let [most, scale] = [0, 1];
  for (let i = 0; i < a.length; i++) {
    if (!Number.isFinite(a[i]!) || !Number.isFinite(b[i]!)) return Infinity;
    most = Math.max(most, Math.abs(a[i]! - b[i]!));
    scale = Math.max(scale, Math.abs(b[i]!));
  }
  return most / scale;
}
