// The search for sizes in a worker of its own, one search at a time; cancelling is ending the worker. Both sides of what passes between.

import type { InputSizes } from '../compiler/legalSizes/legalSizes.ts';
import type { NetloomDocument } from '../graph/document.ts';
import { serializeInSteps } from '../graph/parse.ts';
import { inSlices } from './slices.ts';

/** Searches the sizes that fit `document` and calls `onFound` once, with null if that could not be done. Returns how to stop. */
export type StartSizeSearch = (document: NetloomDocument, onFound: (sizes: readonly InputSizes[] | null) => void) => () => void;

export const startSizeSearch: StartSizeSearch = (document, onFound) => {
  const worker = new Worker(new URL('./sizeSearchWorker.ts', import.meta.url), { type: 'module', name: 'sizes' });
  const end = (sizes: readonly InputSizes[] | null): void => {
    worker.terminate();
    onFound(sizes);
  };
  worker.addEventListener('message', (event: MessageEvent<readonly InputSizes[]>) => end(event.data));
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    end(null);
  });
  // As text: most of its lines are written already, and thousands of objects would hold up the window while they are copied.
  const dropText = inSlices(serializeInSteps(document), (text) => worker.postMessage(text, []));
  return () => {
    dropText();
    worker.terminate();
  };
};
