// PositionalEmbedding: adds to every step of a sequence numbers that tell where it stands, learned or of sines. (Vaswani et al. 2017)

import * as tf from '@tensorflow/tfjs';
import { initializerConfig, initializerOf, type Initializer, type InitializerLike } from './initializers.ts';
import { baseArgs, single, singleShape, type LayerConfig, type Shape, type Weight } from './layer.ts';
import { perShape } from './per.ts';

export interface PositionalEmbeddingConfig extends LayerConfig {
  /** Default 'learned'. */
  readonly kind?: 'learned' | 'sines';
  readonly embeddingsInitializer?: InitializerLike;
}

export class PositionalEmbedding extends tf.layers.Layer {
  static className = 'NetloomPositionalEmbedding';
  private readonly config: PositionalEmbeddingConfig;
  private readonly initializer: Initializer;
  private embeddings: Weight | undefined;

  constructor(config: PositionalEmbeddingConfig = {}) {
    super(baseArgs(config));
    this.config = config;
    this.initializer = initializerOf(config.embeddingsInitializer, 'randomUniform');
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = perShape(singleShape(inputShape), 'element', 'PositionalEmbedding');
    if (this.config.kind !== 'sines') this.embeddings = this.addWeight('embeddings', shape, 'float32', this.initializer);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return singleShape(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single<tf.Tensor3D>(inputs);
      const table = this.embeddings?.read() ?? tf.tensor2d(sines(x.shape[1], x.shape[2]), [x.shape[1], x.shape[2]]);
      return tf.add(x, tf.expandDims(table, 0));
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

/** Feature 2i of step p is sin(p / 10000^(2i / features)), feature 2i + 1 its cosine. */
function sines(length: number, features: number): Float32Array {
  return Float32Array.from({ length: length * features }, (_, at) => {
    const feature = at % features;
    const angle = Math.floor(at / features) / 10000 ** ((feature - (feature % 2)) / features);
    return feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}

tf.serialization.registerClass(PositionalEmbedding);

/** A `PositionalEmbedding` layer for `[batch, length, features]`. */
export const positionalEmbedding = (config: PositionalEmbeddingConfig = {}): PositionalEmbedding => new PositionalEmbedding(config);
