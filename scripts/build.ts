// Builds everything that ships: the window (Vite), the shell and the command line (esbuild). `npm run build`.

import { build as esbuild } from 'esbuild';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as vite } from 'vite';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const appFolder = path.join(root, 'dist/app');

/** The shell: one CommonJS file each, because a sandboxed preload may require nothing but Electron. */
export async function buildShell(): Promise<void> {
  await esbuild({
    absWorkingDir: root,
    entryPoints: { main: 'electron/main.ts', preload: 'electron/preload.ts' },
    outdir: 'dist/electron',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['electron'],
    logLevel: 'warning',
  });
}

export async function buildWindow(): Promise<void> {
  await vite({ root, logLevel: 'warn' });
}

export async function buildAll(): Promise<void> {
  await Promise.all([buildShell(), buildWindow()]);
}

/** Whether a source is newer than what was built from it. */
export function isStale(): boolean {
  const built = path.join(appFolder, 'index.html');
  if (!existsSync(built) || !existsSync(path.join(root, 'dist/electron/main.cjs'))) return true;
  const at = Math.min(statSync(built).mtimeMs, statSync(path.join(root, 'dist/electron/main.cjs')).mtimeMs);
  const newerIn = (folder: string): boolean =>
    readdirSync(folder, { withFileTypes: true }).some((entry) => {
      const full = path.join(folder, entry.name);
      return entry.isDirectory() ? newerIn(full) : !/\.test\.tsx?$/.test(entry.name) && statSync(full).mtimeMs > at;
    });
  return ['src', 'templates', 'electron'].some((folder) => newerIn(path.join(root, folder))) || ['index.html', 'vite.config.ts', 'package-lock.json'].some((f) => existsSync(path.join(root, f)) && statSync(path.join(root, f)).mtimeMs > at);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
