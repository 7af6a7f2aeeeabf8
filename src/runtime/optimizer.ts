// What an optimizer is here: it changes variables by their gradients and keeps slots that can be saved and put back.

import type * as tf from '@tensorflow/tfjs';

/** A variable's companions, e.g. its moments, by name: `conv/kernel/m`. */
export type Slots = ReadonlyMap<string, tf.Variable>;

export interface Optimizer {
  /** May be changed between steps. */
  learningRate: number;
  /** Steps done. A restored run sets it, as Adam's bias correction depends on it. */
  step: number;
  readonly slots: Slots;
  /** Makes the slots of these variables, all zero, so that every step has the same number of tensors. `names` are stable from run to run. */
  prepare(variables: readonly tf.Variable[], names: readonly string[]): void;
  /** One step. Variables without a gradient stay as they are. Disposes nothing that it was given. */
  apply(variables: readonly tf.Variable[], gradients: readonly (tf.Tensor | null)[]): void;
  dispose(): void;
}
