// A convolution over a volume `[batch, depth, height, width, channels]`.

import * as tf from '@tensorflow/tfjs';
import { Convolution, type ConvolutionConfig } from './convolution.ts';

export class Conv3D extends Convolution {
  static className = 'NetloomConv3D';

  constructor(config: ConvolutionConfig) {
    super(config, 3);
  }
}

tf.serialization.registerClass(Conv3D);

/** A `Conv3D` layer. */
export const conv3d = (config: ConvolutionConfig): Conv3D => new Conv3D(config);
