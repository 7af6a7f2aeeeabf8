// Adam with its epsilon always explicit: tfjs's default depends on the backend. (Kingma and Ba 2015)

import * as tf from '@tensorflow/tfjs';
import { adamKernel, type AdamAttributes } from './kernels/adamKernel.ts';
import type { Optimizer } from './optimizer.ts';

export interface AdamOptions {
  readonly learningRate: number;
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-7, Keras's. */
  readonly epsilon?: number;
}

export class Adam implements Optimizer {
  learningRate: number;
  step = 0;
  readonly slots = new Map<string, tf.Variable>();
  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;
  private first: tf.Variable[] = [];
  private second: tf.Variable[] = [];

  constructor({ learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: AdamOptions) {
    this.learningRate = learningRate;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  prepare(variables: readonly tf.Variable[], names: readonly string[]): void {
    const zeros = (slot: string) =>
      variables.map((variable, i) => {
        const moment = tf.tidy(() => tf.variable(tf.zeros(variable.shape), false));
        this.slots.set(`${names[i]}/${slot}`, moment);
        return moment;
      });
    this.first = zeros('m');
    this.second = zeros('v');
  }

  apply(variables: readonly tf.Variable[], gradients: readonly (tf.Tensor | null)[]): void {
    this.step++;
    const attributes: AdamAttributes = {
      beta1: this.beta1,
      beta2: this.beta2,
      epsilon: this.epsilon,
      rate: this.learningRate,
      correction1: 1 / (1 - this.beta1 ** this.step),
      correction2: 1 / (1 - this.beta2 ** this.step),
    };
    for (const [i, variable] of variables.entries()) {
      const gradient = gradients[i];
      const first = this.first[i];
      const second = this.second[i];
      if (gradient === null || gradient === undefined || first === undefined || second === undefined) continue;
      tf.tidy(() => {
        const [value, m, v] = adamKernel(variable, gradient, first, second, attributes);
        variable.assign(value);
        first.assign(m);
        second.assign(v);
      });
    }
  }

  dispose(): void {
    for (const slot of this.slots.values()) slot.dispose();
    this.slots.clear();
    this.first = [];
    this.second = [];
  }
}
