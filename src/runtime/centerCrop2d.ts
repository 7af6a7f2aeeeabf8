// The middle of a first map, as high and wide as a second one: the original U-Net's copy-and-crop. Where the difference is odd, the
// larger part is cut off at the bottom and right.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, type LayerConfig, type Shape } from './layer.ts';
import { several, severalShapes } from './merges.ts';

type Four = [number, number, number, number];

export class CenterCrop2D extends tf.layers.Layer {
  static className = 'NetloomCenterCrop2D';

  constructor(config: LayerConfig = {}) {
    super(baseArgs(config));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [map, like] = severalShapes(inputShape, 'CenterCrop2D');
    return [map[0] ?? null, like[1] ?? null, like[2] ?? null, map[3] ?? null];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [map, like] = several(inputs, 'CenterCrop2D') as [tf.Tensor4D, tf.Tensor4D];
      const size = [map.shape[0], like.shape[1], like.shape[2], map.shape[3]] as Four;
      const start = [0, Math.floor((map.shape[1] - size[1]) / 2), Math.floor((map.shape[2] - size[2]) / 2), 0] as Four;
      return crop(map, like, start, size);
    });
  }
}

/** A slice; the map that only gives its size has a gradient of 0, not none. */
function crop(map: tf.Tensor4D, like: tf.Tensor4D, start: Four, size: Four): tf.Tensor {
  const run = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => ({
    value: tf.slice(args[0] as tf.Tensor4D, start, size),
    gradFunc: (dy: tf.Tensor) => [
      tf.pad(dy, map.shape.map((length, i): [number, number] => [start[i] ?? 0, length - (start[i] ?? 0) - (size[i] ?? 0)])),
      tf.zeros(like.shape),
    ],
  }));
  return run(map, like);
}

tf.serialization.registerClass(CenterCrop2D);

/** A `CenterCrop2D` layer. */
export const centerCrop2d = (config: LayerConfig = {}): CenterCrop2D => new CenterCrop2D(config);
