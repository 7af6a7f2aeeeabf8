// What layers with kernels and a bias share: what these begin with and what keeps them small, the activation, and their config.
// Knows no window.

import * as tf from '@tensorflow/tfjs';
import { activate } from './activations.ts';
import { addBias } from './convolve.ts';
import { initializerConfig, initializerOf, type Initializer, type InitializerLike } from './initializers.ts';
import { baseArgs, channelsOf, singleShape, type LayerConfig, type Shape, type Weight } from './layer.ts';
import { constraintOf, penaltyConfig, regularizerOf, type Constraint, type ConstraintLike, type Regularizer, type RegularizerLike } from './penalties.ts';

/** What a config says of a kernel: `kernelInitializer`, `depthwiseRegularizer`, `pointwiseConstraint`, … */
export type KernelConfig<K extends string> = { readonly [N in `${K}Initializer`]?: InitializerLike } & { readonly [N in `${K}Regularizer`]?: RegularizerLike } & {
  readonly [N in `${K}Constraint`]?: ConstraintLike;
};

export interface FilterConfig extends LayerConfig {
  readonly activation?: string;
  /** Default true. */
  readonly useBias?: boolean;
  readonly biasInitializer?: InitializerLike;
  readonly biasRegularizer?: RegularizerLike;
}

interface Rules {
  readonly initializer: Initializer;
  readonly regularizer: Regularizer | undefined;
  readonly constraint: Constraint | undefined;
}

/** `K` names the kernels in the config. */
export abstract class FilterLayer<C extends FilterConfig, K extends string> extends tf.layers.Layer {
  protected readonly config: C;
  private readonly rules: Readonly<Record<K | 'bias', Rules>>;
  private bias: Weight | undefined;

  constructor(config: C & KernelConfig<K>, kernels: readonly K[]) {
    super(baseArgs(config));
    this.config = config;
    const given = config as Readonly<Record<string, unknown>>;
    const rulesOf = (name: string): Rules => ({
      initializer: initializerOf(given[`${name}Initializer`] as InitializerLike | undefined, name === 'bias' ? 'zeros' : 'glorotUniform'),
      regularizer: regularizerOf(given[`${name}Regularizer`] as RegularizerLike | undefined),
      constraint: constraintOf(given[`${name}Constraint`] as ConstraintLike | undefined),
    });
    this.rules = Object.fromEntries([...kernels, 'bias'].map((name) => [name, rulesOf(name)])) as Record<K | 'bias', Rules>;
  }

  /** The layer's own name, for messages. */
  protected get label(): string {
    return this.getClassName().replace('Netloom', '');
  }

  /** Channels of the input. @throws if they are not known, or if the groups do not divide them and the filters */
  protected channelsIn(inputShape: Shape | Shape[], groups = 1, filters = groups): number {
    const channels = channelsOf(singleShape(inputShape), this.label);
    if (channels % groups !== 0 || filters % groups !== 0) {
      throw new Error(`${this.label} in ${groups} groups needs channels and filters that are multiples of ${groups} but got ${channels} and ${filters}.`);
    }
    return channels;
  }

  /** @param weight its name as a weight, which is Keras's */
  protected addKernel(kernel: K, weight: string, shape: readonly number[]): Weight {
    const { initializer, regularizer, constraint } = this.rules[kernel];
    return this.addWeight(weight, [...shape], 'float32', initializer, regularizer, true, constraint);
  }

  protected addBias(length: number): void {
    const { initializer, regularizer } = this.rules.bias;
    if (this.config.useBias !== false) this.bias = this.addWeight('bias', [length], 'float32', initializer, regularizer);
  }

  /** With bias and activation. */
  protected finished(y: tf.Tensor): tf.Tensor {
    return activate(this.config.activation ?? 'linear', addBias(y, this.bias?.read()));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const rules = Object.entries<Rules>(this.rules).map(([name, { initializer, regularizer, constraint }]) => ({
      [`${name}Initializer`]: initializerConfig(initializer),
      ...(regularizer === undefined ? {} : { [`${name}Regularizer`]: penaltyConfig(regularizer) }),
      ...(constraint === undefined ? {} : { [`${name}Constraint`]: penaltyConfig(constraint) }),
    }));
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name, ...(Object.assign({}, ...rules) as tf.serialization.ConfigDict) };
  }
}
