import { expect, test } from '@playwright/test';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { packageApp } from '../scripts/package.ts';

interface AsarFolder {
  readonly files: Readonly<Record<string, AsarFolder | { readonly size: number }>>;
}

/** Paths in an asar archive; its header is a pickled JSON whose length stands at byte 12. */
function asarPaths(file: string): string[] {
  const bytes = readFileSync(file);
  const header = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString('utf8')) as AsarFolder;
  const walk = (folder: AsarFolder, prefix: string): string[] =>
    Object.entries(folder.files).flatMap(([name, entry]) => ('files' in entry ? walk(entry, `${prefix}${name}/`) : [prefix + name]));
  return walk(header, '');
}

test('the desktop app packs window, preload and shell, and no package beside them', async () => {
  test.skip(process.platform !== 'linux', 'the stand-in for the runtime is laid out as on Linux');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'netloom-package-'));
  try {
    const runtime = path.join(folder, 'electron');
    mkdirSync(path.join(runtime, 'resources'), { recursive: true });
    for (const [name, text] of [['electron', '#!/bin/sh\n'], ['version', '45.4.1'], ['LICENSE', ''], ['LICENSES.chromium.html', '']] as const) writeFileSync(path.join(runtime, name), text);
    chmodSync(path.join(runtime, 'electron'), 0o755);
    await packageApp({ electronDist: runtime, output: path.join(folder, 'out'), unpacked: true });
    const paths = asarPaths(path.join(folder, 'out/linux-unpacked/resources/app.asar'));
    expect(paths).toEqual(expect.arrayContaining(['package.json', 'dist/electron/main.cjs', 'dist/electron/preload.cjs', 'dist/app/index.html']));
    expect(paths.some((p) => p.endsWith('.wasm'))).toBe(true);
    expect(paths.filter((p) => p.includes('node_modules'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
