// What the training benchmark trains: two networks of layers that stock tfjs has, with drawn data. The same for every contestant.

import { compile } from '../../src/compiler/compile.ts';
import type { Program } from '../../src/compiler/program.ts';
import type { Dataset } from '../../src/datasets/dataset.ts';
import { datasetOf } from '../../src/datasets/index.ts';
import type { NetloomDocument, TrainingConfig } from '../../src/graph/document.ts';
import { completeParams, type ParamValue } from '../../src/layers/params.ts';
import { epochOrder } from '../../src/runtime/index.ts';
import { templateOf } from '../../templates/index.ts';

export const taskNames = ['unet', 'digits'] as const;
export type TaskName = (typeof taskNames)[number];

export interface Task {
  readonly program: Program;
  readonly training: TrainingConfig & { readonly optimizer: { readonly type: 'adam'; readonly epsilon: number } };
  readonly dataset: Dataset;
  /** A loss that stock tfjs has by this name. */
  readonly loss: 'binaryCrossentropy' | 'sparseCategoricalCrossentropy';
}

const templates: Record<TaskName, { id: string; params: Record<string, ParamValue>; batchSize: number; data: string; loss: Task['loss'] }> = {
  // 36 trainable variables: two levels, batch normalization after each of ten 3×3 convolutions.
  unet: { id: 'unet', params: { size: 32, width: 8, depth: 2, normalize: true }, batchSize: 4, data: 'shapes', loss: 'binaryCrossentropy' },
  digits: { id: 'digits-cnn', params: {}, batchSize: 32, data: 'glyphs', loss: 'sparseCategoricalCrossentropy' },
};

/** @param steps training steps, which make one epoch: no sample is seen twice and nothing is validated */
export function taskOf(name: TaskName, steps: number): Task {
  const { id, params, batchSize, data, loss } = templates[name];
  const template = templateOf(id)!;
  const built = template.build(completeParams(template.params, params).params);
  // The template's own Dice loss is not stock's.
  const document: NetloomDocument = { ...built, nodes: built.nodes.map((node) => (node.type === 'output' ? { ...node, params: { ...node.params, loss } } : node)) };
  const builtin = datasetOf(data)!;
  const dataset = builtin.generate(completeParams(builtin.params, { ...(built.training.data?.params as Record<string, ParamValue>), count: steps * batchSize }).params, 1);
  const { program } = compile(document, { data: dataset });
  if (!program) throw new Error(`${name} has errors.`);
  const own = program.calls.filter(({ callee }) => callee.from === 'runtime').map(({ node }) => node);
  if (own.length > 0) throw new Error(`${name} is not stock tfjs: ${own.join(', ')} are layers of ours.`);
  const training = { ...built.training, optimizer: { type: 'adam', learningRate: 0.001, epsilon: 1e-7 }, batchSize, epochs: 1, seed: 1, validationSplit: 0 } as const;
  return { program, training, dataset, loss };
}

/** The samples in the order in which Netloom's loop takes them, for a `model.fit` that doesn't shuffle. */
export function inOrder({ dataset, training }: Task): Pick<Dataset, 'inputs' | 'targets'> {
  const order = epochOrder(dataset.count, training.seed, 1);
  const pick = (values: Float32Array, shape: readonly number[]): Float32Array<ArrayBuffer> => {
    const size = shape.reduce((a, b) => a * b, 1);
    const picked = new Float32Array(values.length);
    order.forEach((from, to) => picked.set(values.subarray(from * size, (from + 1) * size), to * size));
    return picked;
  };
  return { inputs: pick(dataset.inputs, dataset.inputShape), targets: pick(dataset.targets, dataset.targetShape) };
}

/** What a contestant tells of a run. */
export interface Measured {
  /** Of each step, before its update. */
  readonly losses: readonly number[];
  /** From the start of the worker or of the run to the end of the first step: loading, building, compiling and that step. */
  readonly firstStepMs: number;
  /** Mean over the steps after the first, from one finished step to the other. */
  readonly stepMs: number;
  /** GPU programs started per step; on WebGPU only. */
  readonly dispatches?: number;
  readonly backend: string;
}
