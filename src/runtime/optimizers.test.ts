import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { Adam, correctKernels, Sgd, type Optimizer } from './index.ts';
import { ADAM_KERNEL } from './kernels/adamKernel.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const target = [0.5, -1, 2];
const loss = (w: tf.Tensor): tf.Scalar => tf.sum(tf.pow(tf.sub(w, target), 4)) as tf.Scalar;

function ours(optimizer: Optimizer, steps: number): number[] {
  const w = tf.variable(tf.tensor1d([1, 1, 1]));
  optimizer.prepare([w], ['w']);
  for (let i = 0; i < steps; i++) {
    tf.tidy(() => {
      const { grads } = tf.variableGrads(() => loss(w), [w]);
      optimizer.apply([w], [grads[w.name]!]);
    });
  }
  return [...w.dataSync()];
}

function theirs(optimizer: tf.Optimizer, steps: number): number[] {
  const w = tf.variable(tf.tensor1d([1, 1, 1]));
  for (let i = 0; i < steps; i++) optimizer.minimize(() => loss(w), false, [w]);
  return [...w.dataSync()];
}

const close = (a: number[], b: number[]): void => a.forEach((value, i) => expect(value).toBeCloseTo(b[i]!, 5));

describe('Adam', () => {
  test('takes the steps of tf.train.adam with the same explicit epsilon', () => {
    close(ours(new Adam({ learningRate: 0.05, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 }), 20), theirs(tf.train.adam(0.05, 0.8, 0.95, 1e-3), 20));
  });

  test('takes the same steps in one pass as composed of ops', () => {
    if (tf.getKernel(ADAM_KERNEL, 'cpu') !== undefined) tf.unregisterKernel(ADAM_KERNEL, 'cpu');
    const composed = ours(new Adam({ learningRate: 0.05 }), 20);
    correctKernels('cpu');
    expect(tf.getKernel(ADAM_KERNEL, 'cpu')).toBeDefined();
    close(ours(new Adam({ learningRate: 0.05 }), 20), composed);
  });

  test('first moves every weight by the learning rate, whatever the slope', () => {
    close(ours(new Adam({ learningRate: 0.1 }), 1), [0.9, 0.9, 1.1]);
  });
});

describe('SGD', () => {
  test.each([0, 0.9])('with momentum %s takes the steps of tf.train', (momentum) => {
    const reference = momentum === 0 ? tf.train.sgd(0.002) : tf.train.momentum(0.002, momentum);
    close(ours(new Sgd({ learningRate: 0.002, momentum }), 20), theirs(reference, 20));
  });
});

test('a variable without a gradient stays as it is, and no step makes tensors', () => {
  const w = tf.variable(tf.tensor1d([1, 2]));
  for (const optimizer of [new Adam({ learningRate: 1 }), new Sgd({ learningRate: 1, momentum: 0.5 })]) {
    optimizer.prepare([w], ['w']);
    const before = tf.memory().numTensors;
    optimizer.apply([w], [null]);
    expect([...w.dataSync()]).toEqual([1, 2]);
    const gradient = tf.tensor1d([0, 0]);
    optimizer.apply([w], [gradient]);
    gradient.dispose();
    expect(tf.memory().numTensors).toBe(before);
    optimizer.dispose();
  }
});
