// What train.ts needs of Node: options, files, and the backend. The network itself (model.ts, runtime/) runs in a browser too.

import * as tf from '@tensorflow/tfjs';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** `--steps 20` or `--steps=20` on the command line; `fallback` where it isn't given. */
export function numberOption(name: string, fallback: number): number {
  const text = textOption(name);
  const value = text === undefined ? fallback : Number(text);
  if (Number.isNaN(value)) throw new Error(`--${name} takes a number, but got ${text}`);
  return value;
}

/** `--data folder` or `--data=folder` on the command line; undefined where it isn't given. */
export function textOption(name: string): string | undefined {
  const args = process.argv.slice(2);
  const at = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  const arg = args[at];
  if (arg === undefined) return undefined;
  return arg.includes('=') ? arg.slice(arg.indexOf('=') + 1) : args[at + 1];
}

/**
 * Makes a backend of tfjs the current one: `wanted`, or WebGPU where there is a GPU, otherwise the CPU by WebAssembly.
 * @returns its name
 * @throws if it cannot be started here
 */
export async function startBackend(wanted?: string): Promise<string> {
  // Node 20 has no navigator, and no Node has a GPU in it; Deno may.
  const { navigator } = globalThis as { navigator?: { gpu?: unknown } };
  const backend = wanted ?? (navigator?.gpu === undefined ? 'wasm' : 'webgpu');
  if (backend === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
  if (backend === 'wasm') {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setWasmPaths(join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist/'));
  }
  if (!(await tf.setBackend(backend))) throw new Error(`The backend ${backend} cannot be started here; choose another, e.g. --backend cpu.`);
  return backend;
}

/** All files below a folder, read when they are asked for. Paths are relative, with slashes. */
export function filesIn(folder: string): { readonly path: string; read(): Promise<Uint8Array> }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return { path: file.slice(join(folder, '/').length).replaceAll('\\', '/'), read: async () => new Uint8Array(readFileSync(file)) };
    });
}

/** Puts the weights of `folder`/model.json into the model, by name. Returns false where there are none. */
export function loadWeights(model: tf.LayersModel, folder: string): boolean {
  const path = join(folder, 'model.json');
  if (!existsSync(path)) return false;
  const { weightsManifest } = JSON.parse(readFileSync(path, 'utf8')) as { weightsManifest: tf.io.WeightsManifestConfig };
  for (const { paths, weights } of weightsManifest) {
    const bytes = Buffer.concat(paths.map((file) => readFileSync(join(folder, file))));
    const tensors = tf.io.decodeWeights(new Uint8Array(bytes).buffer, weights);
    model.loadWeights(tensors);
    tf.dispose(tensors);
  }
  return true;
}

/** Writes `folder`/model.json and weights.bin, which `tf.loadLayersModel` reads. */
export async function saveWeights(model: tf.LayersModel, folder: string): Promise<void> {
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs = [], weightData = new ArrayBuffer(0) }) => {
      const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      const json = { format: 'layers-model', generatedBy: `TensorFlow.js ${tf.version.tfjs}`, convertedBy: null, modelTopology, weightsManifest };
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'weights.bin'), new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)));
      writeFileSync(join(folder, 'model.json'), JSON.stringify(json));
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
}
