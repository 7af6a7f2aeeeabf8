// The narrow bridge: the only thing the page sees of the desktop. Sandboxed; forwards, and unwraps the shell's answers.

import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../src/app/platform/bridge.ts';
import type { Answer } from './ipc.ts';

async function ask<T>(channel: string, ...args: readonly unknown[]): Promise<T> {
  const answer = (await ipcRenderer.invoke(channel, ...args)) as Answer<T>;
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

function listen<T>(channel: string, handler: (value: T) => void): () => void {
  const forward = (_event: unknown, value: T): void => handler(value);
  ipcRenderer.on(channel, forward);
  return () => ipcRenderer.removeListener(channel, forward);
}

const bridge: Bridge = {
  os: process.platform === 'darwin' ? 'mac' : process.platform === 'win32' ? 'windows' : 'linux',
  openFile: () => ask('open-file'),
  openRecent: (path) => ask('open-recent', path),
  saveFile: (request) => ask('save-file', request),
  recentFiles: () => ask('recent-files'),
  forgetRecent: (path) => ask('forget-recent', path),
  exportProject: (name, files) => ask('export-project', name, files),
  chooseFiles: (accept) => ask('choose-files', accept),
  chooseFolder: (title) => ask('choose-folder', title),
  setDocumentState: (state) => void ask('document-state', state).catch(() => undefined),
  onCloseRequest: (answer) =>
    listen('close-request', () => {
      // A page that fails to answer must not trap its user; it has said what went wrong already.
      void answer().then(
        (mayClose) => ipcRenderer.send('close-answer', mayClose),
        () => ipcRenderer.send('close-answer', true),
      );
    }),
  onMenu: (handler) => listen('menu', handler),
  onOpenFile: (handler) => {
    const stop = listen('file-opened', handler);
    void ask('ready-for-files').catch(() => undefined);
    return stop;
  },
};

contextBridge.exposeInMainWorld('netloom', bridge);
