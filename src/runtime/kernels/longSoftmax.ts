// Softmax of more rows than a dispatch is long (65,535) on WebGPU, composed. tfjs dispatches one workgroup per row and corrupts the
// last rows beyond that limit: a segmentation of 256×256 pixels at batch 2 is enough.

import * as tf from '@tensorflow/tfjs';
import { input, replaceKernel } from './replaceKernel.ts';
import { dispatchLimit } from './webgpuBackend.ts';

export function longSoftmax(): void {
  replaceKernel('Softmax', 'webgpu', (original) => (args) => {
    const logits = input(args, 'logits');
    const columns = logits.shape.at(-1) ?? 1;
    if (logits.size / columns <= dispatchLimit()) return original!(args);
    return tf.tidy(() => {
      const rows = tf.reshape(logits, [-1, columns]);
      const exponentials = tf.exp(tf.sub(rows, tf.max(rows, 1, true)));
      return tf.reshape(tf.div(exponentials, tf.sum(exponentials, 1, true)), logits.shape);
    });
  });
}
