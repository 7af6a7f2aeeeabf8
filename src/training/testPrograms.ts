// Small programs and data sets for the tests of this folder; written by hand, so that they don't depend on the compiler.

import type { Call, Program, ProgramOutput } from '../compiler/program.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { TrainingConfig } from '../graph/document.ts';
import type { ConfigObject, InitializerValue, Shape } from '../layers/layer.ts';
import type { LossName } from '../layers/losses.ts';
import { randomStream } from '../runtime/index.ts';

const seeded = (name: string, offset: number): InitializerValue => ({ $initializer: name, args: { seed: { $seed: offset } } });

type Step = readonly [id: string, from: 'tf.layers' | 'runtime', name: string, config: ConfigObject, shape: Shape, inputs?: readonly string[]];

/** A program of one input and one output; each step takes the one before it unless it says otherwise. */
export function programOf(inputShape: readonly number[], steps: readonly Step[], loss: LossName): Program {
  const calls: Call[] = [{ id: 'image', node: 'image', callee: { from: 'tf', name: 'input' }, config: { shape: inputShape }, inputs: [], shape: inputShape }];
  for (const [id, from, name, config, shape, inputs] of steps) {
    calls.push({ id, node: `${id}-node`, callee: { from, name }, config, inputs: inputs ?? [calls.at(-1)!.id], shape });
  }
  const last = calls.at(-1)!;
  const output: ProgramOutput = { node: 'result', call: last.id, shape: last.shape, loss, weight: 1 };
  return { name: 'test', calls, inputs: ['image'], outputs: [output] };
}

/** Convolution, batch normalization, dropout, pooling, dense: everything that has state, randomness or a quirk. */
export const smallConvNet = (): Program =>
  programOf(
    [8, 8, 1],
    [
      ['conv', 'runtime', 'conv2d', { filters: 4, kernelSize: [3, 3], padding: [[1, 1], [1, 1]], kernelInitializer: seeded('heNormal', 0) }, [8, 8, 4]],
      ['norm', 'runtime', 'batchNormalization', {}, [8, 8, 4]],
      ['relu', 'tf.layers', 'activation', { activation: 'relu' }, [8, 8, 4]],
      ['pool', 'tf.layers', 'maxPooling2d', { poolSize: [2, 2] }, [4, 4, 4]],
      ['drop', 'runtime', 'dropout', { rate: 0.25, seed: { $seed: 1 } }, [4, 4, 4]],
      ['flat', 'tf.layers', 'flatten', {}, [64]],
      ['classes', 'tf.layers', 'dense', { units: 3, activation: 'softmax', kernelInitializer: seeded('glorotUniform', 2) }, [3]],
    ],
    'categoricalCrossentropy',
  );

/** Images whose class is where the bright bar stands: left, middle, right. */
export function bars(count: number, seed = 1): Dataset {
  const next = randomStream(seed);
  const inputs = new Float32Array(count * 64);
  const targets = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const kind = Math.floor(next() * 3);
    targets[i] = kind;
    for (let p = 0; p < 64; p++) inputs[i * 64 + p] = 0.2 * next() + (Math.floor((p % 8) / 3) === kind ? 0.8 : 0);
  }
  return { name: 'bars', task: 'classification', inputShape: [8, 8, 1], targetShape: [], classes: ['left', 'middle', 'right'], count, inputs, targets, origin: 'test' };
}

export const trainingOf = (change: Partial<TrainingConfig> = {}): TrainingConfig => ({
  optimizer: { type: 'adam', learningRate: 0.01 },
  batchSize: 8,
  epochs: 4,
  seed: 7,
  validationSplit: 0.2,
  ...change,
});
