import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { correctKernels, embedding } from './index.ts';

// Once per thread: tfjs refuses another path after its start.
try {
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
} catch {
  // Another test file of this thread has given it.
}

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
    correctKernels(backend);
  });

  test('numbers become their rows; those outside the table the nearest one, fractions are cut off', async () => {
    const layer = embedding({ inputDim: 3, outputDim: 2, embeddingsInitializer: tf.initializers.zeros() });
    const y = layer.apply(tf.tensor2d([[0, 2, 1]])) as tf.Tensor;
    expect(y.shape).toEqual([1, 3, 2]);
    layer.setWeights([tf.tensor2d([[1, 2], [3, 4], [5, 6]])]);
    expect([...(await (layer.apply(tf.tensor2d([[2, 0], [9, -4], [1.9, 1]])) as tf.Tensor).data())]).toEqual([5, 6, 1, 2, 5, 6, 1, 2, 3, 4, 3, 4]);
  });

  test('the gradient of a row is the sum over its uses', async () => {
    const layer = embedding({ inputDim: 4, outputDim: 2 });
    const x = tf.tensor2d([[2, 0], [2, 3]]);
    layer.apply(x);
    const slopes = tf.tensor3d([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]);
    const { grads } = tf.variableGrads(() => tf.sum(tf.mul(layer.apply(x) as tf.Tensor, slopes)) as tf.Scalar, [layer.trainableWeights[0]!.read() as tf.Variable]);
    expect([...(await Object.values(grads)[0]!.data())]).toEqual([3, 4, 0, 0, 6, 8, 7, 8]);
  });
});
