// A convolution over a sequence `[batch, length, channels]`.

import * as tf from '@tensorflow/tfjs';
import { Convolution, type ConvolutionConfig } from './convolution.ts';

export class Conv1D extends Convolution {
  static className = 'NetloomConv1D';

  constructor(config: ConvolutionConfig) {
    super(config, 1);
  }
}

tf.serialization.registerClass(Conv1D);

/** A `Conv1D` layer. */
export const conv1d = (config: ConvolutionConfig): Conv1D => new Conv1D(config);
