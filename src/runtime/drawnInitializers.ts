// Initializers that tfjs lacks, or has for matrices only. Their draws follow from the seed alone.

import * as tf from '@tensorflow/tfjs';
import type { Initializer } from './initializers.ts';
import { gaussians, mix, randomStream } from './random.ts';

export interface SeededConfig {
  readonly seed?: number;
}
export interface SirenHiddenConfig extends SeededConfig {
  /** Angular frequency of the sine that follows; default 30. */
  readonly omega?: number;
}

// tfjs takes for an initializer only what extends its base class, which it does not export.
const Base = Object.getPrototypeOf(tf.initializers.zeros().constructor) as new () => Initializer;

abstract class Drawn<C extends SeededConfig> extends Base {
  protected readonly config: C;

  constructor(config: C) {
    super();
    this.config = config;
  }

  /** The values of a weight, row-major. @param rows window times inputs, i.e. the fan-in. @param columns its last axis */
  protected abstract draw(rows: number, columns: number, shape: readonly number[]): Float32Array;

  override apply(shape: number[]): tf.Tensor {
    const columns = shape.length > 1 ? (shape.at(-1) ?? 1) : 1;
    const size = shape.reduce((a, b) => a * b, 1);
    return tf.tensor(this.draw(size / columns, columns, shape), shape);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...(this.config as unknown as tf.serialization.ConfigDict) };
  }

  protected get key(): number {
    return mix(this.config.seed ?? 0);
  }
}

const uniform = (size: number, limit: number, seed: number): Float32Array => {
  const next = randomStream(seed);
  return Float32Array.from({ length: size }, () => (2 * next() - 1) * limit);
};

class SimpleXavier extends Drawn<SeededConfig> {
  static className = 'NetloomSimpleXavier';
  protected override draw(rows: number, columns: number): Float32Array {
    return gaussians(rows * columns, 0, Math.sqrt(1 / rows), this.key);
  }
}

class SirenFirst extends Drawn<SeededConfig> {
  static className = 'NetloomSirenFirst';
  protected override draw(rows: number, columns: number): Float32Array {
    return uniform(rows * columns, 1 / rows, this.config.seed ?? 0);
  }
}

class SirenHidden extends Drawn<SirenHiddenConfig> {
  static className = 'NetloomSirenHidden';
  protected override draw(rows: number, columns: number): Float32Array {
    return uniform(rows * columns, Math.sqrt(6 / rows) / (this.config.omega ?? 30), this.config.seed ?? 0);
  }
}

class Orthogonal extends Drawn<SeededConfig> {
  static className = 'NetloomOrthogonal';
  protected override draw(rows: number, columns: number): Float32Array {
    const [long, short] = rows >= columns ? [rows, columns] : [columns, rows];
    const vectors = orthonormal(short, long, this.key);
    const values = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) values[row * columns + column] = (rows >= columns ? vectors[column]?.[row] : vectors[row]?.[column]) ?? 0;
    return values;
  }
}

/** `count` vectors of length 1 at right angles to each other. (Gram and Schmidt, twice: once is not enough in floating point) */
function orthonormal(count: number, length: number, key: number): readonly Float64Array[] {
  const vectors: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const vector = Float64Array.from(gaussians(length, 0, 1, mix(key + i)));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors) {
        let product = 0;
        for (let j = 0; j < length; j++) product += vector[j]! * other[j]!;
        for (let j = 0; j < length; j++) vector[j]! -= product * other[j]!;
      }
      const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
      for (let j = 0; j < length; j++) vector[j]! /= norm;
    }
    vectors.push(vector);
  }
  return vectors;
}

class IdentityKernel extends Drawn<Record<string, never>> {
  static className = 'NetloomIdentity';
  protected override draw(rows: number, columns: number, shape: readonly number[]): Float32Array {
    const inputs = shape.length > 1 ? (shape.at(-2) ?? 1) : rows;
    const window = shape.slice(0, -2);
    // The tap in the middle of the window, row-major.
    const middle = window.reduce((at, size) => at * size + Math.floor(size / 2), 0);
    const values = new Float32Array(rows * columns);
    for (let i = 0; i < Math.min(inputs, columns); i++) values[(middle * inputs + i) * columns + i] = 1;
    return values;
  }
}

type Registered = Parameters<typeof tf.serialization.registerClass>[0];
for (const one of [SimpleXavier, SirenFirst, SirenHidden, Orthogonal, IdentityKernel]) tf.serialization.registerClass(one as unknown as Registered);

/** Normal with the standard deviation √(1 / fanIn): the simple form of Xavier's. */
export const simpleXavier = (config: SeededConfig = {}): Initializer => new SimpleXavier(config);
/** Uniform within ±1 / fanIn: SIREN's first layer. (Sitzmann et al. 2020) */
export const sirenFirst = (config: SeededConfig = {}): Initializer => new SirenFirst(config);
/** Uniform within ±√(6 / fanIn) / omega: SIREN's other layers. */
export const sirenHidden = (config: SirenHiddenConfig = {}): Initializer => new SirenHidden(config);
/** Rows or columns, whichever are fewer, of length 1 at right angles; a kernel's window and inputs are its rows. (Saxe et al. 2014) */
export const orthogonal = (config: SeededConfig = {}): Initializer => new Orthogonal(config);
/** 1 where input and output have the same number, in the middle of the window; else 0: what comes in goes out. */
export const identity = (): Initializer => new IdentityKernel({});
