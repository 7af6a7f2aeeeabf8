// Chooses what computes: WebGPU, then WebGL, then the CPU; says what it chose and why nothing better. Knows no loop.

import * as tf from '@tensorflow/tfjs';
import { correctKernels } from '../../runtime/index.ts';
import { TrainingFailure } from '../failure.ts';
import { backends, type Backend, type Engine, type TrainingError } from '../messages.ts';
import { openWasm, type WasmFiles } from './wasm.ts';
import { openWebGl } from './webgl.ts';
import { openWebGpu } from './webgpu.ts';

export interface EngineOptions {
  /** Tried first; left out: all in the order of `backends`. */
  readonly preferred?: Backend;
  /** Where tfjs's wasm files lie: a folder with a slash at its end, or a URL for each. Without them wasm is not tried. */
  readonly wasmFiles?: WasmFiles;
  /** Called when the device is lost or refuses work, at any time after. */
  onFailure?(error: TrainingError): void;
}

/**
 * Makes the best backend that works tfjs's own, corrected for training.
 * @returns what computes; `fallback` names each better (or preferred) backend and why it is not used
 * @throws TrainingFailure if none works, which only a broken build can bring about: the cpu backend needs nothing
 */
export async function selectEngine(options: EngineOptions = {}): Promise<Engine> {
  silenceAdvert();
  const { preferred } = options;
  const order = preferred === undefined ? backends : [preferred, ...backends.filter((backend) => backend !== preferred && backends.indexOf(backend) > backends.indexOf(preferred))];
  const reasons: string[] = [];
  for (const backend of order) {
    try {
      const adapter = await open(backend, options);
      correctKernels(backend);
      return { backend, adapter, ...(reasons.length > 0 ? { fallback: reasons.join(' ') } : {}) };
    } catch (thrown) {
      reasons.push(`${labels[backend]}: ${sentence(thrown)}`);
    }
  }
  throw new TrainingFailure({ kind: 'unsupported', message: `Nothing here can compute. ${reasons.join(' ')}`, advice: 'Update the browser or the graphics driver.' });
}

const labels: Readonly<Record<Backend, string>> = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WebAssembly', cpu: 'CPU' };

const sentence = (thrown: unknown): string => {
  const text = (thrown instanceof Error ? thrown.message : String(thrown)).trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
};

/** @returns the adapter, for people. @throws why it cannot be used */
async function open(backend: Backend, { wasmFiles, onFailure = () => {} }: EngineOptions): Promise<string> {
  switch (backend) {
    case 'webgpu':
      return openWebGpu(onFailure);
    case 'webgl':
      return openWebGl(onFailure);
    case 'wasm':
      return openWasm(wasmFiles);
    case 'cpu':
      await tf.setBackend('cpu');
      return 'CPU, plain JavaScript';
    default:
      throw new Error(`There is no backend ${String(backend satisfies never)}.`);
  }
}

/** tfjs greets on the first use of its cpu backend in Node; a command that prints JSON can't have that. */
function silenceAdvert(): void {
  const cpu = tf.findBackend('cpu') as { firstUse?: boolean } | null;
  if (cpu !== null && cpu.firstUse === true) cpu.firstUse = false;
}
