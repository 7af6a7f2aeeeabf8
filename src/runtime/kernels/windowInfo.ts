// The sizes that a convolution's or pooling's gradient kernel is called with, from tfjs's attributes.

import * as tf from '@tensorflow/tfjs';

/** What tfjs's ops pass to their gradient kernels. */
export interface WindowAttributes {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  /** None in a depthwise convolution that was called without: `null`. */
  readonly dilations?: number | [number, number] | null;
}

/** The same of a pooling. */
export interface PoolAttributes extends WindowAttributes {
  readonly filterSize: number | [number, number];
}

export type WindowInfo = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/** Channels last. `input` is `[batch, h, w, channels]`, `filter` `[h, w, in, out]`. */
export function convolutionInfo(input: readonly number[], filter: readonly number[], attributes: WindowAttributes, depthwise = false): WindowInfo {
  const { strides, pad, dimRoundingMode, dilations } = attributes;
  return tf.backend_util.computeConv2DInfo(
    input as [number, number, number, number],
    filter as [number, number, number, number],
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
  );
}

/** Of a 2-D pooling over `[batch, h, w, channels]`. */
export function poolingInfo(input: readonly number[], { filterSize, strides, pad, dimRoundingMode }: PoolAttributes): WindowInfo {
  return tf.backend_util.computePool2DInfo(input as [number, number, number, number], filterSize, strides, 1, pad, dimRoundingMode);
}
