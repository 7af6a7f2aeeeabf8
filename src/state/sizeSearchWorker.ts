// The worker in which sizes are searched: a document in, what its inputs may be out.

import { legalSizes } from '../compiler/legalSizes/legalSizes.ts';
import { emptyDocument, type NetloomDocument } from '../graph/document.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;

scope.addEventListener('message', (event: MessageEvent<Pick<NetloomDocument, 'nodes' | 'edges' | 'blocks'>>) => {
  scope.postMessage(legalSizes({ ...emptyDocument(), ...event.data }), []);
});
