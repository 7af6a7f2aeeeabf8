// Compares a layer on the current backend with its definition: output, and gradients with central differences. Tests only.

import * as tf from '@tensorflow/tfjs';
import { randomStream } from '../random.ts';
import type { LayerCase } from './cases.ts';
import type { Plain } from './plain.ts';

export interface Deviation {
  readonly forward: number;
  /** Of the inputs, then of each trainable weight, in order. */
  readonly gradients: readonly number[];
  /** Shape that the layer announces before it has seen a tensor, and shape of what it returns. */
  readonly announced: readonly number[];
  readonly returned: readonly number[];
}

/** @param shift between 0 and 1, so that no two inputs of a merge hold the same value */
function randomPlain(shape: readonly number[], next: () => number, shift = 0): Plain {
  const data = new Float64Array(shape.reduce((a, b) => a * b, 1));
  // What float32 holds exactly, and never so near to 0 or to each other that a difference quotient would cross a kink.
  const order = data.map((_, i) => i).sort(() => next() - 0.5);
  for (let i = 0; i < data.length; i++) data[i] = Math.fround(((order[i]! + 0.5 + shift) / data.length - 0.5) * 4);
  return { shape, data };
}

const tensor = ({ shape, data }: Plain): tf.Tensor => tf.tensor(Float32Array.from(data), [...shape]);

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length) return Infinity;
  let result = 0;
  for (let i = 0; i < a.length; i++) result = Math.max(result, Number.isFinite(a[i]) ? Math.abs(a[i]! - b[i]!) : Infinity);
  return result;
};

/** Operands of a case, and what its definition makes of them. */
interface Reference {
  readonly operands: readonly [Plain, ...Plain[]];
  readonly weights: readonly Plain[];
  readonly expected: Plain;
  /** By which the outputs are added up, so that there is one number with a slope. */
  readonly slopes: Plain;
  /** The slope of that number by each operand and each weight, by central differences. */
  numeric(of: Plain): Float64Array;
}

/** No backend has a part in it, so the next one finds it made. */
const references = new WeakMap<LayerCase, Reference>();

function referenceOf(layerCase: LayerCase, shapes: readonly (readonly number[])[], weightShapes: readonly (readonly number[])[]): Reference {
  const known = references.get(layerCase);
  if (known !== undefined) return known;
  const next = randomStream(5);
  const operands = shapes.map((shape, i) => randomPlain(shape, next, i / (2 * shapes.length))) as unknown as Reference['operands'];
  const [x, ...others] = operands;
  const weights = weightShapes.map((shape) => randomPlain(shape, next));
  const expected = layerCase.expected(x, weights, others);
  const slopes = randomPlain(expected.shape, next);
  const loss = (): number => layerCase.expected(x, weights, others).data.reduce((sum, y, i) => sum + y * slopes.data[i]!, 0);
  const differences = new Map<Plain, Float64Array>();
  const numeric = (of: Plain): Float64Array => {
    const h = 1e-4;
    const made = differences.get(of) ?? of.data.map((kept, i) => {
      of.data[i] = kept + h;
      const above = loss();
      of.data[i] = kept - h;
      const below = loss();
      of.data[i] = kept;
      return (above - below) / (2 * h);
    });
    differences.set(of, made);
    return made;
  };
  const reference = { operands, weights, expected, slopes, numeric };
  references.set(layerCase, reference);
  return reference;
}

/** Largest differences, absolute; values are of the order of 1 to 10. */
export async function deviation(layerCase: LayerCase): Promise<Deviation> {
  const layer = layerCase.make();
  const shapes = [layerCase.input, ...(layerCase.others ?? [])];
  const oneOrAll = <T>(items: T[]): T | T[] => (items.length === 1 ? items[0]! : items);
  const symbolic = layer.apply(oneOrAll(shapes.map((shape) => tf.input({ batchShape: [...shape] })))) as tf.SymbolicTensor;
  const { operands, weights, expected, slopes, numeric } = referenceOf(layerCase, shapes, layer.weights.map(({ shape }) => shape as number[]));
  const given = weights.map(tensor);
  layer.setWeights(given);
  tf.dispose(given);

  const start = operands.map(tensor);
  const variables = start.map((value) => tf.variable(value));
  const factor = tensor(slopes);
  const trainable = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
  let output: tf.Tensor | undefined;
  const { value, grads } = tf.variableGrads(() => {
    const y = layer.apply(oneOrAll<tf.Tensor>(variables), { training: true }) as tf.Tensor;
    output = tf.keep(y.clone());
    return tf.sum(tf.mul(y, factor)) as tf.Scalar;
  }, [...variables, ...trainable]);
  const returned = output!.shape;
  const forward = returned.join() === expected.shape.join() ? largest(await output!.data(), expected.data) : Infinity;

  const gradients: number[] = [];
  for (const [k, operand] of [...operands, ...weights.slice(0, trainable.length)].entries()) {
    const gradient = grads[[...variables, ...trainable][k]!.name];
    gradients.push(gradient === undefined ? Infinity : largest(await gradient.data(), numeric(operand)));
  }
  tf.dispose([value, output!, ...start, ...variables, factor, ...Object.values(grads)]);
  // A model counts itself and its use.
  while (layer.dispose().refCountAfterDispose > 0);
  return { forward, gradients, announced: symbolic.shape as number[], returned };
}
