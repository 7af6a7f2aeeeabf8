// A transposed convolution over a map `[batch, height, width, channels]`.

import * as tf from '@tensorflow/tfjs';
import { TransposedConvolution, type TransposedConvolutionConfig } from './transposedConvolution.ts';

export class Conv2DTranspose extends TransposedConvolution {
  static className = 'NetloomConv2DTranspose';

  constructor(config: TransposedConvolutionConfig) {
    super(config, 2);
  }
}

tf.serialization.registerClass(Conv2DTranspose);

/** A `Conv2DTranspose` layer. */
export const conv2dTranspose = (config: TransposedConvolutionConfig): Conv2DTranspose => new Conv2DTranspose(config);
