import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { correctKernels } from '../index.ts';
import { computeOp, differences, farthest } from './measureOp.ts';
import { gradientCases, highRankCases } from './opCases.ts';

/** What the wasm backend lacks (einsum) or computes wrong forward, the first of them with a crash. No layer comes to it: they pad before they pool or convolve. */
const BEYOND_WASM = /^(avgPool padded|maxPool in ceil mode|conv2d dilated with a border|conv3dTranspose|einsum)/;

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  beforeAll(() => {
    correctKernels(backend);
  });

  const cases = [...gradientCases, ...highRankCases].filter(({ name }) => backend === 'cpu' || !BEYOND_WASM.test(name));
  test.each(cases.map((opCase) => [opCase.name, opCase] as const))('%s has its value and the gradient that differences give', async (_, opCase) => {
    const slopes = opCase.hasGradient === false ? [] : await differences(opCase);
    await tf.setBackend('cpu');
    const { output } = await computeOp({ ...opCase, hasGradient: false });
    await tf.setBackend(backend);
    const before = tf.memory().numTensors;
    const computed = await computeOp(opCase);
    expect(tf.memory().numTensors).toBe(before);
    expect(farthest(computed.output, output)).toBeLessThan(1e-5);
    expect(computed.gradients.length).toBe(slopes.length);
    for (const [i, gradient] of computed.gradients.entries()) expect(farthest(gradient, slopes[i]!)).toBeLessThan(2e-3);
  });

  test('of equal operands the first one has the slope', async () => {
    await tf.setBackend(backend);
    const twice = [tf.tensor1d([1, 2]), tf.tensor1d([1, 2])];
    for (const choice of [tf.maximum, tf.minimum]) {
      const [first, second] = tf.grads((a: tf.Tensor, b: tf.Tensor) => choice(a, b))(twice, tf.tensor1d([3, 4]));
      expect([...first!.dataSync()]).toEqual([3, 4]);
      expect([...second!.dataSync()]).toEqual([0, 0]);
    }
  });
});

// Once per thread: tfjs refuses another path after its start.
try {
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
} catch {
  // Another test file of this thread has given it.
}
