// What a WebGPU device refuses is an event on it and nothing else: the results are garbage and training goes on. Here it is kept, and
// the next step throws. Knows no loop.

import * as tf from '@tensorflow/tfjs';

interface Device {
  addEventListener?(type: 'uncapturederror', listener: (event: { readonly error: { readonly message: string } }) => void): void;
}

const watched = new WeakSet<Device>();
let refused: string | null = null;

/** Listens to the current backend's device; what was refused before is forgotten. */
export function watchRefusals(): void {
  refused = null;
  const { device } = tf.backend() as unknown as { readonly device?: Device };
  if (device?.addEventListener === undefined || watched.has(device)) return;
  watched.add(device);
  device.addEventListener('uncapturederror', ({ error }) => (refused ??= error.message));
}

/** @throws if the device has refused a part of what it was given since {@link watchRefusals} */
export function throwIfRefused(): void {
  if (refused !== null) throw new Error(`The GPU refused a part of an earlier step, so its results are wrong: ${refused}`);
}
