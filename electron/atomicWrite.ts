// Writes a file so that a crash, a full disk or a pulled plug leaves either the old content or the new, never half. Knows no Electron.

import { randomBytes } from 'node:crypto';
import { lstat, open, readlink, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes beside the target, flushes, then renames over it. Follows a symbolic link and keeps the file's mode.
 * Rejects with the system's error; the target is then unchanged and the temporary file gone.
 */
export async function atomicWrite(file: string, content: string | Uint8Array): Promise<void> {
  const target = await resolveLink(file);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const mode = await stat(target).then((s) => s.mode & 0o777, () => 0o644);
  const handle = await open(temporary, 'wx', mode);
  try {
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

async function resolveLink(file: string): Promise<string> {
  const info = await lstat(file).catch(() => null);
  return info?.isSymbolicLink() ? path.resolve(path.dirname(file), await readlink(file)) : file;
}

/** What a failed read or write means, for people. */
export function explainFileError(error: unknown, file: string): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const name = path.basename(file);
  switch (code) {
    case 'ENOENT':
      return `"${name}" is not there any more.`;
    case 'EACCES':
    case 'EPERM':
      return `"${name}" may not be written or read here: permission denied. Choose another folder.`;
    case 'EROFS':
      return `The disk of "${name}" is read-only. Choose another folder.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: "${name}" was not saved, and the file on disk is unchanged. Make room, or choose another disk.`;
    case 'EISDIR':
      return `"${name}" is a folder, not a file.`;
    case 'ENAMETOOLONG':
      return `The name "${name}" is too long for this disk.`;
    default:
      return `"${name}" could not be read or written: ${error instanceof Error ? error.message : String(error)}`;
  }
}
