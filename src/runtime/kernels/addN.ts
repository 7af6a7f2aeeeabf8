// AddN on WebGPU, at most 7 tensors at a time. tfjs binds them all at once; a ninth storage buffer is over the default limit, and
// the sum is garbage. The gradient of a tensor with many consumers, as in a dense block, is such a sum.

import * as tf from '@tensorflow/tfjs';
import { replaceKernel } from './replaceKernel.ts';

/** The result takes the eighth buffer. */
const AT_ONCE = 7;

export function addNInParts(): void {
  replaceKernel('AddN', 'webgpu', (original) => (args) => {
    const terms = args.inputs as unknown as tf.Tensor[];
    if (terms.length <= AT_ONCE) return original!(args);
    return tf.tidy(() => {
      let sum = tf.addN(terms.slice(0, AT_ONCE));
      for (let at = AT_ONCE; at < terms.length; at += AT_ONCE - 1) sum = tf.addN([sum, ...terms.slice(at, at + AT_ONCE - 1)]);
      return sum;
    });
  });
}
