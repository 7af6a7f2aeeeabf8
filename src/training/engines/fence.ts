// When the device has done what it was given so far. Knows no loop.

import * as tf from '@tensorflow/tfjs';

/** The part of tfjs's WebGPU backend that is used here. */
interface Submits {
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  readonly queue: { onSubmittedWorkDone(): Promise<unknown> };
}

/**
 * Resolves when the work submitted so far is done, so that steps don't pile up in front of the device.
 * On backends that compute in the call itself, at once; WebGL has no fence without a read-back and bounds itself.
 */
export async function fence(): Promise<void> {
  if (tf.getBackend() !== 'webgpu') return;
  const backend = tf.backend() as unknown as Submits;
  // tfjs submits every 15 dispatches; what it has recorded since then must go too. It does the same before a read-back.
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
  await backend.queue.onSubmittedWorkDone();
}
