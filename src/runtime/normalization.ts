// Normalization by the mean and the deviation of the training samples, measured once before training. Keras's Normalization.

import * as tf from '@tensorflow/tfjs';
import { baseArgs, single, singleShape, type LayerConfig, type Shape, type Weight } from './layer.ts';
import { perShape, withPer, type Per } from './per.ts';

export interface NormalizationConfig extends LayerConfig {
  /** What has a mean and a deviation of its own; default a channel. */
  readonly per?: Per;
}

/** Variances below it are rounding: a pixel that is the same in all samples stays what it is. */
const SMALLEST = 1e-12;

export class Normalization extends tf.layers.Layer {
  static className = 'NetloomNormalization';
  private readonly config: NormalizationConfig;
  private mean: Weight | undefined;
  private variance: Weight | undefined;

  constructor(config: NormalizationConfig = {}) {
    super(baseArgs(config));
    this.config = config;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = perShape(singleShape(inputShape), this.config.per ?? 'channel', 'Normalization');
    this.mean = this.addWeight('mean', shape, 'float32', tf.initializers.zeros(), undefined, false);
    this.variance = this.addWeight('variance', shape, 'float32', tf.initializers.ones(), undefined, false);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return singleShape(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const numbers = [this.mean!.read(), tf.rsqrt(this.variance!.read())];
      return withPer(single<tf.Tensor>(inputs), this.config.per ?? 'channel', numbers, (x, [mean, inverse]) => tf.mul(tf.sub(x, mean!), inverse!));
    });
  }

  /**
   * Measures what arrives at this layer. In double precision, sample by sample: sums of many squares would lose their digits in single.
   * @param batches tensors of the layer's input shape; each is disposed
   */
  async adapt(batches: AsyncIterable<tf.Tensor>): Promise<void> {
    const count = this.mean!.shape.reduce<number>((a, b) => a * (b ?? 1), 1);
    const [mean, squares] = [new Float64Array(count), new Float64Array(count)];
    let seen = 0;
    for await (const batch of batches) {
      const values = await batch.data();
      batch.dispose();
      // Welford 1962: mean and squared deviations from it, one value after another.
      for (let start = 0; start < values.length; start += count) {
        seen++;
        for (let i = 0; i < count; i++) {
          const value = values[start + i]!;
          const distance = value - mean[i]!;
          mean[i]! += distance / seen;
          squares[i]! += distance * (value - mean[i]!);
        }
      }
    }
    if (seen === 0) return;
    tf.tidy(() => {
      this.mean!.write(tf.tensor(Float32Array.from(mean), this.mean!.shape as number[]));
      this.variance!.write(tf.tensor(Float32Array.from(squares, (sum) => (sum / seen < SMALLEST ? 1 : sum / seen)), this.variance!.shape as number[]));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

tf.serialization.registerClass(Normalization);

/** A `Normalization` layer: (x − mean) / deviation. Until {@link Normalization.adapt} it changes nothing. */
export const normalization = (config: NormalizationConfig = {}): Normalization => new Normalization(config);
