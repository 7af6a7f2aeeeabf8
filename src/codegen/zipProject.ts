// Packs a project into one zip, for where no folder can be written. Knows nothing of what is in it.

import { zipSync, type Zippable } from 'fflate';

export interface ProjectFile {
  /** Relative, with "/". */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** DOS time has no zone and begins in 1980; a fixed one makes equal projects equal files. */
const WHEN = new Date(1980, 0, 1);

/** The bytes of a zip whose files all lie in the folder `folder`. */
export function zipProject(files: readonly ProjectFile[], folder = ''): Uint8Array<ArrayBuffer> {
  const entries: Zippable = {};
  for (const file of files) entries[folder === '' ? file.path : `${folder}/${file.path}`] = [file.bytes, { mtime: WHEN }];
  return zipSync(entries, { level: 6 }) as Uint8Array<ArrayBuffer>;
}
