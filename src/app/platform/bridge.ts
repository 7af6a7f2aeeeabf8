// What the desktop shell offers the window as `window.netloom`: the contract of preload and main, in plain serializable types.
// Methods mirror Platform (state/platform.ts); a file's handle is its absolute path.

import type { MenuCommand, NamedBytes } from '../../state/platform.ts';

export interface BridgeFile {
  readonly name: string;
  readonly text: string;
  readonly path: string;
}

export interface BridgeRecent {
  readonly name: string;
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
}

/**
 * Promises reject with an Error whose message is for people ("… is no longer there."). What Electron puts before it
 * ("Error invoking remote method …") is taken off by the window.
 */
export interface Bridge {
  readonly os: 'mac' | 'windows' | 'linux';
  openFile(): Promise<BridgeFile | null>;
  openRecent(path: string): Promise<BridgeFile>;
  /** Atomic: writes beside and renames. Without a path, or with `saveAs`, asks where; null when cancelled. */
  saveFile(request: { readonly name: string; readonly text: string; readonly path: string | null; readonly saveAs: boolean }): Promise<{ readonly name: string; readonly path: string } | null>;
  recentFiles(): Promise<readonly BridgeRecent[]>;
  forgetRecent(path: string): Promise<void>;
  /** Asks for a folder and writes the files into a folder `name` in it; returns its path, null when cancelled. */
  exportProject(name: string, files: readonly NamedBytes[]): Promise<string | null>;
  /** `accept` holds file extensions with their dot, e.g. `.gz`; empty takes any file. */
  chooseFiles(accept: readonly string[]): Promise<readonly NamedBytes[] | null>;
  chooseFolder(title: string): Promise<{ readonly name: string; readonly files: readonly NamedBytes[] } | null>;
  setDocumentState(state: { readonly name: string; readonly dirty: boolean }): void;
  /** The shell asks before it closes; the window answers true to go on. Returns an unsubscribe. */
  onCloseRequest(answer: () => Promise<boolean>): () => void;
  onMenu(handler: (command: MenuCommand) => void): () => void;
  onOpenFile(handler: (file: BridgeFile) => void): () => void;
}

declare global {
  interface Window {
    /** Present in the desktop app only. */
    readonly netloom?: Bridge;
  }
}
