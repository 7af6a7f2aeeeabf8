// Embedding: rows of a learned table, at any rank, with a gradient on every backend.

import * as tf from '@tensorflow/tfjs';
import { initializerConfig, initializerOf, type Initializer, type InitializerLike } from './initializers.ts';
import { baseArgs, single, singleShape, type LayerConfig, type Shape, type Weight } from './layer.ts';

export interface EmbeddingConfig extends LayerConfig {
  /** How many rows the table has; numbers outside are taken for the nearest row. */
  readonly inputDim: number;
  /** Length of a row. */
  readonly outputDim: number;
  readonly embeddingsInitializer?: InitializerLike;
}

export class Embedding extends tf.layers.Layer {
  static className = 'NetloomEmbedding';
  private readonly config: EmbeddingConfig;
  private readonly initializer: Initializer;
  private embeddings: Weight | undefined;

  constructor(config: EmbeddingConfig) {
    super(baseArgs(config));
    this.config = config;
    this.initializer = initializerOf(config.embeddingsInitializer, 'randomUniform');
  }

  override build(): void {
    this.embeddings = this.addWeight('embeddings', [this.config.inputDim, this.config.outputDim], 'float32', this.initializer);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [...singleShape(inputShape), this.config.outputDim];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor>(inputs);
      const numbers = tf.cast(tf.clipByValue(tf.reshape(x, [-1]), 0, this.config.inputDim - 1), 'int32') as tf.Tensor1D;
      return tf.reshape(rowsOf(this.embeddings!.read() as tf.Tensor2D, numbers), [...x.shape, this.config.outputDim]);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...(this.config as unknown as tf.serialization.ConfigDict),
      name: this.name,
      embeddingsInitializer: initializerConfig(this.initializer),
    };
  }
}

/** `table[numbers]`. A row's gradient is the sum over its uses; where the backend cannot sum by number, by a product with the one-hot code. */
function rowsOf(table: tf.Tensor2D, numbers: tf.Tensor1D): tf.Tensor2D {
  const rows = table.shape[0];
  const run = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    (args[1] as tf.GradSaveFunc)([numbers]);
    return {
      value: tf.gather(args[0] as tf.Tensor2D, numbers),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const ids = saved[0] as tf.Tensor1D;
        if (tf.getKernel('UnsortedSegmentSum', tf.getBackend()) !== undefined) return [tf.unsortedSegmentSum(dy, ids, rows)];
        return [tf.matMul(tf.cast(tf.oneHot(ids, rows), 'float32') as tf.Tensor2D, dy as tf.Tensor2D, true)];
      },
    };
  });
  return run(table) as tf.Tensor2D;
}

tf.serialization.registerClass(Embedding);

/** An `Embedding` layer: whole numbers of any shape → the same shape and `outputDim`. */
export const embedding = (config: EmbeddingConfig): Embedding => new Embedding(config);
