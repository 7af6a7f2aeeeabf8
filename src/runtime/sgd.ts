// Stochastic gradient descent with momentum: v ← momentum·v + g, w ← w − learningRate·v. Torch's and tf.train.momentum's form.

import * as tf from '@tensorflow/tfjs';
import type { Optimizer } from './optimizer.ts';

export interface SgdOptions {
  readonly learningRate: number;
  /** Default 0: plain gradient descent, without slots. */
  readonly momentum?: number;
}

export class Sgd implements Optimizer {
  learningRate: number;
  step = 0;
  readonly slots = new Map<string, tf.Variable>();
  private readonly momentum: number;
  private velocities: tf.Variable[] = [];

  constructor({ learningRate, momentum = 0 }: SgdOptions) {
    this.learningRate = learningRate;
    this.momentum = momentum;
  }

  prepare(variables: readonly tf.Variable[], names: readonly string[]): void {
    if (this.momentum === 0) return;
    this.velocities = variables.map((variable, i) => {
      const velocity = tf.tidy(() => tf.variable(tf.zeros(variable.shape), false));
      this.slots.set(`${names[i]}/velocity`, velocity);
      return velocity;
    });
  }

  apply(variables: readonly tf.Variable[], gradients: readonly (tf.Tensor | null)[]): void {
    this.step++;
    for (const [i, variable] of variables.entries()) {
      const gradient = gradients[i];
      if (gradient === null || gradient === undefined) continue;
      tf.tidy(() => {
        const velocity = this.velocities[i];
        const change = velocity === undefined ? gradient : tf.add(tf.mul(velocity, this.momentum), gradient);
        velocity?.assign(change);
        variable.assign(tf.sub(variable, tf.mul(change, this.learningRate)));
      });
    }
  }

  dispose(): void {
    for (const slot of this.slots.values()) slot.dispose();
    this.slots.clear();
    this.velocities = [];
  }
}
