// Unsaved work is kept as a draft every few seconds, so that a crash or a reload loses nothing. One draft per window session.

import { serializeDocument, serializeInSteps } from '../graph/parse.ts';
import { documentStore, isDirty, type DocumentState } from '../state/documentStore.ts';
import { inSlices } from '../state/slices.ts';
import { drafts, dropDraft, keepDraft, type Draft } from './platform/storage.ts';

const EVERY_MS = 2500;

const SESSION: string = crypto.randomUUID();
const lockName = (session: string): string => `netloom draft ${session}`;

/** Unsaved work of sessions that ended without saving or discarding it: not this one, and no other window that is open now. */
export async function abandonedDrafts(): Promise<readonly Draft[]> {
  try {
    const open = (await navigator.locks?.query())?.held?.map((lock) => lock.name) ?? [];
    return (await drafts()).filter((draft) => draft.id !== SESSION && !open.includes(lockName(draft.id)));
  } catch {
    return [];
  }
}

/** Unsaved work of the other windows that are open now, as they last kept it. */
export async function otherWindows(): Promise<readonly Draft[]> {
  const open = (await navigator.locks?.query())?.held?.map((lock) => lock.name) ?? [];
  return (await drafts()).filter((draft) => draft.id !== SESSION && open.includes(lockName(draft.id)));
}

export async function discardDraft(id: string): Promise<void> {
  await dropDraft(id).catch(() => undefined);
}

/** The draft that the open document was recovered from: goes as soon as this session has kept its own. */
let replaced: string | null = null;

export function recoveredFrom(id: string): void {
  replaced = id;
}

/** The person chose to lose the changes, or they are saved: nothing is left to recover. */
export const discardOwnDraft = (): Promise<void> => discardDraft(SESSION);

export function startAutosave(): void {
  /** Lets go of the draft that is waited for or being written; null when there is none. */
  let drop: (() => void) | null = null;
  let kept = false;
  // Held until the window is gone: tells other windows that this session's draft is not abandoned.
  void navigator.locks?.request(lockName(SESSION), () => new Promise(() => undefined));

  const isWorthKeeping = (state: DocumentState): boolean => isDirty(state) && !state.readOnly && state.document.nodes.length > 0;
  const keep = async ({ document: { name } }: DocumentState, text: string | null): Promise<void> => {
    try {
      if (text !== null) {
        const draft: Draft = { id: SESSION, name, savedAt: Date.now(), text };
        await keepDraft(draft);
        kept = true;
        if (replaced !== null) await dropDraft(replaced);
        replaced = null;
      } else if (kept) {
        await dropDraft(SESSION);
        kept = false;
      }
    } catch (error) {
      console.warn('The draft could not be kept.', error);
    }
  };
  const wait = (): void => {
    const timer = setTimeout(write, EVERY_MS);
    drop = () => clearTimeout(timer);
  };
  const write = (): void => {
    drop = null;
    const state = documentStore.getState();
    if (!isWorthKeeping(state)) return void keep(state, null);
    drop = inSlices(serializeInSteps(state.document), (text) => {
      drop = null;
      void keep(state, text);
      const { document, saved } = documentStore.getState();
      if (document !== state.document || saved !== state.saved) wait();
    });
  };

  documentStore.subscribe((state, before) => {
    if (state.document === before.document && state.saved === before.saved) return;
    if (drop === null) wait();
  });
  // Hidden may be the last that a page hears before it is gone: then at once.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden' || drop === null) return;
    drop();
    drop = null;
    const state = documentStore.getState();
    void keep(state, isWorthKeeping(state) ? serializeDocument(state.document) : null);
  });
}
