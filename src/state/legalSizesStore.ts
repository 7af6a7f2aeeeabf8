// The sizes that fit the open network, searched in the background while someone looks. An edit drops the search. Knows no React.

import { createStore } from 'zustand/vanilla';
import { searchLegalSizes, type InputSizes } from '../compiler/legalSizes/legalSizes.ts';
import { compilationStore, type CompilationStore } from './compilationStore.ts';

/** An edit is followed by more: the search waits for a pause. */
const PAUSE_MS = 250;
/** Work between two looks at the clock of the window: half a frame. */
const SLICE_MS = 7;

export interface LegalSizesState {
  readonly sizes: readonly InputSizes[];
  /** `sizes` are those of an earlier state of the network, or not there yet. */
  readonly searching: boolean;
  /** Searches, now and after every edit, until the returned function is called. */
  watch(): () => void;
}

export interface LegalSizesOptions {
  readonly now?: () => number;
  readonly search?: typeof searchLegalSizes;
}

export function createLegalSizesStore(compilations: CompilationStore, { now = () => performance.now(), search = searchLegalSizes }: LegalSizesOptions = {}) {
  let watchers = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let stopListening: (() => void) | null = null;
  /** What `sizes` were found for. */
  let foundFor: unknown = null;

  return createStore<LegalSizesState>()((set) => {
    const drop = (): void => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    };
    const begin = (pauseMs: number): void => {
      drop();
      const { compilation } = compilations.getState();
      if (foundFor === compilation) {
        set({ searching: false });
        return;
      }
      set({ searching: true });
      timer = setTimeout(() => {
        const { document } = compilations.getState();
        const running = search(document);
        const slice = (): void => {
          const end = now() + SLICE_MS;
          do {
            const { done, value } = running.next();
            if (done) {
              timer = null;
              foundFor = compilation;
              set({ sizes: value, searching: false });
              return;
            }
          } while (now() < end);
          timer = setTimeout(slice);
        };
        slice();
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
