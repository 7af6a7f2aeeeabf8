// The trained state of a run: reads weights and optimizer slots into a checkpoint and puts them back. Knows no loop.

import * as tf from '@tensorflow/tfjs';
import type { Optimizer } from '../runtime/index.ts';
import { TrainingFailure } from './failure.ts';
import type { NamedTensor } from './messages.ts';

/** A model's weights in `getWeights()` order with names that are the same in every run. */
export function weightVariables(model: tf.LayersModel): { readonly name: string; readonly variable: tf.Variable }[] {
  return model.weights.map((weight) => ({ name: weight.originalName, variable: weight.read() as tf.Variable }));
}

/** Copies of all values; the tensors may change or go afterwards. */
async function read(tensors: Iterable<readonly [string, tf.Tensor]>): Promise<NamedTensor[]> {
  return Promise.all(
    [...tensors].map(async ([name, tensor]) => ({
      name,
      shape: [...tensor.shape],
      // The cpu backend hands out the array it computes with: without the copy, whoever changes a checkpoint changes the model.
      data: new Float32Array(await tensor.data()),
    })),
  );
}

export const readWeights = (model: tf.LayersModel): Promise<NamedTensor[]> =>
  read(weightVariables(model).map(({ name, variable }) => [name, variable] as const));

export const readSlots = (optimizer: Optimizer): Promise<NamedTensor[]> => read(optimizer.slots);

/** Whether all numbers are finite. */
export const isFinite = (tensors: readonly NamedTensor[]): boolean => tensors.every(({ data }) => data.every(Number.isFinite));

function assignAll(targets: readonly (readonly [string, tf.Variable])[], saved: readonly NamedTensor[], what: string): void {
  const byName = new Map(saved.map((tensor) => [tensor.name, tensor]));
  for (const [name, variable] of targets) {
    const tensor = byName.get(name);
    if (tensor === undefined || tensor.shape.join() !== variable.shape.join()) {
      throw new TrainingFailure({
        kind: 'data',
        message: `The checkpoint doesn't fit this network: its ${what} ${name} ${tensor === undefined ? 'is missing' : `is ${tensor.shape.join('×')} instead of ${variable.shape.join('×')}`}.`,
        advice: 'The network was changed since the checkpoint was made. Start a new run, or undo the change.',
      });
    }
  }
  for (const [name, variable] of targets) {
    const tensor = byName.get(name)!;
    const value = tf.tensor(new Float32Array(tensor.data), [...tensor.shape]);
    variable.assign(value);
    value.dispose();
  }
}

/** Puts saved weights into the model. @throws TrainingFailure if they are another network's */
export function restoreWeights(model: tf.LayersModel, weights: readonly NamedTensor[]): void {
  assignAll(weightVariables(model).map(({ name, variable }) => [name, variable] as const), weights, 'weight');
}

/** Puts saved slots into the optimizer; its slots stay zero where the checkpoint has none at all (another optimizer was used). */
export function restoreSlots(optimizer: Optimizer, slots: readonly NamedTensor[]): void {
  const own = [...optimizer.slots];
  const saved = new Set(slots.map(({ name }) => name));
  if (own.every(([name]) => !saved.has(name))) return;
  assignAll(own, slots, 'optimizer state');
}

/**
 * Frees a model. tfjs counts how often a layer is applied, but a model releases each of its layers once: one that is applied at
 * several places (shared weights) would keep its weights for ever.
 */
export function disposeModel(model: tf.LayersModel): void {
  for (const layer of model.layers) for (let uses = layer.inboundNodes.length; uses > 1; uses--) layer.dispose();
  model.dispose();
}
