// Undoes a max pooling: each value of a first map returns to where the largest pixel of its window was in a second, larger one. SegNet's.
// The place is found anew from the map that was pooled, the same on every backend: of equal pixels the first.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, type LayerConfig, type Shape } from './layer.ts';
import { several, severalShapes } from './merges.ts';
import { padMap, perAxis, type Pair, type PerAxis } from './window.ts';

export interface MaxUnpooling2DConfig extends LayerConfig {
  /** Pool size and stride of the pooling, which had no padding; default 2. */
  readonly poolSize?: PerAxis;
}

export class MaxUnpooling2D extends tf.layers.Layer {
  static className = 'NetloomMaxUnpooling2D';
  private readonly config: MaxUnpooling2DConfig;

  constructor(config: MaxUnpooling2DConfig = {}) {
    super(baseArgs(config));
    this.config = config;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [, pooled] = severalShapes(inputShape, 'MaxUnpooling2D');
    return pooled;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [x, pooled] = several(inputs, 'MaxUnpooling2D') as [tf.Tensor4D, tf.Tensor4D];
      return unpool(x, pooled, perAxis(this.config.poolSize, 2, 2) as Pair);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

function unpool(x: tf.Tensor4D, pooled: tf.Tensor4D, pool: Pair): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const [, fullHeight, fullWidth] = pooled.shape;
  // What no window reached stays empty.
  const rest: readonly Pair[] = [[0, fullHeight - height * pool[0]], [0, fullWidth - width * pool[1]]];
  const run = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [x, pooled, save] = args as [tf.Tensor4D, tf.Tensor4D, tf.GradSaveFunc];
    const seen = tf.slice(pooled, [0, 0, 0, 0], [batch, height * pool[0], width * pool[1], channels]);
    const largest = tf.cast(tf.equal(seen, repeat(tf.maxPool(seen, pool, pool, 'valid'), pool)), 'float32');
    // Places in a window count down from its first pixel, so that the first of equal ones has the largest number.
    const place = tf.mul(largest, countdown(height, width, pool)) as tf.Tensor4D;
    const first = tf.cast(tf.equal(place, repeat(tf.maxPool(place, pool, pool, 'valid'), pool)), 'float32');
    save([first]);
    return {
      value: padMap(tf.mul(repeat(x, pool), first), rest),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [first] = saved as [tf.Tensor4D];
        const slopes = tf.slice(dy as tf.Tensor4D, [0, 0, 0, 0], first.shape);
        const sum = tf.mul(tf.avgPool<tf.Tensor4D>(tf.mul(slopes, first), pool, pool, 'valid'), pool[0] * pool[1]);
        // The places do not change with the pixels, but for jumps.
        return [sum, tf.zeros([batch, fullHeight, fullWidth, channels])];
      },
    };
  });
  return run(x, pooled) as tf.Tensor4D;
}

/** Every pixel `pool` times. */
function repeat(x: tf.Tensor4D, [py, px]: Pair): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const wide = tf.mul(tf.reshape(x, [batch * height * width, 1, channels]), tf.ones([1, px, 1]));
  const tall = tf.mul(tf.reshape(wide, [batch * height, 1, width * px * channels]), tf.ones([1, py, 1]));
  return tf.reshape(tall, [batch, height * py, width * px, channels]);
}

/** `[1, height·py, width·px, 1]`: py·px to 1 in every window. */
function countdown(height: number, width: number, [py, px]: Pair): tf.Tensor4D {
  const [rows, columns] = [height * py, width * px];
  const values = Float32Array.from({ length: rows * columns }, (_, i) => py * px - (Math.floor(i / columns) % py) * px - ((i % columns) % px));
  return tf.tensor4d(values, [1, rows, columns, 1]);
}

tf.serialization.registerClass(MaxUnpooling2D);

/** A `MaxUnpooling2D` layer. */
export const maxUnpooling2d = (config: MaxUnpooling2DConfig = {}): MaxUnpooling2D => new MaxUnpooling2D(config);
