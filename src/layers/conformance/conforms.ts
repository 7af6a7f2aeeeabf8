// For tests: compares what a layer is lowered to with the layer's own rules.

import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import type { AnyLayer, Shape } from '../layer.ts';
import { build, complete, random, ruleShape } from './build.ts';

/** Builds what the layer is lowered to, runs it on a batch of 2 and compares it with the rules. */
export function conforms(layer: AnyLayer, given: Readonly<Record<string, unknown>>, inputs: readonly Shape[], concrete: readonly Shape[] = inputs): void {
  const told = `${layer.type} ${JSON.stringify(given)} on ${JSON.stringify(inputs)}`;
  const params = complete(layer, given);
  const output = ruleShape(layer, given, inputs);
  const { model, made } = build(layer.lower(params, inputs, output), inputs);
  expect((model.outputs[0]!.shape as Shape).slice(1), `symbolic shape of ${told}`).toEqual([...output]);

  const weights = made.flatMap((l) => l.weights.map((w) => ({ name: w.originalName.split('/').at(-1), shape: w.shape, trainable: w.trainable })));
  expect(weights, `weights of ${told}`).toEqual(
    layer.weights(params, inputs, output).map(({ name, shape, trainable }) => ({ name: name.split('/').at(-1), shape, trainable })),
  );

  tf.tidy(() => {
    const data = concrete.map((shape, i) => random([2, ...(shape as readonly number[])], i + 1));
    const result = model.predict(data.length === 1 ? data[0]! : data) as tf.Tensor;
    expect(result.shape.slice(1), `shape of ${told}`).toEqual([...ruleShape(layer, given, concrete)]);
    expect(Number.isFinite(result.abs().max().dataSync()[0]!), `finite values of ${told}`).toBe(true);
  });
  model.dispose();
}
