// Gradients of dilated convolutions, at which tfjs throws, and of a transposed volume's, of which it has none. A dilated kernel is a
// larger one with zeros between its taps, and that one's gradient is known.

import * as tf from '@tensorflow/tfjs';
import type { WindowAttributes } from '../kernels/windowInfo.ts';
import { stuffed } from '../window.ts';
import { replaceGradient } from './replaceGradient.ts';

const backwards = {
  Conv2D: ['Conv2DBackpropInput', 'Conv2DBackpropFilter'],
  DepthwiseConv2dNative: ['DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'],
} as const;

export function convolutionGradients(): void {
  for (const name of ['Conv2D', 'DepthwiseConv2dNative'] as const) {
    replaceGradient(name, ['x', 'filter'], (original) => (dy, saved, attributes) => {
      const { strides, pad, dataFormat, dimRoundingMode, ...given } = attributes as unknown as WindowAttributes & { readonly dataFormat: 'NHWC' | 'NCHW' };
      const dilations = given.dilations ?? 1;
      const [down, right] = typeof dilations === 'number' ? [dilations, dilations] : dilations;
      if (down === 1 && right === 1) return original!(dy, saved, attributes);
      const [x, filter] = saved as [tf.Tensor, tf.Tensor4D];
      const dense = (): tf.Tensor4D => stuffed(filter, [down, right]);
      const run = (kernel: string, inputs: tf.NamedTensorMap, more: object): tf.Tensor =>
        tf.engine().runKernel(kernel, inputs, { strides, pad, dataFormat, dimRoundingMode, dilations: 1, ...more } as unknown as tf.NamedAttrMap) as tf.Tensor;
      const [ofInput, ofFilter] = backwards[name];
      return {
        x: () => run(ofInput, { dy, filter: dense() }, { inputShape: x.shape }),
        filter: () => {
          const slope = run(ofFilter, { x, dy }, { filterShape: dense().shape }) as tf.Tensor4D;
          // What belongs to the zeros between the taps is left out.
          return tf.stridedSlice(slope, [0, 0, 0, 0], slope.shape, [down, right, 1, 1]);
        },
      };
    });
  }
  replaceGradient('Conv3DBackpropInputV2', ['dy', 'filter'], () => (slope, [dy, filter], { strides, pad }) => ({
    dy: () => tf.conv3d(slope as tf.Tensor5D, filter as tf.Tensor5D, strides as [number, number, number], pad as 'same' | 'valid'),
    filter: () => tf.engine().runKernel('Conv3DBackpropFilterV2', { x: slope, dy: dy! }, { strides: strides as number[], pad: pad as string, filterShape: filter!.shape }) as tf.Tensor,
  }));
}
