// The shipped files as the command line has them: embedded when it was bundled, read from disk otherwise. Not for the window.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceFiles } from './sources.ts';

/** A bundler sets it with `define: { NETLOOM_SOURCES: JSON.stringify(readSources()) }`. */
declare const NETLOOM_SOURCES: SourceFiles | undefined;

/** Folders below src of which files are shipped, and where their files lie in a project; of layers only what they share. */
const FOLDERS = { runtime: 'runtime/', datasets: 'datasets/', layers: 'layers/', 'codegen/shipped': '' };

/**
 * @param root the folder src; by default where this file stands
 * @throws if the folder is not there
 */
export function readSources(root?: string): SourceFiles {
  if (root === undefined && typeof NETLOOM_SOURCES !== 'undefined') return NETLOOM_SOURCES;
  const from = root ?? dirname(dirname(fileURLToPath(import.meta.url)));
  const files: Record<string, string> = {};
  for (const [folder, prefix] of Object.entries(FOLDERS)) {
    for (const name of readdirSync(join(from, folder), { recursive: folder !== 'layers', encoding: 'utf8' })) {
      if (name.endsWith('.ts') && !name.endsWith('.test.ts')) files[prefix + name.replaceAll('\\', '/')] = readFileSync(join(from, folder, name), 'utf8');
    }
  }
  return files;
}
