// Mean and covariance of rows that come batch by batch: products on the device, sums in double precision.

import * as tf from '@tensorflow/tfjs';

/** Rows whose products are summed in single precision, before the sum goes on in double. */
const ROWS_AT_ONCE = 4096;

export class Covariance {
  private readonly columns: number;
  /** The mean of the first rows: products of what is left are small, so that their sums keep their digits. */
  private center: Float32Array | undefined;
  private readonly sums: Float64Array;
  private readonly products: Float64Array;
  private rows = 0;

  constructor(columns: number) {
    this.columns = columns;
    this.sums = new Float64Array(columns);
    this.products = new Float64Array(columns * columns);
  }

  /** @param rows `[rows, columns]`; not disposed */
  async add(rows: tf.Tensor2D): Promise<void> {
    for (let start = 0; start < rows.shape[0]; start += ROWS_AT_ONCE) {
      const part = tf.slice(rows, [start, 0], [Math.min(ROWS_AT_ONCE, rows.shape[0] - start), this.columns]);
      const values = (await part.data()) as Float32Array;
      const center = (this.center ??= meanOf(values, this.columns));
      for (let i = 0; i < values.length; i++) this.sums[i % this.columns]! += values[i]! - center[i % this.columns]!;
      const products = tf.tidy(() => {
        const centered = tf.sub(part, center);
        return tf.matMul(centered, centered, true);
      });
      const found = await products.data();
      for (let i = 0; i < found.length; i++) this.products[i]! += found[i]!;
      this.rows += part.shape[0];
      tf.dispose([part, products]);
    }
  }

  /** `null` before the first row. `covariance` is `columns × columns`, row-major. */
  result(): { readonly mean: Float64Array; readonly covariance: Float64Array } | null {
    const { center, sums, products, rows, columns } = this;
    if (center === undefined) return null;
    const moved = sums.map((sum) => sum / rows);
    return {
      mean: moved.map((distance, i) => center[i]! + distance),
      covariance: products.map((product, i) => product / rows - moved[Math.floor(i / columns)]! * moved[i % columns]!),
    };
  }
}

function meanOf(values: Float32Array, columns: number): Float32Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) sums[i % columns]! += values[i]!;
  return Float32Array.from(sums, (sum) => (sum * columns) / values.length);
}
