// The platform in the desktop app: every call goes over the bridge to the shell. Knows no Electron.

import type { OpenedFile, Platform } from '../../state/platform.ts';
import { saveCopy } from './download.ts';
import type { Bridge, BridgeFile } from './bridge.ts';

const opened = (file: BridgeFile): OpenedFile => ({ name: file.name, text: file.text, handle: file.path });
const pathOf = (handle: unknown): string | null => (typeof handle === 'string' ? handle : null);

/** Electron puts its own words before a rejected call's message; people should read only ours. */
async function plainly<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(message.replace(/^Error invoking remote method '[^']*': (?:\w*Error: )?/, ''), { cause: error });
  }
}

export function createDesktopPlatform(bridge: Bridge): Platform {
  return {
    kind: 'desktop',
    async openFile() {
      const file = await plainly(bridge.openFile());
      return file && opened(file);
    },
    async openRecent(recent) {
      const path = pathOf(recent.handle);
      return path === null ? null : opened(await plainly(bridge.openRecent(path)));
    },
    async saveFile({ handle, ...request }) {
      const saved = await plainly(bridge.saveFile({ ...request, path: pathOf(handle) }));
      return saved && { name: saved.name, handle: saved.path };
    },
    async recentFiles() {
      const files = await plainly(bridge.recentFiles());
      return files.map(({ path, ...file }) => ({ ...file, place: path, handle: path }));
    },
    async forgetRecent(recent) {
      const path = pathOf(recent.handle);
      if (path !== null) await plainly(bridge.forgetRecent(path));
    },
    exportProject: (name, files) => plainly(bridge.exportProject(name, files)),
    saveCopy,
    chooseFiles: (accept) => plainly(bridge.chooseFiles(accept)),
    chooseFolder: (title) => plainly(bridge.chooseFolder(title)),
    setDocumentState: (state) => bridge.setDocumentState(state),
    onCloseRequest: (answer) => bridge.onCloseRequest(answer),
    onMenu: (handler) => bridge.onMenu(handler),
    onOpenFile: (handler) => bridge.onOpenFile((file) => handler(opened(file))),
  };
}
