// The worker in which data is made and read: one request, its progress, one reply. Cancelling is ending the worker.

import type { LoadReply, LoadRequest } from './dataLoading.ts';
import { loadData } from './loadData.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;

const answer = (reply: LoadReply): void =>
  scope.postMessage(reply, reply.kind === 'done' ? [reply.dataset.inputs.buffer, reply.dataset.targets.buffer] : []);

scope.addEventListener('message', async (event: MessageEvent<LoadRequest>) => answer(await loadData(event.data, answer)));
