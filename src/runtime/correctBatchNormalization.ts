// tfjs's own BatchNormalization layer, computed as Netloom's: in training it crashes without scale or center, takes about 49 GPU programs,
// is wrong about any axis but the last, and knows no volumes. It stays the layer it is, so that saved models need no runtime.

import * as tf from '@tensorflow/tfjs';
import { single, type CallOptions } from './layer.ts';
import { normalizeRows, type BatchNormalizing } from './normalizeBatch.ts';

/** The part of tfjs's layer that is used here. */
interface StockBatchNormalization extends BatchNormalizing {
  readonly axis: number;
}

type Call = (this: StockBatchNormalization, inputs: tf.Tensor | tf.Tensor[], options?: CallOptions) => tf.Tensor;

let isCorrected = false;

/** Calling it again changes nothing. */
export function correctBatchNormalization(): void {
  if (isCorrected) return;
  isCorrected = true;
  const [stock] = tf.serialization.SerializationMap.getMap().classNameMap['BatchNormalization']!;
  const prototype = stock.prototype as unknown as { call: Call };
  prototype.call = corrected(prototype.call);
}

/** The ranks that tfjs can normalize. */
const LARGEST_RANK = 4;

const corrected = (original: Call): Call =>
  function (inputs, options = {}) {
    const x = single<tf.Tensor>(inputs);
    const axis = this.axis < 0 ? this.axis + x.rank : this.axis;
    const isLast = axis === x.rank - 1;
    // There is nothing wrong with that, and a saved model gives the same bits without the runtime.
    if (options.training !== true && isLast && x.rank <= LARGEST_RANK) return original.call(this, inputs, options);
    return tf.tidy(() => {
      const order = [...x.shape.keys()].filter((i) => i !== axis).concat(axis);
      const last = isLast ? x : tf.transpose(x, order);
      const rows = tf.reshape(last, [-1, x.shape[axis] ?? 1]) as tf.Tensor2D;
      const y = tf.reshape(normalizeRows(rows, this, options.training === true), last.shape);
      return isLast ? y : tf.transpose(y, order.map((_, i) => order.indexOf(i)));
    });
  };
