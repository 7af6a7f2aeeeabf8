// For tests: what a layer is lowered to, on the current backend, against its definition: outputs, and the slope along a random direction of each operand.

import * as tf from '@tensorflow/tfjs';
import type { Plain } from '../../runtime/conformance/plain.ts';
import { randomStream } from '../../runtime/random.ts';
import { build, complete, ruleShape } from './build.ts';
import { definitions, type Given } from './definitions.ts';
import type { LayerRow } from './rows.ts';

export interface Difference {
  /** Largest difference of an output, relative where outputs are larger than 1. */
  readonly forward: number;
  /** The same of the slope by each input and each trainable weight, by name. */
  readonly gradients: Readonly<Record<string, number>>;
}

const BATCH = 2;
/** Small enough not to cross a kink, as no two values are nearer to each other or to 0; in double precision still exact. */
const STEP = 1e-6;

/** Values between −2 and 2, no two alike and none of them 0 or 1, where functions have kinks; as float32 holds them. */
function distinct(shape: readonly number[], next: () => number, shift = 0): Plain {
  const size = shape.reduce((a, b) => a * b, 1);
  const order = Array.from({ length: size }, (_, i) => ({ i, key: next() })).sort((a, b) => a.key - b.key);
  return { shape, data: Float64Array.from(order, ({ i }) => Math.fround(((i + 0.6 + shift) / size - 0.5) * 4)) };
}

const tensor = ({ shape, data }: Plain): tf.Tensor => tf.tensor(Float32Array.from(data), [...shape]);
const inputName = (i: number): string => `input ${i}`;
function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
const relative = (difference: number, size: number): number => (Number.isFinite(difference) ? Math.abs(difference) / Math.max(1, size) : Infinity);
const oneOrAll = <T>(items: T[]): T | T[] => (items.length === 1 ? items[0]! : items);

/** Operands of a row, and what the definition makes of them. */
interface Reference {
  readonly x: Given['x'];
  readonly weights: readonly Plain[];
  readonly expected: Plain;
  /** By which the outputs are added up, so that there is one number with a slope. */
  readonly slopes: Plain;
  readonly operands: readonly Operand[];
}
interface Operand {
  readonly name: string;
  /** A random direction of its values, each 1 or −1, and the slope of that number along it. */
  readonly direction: Float64Array;
  readonly slope: number;
}

/** No backend has a part in it, so the next one finds it made. */
const references = new WeakMap<LayerRow, Reference>();

function referenceOf(row: LayerRow): Reference {
  const known = references.get(row) ?? makeReference(row);
  references.set(row, known);
  return known;
}

function makeReference({ type, layer, params: given, inputs }: LayerRow): Reference {
  const next = randomStream(5);
  const p = complete(layer, given);
  const output = ruleShape(layer, given, inputs) as readonly number[];
  const x = inputs.map((shape, i): Plain => {
    const values = distinct([BATCH, ...(shape as readonly number[])], next, i / (2 * inputs.length));
    return type === 'embedding' ? { ...values, data: values.data.map(() => Math.floor(next() * Number(p['inputDim']))) } : values;
  }) as unknown as Given['x'];
  const specs = layer.weights(p, inputs, output);
  const weights = specs.map(({ name, shape }): Plain => {
    const values = distinct(shape, next);
    return name.endsWith('variance') ? { shape, data: values.data.map((value) => Math.fround(Math.abs(value) + 0.5)) } : values;
  });
  const compute = (): Plain => definitions[type]({ p, x, w: Object.fromEntries(specs.map(({ name }, i) => [name, weights[i]!])), output });
  const expected = compute();
  const slopes = distinct(expected.shape, next);
  const along = ({ data }: Plain): Omit<Operand, 'name'> => {
    const direction = data.map(() => (next() < 0.5 ? -1 : 1));
    const kept = data.slice();
    const moved = (by: number): number => {
      for (let i = 0; i < data.length; i++) data[i] = kept[i]! + by * direction[i]!;
      return dot(compute().data, slopes.data);
    };
    const slope = (moved(STEP) - moved(-STEP)) / (2 * STEP);
    data.set(kept);
    return { direction, slope };
  };
  const operands = [
    ...(type === 'embedding' ? [] : x.map((value, i) => ({ name: inputName(i), ...along(value) }))),
    ...specs.flatMap(({ name, trainable }, i) => (trainable ? [{ name, ...along(weights[i]!) }] : [])),
  ];
  return { x, weights, expected, slopes, operands };
}

export async function differenceFromDefinition(row: LayerRow): Promise<Difference> {
  const { layer, params: given, inputs } = row;
  const { x, weights, expected, slopes, operands } = referenceOf(row);
  const p = complete(layer, given);
  const output = ruleShape(layer, given, inputs);
  const { model, made } = build(layer.lower(p, inputs, output), inputs);
  const variables = made.flatMap((one) => one.weights.map((weight) => weight.read() as tf.Variable));
  variables.forEach((variable, i) => variable.assign(tf.tidy(() => tensor(weights[i]!))));
  const start = x.map((value) => tf.variable(tf.tidy(() => tensor(value))));
  const named = new Map([...start.map((variable, i) => [inputName(i), variable] as const), ...layer.weights(p, inputs, output).map(({ name }, i) => [name, variables[i]!] as const)]);
  let computed: tf.Tensor | undefined;
  const run = (): tf.Scalar => {
    const y = model.apply(oneOrAll<tf.Tensor>(start), { training: true }) as tf.Tensor;
    computed = tf.keep(y.clone());
    return tf.sum(tf.mul(y, tensor(slopes))) as tf.Scalar;
  };
  const { value, grads } = operands.length === 0 ? { value: tf.tidy(run), grads: {} } : tf.variableGrads(run, operands.map(({ name }) => named.get(name)!));
  const y = await computed!.data();
  const largest = expected.data.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const same = computed!.shape.join() === expected.shape.join();
  const forward = same ? expected.data.reduce((most, one, i) => Math.max(most, relative(y[i]! - one, largest)), 0) : Infinity;

  const gradients: Record<string, number> = {};
  for (const { name, direction, slope } of operands) {
    const gradient = (await grads[named.get(name)!.name]?.data()) as Float32Array | undefined;
    gradients[name] = gradient === undefined ? Infinity : relative(dot(gradient, direction) - slope, gradient.reduce((sum, one) => sum + Math.abs(one), 0));
  }
  tf.dispose([value, computed!, ...start, ...Object.values(grads)]);
  model.dispose();
  return { forward, gradients };
}
