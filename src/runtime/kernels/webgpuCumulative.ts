// Running sums and products on WebGPU. tfjs's are wrong in reverse where the axis's length is no power of two, and throw from rank 5 on.

import * as tf from '@tensorflow/tfjs';
import { aboutAxis, fromAxis } from '../window.ts';
import { input, replaceKernel, resultOf } from './replaceKernel.ts';

export function webgpuCumulative(): void {
  for (const name of ['Cumsum', 'Cumprod']) {
    replaceKernel(name, 'webgpu', (original) => (args) => {
      const { axis, exclusive, reverse } = args.attrs as unknown as tf.CumsumAttrs;
      const x = input(args, 'x');
      const at = (axis + x.rank) % x.rank;
      return tf.tidy(() => {
        const about = aboutAxis(x, at);
        const forward = { ...args, inputs: { x: reverse ? tf.reverse(about, 1) : about }, attrs: { axis: 1, exclusive, reverse: false } };
        const y = resultOf(original!, forward) as tf.Tensor3D;
        return fromAxis(reverse ? tf.reverse(y, 1) : y, at, x.shape);
      });
    });
  }
}
