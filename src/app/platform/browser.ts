// The platform in a browser: file handles where there are any, else downloads and upload pickers. Knows no network.

import { zipProject } from '../../codegen/zipProject.ts';
import type { NamedBytes, OpenedFile, Platform, RecentFile } from '../../state/platform.ts';
import { download, saveCopy } from './download.ts';
import { forgetRecent, recents, rememberRecent, type StoredRecent } from './storage.ts';

interface PickerOptions {
  readonly suggestedName?: string;
  readonly types?: readonly { readonly description: string; readonly accept: Readonly<Record<string, readonly string[]>> }[];
}
interface PermissionHandle {
  queryPermission?(options: { mode: 'read' | 'readwrite' }): Promise<PermissionState>;
  requestPermission?(options: { mode: 'read' | 'readwrite' }): Promise<PermissionState>;
}
/** The parts of the File System Access API that lib.dom leaves out. */
interface Pickers {
  showOpenFilePicker?(options: PickerOptions): Promise<FileSystemFileHandle[]>;
  showSaveFilePicker?(options: PickerOptions): Promise<FileSystemFileHandle>;
}
const pickers = window as unknown as Pickers;

/** What a handle of this platform is: an entry of the recent files. */
interface BrowserHandle {
  readonly id: string;
  readonly file: FileSystemFileHandle | null;
}
const isHandle = (value: unknown): value is BrowserHandle => typeof value === 'object' && value !== null && 'id' in value && 'file' in value;

const FILE_TYPES = [{ description: 'Netloom network', accept: { 'application/json': ['.json'] } }];
const wasCancelled = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

async function remember(name: string, text: string, file: FileSystemFileHandle | null, known?: string): Promise<BrowserHandle> {
  let id = known ?? crypto.randomUUID();
  try {
    if (!known) {
      for (const old of await recents()) {
        const same = file && old.handle ? await old.handle.isSameEntry(file) : !file && !old.handle && old.name === name;
        if (same) id = old.id;
      }
    }
    await rememberRecent({ id, name, text, openedAt: Date.now(), handle: file });
  } catch (error) {
    // Without storage there is no list of recent files; opening and saving work all the same.
    console.warn('The recent files could not be kept.', error);
  }
  return { id, file };
}

async function openHandle(file: FileSystemFileHandle, known?: string): Promise<OpenedFile> {
  const content = await file.getFile();
  const text = await content.text();
  return { name: content.name, text, handle: await remember(content.name, text, file, known) };
}

/** Asks with a hidden `<input type="file">`; null when cancelled. */
function pickWithInput(setUp: (input: HTMLInputElement) => void): Promise<readonly File[] | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.style.display = 'none';
    setUp(input);
    const done = (files: readonly File[] | null): void => {
      input.remove();
      resolve(files);
    };
    input.addEventListener('change', () => done(input.files ? [...input.files] : null));
    input.addEventListener('cancel', () => done(null));
    document.body.append(input);
    input.click();
  });
}

const readAll = (files: readonly File[], pathOf: (file: File) => string): Promise<readonly NamedBytes[]> =>
  Promise.all(files.map(async (file) => ({ path: pathOf(file), bytes: new Uint8Array(await file.arrayBuffer()) })));

async function writeHandle(file: FileSystemFileHandle, text: string): Promise<void> {
  const permissions = file as unknown as PermissionHandle;
  if ((await permissions.queryPermission?.({ mode: 'readwrite' })) !== 'granted' && (await permissions.requestPermission?.({ mode: 'readwrite' })) === 'denied') {
    throw new Error('The browser was not allowed to write the file. Use “Save as” to choose another place.');
  }
  // createWritable writes to a copy and swaps it in on close, so a crash leaves the old file whole.
  const writable = await file.createWritable();
  await writable.write(text);
  await writable.close();
}

export function createBrowserPlatform(): Platform {
  let dirty = false;
  window.addEventListener('beforeunload', (event) => {
    if (dirty) event.preventDefault();
  });

  return {
    kind: 'browser',

    async openFile() {
      try {
        if (pickers.showOpenFilePicker) {
          const [file] = await pickers.showOpenFilePicker({ types: FILE_TYPES });
          return file ? await openHandle(file) : null;
        }
      } catch (error) {
        if (wasCancelled(error)) return null;
        throw error;
      }
      const files = await pickWithInput((input) => (input.accept = '.json,application/json'));
      const file = files?.[0];
      if (!file) return null;
      const text = await file.text();
      return { name: file.name, text, handle: await remember(file.name, text, null) };
    },

    async openRecent(recent) {
      const known = isHandle(recent.handle) ? (await recents()).find((r) => r.id === (recent.handle as BrowserHandle).id) : undefined;
      if (!known) throw new Error('This browser no longer keeps it.');
      if (!known.handle) {
        await rememberRecent({ ...known, openedAt: Date.now() });
        return { name: known.name, text: known.text, handle: { id: known.id, file: null } satisfies BrowserHandle };
      }
      const permissions = known.handle as unknown as PermissionHandle;
      if ((await permissions.queryPermission?.({ mode: 'read' })) !== 'granted' && (await permissions.requestPermission?.({ mode: 'read' })) === 'denied') {
        throw new Error('The browser was not allowed to read the file. Open it with “Open”.');
      }
      try {
        return await openHandle(known.handle, known.id);
      } catch (error) {
        if (error instanceof DOMException && error.name === 'NotFoundError') throw new Error('The file has been moved or deleted.', { cause: error });
        throw error;
      }
    },

    async saveFile({ name, text, handle, saveAs }) {
      const known = isHandle(handle) ? handle : null;
      if (known?.file && !saveAs) {
        await writeHandle(known.file, text);
        await remember(known.file.name, text, known.file, known.id);
        return { name: known.file.name, handle: known };
      }
      if (pickers.showSaveFilePicker) {
        try {
          const file = await pickers.showSaveFilePicker({ suggestedName: name, types: FILE_TYPES });
          await writeHandle(file, text);
          return { name: file.name, handle: await remember(file.name, text, file) };
        } catch (error) {
          if (wasCancelled(error)) return null;
          throw error;
        }
      }
      download(name, text, 'application/json');
      return { name, handle: await remember(name, text, null, saveAs ? undefined : known?.id) };
    },

    async recentFiles() {
      try {
        return (await recents()).map((r: StoredRecent): RecentFile => ({ name: r.name, place: r.handle ? 'On this computer' : 'Kept in this browser', openedAt: r.openedAt, handle: { id: r.id, file: r.handle } satisfies BrowserHandle }));
      } catch {
        return [];
      }
    },

    async forgetRecent(recent) {
      if (isHandle(recent.handle)) await forgetRecent(recent.handle.id);
    },

    async exportProject(name, files) {
      const folder = name.replaceAll(/[\\/:*?"<>|]/g, '-') || 'network';
      download(`${folder}.zip`, zipProject(files, folder), 'application/zip');
      return `${folder}.zip in your downloads`;
    },

    saveCopy,

    async chooseFiles(accept) {
      const files = await pickWithInput((input) => {
        input.accept = accept.join(',');
        input.multiple = true;
      });
      return files && readAll(files, (file) => file.name);
    },

    async chooseFolder() {
      const files = await pickWithInput((input) => (input.webkitdirectory = true));
      if (!files) return null;
      const name = files[0]?.webkitRelativePath.split('/')[0] ?? 'folder';
      return { name, files: await readAll(files, (file) => file.webkitRelativePath.split('/').slice(1).join('/') || file.name) };
    },

    setDocumentState(state) {
      dirty = state.dirty;
      document.title = `${state.dirty ? '• ' : ''}${state.name} – Netloom`;
    },
    // A page cannot ask on its own terms before it closes: `beforeunload` above does what browsers allow.
    onCloseRequest: () => () => undefined,
    onMenu: () => () => undefined,
    onOpenFile: () => () => undefined,
  };
}
