// Network files and data folders on the user's disk: dialogs, atomic saving, recent files. The window may only touch what the user chose.

import { app, dialog, type BrowserWindow } from 'electron';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { BridgeFile, BridgeRecent } from '../src/app/platform/bridge.ts';
import type { NamedBytes } from '../src/state/platform.ts';
import { atomicWrite, explainFileError } from './atomicWrite.ts';
import type { RecentFiles } from './recentFiles.ts';

const EXTENSION = '.netloom.json';
const MOST_DOCUMENT_BYTES = 64 * 1024 * 1024;
const MOST_DATA_BYTES = 2 * 1024 * 1024 * 1024;
const MOST_DATA_FILES = 20_000;
const FILTERS = [{ name: 'Netloom network', extensions: ['json'] }];

/** `…/u-net.netloom.json` → `u-net`. */
export function documentName(file: string): string {
  return path.basename(file).replace(/(\.netloom)?\.json$/i, '');
}

/** A name that every file system takes. */
export function safeFileName(name: string): string {
  // oxlint-disable-next-line no-control-regex -- Control characters are what must go.
  const safe = name.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, '-').replace(/^[.\s]+|[.\s]+$/g, '').slice(0, 100);
  return safe === '' ? 'untitled' : safe;
}

export class Documents {
  /** Paths that the user has chosen in a dialog, from the recent list or from the desktop, in this session. */
  private readonly granted = new Set<string>();

  constructor(private readonly recent: RecentFiles) {}

  /** The user picked this file outside the window: on the desktop or as an argument. */
  grant(file: string): void {
    this.granted.add(path.resolve(file));
  }

  async open(window: BrowserWindow): Promise<BridgeFile | null> {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, { title: 'Open network', properties: ['openFile'], filters: FILTERS });
    const file = filePaths[0];
    if (canceled || file === undefined) return null;
    this.grant(file);
    return this.read(file);
  }

  async openRecent(file: string): Promise<BridgeFile> {
    const known = (await this.recent.list()).some((e) => e.path === path.resolve(file));
    if (known) this.grant(file);
    return this.read(file);
  }

  /** Reads a granted file; rejects with a message for people. */
  async read(file: string): Promise<BridgeFile> {
    const full = path.resolve(file);
    if (!this.granted.has(full)) throw new Error(`"${path.basename(file)}" was not chosen by you in this session. Open it with File → Open.`);
    try {
      const info = await stat(full);
      if (info.size > MOST_DOCUMENT_BYTES) throw new Error('it is larger than 64 MiB, which no network file is.');
      const text = await readFile(full, 'utf8');
      await this.recent.add(full);
      app.addRecentDocument(full);
      return { name: documentName(full), text, path: full };
    } catch (error) {
      throw new Error(explainFileError(error, full), { cause: error });
    }
  }

  async save(window: BrowserWindow, request: { readonly name: string; readonly text: string; readonly path: string | null; readonly saveAs: boolean }): Promise<{ name: string; path: string } | null> {
    let file = request.path === null ? null : path.resolve(request.path);
    if (file !== null && !request.saveAs && !this.granted.has(file)) throw new Error(`"${path.basename(file)}" was not chosen by you in this session. Use Save As.`);
    if (file === null || request.saveAs) {
      const start = file ?? safeFileName(request.name) + EXTENSION;
      const answer = await dialog.showSaveDialog(window, { title: 'Save network', defaultPath: start, filters: FILTERS });
      if (answer.canceled || !answer.filePath) return null;
      file = /\.json$/i.test(answer.filePath) ? answer.filePath : answer.filePath + EXTENSION;
      this.grant(file);
    }
    try {
      await atomicWrite(file, request.text);
    } catch (error) {
      throw new Error(explainFileError(error, file), { cause: error });
    }
    await this.recent.add(file);
    app.addRecentDocument(file);
    return { name: documentName(file), path: file };
  }

  async recentFiles(): Promise<readonly BridgeRecent[]> {
    return (await this.recent.list()).map((e) => ({ name: documentName(e.path), path: e.path, openedAt: e.openedAt }));
  }

  async forget(file: string): Promise<void> {
    await this.recent.remove(file);
  }

  /** Writes the files into a new folder `name` inside one the user chooses; asks before it writes into one that has something in it. */
  async exportProject(window: BrowserWindow, name: string, files: readonly NamedBytes[]): Promise<string | null> {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title: 'Export into folder',
      buttonLabel: 'Export here',
      properties: ['openDirectory', 'createDirectory'],
    });
    const parent = filePaths[0];
    if (canceled || parent === undefined) return null;
    const folder = path.join(parent, safeFileName(name));
    const present = await readdir(folder).catch(() => []);
    if (present.length > 0) {
      const { response } = await dialog.showMessageBox(window, {
        type: 'warning',
        message: `"${path.basename(folder)}" is already there and not empty.`,
        detail: 'Files of the same name will be replaced; others stay.',
        buttons: ['Replace', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
      });
      if (response !== 0) return null;
    }
    for (const file of files) {
      const target = path.resolve(folder, file.path);
      if (!target.startsWith(folder + path.sep)) throw new Error(`"${file.path}" would lie outside the project's folder.`);
      try {
        await mkdir(path.dirname(target), { recursive: true });
        await atomicWrite(target, file.bytes);
      } catch (error) {
        throw new Error(explainFileError(error, target), { cause: error });
      }
    }
    return folder;
  }

  async chooseFiles(window: BrowserWindow, accept: readonly string[]): Promise<readonly NamedBytes[] | null> {
    const extensions = accept.map((a) => a.replace(/^\./, ''));
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title: 'Choose data files',
      properties: ['openFile', 'multiSelections'],
      ...(extensions.length > 0 ? { filters: [{ name: 'Data', extensions }, { name: 'All files', extensions: ['*'] }] } : {}),
    });
    if (canceled || filePaths.length === 0) return null;
    return readAll(filePaths.map((file) => ({ file, as: path.basename(file) })));
  }

  async chooseFolder(window: BrowserWindow, title: string): Promise<{ name: string; files: readonly NamedBytes[] } | null> {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, { title, properties: ['openDirectory'] });
    const folder = filePaths[0];
    if (canceled || folder === undefined) return null;
    const found: { file: string; as: string }[] = [];
    const walk = async (current: string): Promise<void> => {
      for (const entry of (await readdir(current, { withFileTypes: true })).toSorted((a, b) => a.name.localeCompare(b.name))) {
        if (entry.name.startsWith('.')) continue;
        const full = path.join(current, entry.name);
        if (entry.isDirectory()) await walk(full);
        else if (entry.isFile()) found.push({ file: full, as: path.relative(folder, full).split(path.sep).join('/') });
        if (found.length > MOST_DATA_FILES) throw new Error(`"${path.basename(folder)}" holds more than ${MOST_DATA_FILES} files. Choose the folder of the data set itself.`);
      }
    };
    await walk(folder);
    return { name: path.basename(folder), files: await readAll(found) };
  }
}

async function readAll(files: readonly { readonly file: string; readonly as: string }[]): Promise<NamedBytes[]> {
  const result: NamedBytes[] = [];
  let total = 0;
  for (const { file, as } of files) {
    try {
      total += (await stat(file)).size;
      if (total > MOST_DATA_BYTES) throw new Error('the files are larger than 2 GiB together, more than can be held in memory.');
      const bytes = await readFile(file);
      result.push({ path: as, bytes: new Uint8Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer) });
    } catch (error) {
      throw new Error(explainFileError(error, file), { cause: error });
    }
  }
  return result;
}
