// What the WebGPU conformance spec runs in its page: the runtime's cases, on the engine as the worker opens it. Knows no app.

import * as tf from '@tensorflow/tfjs';
import { correctKernels } from '../../src/runtime/index.ts';
import { layerCases } from '../../src/runtime/conformance/cases.ts';
import { deviation, type Deviation } from '../../src/runtime/conformance/measure.ts';
import { otherCases } from '../../src/runtime/conformance/otherCases.ts';
import { samplingCases } from '../../src/runtime/conformance/samplingCases.ts';
import { windowCases } from '../../src/runtime/conformance/windowCases.ts';
import { fence } from '../../src/training/engines/fence.ts';
import { openWebGpu } from '../../src/training/engines/webgpu.ts';
import { classesOf, layerRows, layerOnBoth } from './conformanceLayers.ts';

/** Of one case: what it measured, or why it could not; `device` holds what the device refused meanwhile. */
export interface CaseResult {
  readonly name: string;
  readonly measured?: Deviation;
  readonly thrown?: string;
  readonly device: readonly string[];
  /** Tensors that were left behind. */
  readonly leaked: number;
}

export interface ConformancePage {
  open(): Promise<string>;
  runtimeCases(): Promise<readonly CaseResult[]>;
  layers(): Promise<readonly CaseResult[]>;
  /** How many layer classes the runtime registers, and of which of them neither a case nor a row makes one. */
  missing(): { readonly offered: number; readonly untested: readonly string[] };
}

const cases = [...layerCases, ...windowCases, ...samplingCases, ...otherCases];
let refused: string[] = [];

async function guarded(name: string, measure: () => Promise<Deviation>): Promise<CaseResult> {
  refused = [];
  const before = tf.memory().numTensors;
  try {
    const measured = await measure();
    // A refusal is told when the device has looked at the work, so the case waits for it.
    await fence();
    return { name, measured, device: refused, leaked: tf.memory().numTensors - before };
  } catch (thrown) {
    await fence();
    return { name, thrown: thrown instanceof Error ? thrown.message : String(thrown), device: refused, leaked: 0 };
  }
}

const page: ConformancePage = {
  async open() {
    const adapter = await openWebGpu((error) => refused.push(error.message));
    correctKernels('webgpu');
    // Otherwise tfjs computes tensors as small as these on the cpu backend, and nothing of WebGPU is tested.
    tf.env().set('WEBGPU_CPU_FORWARD', false);
    return `${tf.getBackend()} on ${adapter}`;
  },
  async runtimeCases() {
    const results: CaseResult[] = [];
    for (const layerCase of cases) results.push(await guarded(layerCase.name, () => deviation(layerCase)));
    return results;
  },
  async layers() {
    const results: CaseResult[] = [];
    for (const row of layerRows()) results.push(await guarded(row.name, () => layerOnBoth(row)));
    return results;
  },
  missing() {
    const made = new Set([...cases.map(({ make }) => make().getClassName()), ...layerRows().flatMap(classesOf)]);
    const { classNameMap } = tf.serialization.SerializationMap.getMap();
    const offered = Object.entries(classNameMap).filter(([name, [layerClass]]) => name.startsWith('Netloom') && layerClass.prototype instanceof tf.layers.Layer);
    return { offered: offered.length, untested: offered.map(([name]) => name).filter((name) => !made.has(name)) };
  },
};

Object.assign(globalThis, { conformance: page });
