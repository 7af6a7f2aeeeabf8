// Opens what computes on the command line: wasm by default, WebGPU where the optional package `webgpu` is installed.

import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Backend, Engine } from '../training/messages.ts';
import { bad, good, type Outcome } from './command.ts';

/** What the npm package `webgpu` (Dawn for Node) exports. */
interface Dawn {
  create(options: readonly string[]): GPU;
  readonly globals: Record<string, unknown>;
}

/** Left out, the fastest engine that needs nothing installed. One that is asked for by name is used or refused, never replaced. */
export async function openEngine(wanted: Backend | undefined, cwd: string): Promise<Outcome<Engine>> {
  if (wanted === 'webgl') return bad('--backend webgl needs a browser; here there are webgpu, wasm and cpu.');
  if (wanted === 'webgpu') {
    const problem = await provideWebGpu(cwd);
    if (problem !== null) return bad(problem);
  }
  const { selectEngine } = await import('../training/engines/selectEngine.ts');
  const engine = await selectEngine({ preferred: wanted ?? 'wasm', wasmFiles: wasmFolder() });
  if (wanted !== undefined && engine.backend !== wanted) return bad(`--backend ${wanted} cannot be used. ${engine.fallback ?? ''}`.trim());
  return good(engine);
}

function wasmFolder(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist') + sep;
  } catch {
    return undefined;
  }
}

/** Gives Node a `navigator.gpu`. The problem says what to install. */
async function provideWebGpu(cwd: string): Promise<string | null> {
  if ((globalThis as { navigator?: { gpu?: unknown } }).navigator?.gpu !== undefined) return null;
  const found = [import.meta.url, pathToFileURL(join(cwd, 'package.json')).href].flatMap((from) => {
    try {
      return [createRequire(from).resolve('webgpu')];
    } catch {
      return [];
    }
  })[0];
  if (found === undefined) return '--backend webgpu needs the npm package "webgpu", which is not installed: npm install webgpu. Without it, --backend wasm trains on the CPU.';
  try {
    const { create, globals } = (await import(/* @vite-ignore */ pathToFileURL(found).href)) as Dawn;
    Object.assign(globalThis, globals);
    const gpu = create([]);
    const { navigator } = globalThis as { navigator?: object };
    if (navigator === undefined) Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
    else Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
    return null;
  } catch (error) {
    return `The package "webgpu" does not start here: ${error instanceof Error ? error.message : String(error)}`;
  }
}
