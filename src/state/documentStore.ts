// The open document: every edit goes through here, so undo, redo and the dirty state cover all of them. Knows no React.

import { createStore } from 'zustand/vanilla';
import type { NetloomDocument } from '../graph/document.ts';
import { emptyDocument } from '../graph/document.ts';
import { applyEdits, type Edit } from '../graph/edits.ts';

/** Snapshots kept for undo; documents share structure, so one costs what its edit changed. */
const LONGEST_HISTORY = 1000;

export interface HistoryEntry {
  /** What undoing would take back, for people: "Add conv2d". */
  readonly label: string;
  readonly document: NetloomDocument;
}

export interface DocumentState {
  readonly document: NetloomDocument;
  readonly past: readonly HistoryEntry[];
  readonly future: readonly HistoryEntry[];
  /** The document as it stands in its file. */
  readonly saved: NetloomDocument;
  /** The platform's handle of the file; null before the first save. */
  readonly handle: unknown;
  /** Opened from a newer version: shown, never changed. */
  readonly readOnly: boolean;
  /** Edits with the same key, while it stands, are one step: a drag, a slider. */
  readonly gesture: string | null;

  /** Applies edits as one undoable step. No step when nothing changes. `gesture` joins it to the step before with the same key. */
  edit(label: string, edits: readonly Edit[], gesture?: string): void;
  /** Ends the running gesture, so that the next edit is a step of its own. */
  endGesture(): void;
  undo(): void;
  redo(): void;
  open(document: NetloomDocument, options?: { readonly handle?: unknown; readonly readOnly?: boolean; readonly unsaved?: boolean }): void;
  markSaved(document: NetloomDocument, name: string, handle: unknown): void;
}

export const isDirty = (state: Pick<DocumentState, 'document' | 'saved'>): boolean => state.document !== state.saved;

export function createDocumentStore(initial: NetloomDocument = emptyDocument()) {
  return createStore<DocumentState>()((set, get) => ({
    document: initial,
    past: [],
    future: [],
    saved: initial,
    handle: null,
    readOnly: false,
    gesture: null,

    edit(label, edits, gesture) {
      const { document, past, readOnly, gesture: running } = get();
      if (readOnly) return;
      const next = applyEdits(document, edits);
      if (next === document) return;
      const joins = gesture !== undefined && gesture === running && past.length > 0;
      set({
        document: next,
        past: joins ? past : [...past.slice(-(LONGEST_HISTORY - 1)), { label, document }],
        future: [],
        gesture: gesture ?? null,
      });
    },
    endGesture: () => set({ gesture: null }),
    undo() {
      const { past, future, document } = get();
      const last = past.at(-1);
      if (!last) return;
      set({ document: last.document, past: past.slice(0, -1), future: [{ label: last.label, document }, ...future], gesture: null });
    },
    redo() {
      const { past, future, document } = get();
      const next = future[0];
      if (!next) return;
      set({ document: next.document, past: [...past, { label: next.label, document }], future: future.slice(1), gesture: null });
    },
    open(document, options = {}) {
      set({
        document,
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

export type DocumentStore = ReturnType<typeof createDocumentStore>;
/** The window's document. */
export const documentStore: DocumentStore = createDocumentStore();
