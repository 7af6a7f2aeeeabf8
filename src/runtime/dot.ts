// Dot: products of two inputs summed along an axis of each. Keras's Dot, with a gradient on every backend.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, type LayerConfig, type Shape } from './layer.ts';
import { several, severalShapes } from './merges.ts';

export interface DotConfig extends LayerConfig {
  /** The axis of both inputs, or of each, that is summed over; the batch is 0, −1 is the last. Default −1. */
  readonly axes?: number | readonly number[];
  /** Whether both are brought to length 1 along the axis first, which gives the cosine of the angle between them. */
  readonly normalize?: boolean;
}

export class Dot extends tf.layers.Layer {
  static className = 'NetloomDot';
  private readonly config: DotConfig;

  constructor(config: DotConfig = {}) {
    super(baseArgs(config));
    this.config = config;
  }

  private axisOf(input: 0 | 1, rank: number): number {
    const { axes = -1 } = this.config;
    const axis = typeof axes === 'number' ? axes : (axes[input] ?? -1);
    return axis < 0 ? rank + axis : axis;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [one, other] = severalShapes(inputShape, 'Dot');
    const rest = [...without(one, this.axisOf(0, one.length)), ...without(other, this.axisOf(1, other.length))];
    return [one[0] ?? null, ...(rest.length === 0 ? [1] : rest)];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [one, other] = several(inputs, 'Dot');
      const [a, b] = [this.rows(one, 0), this.rows(other, 1)];
      return tf.reshape(tf.matMul(a, b, false, true), this.computeOutputShape([one.shape, other.shape]) as number[]);
    });
  }

  /** `[batch, everything else, summed axis]`. */
  private rows(x: tf.Tensor, input: 0 | 1): tf.Tensor3D {
    const axis = this.axisOf(input, x.rank);
    const order = [...x.shape.keys()];
    const last = axis === x.rank - 1 ? x : tf.transpose(x, [...order.filter((i) => i !== axis), axis]);
    const rows = tf.reshape(last, [x.shape[0] ?? 1, -1, x.shape[axis] ?? 1]) as tf.Tensor3D;
    if (this.config.normalize !== true) return rows;
    // Added, where Keras takes the maximum, whose gradient tfjs lacks when it broadcasts.
    return tf.mul(rows, tf.rsqrt(tf.add(tf.sum(tf.square(rows), 2, true), 1e-12)));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

/** A shape without its batch and this axis. */
const without = (shape: Shape, axis: number): Shape => shape.filter((_, i) => i !== 0 && i !== axis);

tf.serialization.registerClass(Dot);

/** A `Dot` layer. */
export const dot = (config: DotConfig = {}): Dot => new Dot(config);
