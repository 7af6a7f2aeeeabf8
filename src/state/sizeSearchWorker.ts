// The worker in which sizes are searched: a document in, what its inputs may be out.

import { legalSizes } from '../compiler/legalSizes/legalSizes.ts';
import type { NetloomDocument } from '../graph/document.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;

scope.addEventListener('message', (event: MessageEvent<string>) => {
  // The window's own document, as it wrote it.
  scope.postMessage(legalSizes(JSON.parse(event.data) as NetloomDocument), []);
});
