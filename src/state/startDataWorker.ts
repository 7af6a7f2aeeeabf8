// Loads data in a worker of its own. The window's side of dataWorker.ts.

import type { LoadReply, StartLoad } from './dataLoading.ts';

export const startDataWorker: StartLoad = (request, onReply) => {
  const worker = new Worker(new URL('./dataWorker.ts', import.meta.url), { type: 'module', name: 'data' });
  worker.addEventListener('message', (event: MessageEvent<LoadReply>) => {
    onReply(event.data);
    if (event.data.kind !== 'progress') worker.terminate();
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    worker.terminate();
    onReply({ kind: 'failed', message: `Loading the data stopped: ${event.message || 'the worker could not be started'}.` });
  });
  worker.postMessage(request, []);
  return { cancel: () => worker.terminate() };
};
