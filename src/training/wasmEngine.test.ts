import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, describe, expect, test } from 'vitest';
import type { Program } from '../compiler/program.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { ConfigObject, Shape } from '../layers/layer.ts';
import { losses, randomStream } from '../runtime/index.ts';
import { buildModel } from './buildModel.ts';
import { selectEngine } from './engines/selectEngine.ts';
import { TrainingRun } from './loop.ts';
import type { Backend } from './messages.ts';
import { bars, programOf, smallConvNet, trainingOf } from './testPrograms.ts';

const wasmFiles = `${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`;

afterAll(async () => {
  await tf.setBackend('cpu');
});

const open = async (backend: Backend): Promise<void> => {
  const engine = await selectEngine({ preferred: backend, wasmFiles });
  expect(engine).toMatchObject({ backend });
  expect(engine.fallback).toBeUndefined();
};

const glorot = { $initializer: 'glorotUniform', args: { seed: { $seed: 1 } } };

type Case = readonly [name: string, config: ConfigObject, output: Shape, input?: readonly number[]];

/** What the layers of the library are lowered to, besides the runtime's own, which have their definitions to answer to. */
const cases: readonly Case[] = [
  ['conv2d', { filters: 4, kernelSize: [3, 3], padding: 'same', activation: 'relu', kernelInitializer: glorot }, [6, 6, 4]],
  ['conv2d', { filters: 4, kernelSize: [4, 4], strides: [2, 2], kernelInitializer: glorot, activation: 'swish' }, [2, 2, 4]],
  ['conv2d', { filters: 4, kernelSize: [1, 1], strides: [2, 2], useBias: false, kernelInitializer: glorot }, [3, 3, 4]],
  ['conv2dTranspose', { filters: 3, kernelSize: [2, 2], strides: [2, 2], kernelInitializer: glorot }, [12, 12, 3]],
  ['conv2dTranspose', { filters: 3, kernelSize: [4, 4], strides: [2, 2], padding: 'same', kernelInitializer: glorot }, [12, 12, 3]],
  ['depthwiseConv2d', { kernelSize: [3, 3], padding: 'same', depthMultiplier: 2, depthwiseInitializer: glorot }, [6, 6, 6]],
  ['depthwiseConv2d', { kernelSize: [3, 3], strides: [2, 2], depthwiseInitializer: glorot }, [2, 2, 3]],
  ['maxPooling2d', { poolSize: [2, 2] }, [3, 3, 3]],
  ['maxPooling2d', { poolSize: [3, 3], strides: [2, 2], padding: 'same' }, [3, 3, 3]],
  ['averagePooling2d', { poolSize: [2, 2] }, [3, 3, 3]],
  ['averagePooling2d', { poolSize: [3, 3], strides: [1, 1] }, [4, 4, 3]],
  ['globalAveragePooling2d', {}, [3]],
  ['zeroPadding2d', { padding: [[1, 2], [0, 3]] }, [9, 9, 3]],
  ['cropping2D', { cropping: [[1, 2], [0, 3]] }, [3, 3, 3]],
  ['flatten', {}, [108]],
  ['reshape', { targetShape: [18, 6] }, [18, 6]],
  ['dense', { units: 5, activation: 'softmax', kernelInitializer: glorot }, [5], [7]],
  ['dense', { units: 5, activation: 'elu', kernelInitializer: glorot }, [6, 6, 5]],
  ...['relu', 'elu', 'selu', 'sigmoid', 'tanh', 'softplus', 'swish'].map((activation): Case => ['activation', { activation }, [6, 6, 3]]),
];

const merges = ['add', 'multiply', 'average', 'concatenate'] as const;

const single = ([name, config, output, input = [6, 6, 3]]: Case): Program => programOf(input, [['it', 'tf.layers', name, config, output]], 'meanSquaredError');
const merged = (name: string): Program =>
  programOf(
    [6, 6, 3],
    [
      ['a', 'tf.layers', 'conv2d', { filters: 3, kernelSize: [3, 3], padding: 'same', kernelInitializer: glorot }, [6, 6, 3]],
      ['b', 'tf.layers', 'activation', { activation: 'tanh' }, [6, 6, 3], ['image']],
      ['it', 'tf.layers', name, {}, [6, 6, name === 'concatenate' ? 9 : 3], ['a', 'b', 'image']],
    ],
    'meanSquaredError',
  );

/** Output and gradients of input and weights, of the squared error to a fixed target. */
async function computed(program: Program): Promise<number[][]> {
  const next = randomStream(3);
  const draw = (shape: readonly number[]): tf.Tensor => {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => next() * 4 - 2);
    return tf.tensor(values, [...shape]);
  };
  const model = buildModel(program, { seed: 1 });
  const shape = (program.calls[0]!.shape as number[]).slice();
  const x = tf.variable(draw([3, ...shape]));
  const target = draw([3, ...(program.outputs[0]!.shape as number[])]);
  const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const output = model.apply(x, { training: true }) as tf.Tensor;
  const { grads } = tf.variableGrads(() => losses.meanSquaredError(target, model.apply(x, { training: true }) as tf.Tensor), [x, ...weights]);
  const results = [output, ...[x, ...weights].map(({ name }) => grads[name]!)];
  const numbers = await Promise.all(results.map(async (result) => [...(await result.data())]));
  tf.dispose([x, target, output, grads]);
  model.dispose();
  return numbers;
}

describe('the WebAssembly engine', () => {
  test.each([
    ...cases.map((one) => [`${one[0]} ${JSON.stringify(one[1])}`, single(one)] as const),
    ...merges.map((name) => [`${name} of three`, merged(name)] as const),
  ])('computes %s as the cpu backend does, output and gradients', async (_, program) => {
    await open('cpu');
    const expected = await computed(program);
    await open('wasm');
    const actual = await computed(program);
    expect(actual.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
    for (const [i, numbers] of expected.entries()) {
      const scale = Math.max(1e-3, ...numbers.map(Math.abs));
      const worst = numbers.reduce((most, value, j) => Math.max(most, Math.abs(value - actual[i]![j]!)), 0);
      expect(worst / scale).toBeLessThan(1e-5);
    }
  });

  async function losing(backend: Backend, program: Program, data: Dataset): Promise<{ losses: number[]; tensors: Set<number> }> {
    await open(backend);
    const seen = { losses: [] as number[], tensors: new Set<number>() };
    const run = new TrainingRun(program, trainingOf(), data, {
      onEvent(event) {
        if (event.kind !== 'step') return;
        for (const { metrics, numTensors } of event.reports) {
          seen.losses.push(metrics['loss']!);
          seen.tensors.add(numTensors);
        }
      },
    });
    await run.run();
    run.dispose();
    return seen;
  }

  test('trains along the same curve as the cpu backend, with a constant number of tensors', async () => {
    const cpu = await losing('cpu', smallConvNet(), bars(50));
    const wasm = await losing('wasm', smallConvNet(), bars(50));
    expect(wasm.losses).toHaveLength(20);
    wasm.losses.forEach((loss, i) => expect(Math.abs(loss - cpu.losses[i]!)).toBeLessThan(1e-5));
    expect(wasm.tensors.size).toBe(1);
  });
});
