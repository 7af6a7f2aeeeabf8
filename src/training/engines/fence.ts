// When the device has done what it was given so far, and what of it the device refused. Knows no loop.

import * as tf from '@tensorflow/tfjs';

/** The part of tfjs's WebGPU backend that is used here. */
interface Submits {
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  readonly device: GPUDevice;
  readonly queue: { onSubmittedWorkDone(): Promise<unknown> };
}

/** The backend if it is WebGPU's, with all that was recorded on its way: tfjs submits every 15 dispatches, and before a read-back. */
function submitted(): Submits | null {
  if (tf.getBackend() !== 'webgpu') return null;
  const backend = tf.backend() as unknown as Submits;
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
  return backend;
}

/**
 * Resolves when the work submitted so far is done, so that steps don't pile up in front of the device.
 * On backends that compute in the call itself, at once; WebGL has no fence without a read-back and bounds itself.
 */
export async function fence(): Promise<void> {
  await submitted()?.queue.onSubmittedWorkDone();
}

const FILTERS = ['validation', 'out-of-memory', 'internal'] as const;

/**
 * From here on the device's errors are kept for {@link closeScope} and are no events.
 * What was recorded before is submitted first, so that it is not counted in.
 */
export function openScope(): void {
  const backend = submitted();
  if (backend !== null) for (const filter of FILTERS) backend.device.pushErrorScope(filter);
}

/** What the device refused since {@link openScope}; null if nothing, and on backends that throw instead. */
export async function closeScope(): Promise<string | null> {
  const backend = submitted();
  if (backend === null) return null;
  // All at once: whoever opens the next scope does not wait for the answers.
  const errors = await Promise.all(FILTERS.map(() => backend.device.popErrorScope()));
  return errors.find((error) => error !== null)?.message ?? null;
}
