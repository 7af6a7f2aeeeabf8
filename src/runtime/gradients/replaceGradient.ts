// Registers the gradient of an op in place of the one tfjs came with. Knows no particular op.

import * as tf from '@tensorflow/tfjs';

export type Slopes = Readonly<Record<string, () => tf.Tensor>>;
export type GradientOf = (dy: tf.Tensor, saved: tf.Tensor[], attributes: tf.NamedAttrMap) => Slopes;

const replaced = new Set<string>();

/**
 * @param inputs names of the inputs that the gradient needs; they come first in `saved`. 'all' where the op takes a list of them
 * @param make given the gradient there was (undefined if none), returns the one to use instead
 */
export function replaceGradient(kernelName: string, inputs: readonly string[] | 'all', make: (original: GradientOf | undefined) => GradientOf, saveOutput = false): void {
  if (replaced.has(kernelName)) return;
  replaced.add(kernelName);
  const existing = tf.getGradient(kernelName);
  const gradFunc = make(existing?.gradFunc as GradientOf | undefined);
  if (existing !== undefined) tf.unregisterGradient(kernelName);
  tf.registerGradient({
    kernelName,
    ...(inputs === 'all' ? { saveAllInputs: true } : { inputsToSave: [...inputs] }),
    ...(saveOutput ? { outputsToSave: [true] } : {}),
    gradFunc: (dy, saved, attributes) => gradFunc(dy as tf.Tensor, saved, attributes),
  });
}
