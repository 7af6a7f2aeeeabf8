// The open document: every edit goes through here, so undo, redo and the dirty state cover all of them. Knows no React.

import { createStore } from 'zustand/vanilla';
import { graphAt, type Scope } from '../graph/blocks.ts';
import type { NetloomDocument } from '../graph/document.ts';
import { emptyDocument } from '../graph/document.ts';
import { applyEdits, type Edit } from '../graph/edits.ts';
import { toDocumentEdits } from '../graph/view.ts';
import { graphHere } from './currentGraph.ts';

/** Snapshots kept for undo; documents share structure, so one costs what its edit changed. */
const LONGEST_HISTORY = 1000;

export interface HistoryEntry {
  /** What undoing would take back, for people: "Add conv2d". */
  readonly label: string;
  readonly document: NetloomDocument;
  /** Where the edit was made: undoing it leads there. */
  readonly scope: Scope;
}

export interface DocumentState {
  readonly document: NetloomDocument;
  readonly past: readonly HistoryEntry[];
  readonly future: readonly HistoryEntry[];
  /** Ids of the blocks that were entered, outermost first: edits of nodes and edges go to the innermost. Not undoable. */
  readonly scope: Scope;
  /** The document as it stands in its file. */
  readonly saved: NetloomDocument;
  /** The platform's handle of the file; null before the first save. */
  readonly handle: unknown;
  /** Opened from a newer version: shown, never changed. */
  readonly readOnly: boolean;
  /** Edits with the same key, while it stands, are one step: a drag, a slider. */
  readonly gesture: string | null;

  /**
   * Applies edits of the graph that is seen here, with the ids it has here, as one undoable step. No step when nothing
   * changes. `gesture` joins it to the step before with the same key, which has the last label then.
   */
  edit(label: string, edits: readonly Edit[], gesture?: string): void;
  /** The same with edits of the document itself, as fixes are: nodes are those of the network, not of the block that is seen. */
  editDocument(label: string, edits: readonly Edit[], gesture?: string): void;
  /** Shows the inside of the blocks with these ids; what is not there is left out. */
  setScope(scope: Scope): void;
  /** Ends the running gesture, so that the next edit is a step of its own. */
  endGesture(): void;
  undo(): void;
  redo(): void;
  open(document: NetloomDocument, options?: { readonly handle?: unknown; readonly readOnly?: boolean; readonly unsaved?: boolean }): void;
  markSaved(document: NetloomDocument, name: string, handle: unknown): void;
}

export const isDirty = (state: Pick<DocumentState, 'document' | 'saved'>): boolean => state.document !== state.saved;

/** Whether another document was opened: a history that is gone and a document that shares nothing is no edit, and no save either. */
export const isAnother = (state: DocumentState, before: DocumentState): boolean =>
  state.past.length === 0 && state.future.length === 0 && state.saved !== before.saved && state.document.nodes !== before.document.nodes;

export function createDocumentStore(initial: NetloomDocument = emptyDocument()) {
  return createStore<DocumentState>()((set, get) => ({
    document: initial,
    past: [],
    future: [],
    saved: initial,
    handle: null,
    readOnly: false,
    gesture: null,

    scope: [],

    edit(label, edits, gesture) {
      get().editDocument(label, toDocumentEdits(graphHere(get()), edits), gesture);
    },
    editDocument(label, edits, gesture) {
      const { document, past, readOnly, scope, gesture: running } = get();
      if (readOnly) return;
      const next = applyEdits(document, edits);
      if (next === document) return;
      const joins = gesture !== undefined && gesture === running && past.length > 0;
      set({
        document: next,
        scope: validScope(next, scope),
        past: joins ? named(past, label) : [...past.slice(-(LONGEST_HISTORY - 1)), { label, document, scope }],
        future: [],
        gesture: gesture ?? null,
      });
    },
    setScope(scope) {
      const valid = validScope(get().document, scope);
      if (valid.join('/') !== get().scope.join('/')) set({ scope: valid, gesture: null });
    },
    endGesture: () => set({ gesture: null }),
    undo() {
      const { past, future, document } = get();
      const last = past.at(-1);
      if (!last) return;
      const { label, scope } = last;
      set({ document: last.document, scope: keptScope(get().scope, last.document, scope), past: past.slice(0, -1), future: [{ label, document, scope }, ...future], gesture: null });
    },
    redo() {
      const { past, future, document } = get();
      const next = future[0];
      if (!next) return;
      const { label, scope } = next;
      set({ document: next.document, scope: keptScope(get().scope, next.document, scope), past: [...past, { label, document, scope }], future: future.slice(1), gesture: null });
    },
    open(document, options = {}) {
      set({
        document,
        scope: [],
        past: [],
        future: [],
        saved: options.unsaved ? emptyDocument() : document,
        handle: options.handle ?? null,
        readOnly: options.readOnly ?? false,
        gesture: null,
      });
    },
    markSaved(document, name, handle) {
      const { document: current, past, future } = get();
      const rename = (d: NetloomDocument): NetloomDocument => (d.name === name ? d : { ...d, name });
      // The name is the file's; it is no edit, so the whole history takes it.
      const renamed = rename(document);
      set({
        document: current === document ? renamed : rename(current),
        saved: renamed,
        past: past.map((h) => ({ ...h, document: rename(h.document) })),
        future: future.map((h) => ({ ...h, document: rename(h.document) })),
        handle,
      });
    },
  }));
}

/** The history with its last step called so. */
function named(past: DocumentState['past'], label: string): DocumentState['past'] {
  const last = past.at(-1)!;
  return last.label === label ? past : [...past.slice(0, -1), { ...last, label }];
}

/** As far as these blocks can be entered one after the other. */
function validScope(document: NetloomDocument, scope: Scope): Scope {
  let valid = scope;
  while (valid.length > 0 && graphAt(document, valid) === null) valid = valid.slice(0, -1);
  return valid;
}

/** The same object where nothing changes, so that the view stays the same. */
function keptScope(now: Scope, document: NetloomDocument, wanted: Scope): Scope {
  const valid = validScope(document, wanted);
  return valid.join('/') === now.join('/') ? now : valid;
}

export type DocumentStore = ReturnType<typeof createDocumentStore>;
/** The window's document. */
export const documentStore: DocumentStore = createDocumentStore();
