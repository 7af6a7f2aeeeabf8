// The compilation of the open document, always up to date: small networks at once, what takes longer when typing pauses; the fixes of
// large ones a moment after. Knows no React.

import { createStore } from 'zustand/vanilla';
import { compile, compileInSteps, complete } from '../compiler/compile.ts';
import type { Compilation } from '../compiler/compilation.ts';
import type { DataSignature } from '../datasets/dataset.ts';
import type { NetloomDocument } from '../graph/document.ts';
import { documentStore, type DocumentStore } from './documentStore.ts';
import { inSlices, result } from './slices.ts';

/** A compile that took longer than this would be felt while typing or dragging: the next waits for a pause. */
const FELT_MS = 50;
const PAUSE_MS = 150;
/** Layers of a network whose fixes are still proven at once, and layers still lowered at once: a few milliseconds. */
const AT_ONCE = 200;

export interface CompilationState {
  readonly compilation: Compilation;
  /** The document that was compiled; older than the open one only while `pending`. */
  readonly document: NetloomDocument;
  readonly pending: boolean;
  /** What the chosen data looks like, for the check whether it fits; null without data. */
  readonly dataSignature: DataSignature | null;
  /** Milliseconds the last compile took. */
  readonly tookMs: number;
  setDataSignature(signature: DataSignature | null): void;
  /**
   * Compiles a document that is about to be opened, in slices between which the window answers; opening it then costs nothing more.
   * @returns whether that was done: false where `signal` ended it
   */
  prepare(document: NetloomDocument, signal: AbortSignal): Promise<boolean>;
  /** Compiles now if something is pending, and returns the compilation of the open document. */
  flush(): Compilation;
}

export interface CompilationOptions {
  readonly compileDocument?: typeof compile;
  readonly now?: () => number;
}

/** Compiles `documents` on every change of what matters to the compiler (moving a node does not). */
export function createCompilationStore(documents: DocumentStore, { compileDocument = compile, now = () => performance.now() }: CompilationOptions = {}) {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let dropRest = (): void => undefined;
  let prepared: { readonly document: NetloomDocument; readonly data: DataSignature | undefined; readonly compilation: Compilation } | null = null;

  const store = createStore<CompilationState>()((set, get) => {
    const run = (): Compilation => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      const { document } = documents.getState();
      const before = get() as CompilationState | undefined;
      const start = now();
      const data = before?.dataSignature ?? undefined;
      const compilation =
        prepared?.document === document && prepared.data === data ? prepared.compilation : compileDocument(document, { deferAbove: AT_ONCE, ...(data ? { data } : {}), ...(before ? { previous: before.compilation } : {}) });
      prepared = null;
      set({ compilation, document, pending: false, tookMs: now() - start });
      doRest();
      return compilation;
    };
    /** Dropped by the next compile. */
    const doRest = (): void => {
      dropRest();
      const { compilation, document, dataSignature } = get();
      if (!compilation.isOpen) return;
      const finish = (whole: Compilation): void => {
        if (whole !== compilation) set({ compilation: whole });
      };
      dropRest = inSlices(complete(document, compilation, dataSignature ? { data: dataSignature } : {}), finish, now);
    };
    const schedule = (): void => {
      if (get().tookMs <= FELT_MS) {
        run();
        return;
      }
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(run, PAUSE_MS);
      set({ pending: true });
    };
    documents.subscribe((state, before) => {
      if (state.document === before.document) return;
      if (sameNetwork(state.document, before.document) && !get().pending) set({ document: state.document });
      else schedule();
    });

    const { document } = documents.getState();
    const start = now();
    const compilation = compileDocument(document);
    return {
      compilation,
      document,
      pending: false,
      dataSignature: null,
      tookMs: now() - start,
      setDataSignature: (dataSignature) => {
        if (dataSignature === get().dataSignature) return;
        set({ dataSignature });
        schedule();
      },
      prepare: async (document, signal) => {
        const data = get().dataSignature ?? undefined;
        const compilation = await result(compileInSteps(document, { deferAbove: AT_ONCE, ...(data ? { data } : {}) }), signal, now);
        if (compilation) prepared = { document, data, compilation };
        return compilation !== null;
      },
      flush: () => (timer === null ? get().compilation : run()),
    };
  });
  return store;
}

/** Whether two documents differ at most in positions and training settings, which the compiler does not read. */
function sameNetwork(a: NetloomDocument, b: NetloomDocument): boolean {
  if (a.edges !== b.edges || a.blocks !== b.blocks || a.name !== b.name || a.nodes.length !== b.nodes.length) return false;
  return a.nodes.every((node, i) => {
    const other = b.nodes[i]!;
    return node === other || (node.id === other.id && node.type === other.type && node.params === other.params && node.block === other.block && node.sharedWith === other.sharedWith);
  });
}

export type CompilationStore = ReturnType<typeof createCompilationStore>;
/** The window's compilation. */
export const compilationStore: CompilationStore = createCompilationStore(documentStore);
