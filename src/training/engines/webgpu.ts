// The first engine: WebGPU, on a device that we ask for ourselves, to have its limits and to hear of its failures.

import * as tf from '@tensorflow/tfjs';
import { LOST_ADVICE } from '../failure.ts';
import type { TrainingError } from '../messages.ts';

interface Open {
  readonly device: GPUDevice;
  readonly adapter: string;
}

let current: Open | null = null;
let report: (error: TrainingError) => void = () => {};

/** The first request after start-up may answer null although there is an adapter. */
const ATTEMPTS = 4;
const PAUSE_MS = 150;

/** What tfjs asks for, and storage buffers: its default of 8 per program is soon used up. */
const LIMITS = [
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

/** @returns the adapter, for people. @throws why it cannot be used */
export async function openWebGpu(onFailure: (error: TrainingError) => void): Promise<string> {
  report = onFailure;
  if (current === null) current = await start();
  if (!(await tf.setBackend('webgpu'))) throw new Error('it could not be started.');
  return current.adapter;
}

async function start(): Promise<Open> {
  const gpu: GPU | undefined = typeof navigator === 'undefined' ? undefined : navigator.gpu;
  if (gpu === undefined) throw new Error('this browser or system does not offer it.');
  const adapter = await requestAdapter(gpu);
  const requiredLimits = Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]]));
  const device = await adapter.requestDevice({ requiredLimits });
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  const opened = { device, adapter: describe(adapter.info) };
  void device.lost.then((info) => {
    if (current !== opened) return;
    current = null;
    tf.removeBackend('webgpu');
    report({ kind: 'device-lost', message: `The GPU was lost${info.message === '' ? '' : `: ${info.message.replace(/\.$/, '')}`}.`, advice: LOST_ADVICE });
  });
  device.addEventListener('uncapturederror', (event) => report(gpuError(event.error)));
  // Importing the package registers its own way to a device, which can't be asked for limits; after a lost device there is none.
  if (tf.findBackendFactory('webgpu') !== null) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info), 3);
  return opened;
}

async function requestAdapter(gpu: GPU): Promise<GPUAdapter> {
  for (let attempt = 1; ; attempt++) {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter !== null) return adapter;
    if (attempt === ATTEMPTS) throw new Error('no adapter was found; the graphics driver may be too old or switched off.');
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** One invalid dispatch voids all the work it was submitted with, so nothing after it can be trusted. */
function gpuError(error: GPUError): TrainingError {
  const firstLine = error.message.trim().split('\n')[0] ?? '';
  if (typeof GPUOutOfMemoryError !== 'undefined' && error instanceof GPUOutOfMemoryError) {
    return { kind: 'out-of-memory', message: `The GPU's memory is full: ${firstLine}`, advice: SMALLER };
  }
  if (TOO_LARGE.test(error.message)) {
    return { kind: 'out-of-memory', message: `A tensor of this step is larger than this GPU takes in one piece: ${firstLine}`, advice: SMALLER };
  }
  return {
    kind: 'gpu-error',
    message: `The GPU refused a part of this step: ${firstLine}`,
    advice: 'Its result would be wrong, so the run was ended; the weights of the last checkpoint are kept. Try a smaller batch, or another engine.',
  };
}

const SMALLER = 'Use a smaller batch, fewer filters, or smaller images. The weights of the last checkpoint are kept.';
/** Dawn's and Firefox's words for a buffer beyond maxBufferSize or maxStorageBufferBindingSize. */
const TOO_LARGE = /exceeds the max buffer size limit|larger than the maximum (storage )?(buffer )?binding size|maxBufferSize|maxStorageBufferBindingSize|max_buffer_size/i;

function describe(info: GPUAdapterInfo): string {
  const words = info.description !== '' ? info.description : [info.vendor, info.architecture, info.device].filter((word) => word !== '').join(' ');
  if (/swiftshader/i.test(`${words} ${info.architecture}`)) return 'SwiftShader (CPU)';
  return words === '' ? 'an adapter without a name' : words;
}
