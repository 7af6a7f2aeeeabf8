// Registers a kernel in place of the one a backend came with, once. Knows no particular kernel.

import * as tf from '@tensorflow/tfjs';

export type Kernel = tf.KernelFunc;
export type KernelArgs = Parameters<Kernel>[0];

const replaced = new Map<string, Kernel>();

/**
 * @param make given the kernel there was (undefined if none), returns the one to use instead
 */
export function replaceKernel(kernelName: string, backendName: string, make: (original: Kernel | undefined) => Kernel): void {
  const key = `${backendName}/${kernelName}`;
  const existing = tf.getKernel(kernelName, backendName);
  if (existing !== undefined && existing.kernelFunc === replaced.get(key)) return;
  const kernelFunc = make(existing?.kernelFunc);
  if (existing !== undefined) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc,
    // The original's set-up must still run: a kernel that wraps it depends on it.
    ...(existing?.setupFunc === undefined ? {} : { setupFunc: existing.setupFunc }),
    ...(existing?.disposeFunc === undefined ? {} : { disposeFunc: existing.disposeFunc }),
  });
  replaced.set(key, kernelFunc);
}

/** An input of a kernel call by name. */
export function input<T extends tf.Tensor = tf.Tensor>(args: KernelArgs, name: string): T {
  return args.inputs[name] as unknown as T;
}

/** What a kernel of one result gives, as a tensor that the engine knows. */
export const resultOf = (kernel: Kernel, args: KernelArgs): tf.Tensor => tf.engine().makeTensorFromTensorInfo(kernel(args) as tf.TensorInfo);
