// The worker in which data is made and read: one request, its progress, one reply. Cancelling is ending the worker.

import type { LoadReply, LoadRequest } from './dataLoading.ts';
import { loadData } from './loadData.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;

scope.onmessage = async (event: MessageEvent<LoadRequest>) => {
  const reply = await loadData(event.data, (progress: LoadReply) => scope.postMessage(progress));
  if (reply.kind === 'done') scope.postMessage(reply, [reply.dataset.inputs.buffer, reply.dataset.targets.buffer]);
  else scope.postMessage(reply);
};
