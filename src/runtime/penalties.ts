// What keeps weights small: constraints over any axes, regularizers and constraints in a layer's config, and their part in a training step.

import * as tf from '@tensorflow/tfjs';

export type Constraint = ReturnType<typeof tf.constraints.nonNeg>;
export type Regularizer = ReturnType<typeof tf.regularizers.l1l2>;
interface Saved {
  readonly className: string;
  readonly config: tf.serialization.ConfigDict;
}

/** As programs pass it (an object), or as model.json holds it. */
export type RegularizerLike = Regularizer | Saved;
export type ConstraintLike = Constraint | Saved;

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

export const regularizerOf = (value: RegularizerLike | undefined): Regularizer | undefined => made<Regularizer>(value);
export const constraintOf = (value: ConstraintLike | undefined): Constraint | undefined => made<Constraint>(value);

/** What `getConfig` returns for one of them. */
export const penaltyConfig = (value: Regularizer | Constraint): tf.serialization.ConfigDict => ({ className: value.getClassName(), config: value.getConfig() });

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
