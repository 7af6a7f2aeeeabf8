// The port between the window and what it runs in: the desktop bridge (Electron's preload) or the browser's own pickers.

/** A file the user opened or saved; `handle` is opaque to the window and means something to the platform only. */
export interface OpenedFile {
  readonly name: string;
  readonly text: string;
  readonly handle: unknown;
}

export interface RecentFile {
  readonly name: string;
  /** For people: the path, or "This browser". */
  readonly place: string;
  readonly openedAt: number;
  readonly handle: unknown;
}

/** A file of an exported project or of a data folder; paths are relative, with "/". */
export interface NamedBytes {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Commands of the native menu that reach the window. */
export type MenuCommand =
  | 'new' | 'open' | 'save' | 'saveAs' | 'export' | 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'duplicate' | 'delete' | 'selectAll'
  | 'zoomIn' | 'zoomOut' | 'fit' | 'toggleTheme' | 'train' | 'about';

export interface Platform {
  readonly kind: 'desktop' | 'browser';
  /** Lets the user choose a *.netloom.json; null when cancelled. Rejects with an Error whose message is for people. */
  openFile(): Promise<OpenedFile | null>;
  openRecent(file: RecentFile): Promise<OpenedFile | null>;
  /** Atomic where the platform allows. Without a handle, or with `saveAs`, asks where. Returns the new name and handle; null when cancelled. */
  saveFile(request: { readonly name: string; readonly text: string; readonly handle: unknown; readonly saveAs: boolean }): Promise<{ readonly name: string; readonly handle: unknown } | null>;
  recentFiles(): Promise<readonly RecentFile[]>;
  forgetRecent(file: RecentFile): Promise<void>;
  /** Desktop: asks for a folder and writes the files. Browser: downloads a zip. Returns where they went, for people; null when cancelled. */
  exportProject(name: string, files: readonly NamedBytes[]): Promise<string | null>;
  /** Saves a picture, a table: a copy that is not opened again. Returns where it went, for people. */
  saveCopy(copy: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string }): Promise<string>;
  /** Lets the user choose files of a data set (IDX). */
  chooseFiles(accept: readonly string[]): Promise<readonly NamedBytes[] | null>;
  /** Lets the user choose a folder of images. */
  chooseFolder(title: string): Promise<{ readonly name: string; readonly files: readonly NamedBytes[] } | null>;
  /** Tells the shell whether there are unsaved changes (title, close question). */
  setDocumentState(state: { readonly name: string; readonly dirty: boolean }): void;
  /** The shell wants to close: answer true to go on. Returns an unsubscribe. */
  onCloseRequest(answer: () => Promise<boolean>): () => void;
  onMenu(handler: (command: MenuCommand) => void): () => void;
  /** A file given at start-up or opened from the desktop (double click, menu's recent files). */
  onOpenFile(handler: (file: OpenedFile) => void): () => void;
}
