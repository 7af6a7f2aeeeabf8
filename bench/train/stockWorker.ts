// Stock tfjs in a worker: WebGPU or WebGL as the packages register them.

import './countDispatches.ts';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { stockFit } from './stockFit.ts';
import { taskOf, type TaskName } from './tasks.ts';

export interface StockStart {
  readonly task: TaskName;
  readonly steps: number;
  readonly backend: 'webgpu' | 'webgl';
}
export type StockEvent = { readonly kind: 'first' } | { readonly kind: 'done'; readonly losses: readonly number[]; readonly backend: string } | { readonly kind: 'error'; readonly message: string };

const scope = self as unknown as DedicatedWorkerGlobalScope;
const send = (event: StockEvent): void => {
  // The rule means windows; a worker's messages have no target origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  scope.postMessage(event);
};

scope.addEventListener('message', ({ data }: MessageEvent<StockStart>) => {
  void (async () => {
    if (!(await tf.setBackend(data.backend))) throw new Error(`${data.backend} could not be started.`);
    const losses = await stockFit(taskOf(data.task, data.steps), () => send({ kind: 'first' }));
    send({ kind: 'done', losses, backend: tf.getBackend() });
  })().catch((thrown: unknown) => send({ kind: 'error', message: String(thrown) }));
});
