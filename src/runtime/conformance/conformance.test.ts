import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { correctKernels } from '../index.ts';
import { layerCases } from './cases.ts';
import { deviation } from './measure.ts';
import { otherCases } from './otherCases.ts';
import { samplingCases } from './samplingCases.ts';
import { windowCases } from './windowCases.ts';

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
    correctKernels(backend);
  });

  test.each([...layerCases, ...windowCases, ...samplingCases, ...otherCases].map((layerCase) => [layerCase.name, layerCase] as const))('%s computes its definition, forward and backward', async (_, layerCase) => {
    const before = tf.memory().numTensors;
    const { forward, gradients, announced, returned } = await deviation(layerCase);
    expect(announced).toEqual(returned);
    expect(forward).toBeLessThan(2e-5);
    for (const gradient of gradients) expect(gradient).toBeLessThan(1e-4);
    expect(tf.memory().numTensors).toBe(before);
  });
});

// Once per thread: tfjs refuses another path after its start.
try {
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
} catch {
  // Another test file of this thread has given it.
}
