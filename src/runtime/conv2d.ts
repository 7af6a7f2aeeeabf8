// A convolution over a map `[batch, height, width, channels]`.

import * as tf from '@tensorflow/tfjs';
import { Convolution, type ConvolutionConfig } from './convolution.ts';

export class Conv2D extends Convolution {
  static className = 'NetloomConv2D';

  constructor(config: ConvolutionConfig) {
    super(config, 2);
  }
}

tf.serialization.registerClass(Conv2D);

/** A `Conv2D` layer. */
export const conv2d = (config: ConvolutionConfig): Conv2D => new Conv2D(config);
