// Finds Electron's runtime without loading the package, whose import would start a download.

import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { spawn } from 'node:child_process';

export type ElectronRuntime =
  | { readonly found: true; readonly executable: string; readonly version: string }
  | { readonly found: false; readonly reason: string; readonly installer: string | null };

/** Looks where the npm package unpacks its runtime; `ELECTRON_OVERRIDE_DIST_PATH` names another folder. Never throws, never downloads. */
export function findElectron(root: string, environment: Readonly<Record<string, string | undefined>> = process.env): ElectronRuntime {
  let manifest: string;
  try {
    manifest = createRequire(path.join(root, 'package.json')).resolve('electron/package.json');
  } catch {
    return { found: false, reason: 'the package "electron" is not installed', installer: null };
  }
  const folder = path.dirname(manifest);
  const installer = path.join(folder, 'install.js');
  const version = String((JSON.parse(readFileSync(manifest, 'utf8')) as { version?: unknown }).version);
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  const pathFile = path.join(folder, 'path.txt');
  const relative = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : override === undefined ? null : 'electron';
  if (relative === null) return { found: false, reason: `Electron ${version}'s runtime has not been downloaded`, installer };
  const executable = path.join(override ?? path.join(folder, 'dist'), relative);
  try {
    accessSync(executable, constants.X_OK);
  } catch {
    return { found: false, reason: `Electron's runtime is missing at ${executable}`, installer };
  }
  return { found: true, executable, version };
}

/** Runs the package's own downloader, for at most `limitMs`. Resolves to why it failed, or null when the runtime is there. */
export function fetchElectron(installer: string, limitMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [installer], { stdio: ['ignore', 'ignore', 'pipe'] });
    let message = '';
    child.stderr.on('data', (chunk: Buffer) => (message = (message + chunk.toString()).slice(-4000)));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(`the download took longer than ${Math.round(limitMs / 1000)} s`);
    }, limitMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve(error.message);
    });
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? null : `the download failed (${failureReason(message)})`);
    });
  });
}

/** The system's error code if there is one, else the first line of what was printed, without addresses. */
function failureReason(printed: string): string {
  const code = /\b(?:getaddrinfo )?E[A-Z]{4,}\b/.exec(printed)?.[0];
  const line = printed.split('\n').find((text) => text.trim() !== '')?.trim();
  return code ?? line?.replace(/https?:\/\/\S+/g, 'its address').slice(0, 120) ?? 'no reason was given';
}
