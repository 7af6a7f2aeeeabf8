// The largest value of every channel over all axes between batch and channels, at any rank. Keras's GlobalMaxPooling1D to 3D.
// The gradient of tfjs's max goes to every one of several equal maxima in full (after ReLU a whole map of zeros); here they share it.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type LayerConfig, type Shape } from './layer.ts';

export class GlobalMaxPooling extends tf.layers.Layer {
  static className = 'NetloomGlobalMaxPooling';

  constructor(config: LayerConfig = {}) {
    super(baseArgs(config));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const input = singleShape(inputShape);
    return [input[0] ?? null, input.at(-1) ?? null];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      return largest(tf.reshape(x, [x.shape[0] ?? 1, -1, x.shape.at(-1) ?? 1]) as tf.Tensor3D);
    });
  }
}

function largest(x: tf.Tensor3D): tf.Tensor {
  const run = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [x, save] = args as [tf.Tensor3D, tf.GradSaveFunc];
    const y = tf.max(x, 1, true);
    save([x, y]);
    return {
      value: tf.squeeze(y, [1]),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [x, y] = saved as [tf.Tensor3D, tf.Tensor3D];
        const winners = tf.cast(tf.equal(x, y), 'float32');
        return [tf.mul(winners, tf.div(tf.expandDims(dy, 1), tf.sum(winners, 1, true)))];
      },
    };
  });
  return run(x);
}

tf.serialization.registerClass(GlobalMaxPooling);

/** A `GlobalMaxPooling` layer. */
export const globalMaxPooling = (config: LayerConfig = {}): GlobalMaxPooling => new GlobalMaxPooling(config);
