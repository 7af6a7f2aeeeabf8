// Every layer survives being saved as model.json and loaded again, with equal outputs: what exported projects carry.

import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { buildModel } from '../../training/buildModel.ts';
import { selectEngine } from '../../training/engines/selectEngine.ts';
import { loadModel, saveModel } from '../../training/exportModel.ts';
import { readWeights } from '../../training/modelState.ts';
import { constrainWeights } from '../../runtime/penalties.ts';
import { layerSweep } from './layerSweep.ts';

beforeAll(async () => {
  // Faster than plain JavaScript, and what is compared is the same on every backend.
  const wasmFiles = new URL('../../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url).pathname;
  expect(await selectEngine({ preferred: 'wasm', wasmFiles })).toMatchObject({ backend: 'wasm' });
});

afterAll(async () => {
  await tf.setBackend('cpu');
});

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** Of values as large as 1 or less; of larger ones in proportion. NaN is not less than anything. */
function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!) / (1 + Math.abs(a[i]!)));
  return largest;
}

it.each(layerSweep().map(({ type, document }) => [type, document] as const))('%s', async (_type, document) => {
  const { program } = compile(document);
  const model = buildModel(program!, { seed: 3 });
  // As after a step of training: tfjs applies constraints to what it loads, too.
  constrainWeights(model);
  const loaded = await loadModel(await saveModel(program!, { weights: await readWeights(model), seed: 3 }));
  expect(loaded.trainableWeights.length).toBe(model.trainableWeights.length);
  tf.tidy(() => {
    const x = model.inputs.map((input, i) => tf.randomUniform([2, ...input.shape.slice(1).map((dim) => dim ?? 8)], 0, 2, 'float32', i + 1));
    const [before, after] = [model, loaded].map((one) => list(one.predict(x) as tf.Tensor | tf.Tensor[]).map((y) => y.dataSync()));
    expect(after!.map((values) => values.length)).toEqual(before!.map((values) => values.length));
    expect(Math.max(...before!.map((values, i) => largestDifference(values, after![i]!)))).toBeLessThan(1e-5);
  });
});
