// ELK in a worker of its own, for one layout. The window's side; cancelling is ending the worker.

import ELK, { type ELK as Elk } from 'elkjs/lib/elk-api.js';
import elkWorkerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { LayoutEngine } from './arrangeBoxes.ts';

export interface RunningElk {
  /** Starts the worker at the first call. */
  readonly engine: LayoutEngine;
  /** Ends the worker; a layout that is under way never answers. */
  stop(): void;
}

/** `onFailure` hears what a worker that broke down says of itself. */
export type StartElk = (onFailure: (message: string) => void) => RunningElk;

export const startElk: StartElk = (onFailure) => {
  const workerFactory = (): Worker => {
    // elkjs ships its engine as a classic worker script.
    const worker = new Worker(elkWorkerUrl, { name: 'layout' });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      worker.terminate();
      onFailure(event.message || 'the worker could not be started');
    });
    return worker;
  };
  let elk: Elk | null = null;
  return { engine: (graph) => (elk ??= new ELK({ workerFactory })).layout(graph), stop: () => elk?.terminateWorker() };
};
