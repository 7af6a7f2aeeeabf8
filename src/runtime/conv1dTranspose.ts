// A transposed convolution over a sequence `[batch, length, channels]`.

import * as tf from '@tensorflow/tfjs';
import { TransposedConvolution, type TransposedConvolutionConfig } from './transposedConvolution.ts';

export class Conv1DTranspose extends TransposedConvolution {
  static className = 'NetloomConv1DTranspose';

  constructor(config: TransposedConvolutionConfig) {
    super(config, 1);
  }
}

tf.serialization.registerClass(Conv1DTranspose);

/** A `Conv1DTranspose` layer. */
export const conv1dTranspose = (config: TransposedConvolutionConfig): Conv1DTranspose => new Conv1DTranspose(config);
