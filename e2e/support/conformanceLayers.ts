// Builds each placeable layer as the sweeps have it, on the cpu backend and on WebGPU, and compares the two. Knows no page.

import * as tf from '@tensorflow/tfjs';
import { build, complete, ruleShape } from '../../src/layers/conformance/build.ts';
import type { LayerRow } from '../../src/layers/conformance/rows.ts';
import type { Deviation } from '../../src/runtime/conformance/measure.ts';
import { randomStream } from '../../src/runtime/random.ts';

const numbers = (shape: readonly number[], next: () => number): Float32Array => Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => next() * 2 - 1);

interface Computed {
  readonly shape: readonly number[];
  readonly output: Float32Array;
  readonly gradients: readonly Float32Array[];
}

async function computeOn(backend: string, { layer, params, inputs }: LayerRow): Promise<Computed> {
  await tf.setBackend(backend);
  const next = randomStream(11);
  const { model } = build(layer.lower(complete(layer, params), inputs, ruleShape(layer, params, inputs)), inputs);
  const weights = model.getWeights().map(({ shape }) => tf.tensor(numbers(shape, next).map((v) => Math.abs(v) + 0.1), shape));
  model.setWeights(weights);
  // Whole numbers from 0 where indices are looked up; a table holds at least two rows.
  const indices = layer.type === 'embedding';
  const start = inputs.map((shape) => {
    const full = [2, ...(shape as readonly number[])];
    return tf.tensor(numbers(full, next).map((v) => (indices ? Number(v > 0) : v)), full);
  });
  const variables = start.map((value) => tf.variable(value));
  const trainable = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  let kept: tf.Tensor | undefined;
  const wanted = [...(indices ? [] : variables), ...trainable];
  const loss = (): tf.Scalar => {
    const y = model.apply(variables.length === 1 ? variables[0]! : variables, { training: true }) as tf.Tensor;
    kept = tf.keep(y.clone());
    return tf.sum(tf.mul(y, tf.tensor(numbers(y.shape, randomStream(13)), y.shape))) as tf.Scalar;
  };
  const { value, grads } = tf.variableGrads(loss, wanted);
  const result = {
    shape: kept!.shape,
    output: (await kept!.data()) as Float32Array,
    gradients: await Promise.all(wanted.map(async ({ name }) => (await grads[name]!.data()) as Float32Array)),
  };
  tf.dispose([value, kept!, ...start, ...variables, ...weights, ...Object.values(grads)]);
  model.dispose();
  return result;
}

/** Relative to the largest value where that is above 1: sums over a map reach hundreds. */
function farthest(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  let most = 0;
  let scale = 1;
  for (let i = 0; i < a.length; i++) {
    if (!Number.isFinite(a[i]!) || !Number.isFinite(b[i]!)) return Infinity;
    most = Math.max(most, Math.abs(a[i]! - b[i]!));
    scale = Math.max(scale, Math.abs(b[i]!));
  }
  return most / scale;
}

export async function layerOnBoth(row: LayerRow): Promise<Deviation> {
  const expected = await computeOn('cpu', row).finally(() => tf.setBackend('webgpu'));
  const computed = await computeOn('webgpu', row);
  return {
    forward: farthest(computed.output, expected.output),
    gradients: computed.gradients.map((gradient, i) => farthest(gradient, expected.gradients[i]!)),
    announced: expected.shape,
    returned: computed.shape,
  };
}

/** Classes of the layers that a row is lowered to. */
export function classesOf({ layer, params, inputs }: LayerRow): string[] {
  return build(layer.lower(complete(layer, params), inputs, ruleShape(layer, params, inputs)), inputs).made.map((made) => made.getClassName());
}
