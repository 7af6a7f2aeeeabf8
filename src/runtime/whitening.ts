// Whitening: numbers that vary together in the training samples become numbers that don't, each with variance 1. Measured once, before training.

import * as tf from '@tensorflow/tfjs';
import { Covariance } from './covariance.ts';
import { identity } from './drawnInitializers.ts';
import { baseArgs, channelsOf, single, singleShape, type LayerConfig, type Shape, type Weight } from './layer.ts';
import { symmetricEigen } from './symmetricEigen.ts';

export interface WhiteningConfig extends LayerConfig {
  /** 'zca' (default) turns back into the axes it came from, 'pca' gives the components, the one that varies most first. */
  readonly kind?: 'zca' | 'pca';
  /** What is whitened together: all numbers of a sample (default), or the channels of each pixel. */
  readonly per?: 'element' | 'channel';
  /** How many components pca keeps; default all. */
  readonly components?: number;
  /** Added to every variance; default 0.001. */
  readonly epsilon?: number;
}

export class Whitening extends tf.layers.Layer {
  static className = 'NetloomWhitening';
  private readonly config: WhiteningConfig;
  private mean: Weight | undefined;
  private matrix: Weight | undefined;

  constructor(config: WhiteningConfig = {}) {
    super(baseArgs(config));
    this.config = config;
  }

  override build(inputShape: Shape | Shape[]): void {
    const features = this.features(singleShape(inputShape));
    const kept = this.kept(features);
    this.mean = this.addWeight('mean', [features], 'float32', tf.initializers.zeros(), undefined, false);
    this.matrix = this.addWeight('matrix', [features, kept], 'float32', identity(), undefined, false);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const input = singleShape(inputShape);
    if (this.config.kind !== 'pca') return input;
    const kept = this.kept(this.features(input));
    return this.config.per === 'channel' ? [...input.slice(0, -1), kept] : [input[0] ?? null, kept];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      const rows = this.rowsOf(x);
      const y = tf.matMul(tf.sub(rows, this.mean!.read()), this.matrix!.read() as tf.Tensor2D);
      return tf.reshape(y, this.computeOutputShape(x.shape) as number[]);
    });
  }

  /**
   * Measures what arrives at this layer.
   * @param batches tensors of the layer's input shape; each is disposed
   */
  async adapt(batches: AsyncIterable<tf.Tensor>): Promise<void> {
    const [features = 0, kept = 0] = this.matrix!.shape as number[];
    const measured = new Covariance(features);
    for await (const batch of batches) {
      const rows = this.rowsOf(batch);
      await measured.add(rows);
      tf.dispose([rows, batch]);
    }
    const result = measured.result();
    if (result === null) return;
    const { epsilon = 0.001, kind = 'zca' } = this.config;
    const matrix = whiteningMatrix(result.covariance, features, kept, epsilon, kind);
    tf.tidy(() => {
      this.mean!.write(tf.tensor1d(Float32Array.from(result.mean)));
      this.matrix!.write(tf.tensor2d(matrix, [features, kept]));
    });
  }

  /** `[samples or pixels, features]` */
  private rowsOf(x: tf.Tensor): tf.Tensor2D {
    return tf.reshape(x, [-1, this.features(x.shape)]) as tf.Tensor2D;
  }

  private features(input: Shape): number {
    if (this.config.per === 'channel') return channelsOf(input, 'Whitening');
    return input.slice(1).reduce<number>((count, dim) => {
      if (dim === null) throw new Error(`Whitening needs a known size but got [${input.join(', ')}].`);
      return count * dim;
    }, 1);
  }

  private kept(features: number): number {
    return this.config.kind === 'pca' ? Math.min(this.config.components ?? features, features) : features;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.config as unknown as tf.serialization.ConfigDict), name: this.name };
  }
}

/**
 * With the covariance's eigenvectors V and variances λ: `V·diag(1 / √(λ + ε))` for pca, and that times `Vᵀ` for zca,
 * of all matrices that whiten the one that changes the numbers least. (Bell and Sejnowski 1997)
 * @returns `features × kept`, row-major
 */
function whiteningMatrix(covariance: Float64Array, features: number, kept: number, epsilon: number, kind: 'zca' | 'pca'): Float32Array {
  const { values, vectors } = symmetricEigen(covariance, features);
  // What rounding has made of a variance of 0 may lie below it.
  const scales = values.map((variance) => 1 / Math.sqrt(Math.max(variance, 0) + epsilon));
  const matrix = new Float64Array(features * kept);
  for (let c = 0; c < features; c++) {
    const vector = vectors.subarray(c * features, (c + 1) * features);
    for (let i = 0; i < features; i++) {
      const scaled = vector[i]! * scales[c]!;
      if (kind === 'zca') for (let j = 0; j < features; j++) matrix[i * kept + j]! += scaled * vector[j]!;
      else if (c < kept) matrix[i * kept + c] = scaled;
    }
  }
  return Float32Array.from(matrix);
}

tf.serialization.registerClass(Whitening);

/** A `Whitening` layer: (x − mean)·matrix. Until {@link Whitening.adapt} it changes nothing but, with fewer components, cuts off the rest. */
export const whitening = (config: WhiteningConfig = {}): Whitening => new Whitening(config);
