// The fast CPU engine: tfjs's wasm backend, which trains once its missing gradients are registered (runtime/kernels).

import * as tf from '@tensorflow/tfjs';

type WasmName = 'tfjs-backend-wasm.wasm' | 'tfjs-backend-wasm-simd.wasm' | 'tfjs-backend-wasm-threaded-simd.wasm';
/** A folder with a slash at its end, or where each file lies. */
export type WasmFiles = string | Readonly<Record<WasmName, string>>;

let pathsGiven = false;

/** @returns the adapter, for people. @throws why it cannot be used */
export async function openWasm(files: WasmFiles | undefined): Promise<string> {
  if (files === undefined) throw new Error('its files were not given.');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  // One thread: more need cross-origin isolation and a worker made from a blob, which the window's policy forbids.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!pathsGiven) {
    setWasmPaths(typeof files === 'string' ? files : { ...files });
    pathsGiven = true;
  }
  if (!(await tf.setBackend('wasm'))) throw new Error('it could not be started.');
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return simd === true ? 'CPU, WebAssembly with SIMD' : 'CPU, WebAssembly';
}
