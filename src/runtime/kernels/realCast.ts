// A cast from bool or int32 to float32 on WebGPU, computed. tfjs only renames the type and keeps the buffer of integers; a kernel that
// copies values as they are, such as the transpose before a sum over any but the last axis, then does not compile and yields garbage.

import * as tf from '@tensorflow/tfjs';
import { input, replaceKernel, resultOf } from './replaceKernel.ts';

export function realCast(): void {
  replaceKernel('Cast', 'webgpu', (original) => (args) => {
    const x = input(args, 'x');
    if (args.attrs?.['dtype'] !== 'float32' || (x.dtype !== 'bool' && x.dtype !== 'int32')) return original!(args);
    // Elementwise programs read integers as floats and write a buffer of floats.
    return tf.tidy(() => {
      return tf.add(resultOf(original!, args), tf.scalar(0, 'float32'));
    });
  });
}
