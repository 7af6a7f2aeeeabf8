// Every layer survives being saved as model.json and loaded again, with equal outputs: what exported projects carry.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { buildModel } from '../../training/buildModel.ts';
import { loadModel, saveModel } from '../../training/exportModel.ts';
import { readWeights } from '../../training/modelState.ts';
import { constrainWeights } from '../../runtime/penalties.ts';
import { layerSweep } from './layerSweep.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

it.each(layerSweep().map(({ type, document }) => [type, document] as const))('%s', async (_type, document) => {
  const { program } = compile(document);
  const model = buildModel(program!, { seed: 3 });
  // As after a step of training: tfjs applies constraints to what it loads, too.
  constrainWeights(model);
  const loaded = await loadModel(await saveModel(program!, { weights: await readWeights(model), seed: 3 }));
  expect(loaded.trainableWeights.length).toBe(model.trainableWeights.length);
  tf.tidy(() => {
    const x = model.inputs.map((input, i) => tf.randomUniform([2, ...input.shape.slice(1).map((dim) => dim ?? 8)], 0, 2, 'float32', i + 1));
    const [before, after] = [model, loaded].map((one) => list(one.predict(x) as tf.Tensor | tf.Tensor[]).map((y) => [...y.dataSync()]));
    const largest = before!.flatMap((values, i) => values.map((value, j) => Math.abs(value - after![i]![j]!) / (1 + Math.abs(value))));
    expect(largest.reduce((a, b) => Math.max(a, b), 0)).toBeLessThan(1e-5);
  });
});
