// A transposed convolution over a volume `[batch, depth, height, width, channels]`.

import * as tf from '@tensorflow/tfjs';
import { TransposedConvolution, type TransposedConvolutionConfig } from './transposedConvolution.ts';

export class Conv3DTranspose extends TransposedConvolution {
  static className = 'NetloomConv3DTranspose';

  constructor(config: TransposedConvolutionConfig) {
    super(config, 3);
  }
}

tf.serialization.registerClass(Conv3DTranspose);

/** A `Conv3DTranspose` layer. */
export const conv3dTranspose = (config: TransposedConvolutionConfig): Conv3DTranspose => new Conv3DTranspose(config);
