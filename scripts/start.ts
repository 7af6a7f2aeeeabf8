// `npm start`: the desktop window where Electron's runtime is or can be had quickly, else the same build in a browser. Says which, and why.

import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { appFolder, buildAll, isStale, root } from './build.ts';
import { browserArguments, findBrowser } from './findBrowser.ts';
import { fetchElectron, findElectron } from './findElectron.ts';
import { serve } from './serve.ts';

/** How long `npm start` waits for the runtime's download before it goes on without; NETLOOM_FETCH_SECONDS changes it, 0 never downloads. */
const FETCH_SECONDS = Number(process.env['NETLOOM_FETCH_SECONDS'] ?? 60);

const say = (text: string): void => console.log(`netloom: ${text}`);

/** Whether a window can be shown at all. */
function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** Runs a program until it ends. A browser's own chatter is not the user's; Electron's errors are. */
function run(executable: string, args: readonly string[], errors: 'inherit' | 'ignore'): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, { stdio: ['ignore', 'ignore', errors] });
    const stop = (): void => void child.kill();
    process.once('SIGINT', stop).once('SIGTERM', stop);
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

async function openElectron(): Promise<string | null> {
  let runtime = findElectron(root);
  if (!hasDisplay()) return 'there is no display for a window';
  if (!runtime.found && runtime.installer !== null && FETCH_SECONDS > 0) {
    say(`${runtime.reason}; fetching it (at most ${FETCH_SECONDS} s) …`);
    const failure = await fetchElectron(runtime.installer, FETCH_SECONDS * 1000);
    if (failure !== null) return `${runtime.reason}, and ${failure}`;
    runtime = findElectron(root);
  }
  if (!runtime.found) return runtime.reason;
  say(`opening the desktop window (Electron ${runtime.version}).`);
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const code = await run(runtime.executable, [root, ...(asRoot ? ['--no-sandbox'] : []), ...process.argv.slice(2)], 'inherit');
  return code === 0 || code === null ? null : `Electron ended with code ${code}`;
}

async function openBrowser(why: string): Promise<void> {
  const serving = await serve(appFolder);
  const browser = findBrowser();
  if (!hasDisplay() || browser === null) {
    say(`no desktop window, because ${why}.`);
    say(`${browser === null && hasDisplay() ? 'No Chromium-based browser was found. ' : ''}The same app is served at ${serving.url} — open it in a browser with WebGPU. Ctrl-C ends it.`);
    return;
  }
  const profile = path.join(process.env['XDG_DATA_HOME'] ?? path.join(os.homedir(), '.local/share'), 'netloom/browser');
  mkdirSync(profile, { recursive: true });
  say(`no desktop window, because ${why}.`);
  say(`The same app is served at ${serving.url} and opened in ${browser}. Closing its window ends it.`);
  await run(browser, [`--app=${serving.url}`, `--user-data-dir=${profile}`, '--window-size=1440,900', ...browserArguments()], 'ignore');
  await serving.close();
}

if (isStale()) {
  say('building …');
  await buildAll();
}
const why = await openElectron();
if (why !== null) await openBrowser(why);
