// What a run is made of before its first step: model, optimizer, outputs, and whether the data fits. Knows no loop.

import type * as tf from '@tensorflow/tfjs';
import type { Program } from '../compiler/program.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { OptimizerConfig, TrainingConfig } from '../graph/document.ts';
import { Adam, Sgd, splitOf, stepsPerEpoch, targetProblem, trainables, usedBatchSize, type Optimizer, type OutputSpec } from '../runtime/index.ts';
import { buildModel } from './buildModel.ts';
import { TrainingFailure } from './failure.ts';
import type { Checkpoint } from './messages.ts';
import { restoreSlots, restoreWeights } from './modelState.ts';

/** The sizes that follow from data and training config. */
export interface Plan {
  readonly seed: number;
  readonly trainCount: number;
  readonly validationCount: number;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
}

/** @param steps how many steps in all, whatever the epochs say */
export function planOf(training: TrainingConfig, dataset: Dataset, seed: number, steps?: number): Plan {
  const { train, validation } = splitOf(dataset.count, training.validationSplit);
  const batchSize = usedBatchSize(train, training.batchSize);
  const perEpoch = stepsPerEpoch(train, batchSize);
  return {
    seed,
    trainCount: train,
    validationCount: validation,
    batchSize,
    stepsPerEpoch: perEpoch,
    totalSteps: steps ?? perEpoch * training.epochs,
  };
}

export const outputSpecs = (program: Program): OutputSpec[] =>
  program.outputs.map(({ node, loss, weight, shape }) => ({ name: node, loss, weight, shape }));

/** The optimizer that a document asks for; epsilon is always explicit. */
export function optimizerOf(config: OptimizerConfig): Optimizer {
  switch (config.type) {
    case 'sgd':
      return new Sgd({ learningRate: config.learningRate, momentum: config.momentum ?? 0 });
    case 'adam':
      return new Adam({
        learningRate: config.learningRate,
        beta1: config.beta1 ?? 0.9,
        beta2: config.beta2 ?? 0.999,
        epsilon: config.epsilon ?? 1e-7,
      });
    default:
      throw new TrainingFailure({
        kind: 'unsupported',
        message: `There is no optimizer "${String((config satisfies never as { type: string }).type)}".`,
        advice: 'Choose SGD or Adam.',
      });
  }
}

/** @throws TrainingFailure that says what doesn't fit */
export function checkData(program: Program, dataset: Dataset): void {
  const fail = (message: string, advice: string, node?: string): never => {
    throw new TrainingFailure({ kind: 'data', message, advice, ...(node === undefined ? {} : { node }) });
  };
  const show = (shape: readonly (number | null)[]): string => (shape.length === 0 ? 'a number' : shape.map((dim) => dim ?? '?').join('×'));
  const [input, ...others] = program.inputs.map((id) => program.calls.find((call) => call.id === id)!);
  if (dataset.count === 0) fail('The data set is empty.', 'Choose a data set that has samples.');
  if (input === undefined || others.length > 0) {
    fail(`The data has one input per sample, but the network has ${program.inputs.length}.`, 'Leave one input node, or train this network by its exported code.', others[0]?.node);
    return;
  }
  const fits = input.shape.length === dataset.inputShape.length && input.shape.every((dim, i) => dim === null || dim === dataset.inputShape[i]);
  if (!fits) {
    fail(`The network's input is ${show(input.shape)}, but a sample of ${dataset.name} is ${show(dataset.inputShape)}.`, "Set the input node's shape to the data's.", input.node);
  }
  for (const output of program.outputs) {
    const problem = targetProblem(output.loss, dataset.targetShape, output.shape);
    if (problem !== null) fail(problem, 'Change the last layer so that its output has the shape of the targets, or choose another loss.', output.node);
    checkClasses(output.loss, output.shape, dataset, (message) => fail(message, 'Give the last layer as many units as there are classes.', output.node));
  }
}

/** Class numbers beyond the last unit would be silently dropped by the one-hot. */
function checkClasses(loss: string, shape: readonly (number | null)[], dataset: Dataset, fail: (message: string) => void): void {
  if (loss !== 'categoricalCrossentropy' && loss !== 'sparseCategoricalCrossentropy') return;
  const classes = shape.at(-1) ?? 0;
  const asNumbers = loss === 'sparseCategoricalCrossentropy' || dataset.targetShape.join() !== shape.join();
  if (!asNumbers) return;
  let largest = 0;
  for (const value of dataset.targets) if (value > largest) largest = value;
  if (largest >= classes) fail(`The output has ${classes} classes, but the data has a class number ${largest} (they count from 0).`);
}

export interface Trainee {
  readonly model: tf.LayersModel;
  readonly optimizer: Optimizer;
}

/** A model with its optimizer, continuing from the checkpoint if there is one. */
export function makeTrainee(program: Program, training: TrainingConfig, seed: number, checkpoint?: Checkpoint): Trainee {
  const model = buildModel(program, { seed });
  const optimizer = optimizerOf(training.optimizer);
  const { variables, names } = trainables(model);
  optimizer.prepare(variables, names);
  if (checkpoint !== undefined) {
    restoreWeights(model, checkpoint.weights);
    restoreSlots(optimizer, checkpoint.optimizer);
    optimizer.step = checkpoint.step;
  }
  return { model, optimizer };
}
