// When the device has done what it was given so far. Knows no loop.

import * as tf from '@tensorflow/tfjs';

/** The part of tfjs's WebGPU backend that is used here. */
interface Submits {
  submitQueue(): void;
  readonly queue: { onSubmittedWorkDone(): Promise<unknown> };
}

/**
 * Resolves when the work submitted so far is done, so that steps don't pile up in front of the device.
 * On backends that compute in the call itself, at once; WebGL has no fence without a read-back and bounds itself.
 */
export async function fence(): Promise<void> {
  const backend = tf.backend() as unknown as Partial<Submits>;
  if (tf.getBackend() !== 'webgpu' || backend.submitQueue === undefined || backend.queue === undefined) return;
  backend.submitQueue();
  await backend.queue.onSubmittedWorkDone();
}
