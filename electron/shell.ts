// Ties window, menu, files and messages together. One window; a second start brings it to the front.

import { app, BrowserWindow, dialog, Menu } from 'electron';
import path from 'node:path';
import { Documents, documentName } from './documents.ts';
import { handle } from './ipc.ts';
import { menuTemplate } from './menu.ts';
import { ORIGIN } from './protocol.ts';
import { RecentFiles } from './recentFiles.ts';
import { builtFiles, createWindow, openLink } from './window.ts';

const isText = (value: unknown, longest = 4096): value is string => typeof value === 'string' && value.length <= longest;
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Files given as arguments, by a double click or a drop on the icon. */
export function filesFromArguments(args: readonly string[], folder: string): readonly string[] {
  return args.filter((a) => !a.startsWith('-') && /\.json$/i.test(a)).map((a) => path.resolve(folder, a));
}

export interface Shell {
  readonly window: BrowserWindow;
  openPath(file: string): void;
  focus(): void;
}

export function startShell(here: string, userData: string): Shell {
  const files = builtFiles(here);
  const recent = new RecentFiles(path.join(userData, 'recent.json'));
  const documents = new Documents(recent);
  const window = createWindow({ preload: files.preload, boundsStore: path.join(userData, 'window.json') });
  /** Files that came before the page could take them. */
  let waiting: string[] = [];
  let ready = false;

  const openPath = (file: string): void => {
    if (!ready) {
      waiting.push(file);
      return;
    }
    documents.grant(file);
    documents.read(file).then(
      (opened) => window.webContents.send('file-opened', opened),
      (error: unknown) => void dialog.showMessageBox(window, { type: 'error', message: `${documentName(file)} could not be opened`, detail: error instanceof Error ? error.message : String(error) }),
    );
  };

  const refreshMenu = async (): Promise<void> => {
    const template = menuTemplate({
      system: process.platform,
      recent: await documents.recentFiles(),
      send: (command) => window.webContents.send('menu', command),
      openRecent: openPath,
      openLink,
      development: !app.isPackaged,
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  };
  const thenMenu = async <T>(work: Promise<T>): Promise<T> => {
    const value = await work;
    await refreshMenu();
    return value;
  };

  handle('open-file', () => [], () => thenMenu(documents.open(window)));
  handle('open-recent', ([file]) => (isText(file) ? file : null), (file) => thenMenu(documents.openRecent(file)));
  handle(
    'save-file',
    ([r]) =>
      isRecord(r) && isText(r['name'], 1000) && isText(r['text'], 256 * 1024 * 1024) && (r['path'] === null || isText(r['path'])) && typeof r['saveAs'] === 'boolean'
        ? { name: r['name'], text: r['text'], path: r['path'] as string | null, saveAs: r['saveAs'] }
        : null,
    (request) => thenMenu(documents.save(window, request)),
  );
  handle('recent-files', () => [], () => documents.recentFiles());
  handle('forget-recent', ([file]) => (isText(file) ? file : null), (file) => thenMenu(documents.forget(file)));
  handle(
    'export-project',
    ([name, list]) =>
      isText(name, 1000) && Array.isArray(list) && list.length <= 10_000 && list.every((f) => isRecord(f) && isText(f['path']) && f['bytes'] instanceof Uint8Array)
        ? { name, files: list as { path: string; bytes: Uint8Array<ArrayBuffer> }[] }
        : null,
    ({ name, files: list }) => documents.exportProject(window, name, list),
  );
  handle('choose-files', ([accept]) => (Array.isArray(accept) && accept.every((a) => isText(a, 20)) ? (accept as string[]) : null), (accept) => documents.chooseFiles(window, accept));
  handle('choose-folder', ([title]) => (isText(title, 200) ? title : null), (title) => documents.chooseFolder(window, title));
  handle(
    'document-state',
    ([s]) => (isRecord(s) && isText(s['name'], 1000) && typeof s['dirty'] === 'boolean' ? { name: s['name'], dirty: s['dirty'] } : null),
    ({ name, dirty }) => {
      window.setTitle(`${dirty ? '• ' : ''}${name} — Netloom`);
      window.setDocumentEdited(dirty);
    },
  );
  handle('ready-for-files', () => [], () => {
    ready = true;
    const files = waiting;
    waiting = [];
    for (const file of files) openPath(file);
  });

  void refreshMenu();
  void window.loadURL(`${ORIGIN}/index.html`);
  return {
    window,
    openPath,
    focus() {
      if (window.isMinimized()) window.restore();
      window.focus();
    },
  };
}
