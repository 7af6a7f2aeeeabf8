// The window: isolated, sandboxed, at home only in the app; closing asks the page first.

import { BrowserWindow, ipcMain, shell } from 'electron';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { atomicWrite } from './atomicWrite.ts';
import { isTrustedSender } from './ipc.ts';
import { ORIGIN } from './protocol.ts';

/** How long the page may take to answer whether it can close, before the shell asks itself, milliseconds. */
const CLOSE_ANSWER_MS = 120_000;

interface Bounds {
  readonly width: number;
  readonly height: number;
  readonly x?: number;
  readonly y?: number;
}

export function readBounds(store: string): Bounds {
  try {
    const b = JSON.parse(readFileSync(store, 'utf8')) as Partial<Bounds>;
    if (typeof b.width === 'number' && typeof b.height === 'number' && b.width >= 600 && b.height >= 400) {
      return { width: b.width, height: b.height, ...(typeof b.x === 'number' && typeof b.y === 'number' ? { x: b.x, y: b.y } : {}) };
    }
  } catch {
    // First start, or a damaged store: the default.
  }
  return { width: 1440, height: 900 };
}

/** Links may leave the app only over https, and only into the user's own browser. */
export function openLink(url: string): void {
  try {
    if (new URL(url).protocol === 'https:') void shell.openExternal(url);
  } catch {
    // No address: nothing to open.
  }
}

export function createWindow(options: { readonly preload: string; readonly boundsStore: string; readonly show?: boolean }): BrowserWindow {
  const window = new BrowserWindow({
    ...readBounds(options.boundsStore),
    minWidth: 800,
    minHeight: 560,
    show: false,
    backgroundColor: '#0e1116',
    title: 'Netloom',
    webPreferences: { preload: options.preload, contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true, backgroundThrottling: false, spellcheck: false },
  });
  window.once('ready-to-show', () => options.show !== false && window.show());
  window.webContents.setWindowOpenHandler(({ url }) => {
    openLink(url);
    return { action: 'deny' };
  });
  window.webContents.on('will-navigate', (event) => {
    if (!event.url.startsWith(`${ORIGIN}/`)) {
      event.preventDefault();
      openLink(event.url);
    }
  });
  window.webContents.on('will-attach-webview', (event) => event.preventDefault());
  // WebGPU needs no permission; the file pickers and the clipboard are the only ones the page uses.
  const allowed = new Set(['clipboard-read', 'clipboard-sanitized-write', 'fileSystem']);
  window.webContents.session.setPermissionRequestHandler((_contents, permission, answer) => answer(allowed.has(permission)));
  guardClosing(window, options.boundsStore);
  return window;
}

function guardClosing(window: BrowserWindow, boundsStore: string): void {
  let mayClose = false;
  let asking = false;
  let dead = false;
  window.webContents.on('render-process-gone', () => (dead = true));
  window.on('close', (event) => {
    if (mayClose || dead || window.webContents.isDestroyed()) {
      void atomicWrite(boundsStore, JSON.stringify(window.getNormalBounds())).catch(() => undefined);
      return;
    }
    event.preventDefault();
    if (asking) return;
    asking = true;
    void askPage(window).then((answer) => {
      asking = false;
      if (!answer) return;
      mayClose = true;
      window.close();
    });
  });
}

/** Asks the page whether it can close; a page that cannot answer any more does not keep its window open. */
function askPage(window: BrowserWindow): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (answer: boolean): void => {
      clearTimeout(timer);
      ipcMain.removeListener('close-answer', listen);
      resolve(answer);
    };
    const listen = (event: Electron.IpcMainEvent, answer: unknown): void => {
      if (event.sender === window.webContents && isTrustedSender(event)) finish(answer === true);
    };
    const timer = setTimeout(() => finish(true), CLOSE_ANSWER_MS);
    ipcMain.on('close-answer', listen);
    window.webContents.send('close-request');
  });
}

/** Path of the built page and preload, seen from dist/electron. */
export const builtFiles = (here: string) => ({ app: path.join(here, '../app'), preload: path.join(here, 'preload.cjs') });
