// Reads and writes files for the commands; what goes wrong with a file is a problem in words, never an exception.

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { SourceFile } from '../datasets/sourceFile.ts';
import type { NetloomDocument } from '../graph/document.ts';
import { parseDocument } from '../graph/parse.ts';
import { bad, good, type Io, type Outcome } from './command.ts';

const MOST_FILES = 200_000;
const MOST_DEPTH = 12;

/** Opens a network file; notes (a newer version) go to standard error. */
export function readDocument(path: string, io: Io): Outcome<NetloomDocument> {
  const full = resolve(io.cwd, path);
  let bytes: Buffer;
  try {
    bytes = readFileSync(full);
  } catch (error) {
    return bad(`${path} ${reasonOf(error)}`);
  }
  if (bytes.includes(0)) return bad(`${path} is a binary file; a network is a JSON text (*.netloom.json).`);
  const parsed = parseDocument(bytes.toString('utf8'));
  if (!parsed.ok) return bad(`${path}: ${parsed.problem}`);
  for (const note of parsed.notes) io.err(`netloom: ${note}\n`);
  return good(parsed.document);
}

/** All files below a folder, links followed, each read only when it is needed. */
export function listFolder(path: string, cwd: string): Outcome<readonly SourceFile[]> {
  const root = resolve(cwd, path);
  const files: SourceFile[] = [];
  const walk = (folder: string, prefix: string, depth: number): string | null => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const full = join(folder, entry.name);
      const stats = entry.isSymbolicLink() ? statSync(full, { throwIfNoEntry: false }) : entry;
      if (stats?.isDirectory()) {
        if (depth >= MOST_DEPTH) return `${path} has folders more than ${MOST_DEPTH} deep; give the folder that holds the data.`;
        const problem = walk(full, `${prefix}${entry.name}/`, depth + 1);
        if (problem !== null) return problem;
      } else if (stats?.isFile()) {
        if (files.length >= MOST_FILES) return `${path} holds more than ${MOST_FILES} files; give the folder that holds the data.`;
        files.push({ path: prefix + entry.name, read: () => readFile(full) });
      }
    }
    return null;
  };
  try {
    const problem = walk(root, '', 0);
    return problem === null ? good(files) : bad(problem);
  } catch (error) {
    return bad(`${path} ${reasonOf(error)}`);
  }
}

/** Makes a folder ready to be written into. One that holds files is refused unless `force`. */
export function prepareFolder(path: string, cwd: string, force: boolean): Outcome<string> {
  const full = resolve(cwd, path);
  try {
    if (existsSync(full)) {
      if (!statSync(full).isDirectory()) return bad(`${path} is a file; give a folder.`);
      if (!force && readdirSync(full).length > 0) return bad(`${path} is not empty; give another folder, or --force to write into it.`);
    } else makeFolder(full);
    return good(full);
  } catch (error) {
    return bad(`${path} ${reasonOf(error)}`);
  }
}

/** Node's own recursive mkdir never returns where a file system refuses new folders with ENOENT, as /proc does. */
function makeFolder(full: string): void {
  if (existsSync(full)) return;
  if (dirname(full) !== full) makeFolder(dirname(full));
  mkdirSync(full);
}

/** Writes one file, with its folders. */
export function writeFile(path: string, content: string | Uint8Array, cwd: string): Outcome<string> {
  const full = resolve(cwd, path);
  try {
    makeFolder(dirname(full));
    writeFileSync(full, content);
    return good(full);
  } catch (error) {
    return bad(`${path} ${reasonOf(error)}`);
  }
}

/** What a system error means, to be put after the path. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  switch (code) {
    case 'ENOENT':
      return 'does not exist.';
    case 'EISDIR':
      return 'is a folder; give a file.';
    case 'ENOTDIR':
      return 'cannot be reached: a part of the path is a file.';
    case 'EACCES':
    case 'EPERM':
      return 'may not be accessed: permission denied.';
    case 'EEXIST':
      return 'is in the way: a file of this name exists.';
    case 'ELOOP':
      return 'is a link that leads back to itself.';
    case 'ENOSPC':
      return 'cannot be written: the disk is full.';
    case 'EROFS':
      return 'cannot be written: the disk is read-only.';
    case 'ENAMETOOLONG':
      return 'is too long a name.';
    case 'ERR_FS_FILE_TOO_LARGE':
      return 'is too large a file.';
    default:
      return `cannot be accessed: ${message ?? String(error)}.`;
  }
}
