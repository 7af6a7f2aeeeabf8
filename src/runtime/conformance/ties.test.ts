import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { correctKernels, globalMaxPooling, maxUnpooling2d } from '../index.ts';

describe.each(['cpu', 'wasm'])('equal values on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
    correctKernels(backend);
  });

  test('share the gradient of a global max pooling, where the stock layer multiplies it', async () => {
    const x = tf.tensor3d([0, 0, 0, 0], [1, 4, 1]);
    const of = (layer: tf.layers.Layer): tf.Tensor => tf.grad((input: tf.Tensor) => tf.sum(layer.apply(input) as tf.Tensor))(x);
    expect([...(await of(globalMaxPooling()).data())]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect([...(await of(tf.layers.globalMaxPooling1d({})).data())]).toEqual([1, 1, 1, 1]);
  });

  test('are unpooled to the first of them', async () => {
    const y = maxUnpooling2d().apply([tf.tensor4d([7], [1, 1, 1, 1]), tf.tensor4d([0, 5, 5, 5], [1, 2, 2, 1])]) as tf.Tensor;
    expect([...(await y.data())]).toEqual([0, 7, 0, 0]);
  });

  test('the example of the documentation: [1, 5; 3, 2] puts 7 to the upper right', async () => {
    const y = maxUnpooling2d().apply([tf.tensor4d([7], [1, 1, 1, 1]), tf.tensor4d([1, 5, 3, 2], [1, 2, 2, 1])]) as tf.Tensor;
    expect([...(await y.data())]).toEqual([0, 7, 0, 0]);
  });
});

// Once per thread: tfjs refuses another path after its start.
try {
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
} catch {
  // Another test file of this thread has given it.
}
