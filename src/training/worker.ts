// The training worker: receives commands, runs one run at a time, answers with events. Speaks messages.ts and nothing else.

import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import type { Command, TrainingEvent } from './messages.ts';
import { RunHost } from './runHost.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;

const absolute = (url: string): string => new URL(url, import.meta.url).href;

const host = new RunHost(
  (event: TrainingEvent) => {
    // The rule means windows; a worker's messages have no target origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    scope.postMessage(event);
  },
  {
    'tfjs-backend-wasm.wasm': absolute(plainUrl),
    'tfjs-backend-wasm-simd.wasm': absolute(simdUrl),
    'tfjs-backend-wasm-threaded-simd.wasm': absolute(threadedUrl),
  },
);

scope.addEventListener('message', (message: MessageEvent<Command>) => host.receive(message.data));
// What nobody caught, e.g. in a callback of the GPU, must not end in silence.
scope.addEventListener('error', (event) => host.report(event.error ?? event.message));
scope.addEventListener('unhandledrejection', (event) => host.report(event.reason));
