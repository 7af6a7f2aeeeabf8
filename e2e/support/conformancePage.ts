// What the WebGPU conformance spec runs in its page: the runtime's cases, on the engine as the worker opens it. Knows no app.

import * as tf from '@tensorflow/tfjs';
import { correctKernels } from '../../src/runtime/index.ts';
import { layerRows } from '../../src/layers/conformance/rows.ts';
import { layerCases } from '../../src/runtime/conformance/cases.ts';
import { deviation, type Deviation } from '../../src/runtime/conformance/measure.ts';
import { computeOp, farthest } from '../../src/runtime/conformance/measureOp.ts';
import { filterCases, gradientCases, highRankCases, longCases, otherBackendCases, type OpCase } from '../../src/runtime/conformance/opCases.ts';
import { otherCases } from '../../src/runtime/conformance/otherCases.ts';
import { samplingCases } from '../../src/runtime/conformance/samplingCases.ts';
import { windowCases } from '../../src/runtime/conformance/windowCases.ts';
import { fence } from '../../src/training/engines/fence.ts';
import { openWebGpu } from '../../src/training/engines/webgpu.ts';
import { classesOf, layerOnBoth } from './conformanceLayers.ts';

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
  /** The ops that the kernels and gradients mend. */
  ops(): Promise<readonly CaseResult[]>;
  /** Ops on a device that takes only 128 workgroups along a dimension of a dispatch, so that small tensors are too long for one. */
  longOps(): Promise<readonly CaseResult[]>;
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

async function opOnBoth(opCase: OpCase): Promise<Deviation> {
  await tf.setBackend('cpu');
  const expected = await computeOp(opCase).finally(() => tf.setBackend('webgpu'));
  const computed = await computeOp(opCase);
  return {
    forward: farthest(computed.output, expected.output),
    gradients: computed.gradients.map((gradient, i) => farthest(gradient, expected.gradients[i]!)),
    announced: expected.shape,
    returned: computed.shape,
  };
}

async function guardedOps(cases: readonly OpCase[]): Promise<CaseResult[]> {
  correctKernels('cpu');
  const results: CaseResult[] = [];
  for (const opCase of cases) results.push(await guarded(opCase.name, () => opOnBoth(opCase)));
  return results;
}

interface Device {
  readonly limits: Readonly<Record<string, number>>;
}
const device = (): Device => (tf.backend() as unknown as { readonly device: Device }).device;

/** Workgroups along a dimension of a dispatch, for `longOps`. */
const FEWER = 128;

const page: ConformancePage = {
  async open() {
    const adapter = await openWebGpu((error) => refused.push(error.message));
    correctKernels('webgpu');
    // Otherwise tfjs computes tensors as small as these on the cpu backend, and nothing of WebGPU is tested.
    tf.env().set('WEBGPU_CPU_FORWARD', false);
    // It has crashed the GPU's process, and stops the pipeline at the best.
    tf.backend().readSync = () => {
      throw new Error('Something reads from the GPU synchronously.');
    };
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
  ops: () => guardedOps([...gradientCases, ...highRankCases, ...otherBackendCases, ...filterCases]),
  async longOps() {
    const { limits } = device();
    const fewer = new Proxy(limits, { get: (target, name) => (name === 'maxComputeWorkgroupsPerDimension' ? FEWER : target[name as string]) });
    Object.defineProperty(device(), 'limits', { configurable: true, value: fewer });
    const { prototype } = GPUComputePassEncoder;
    const dispatch = prototype.dispatchWorkgroups;
    prototype.dispatchWorkgroups = function (x, y = 1, z = 1) {
      // The device itself would take it.
      if (Math.max(x, y, z) > FEWER) refused.push(`a dispatch of ${x}×${y}×${z} workgroups`);
      dispatch.call(this, x, y, z);
    };
    try {
      return await guardedOps(longCases);
    } finally {
      prototype.dispatchWorkgroups = dispatch;
      // The prototype's shows again.
      Reflect.deleteProperty(device(), 'limits');
    }
  },
  missing() {
    const made = new Set([...cases.map(({ make }) => make().getClassName()), ...layerRows().flatMap(classesOf)]);
    const { classNameMap } = tf.serialization.SerializationMap.getMap();
    const offered = Object.entries(classNameMap).filter(([name, [layerClass]]) => name.startsWith('Netloom') && layerClass.prototype instanceof tf.layers.Layer);
    return { offered: offered.length, untested: offered.map(([name]) => name).filter((name) => !made.has(name)) };
  },
};

Object.assign(globalThis, { conformance: page });
