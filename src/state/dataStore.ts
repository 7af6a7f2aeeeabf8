// The data a network is trained on: a built-in set named in the document, or files of the person's own, which no document names.
// Loads in a worker, keeps what is there until something better has come, and tells the compiler what the data looks like. Knows no React.

import { createStore } from 'zustand/vanilla';
import type { DataSignature, Dataset } from '../datasets/dataset.ts';
import { datasetOf } from '../datasets/index.ts';
import type { Json, TrainingConfig } from '../graph/document.ts';
import { completeParams } from '../layers/params.ts';
import { compilationStore } from './compilationStore.ts';
import { DEFAULT_IMAGE_OPTIONS, type ImageOptions, type Load, type LoadRequest, type StartLoad } from './dataLoading.ts';
import { documentStore, type DocumentStore } from './documentStore.ts';
import type { NamedBytes } from './platform.ts';
import { startDataWorker } from './startDataWorker.ts';

/** Files that were opened, and how they are read. Kept for the session, so that undo brings them back. */
export interface OwnData {
  /** Tells one opening from the next. */
  readonly id: number;
  readonly name: string;
  readonly files: readonly NamedBytes[];
  readonly options: ImageOptions;
}

export interface DataProgress {
  readonly text: string;
  /** From 0 to 1; null where it cannot be told. */
  readonly fraction: number | null;
}

export interface DataState {
  readonly status: 'empty' | 'loading' | 'ready' | 'failed';
  /** Where the data comes from: the document's choice if it names one, else the opened files. */
  readonly source: 'builtin' | 'own' | null;
  readonly own: OwnData | null;
  /** The last own files that could be read, when those opened since cannot be. */
  readonly ownBefore: OwnData | null;
  /** What the last load of own files found out about them. */
  readonly ownFacts: { readonly label: string; readonly images: boolean; readonly notes: readonly string[] } | null;
  /** Stays while another one loads or a load fails: nothing is lost. */
  readonly dataset: Dataset | null;
  readonly progress: DataProgress | null;
  readonly error: string | null;

  /** Chooses a built-in set: an edit of the document, so undoable. */
  chooseBuiltin(type: string): void;
  /** Changes params of the chosen built-in set. Edits with one `gesture` are one step of undo. */
  setParams(params: Readonly<Record<string, Json | undefined>>, gesture?: string): void;
  /** Takes files that the person opened; the document no longer names a built-in set. */
  openOwn(name: string, files: readonly NamedBytes[]): void;
  setImageOptions(options: Partial<ImageOptions>): void;
  /** Back to the opened files, from a built-in set. */
  chooseOwn(): void;
  /** Back to the own files that could be read. */
  returnToOwnBefore(): void;
  /** Ends the load that is under way; what was there before stays. */
  cancel(): void;
  retry(): void;
  /** The data set once loading has ended; null if there is none or it could not be read. */
  whenLoaded(): Promise<Dataset | null>;
}

export interface DataNeighbours {
  readonly documents: DocumentStore;
  readonly startLoad: StartLoad;
  publish(signature: DataSignature | null): void;
  /** Waits before loading while params are typed; tests pass 0. */
  readonly pauseMs?: number;
}

const PAUSE_MS = 200;

export function createDataStore({ documents, startLoad, publish, pauseMs = PAUSE_MS }: DataNeighbours) {
  let load: Load | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  /** What `dataset` was loaded from, so that nothing is loaded twice. */
  let loadedKey: string | null = null;
  let wantedKey: string | null = null;
  let ownCount = 0;
  /** The own files that were read last. */
  let readOwn: OwnData | null = null;

  const store = createStore<DataState>()((set, get) => {
    const end = (): void => {
      load?.cancel();
      load = null;
      if (timer !== null) clearTimeout(timer);
      timer = null;
    };

    const begin = (request: LoadRequest, key: string): void => {
      load = startLoad(request, (reply) => {
        switch (reply.kind) {
          case 'progress':
            set({ progress: { text: reply.text, fraction: reply.fraction ?? null } });
            return;
          case 'done':
            loadedKey = key;
            load = null;
            if (request.kind === 'own') readOwn = get().own;
            publish(signatureOf(reply.dataset));
            set({ status: 'ready', dataset: reply.dataset, progress: null, error: null, ownBefore: null, ...(reply.source ? { ownFacts: reply.source } : {}) });
            return;
          case 'failed':
            load = null;
            set({ status: 'failed', progress: null, error: reply.message, ownBefore: request.kind === 'own' && readOwn?.id !== get().own?.id ? readOwn : null });
            return;
          default:
            reply satisfies never;
        }
      });
    };

    /** Brings the data in line with the document and the opened files. */
    const follow = (): void => {
      const { training } = documents.getState().document;
      const { own } = get();
      const wanted = requestOf(training, own);
      if (!wanted) {
        end();
        wantedKey = loadedKey = null;
        publish(null);
        set({ status: 'empty', source: null, dataset: null, progress: null, error: null });
        return;
      }
      const key = wanted.kind === 'builtin' ? JSON.stringify(wanted) : JSON.stringify([own?.id, own?.options, wanted.seed]);
      if (key === wantedKey) return;
      wantedKey = key;
      end();
      if (key === loadedKey) {
        const { dataset } = get();
        if (dataset) publish(signatureOf(dataset));
        set({ status: 'ready', source: wanted.kind, progress: null, error: null });
        return;
      }
      if (wanted.kind === 'builtin') {
        const definition = datasetOf(wanted.type);
        if (!definition) {
          publish(null);
          set({ status: 'failed', source: 'builtin', dataset: null, progress: null, error: `This version has no built-in data set "${wanted.type}". Choose another one.` });
          return;
        }
        // The shapes are known before the samples are: the compiler need not wait.
        publish(definition.signature(completeParams(definition.params, wanted.params).params));
      }
      set({ status: 'loading', source: wanted.kind, error: null, progress: { text: wanted.kind === 'builtin' ? 'Drawing samples' : 'Reading files', fraction: null } });
      if (get().dataset && pauseMs > 0) timer = setTimeout(() => begin(wanted, key), pauseMs);
      else begin(wanted, key);
    };

    documents.subscribe((state, before) => {
      if (state.document.training !== before.document.training) follow();
    });
    // The first document may name its data already.
    queueMicrotask(follow);

    return {
      status: 'empty',
      source: null,
      own: null,
      ownBefore: null,
      ownFacts: null,
      dataset: null,
      progress: null,
      error: null,

      chooseBuiltin: (type) => {
        const definition = datasetOf(type);
        if (!definition) return;
        documents.getState().edit(`Use ${definition.label.toLowerCase()} as data`, [{ kind: 'setTraining', training: { data: { type } } }]);
        follow();
      },
      setParams: (params, gesture) => {
        const { data } = documents.getState().document.training;
        if (!data) return;
        const next: Record<string, Json> = { ...data.params };
        for (const [name, value] of Object.entries(params)) {
          if (value === undefined) delete next[name];
          else next[name] = value;
        }
        documents.getState().edit('Change the data', [{ kind: 'setTraining', training: { data: { type: data.type, params: next } } }], gesture);
      },
      openOwn: (name, files) => {
        ownCount++;
        set({ own: { id: ownCount, name, files, options: get().own?.options ?? DEFAULT_IMAGE_OPTIONS }, ownFacts: null });
        get().chooseOwn();
      },
      setImageOptions: (options) => {
        const { own } = get();
        if (!own) return;
        set({ own: { ...own, options: { ...own.options, ...options } } });
        follow();
      },
      chooseOwn: () => {
        if (documents.getState().document.training.data) {
          documents.getState().edit('Use own data', [{ kind: 'setTraining', training: { data: undefined } }]);
        }
        follow();
      },
      returnToOwnBefore: () => {
        const { ownBefore } = get();
        if (!ownBefore) return;
        set({ own: ownBefore, ownBefore: null });
        get().chooseOwn();
      },
      cancel: () => {
        if (get().status !== 'loading') return;
        end();
        const { dataset } = get();
        publish(dataset ? signatureOf(dataset) : null);
        set({
          status: 'failed',
          progress: null,
          error: dataset ? `Loading was cancelled. What was there before is still shown: ${dataset.name}, ${dataset.origin}.` : 'Loading was cancelled.',
        });
      },
      retry: () => {
        wantedKey = null;
        follow();
      },
      whenLoaded: () =>
        new Promise((resolve) => {
          const settle = (state: DataState): boolean => {
            if (state.status === 'loading') return false;
            resolve(state.status === 'ready' ? state.dataset : null);
            return true;
          };
          if (settle(get())) return;
          const unsubscribe = store.subscribe((state) => {
            if (settle(state)) unsubscribe();
          });
        }),
    };
  });
  return store;
}

export type DataStore = ReturnType<typeof createDataStore>;

function requestOf(training: TrainingConfig, own: OwnData | null): LoadRequest | null {
  const { data, seed } = training;
  if (data) return { kind: 'builtin', type: data.type, params: data.params ?? {}, seed };
  return own ? { kind: 'own', name: own.name, files: own.files, options: own.options, seed } : null;
}

export function signatureOf({ name, task, inputShape, targetShape, classes }: Dataset): DataSignature {
  return { name, task, inputShape, targetShape, ...(classes ? { classes } : {}) };
}

/** The window's data. */
export const dataStore: DataStore = createDataStore({
  documents: documentStore,
  startLoad: startDataWorker,
  publish: (signature) => compilationStore.getState().setDataSignature(signature),
});
