// MultiHeadAttention: every step of a sequence takes a weighted mean of the steps of another one, or of its own. (Vaswani et al. 2017)

import * as tf from '@tensorflow/tfjs';
import { initializerConfig, initializerOf, type Initializer, type InitializerLike } from './initializers.ts';
import { baseArgs, channelsOf, type LayerConfig, type Shape, type Weight } from './layer.ts';

export interface MultiHeadAttentionConfig extends LayerConfig {
  readonly numHeads: number;
  /** Length of query, key and value of a head. */
  readonly keyDim: number;
  /** Default true. */
  readonly useBias?: boolean;
  /** Whether a step sees only itself and earlier ones; default false. */
  readonly causal?: boolean;
  readonly queryInitializer?: InitializerLike;
  readonly keyInitializer?: InitializerLike;
  readonly valueInitializer?: InitializerLike;
  readonly outputInitializer?: InitializerLike;
}

const parts = ['query', 'key', 'value', 'output'] as const;
type Part = (typeof parts)[number];

export class MultiHeadAttention extends tf.layers.Layer {
  static className = 'NetloomMultiHeadAttention';
  private readonly config: MultiHeadAttentionConfig;
  private readonly initializers: Readonly<Record<Part, Initializer>>;
  private readonly kernels = new Map<Part, Weight>();
  private readonly biases = new Map<Part, Weight>();

  constructor(config: MultiHeadAttentionConfig) {
    super(baseArgs(config));
    this.config = config;
    const given = (part: Part): Initializer => initializerOf(config[`${part}Initializer`], 'glorotUniform');
    this.initializers = { query: given('query'), key: given('key'), value: given('value'), output: given('output') };
  }

  override build(inputShape: Shape | Shape[]): void {
    const [query, source] = pairOf(inputShape);
    const width = this.config.numHeads * this.config.keyDim;
    const [own, other] = [channelsOf(query, 'MultiHeadAttention'), channelsOf(source, 'MultiHeadAttention')];
    for (const part of parts) {
      const [from, to] = part === 'query' ? [own, width] : part === 'output' ? [width, own] : [other, width];
      this.kernels.set(part, this.addWeight(`${part}_kernel`, [from, to], 'float32', this.initializers[part]));
      if (this.config.useBias !== false) this.biases.set(part, this.addWeight(`${part}_bias`, [to], 'float32', tf.initializers.zeros()));
    }
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return pairOf(inputShape)[0];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [x, source = x] = (Array.isArray(inputs) ? inputs : [inputs]) as [tf.Tensor3D, tf.Tensor3D?];
      const { numHeads, keyDim } = this.config;
      const [queries, keys, values] = [this.heads(x, 'query'), this.heads(source, 'key'), this.heads(source, 'value')];
      const scores = tf.mul(tf.matMul(queries, keys, false, true), 1 / Math.sqrt(keyDim));
      const shares = tf.softmax(this.config.causal === true ? tf.add(scores, hidden(scores.shape[1] ?? 0, scores.shape[2] ?? 0)) : scores);
      const seen = tf.reshape(tf.matMul(shares, values), [x.shape[0], numHeads, x.shape[1], keyDim]);
      return this.project(tf.reshape(tf.transpose(seen, [0, 2, 1, 3]), [x.shape[0], x.shape[1], numHeads * keyDim]), 'output');
    });
  }

  /** `[batch, length, features]` times the kernel of a part. */
  private project(x: tf.Tensor, part: Part): tf.Tensor {
    const kernel = this.kernels.get(part)!.read() as tf.Tensor2D;
    const rows = tf.matMul(tf.reshape(x, [-1, kernel.shape[0]]) as tf.Tensor2D, kernel);
    const bias = this.biases.get(part)?.read();
    return tf.reshape(bias === undefined ? rows : tf.add(rows, bias), [x.shape[0] ?? 1, x.shape[1] ?? 1, kernel.shape[1]]);
  }

  /** `[batch·heads, length, keyDim]`. */
  private heads(x: tf.Tensor, part: Part): tf.Tensor3D {
    const { numHeads, keyDim } = this.config;
    const [batch = 1, length = 1] = x.shape;
    return tf.reshape(tf.transpose(tf.reshape(this.project(x, part), [batch, length, numHeads, keyDim]), [0, 2, 1, 3]), [batch * numHeads, length, keyDim]) as tf.Tensor3D;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...(this.config as unknown as tf.serialization.ConfigDict),
      name: this.name,
      ...Object.fromEntries(parts.map((part) => [`${part}Initializer`, initializerConfig(this.initializers[part])])),
    };
  }
}

/** Shapes of the sequence that asks and of the one that answers, which may be the same. */
function pairOf(shapes: Shape | Shape[]): [Shape, Shape] {
  const [query, source] = Array.isArray(shapes[0]) ? (shapes as Shape[]) : [shapes as Shape];
  return [query!, source ?? query!];
}

/** −1e9 where step `row` must not see step `column`, else 0; `[1, rows, columns]`. */
const hidden = (rows: number, columns: number): tf.Tensor3D =>
  tf.tensor3d(Float32Array.from({ length: rows * columns }, (_, i) => (i % columns > Math.floor(i / columns) ? -1e9 : 0)), [1, rows, columns]);

tf.serialization.registerClass(MultiHeadAttention);

/** A `MultiHeadAttention` layer of one sequence, or of the one that asks and the one that answers. */
export const multiHeadAttention = (config: MultiHeadAttentionConfig): MultiHeadAttention => new MultiHeadAttention(config);
