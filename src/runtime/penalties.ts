// What keeps weights small: constraints over any axes, regularizers and constraints in a layer's config, and their part in a training step.

import * as tf from '@tensorflow/tfjs';

export type Constraint = ReturnType<typeof tf.constraints.nonNeg>;
export type Regularizer = ReturnType<typeof tf.regularizers.l1l2>;
interface Saved {
  readonly className: string;
  readonly config: tf.serialization.ConfigDict;
}

/** The regularizers and the constraint that a layer's config may hold: objects, as programs pass them, or as model.json holds them. */
export interface PenaltyConfig {
  readonly kernelRegularizer?: Regularizer | Saved;
  readonly biasRegularizer?: Regularizer | Saved;
  readonly kernelConstraint?: Constraint | Saved;
}

// tfjs takes for a constraint only what extends its base class, which it does not export.
const Base = Object.getPrototypeOf(tf.constraints.nonNeg().constructor) as new () => Constraint;

/** K.epsilon(), the same on every backend. */
const EPSILON = 1e-7;

interface NormConfig {
  /** Axes of the weight that make one vector: all that lead to one filter. */
  readonly axes: readonly number[];
  /** Largest length; default 2. */
  readonly maxValue?: number;
}

abstract class NormConstraint extends Base {
  protected readonly config: NormConfig;

  constructor(config: NormConfig) {
    super();
    this.config = config;
  }

  protected norms(w: tf.Tensor): tf.Tensor {
    return tf.sqrt(tf.sum(tf.square(w), [...this.config.axes], true));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...(this.config as unknown as tf.serialization.ConfigDict) };
  }
}

class MaxNorm extends NormConstraint {
  static className = 'NetloomMaxNorm';

  override apply(w: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const norms = this.norms(w);
      return tf.mul(w, tf.div(tf.clipByValue(norms, 0, this.config.maxValue ?? 2), tf.add(norms, EPSILON)));
    });
  }
}

class UnitNorm extends NormConstraint {
  static className = 'NetloomUnitNorm';

  override apply(w: tf.Tensor): tf.Tensor {
    return tf.tidy(() => tf.div(w, tf.add(this.norms(w), EPSILON)));
  }
}

type Registered = Parameters<typeof tf.serialization.registerClass>[0];
for (const one of [MaxNorm, UnitNorm]) tf.serialization.registerClass(one as unknown as Registered);

/** Shortens every vector along `axes` that is longer than `maxValue`. tfjs's own takes a single axis. */
export const maxNorm = (config: NormConfig): Constraint => new MaxNorm(config);
/** Brings every vector along `axes` to length 1. */
export const unitNorm = (config: Pick<NormConfig, 'axes'>): Constraint => new UnitNorm(config);

function made<T>(value: T | Saved | undefined): T | undefined {
  if (typeof value !== 'object' || value === null || !('className' in value)) return value as T | undefined;
  const { className, config } = value as Saved;
  const entry = tf.serialization.SerializationMap.getMap().classNameMap[className];
  if (entry === undefined) throw new Error(`There is no class "${className}".`);
  const [constructor, fromConfig] = entry;
  return fromConfig(constructor, config) as T;
}

/** The regularizers and the constraint of a config as tfjs's objects. */
export interface Penalties {
  readonly kernelRegularizer: Regularizer | undefined;
  readonly biasRegularizer: Regularizer | undefined;
  readonly kernelConstraint: Constraint | undefined;
}

export const penaltiesOf = (config: PenaltyConfig): Penalties => ({
  kernelRegularizer: made<Regularizer>(config.kernelRegularizer),
  biasRegularizer: made<Regularizer>(config.biasRegularizer),
  kernelConstraint: made<Constraint>(config.kernelConstraint),
});

/** What `getConfig` returns for them. */
export function penaltyConfig(penalties: Penalties): tf.serialization.ConfigDict {
  const given = Object.entries(penalties).filter((entry): entry is [string, Regularizer | Constraint] => entry[1] !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, { className: value.getClassName(), config: value.getConfig() }]));
}

/** `loss` with what the regularizers of the model's weights add to it, as Keras reports it. */
export function withRegularization(model: tf.LayersModel, loss: tf.Scalar): tf.Scalar {
  return (model.calculateLosses() as tf.Scalar[]).reduce((sum, part) => tf.add(sum, part), loss);
}

/** Puts every weight that has a constraint back into its bounds, as after an update. */
export function constrainWeights(model: tf.LayersModel): void {
  for (const weight of model.trainableWeights) {
    const { constraint } = weight as { readonly constraint?: Constraint | null };
    if (constraint === null || constraint === undefined) continue;
    tf.tidy(() => {
      const variable = weight.read() as tf.Variable;
      variable.assign(constraint.apply(variable));
    });
  }
}
