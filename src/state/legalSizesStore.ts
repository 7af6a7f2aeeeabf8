// The sizes that fit the open network, searched in a worker while someone looks. An edit drops the search. Knows no React.

import { createStore } from 'zustand/vanilla';
import type { InputSizes } from '../compiler/legalSizes/legalSizes.ts';
import { compilationStore, type CompilationStore } from './compilationStore.ts';
import { startSizeSearch, type StartSizeSearch } from './sizeSearch.ts';

/** An edit is followed by more: the search waits for a pause. */
const PAUSE_MS = 250;

export interface LegalSizesState {
  readonly sizes: readonly InputSizes[];
  /** `sizes` are those of an earlier state of the network, or not there yet. */
  readonly searching: boolean;
  /** Searches, now and after every edit, until the returned function is called. */
  watch(): () => void;
}

export function createLegalSizesStore(compilations: CompilationStore, startSearch: StartSizeSearch = startSizeSearch) {
  let watchers = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let stopSearch: (() => void) | null = null;
  let stopListening: (() => void) | null = null;
  /** What `sizes` were found for. */
  let foundFor: unknown = null;
  /** Name and inputs of the network that the last search was for. */
  let searchedFor: string | null = null;

  return createStore<LegalSizesState>()((set) => {
    const drop = (): void => {
      if (timer !== null) clearTimeout(timer);
      stopSearch?.();
      timer = stopSearch = null;
    };
    const begin = (pauseMs: number): void => {
      drop();
      if (foundFor === compilations.getState().compilation) {
        set({ searching: false });
        return;
      }
      const { name, nodes } = compilations.getState().document;
      const network = [name, ...nodes.filter((n) => n.type === 'input').map((n) => n.id)].join();
      // What was found for another network would be read as if it was said of this one.
      set(network === searchedFor ? { searching: true } : { searching: true, sizes: [] });
      searchedFor = network;
      timer = setTimeout(() => {
        timer = null;
        const { document, compilation } = compilations.getState();
        if (!document.nodes.some((n) => n.type === 'input')) {
          foundFor = compilation;
          set({ sizes: [], searching: false });
          return;
        }
        stopSearch = startSearch(document, (sizes) => {
          stopSearch = null;
          foundFor = compilation;
          // Without a worker nothing is said, rather than something old.
          set({ sizes: sizes ?? [], searching: false });
        });
      }, pauseMs);
    };
    return {
      sizes: [],
      searching: false,
      watch: () => {
        if (watchers++ === 0) {
          stopListening = compilations.subscribe((state, before) => {
            if (state.compilation !== before.compilation) begin(PAUSE_MS);
          });
          begin(0);
        }
        let watching = true;
        return () => {
          if (!watching) return;
          watching = false;
          if (--watchers > 0) return;
          stopListening?.();
          drop();
        };
      },
    };
  });
}

export const legalSizesStore = createLegalSizesStore(compilationStore);
