// The page of the benchmark: starts a worker for each run, afresh, and times its messages.

import type { TrainingEvent } from '../../src/training/messages.ts';
import type { StockEvent, StockStart } from './stockWorker.ts';
import { taskOf, type Measured, type TaskName } from './tasks.ts';

export type BrowserContestant = 'netloom webgpu' | 'stock webgpu' | 'stock webgl';

type Counted<T> = T & { readonly dispatches: number };

function measured(steps: number, startAt: number, first: { at: number; dispatches: number }, last: { at: number; dispatches: number }, losses: readonly number[], backend: string): Measured {
  return {
    losses,
    backend,
    firstStepMs: first.at - startAt,
    stepMs: (last.at - first.at) / (steps - 1),
    ...(backend === 'webgpu' ? { dispatches: (last.dispatches - first.dispatches) / (steps - 1) } : {}),
  };
}

function netloom(name: TaskName, steps: number): Promise<Measured> {
  const { program, training, dataset } = taskOf(name, steps);
  const startAt = performance.now();
  const worker = new Worker(new URL('./netloomWorker.ts', import.meta.url), { type: 'module' });
  return new Promise<Measured>((resolve, reject) => {
    const losses: number[] = [];
    let first = { at: NaN, dispatches: NaN };
    let backend = '';
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    worker.addEventListener('message', ({ data }: MessageEvent<Counted<TrainingEvent>>) => {
      const now = { at: performance.now(), dispatches: data.dispatches };
      if (data.kind === 'engine') backend = data.engine.backend;
      if (data.kind === 'error') reject(new Error(data.error.message));
      if (data.kind === 'phase' && data.phase === 'training') first = Number.isNaN(first.at) ? now : first;
      if (data.kind !== 'step') return;
      for (const { metrics } of data.reports) losses.push(metrics['loss']!);
      if (losses.length === steps) resolve(measured(steps, startAt, first, now, losses, backend));
    });
    // The rule means windows; a worker's messages have no target origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker.postMessage({ kind: 'start', program, training, dataset, backend: 'webgpu' });
  }).finally(() => worker.terminate());
}

function stock(name: TaskName, steps: number, backend: StockStart['backend']): Promise<Measured> {
  const startAt = performance.now();
  const worker = new Worker(new URL('./stockWorker.ts', import.meta.url), { type: 'module' });
  return new Promise<Measured>((resolve, reject) => {
    let first = { at: NaN, dispatches: NaN };
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    worker.addEventListener('message', ({ data }: MessageEvent<Counted<StockEvent>>) => {
      const now = { at: performance.now(), dispatches: data.dispatches };
      if (data.kind === 'error') reject(new Error(data.message));
      if (data.kind === 'first') first = now;
      if (data.kind === 'done') resolve(measured(steps, startAt, first, now, data.losses, data.backend));
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker.postMessage({ task: name, steps, backend } satisfies StockStart);
  }).finally(() => worker.terminate());
}

const run = (contestant: BrowserContestant, task: TaskName, steps: number): Promise<Measured> =>
  contestant === 'netloom webgpu' ? netloom(task, steps) : stock(task, steps, contestant === 'stock webgpu' ? 'webgpu' : 'webgl');

declare global {
  interface Window {
    bench: typeof run;
  }
}
window.bench = run;
