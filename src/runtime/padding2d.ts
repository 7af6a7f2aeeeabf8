// A frame around a map made of the map itself: mirrored or repeated. Made of slices, as tfjs's mirrorPad has a wrong gradient.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type LayerConfig, type Shape } from './layer.ts';
import { aboutAxis, fromAxis, type Borders } from './window.ts';

export type PaddingMode = 'reflect' | 'symmetric' | 'replicate';

export interface Padding2DConfig extends LayerConfig {
  /** `[[top, bottom], [left, right]]`. */
  readonly padding: Borders;
  /** reflect leaves the edge out of the mirror image, symmetric doubles it, replicate repeats it. */
  readonly mode: PaddingMode;
}

export class Padding2D extends tf.layers.Layer {
  static className = 'NetloomPadding2D';
  private readonly config: Padding2DConfig;

  constructor(config: Padding2DConfig) {
    super(baseArgs(config));
    this.config = config;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return singleShape(inputShape).map((length, i) => {
      const [before, after] = this.config.padding[i - 1] ?? [0, 0];
      return length === null ? null : length + before + after;
    });
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() =>
      this.config.padding.reduce<tf.Tensor>((y, [before, after], i) => {
        const about = aboutAxis(y, i + 1);
        const parts = [frame(about, before, true, this.config.mode), about, frame(about, after, false, this.config.mode)];
        return fromAxis(tf.concat(parts.filter((part) => part !== null), 1), i + 1, y.shape);
      }, single<tf.Tensor>(inputs)),
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

/** What goes before or after the middle axis; `null` for nothing. */
function frame(x: tf.Tensor3D, size: number, before: boolean, mode: PaddingMode): tf.Tensor3D | null {
  if (size === 0) return null;
  const [n, length, rest] = x.shape;
  if (mode === 'replicate') return tf.mul(tf.slice(x, [0, before ? 0 : length - 1, 0], [n, 1, rest]), tf.ones([1, size, 1]));
  const skipped = mode === 'reflect' ? 1 : 0;
  return tf.reverse(tf.slice(x, [0, before ? skipped : length - size - skipped, 0], [n, size, rest]), 1);
}

tf.serialization.registerClass(Padding2D);

/** A `Padding2D` layer. */
export const padding2d = (config: Padding2DConfig): Padding2D => new Padding2D(config);
