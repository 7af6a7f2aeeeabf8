// The browser's IndexedDB as three small tables: recent files, the draft of unsaved work. Every call may be refused (private windows).

export interface StoredRecent {
  readonly id: string;
  readonly name: string;
  readonly openedAt: number;
  /** A copy of the text as it was last opened or saved, for browsers without file handles. */
  readonly text: string;
  readonly handle: FileSystemFileHandle | null;
}

export interface Draft {
  readonly id: string;
  readonly name: string;
  readonly savedAt: number;
  readonly text: string;
}

const NAME = 'netloom';
const VERSION = 1;

let opened: Promise<IDBDatabase> | null = null;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore('recent', { keyPath: 'id' });
      request.result.createObjectStore('drafts', { keyPath: 'id' });
    });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => {
      opened = null;
      reject(request.error ?? new Error('This browser keeps no data for this page.'));
    });
  });
  return opened;
}

async function perform<T>(table: 'recent' | 'drafts', mode: IDBTransactionMode, action: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await database();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(table, mode);
    const request = action(transaction.objectStore(table));
    transaction.addEventListener('complete', () => resolve(request.result));
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('The browser refused to keep it.')));
    transaction.addEventListener('error', () => reject(transaction.error ?? new Error('The browser refused to keep it.')));
  });
}

const MOST_RECENT = 12;

export async function recents(): Promise<readonly StoredRecent[]> {
  const all = await perform<StoredRecent[]>('recent', 'readonly', (store) => store.getAll());
  return all.toSorted((a, b) => b.openedAt - a.openedAt);
}

export async function rememberRecent(recent: StoredRecent): Promise<void> {
  await perform('recent', 'readwrite', (store) => store.put(recent));
  for (const old of (await recents()).slice(MOST_RECENT)) await forgetRecent(old.id);
}

export async function forgetRecent(id: string): Promise<void> {
  await perform('recent', 'readwrite', (store) => store.delete(id));
}

export async function drafts(): Promise<readonly Draft[]> {
  const all = await perform<Draft[]>('drafts', 'readonly', (store) => store.getAll());
  return all.toSorted((a, b) => b.savedAt - a.savedAt);
}

export async function keepDraft(draft: Draft): Promise<void> {
  await perform('drafts', 'readwrite', (store) => store.put(draft));
}

export async function dropDraft(id: string): Promise<void> {
  await perform('drafts', 'readwrite', (store) => store.delete(id));
}
