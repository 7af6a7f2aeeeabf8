// Finds an installed Chromium-based browser, for `npm start` without Electron and for the end-to-end tests.

import { accessSync, constants, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Browsers as installed by systems and by Playwright, best first; `CHROME_PATH` goes before all. Null if there is none. */
export function findBrowser(environment: Readonly<Record<string, string | undefined>> = process.env, platform: NodeJS.Platform = process.platform): string | null {
  const candidates: string[] = [];
  const asked = environment['CHROME_PATH'];
  if (asked) candidates.push(asked);
  if (platform === 'darwin') {
    for (const app of ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser']) {
      candidates.push(`/Applications/${app}.app/Contents/MacOS/${app}`, path.join(os.homedir(), `Applications/${app}.app/Contents/MacOS/${app}`));
    }
  } else if (platform === 'win32') {
    for (const base of [environment['PROGRAMFILES'], environment['PROGRAMFILES(X86)'], environment['LOCALAPPDATA']]) {
      if (base) candidates.push(path.join(base, 'Google/Chrome/Application/chrome.exe'), path.join(base, 'Microsoft/Edge/Application/msedge.exe'), path.join(base, 'Chromium/Application/chrome.exe'));
    }
  } else {
    for (const folder of (environment['PATH'] ?? '/usr/bin').split(path.delimiter)) {
      for (const name of ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge', 'brave-browser']) candidates.push(path.join(folder, name));
    }
  }
  return candidates.find(isExecutable) ?? playwrightBrowser(environment, platform);
}

/** The browser that `npx playwright install chromium` has put into its cache. */
export function playwrightBrowser(environment: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): string | null {
  const home = os.homedir();
  const cache =
    environment['PLAYWRIGHT_BROWSERS_PATH'] ??
    (platform === 'darwin' ? path.join(home, 'Library/Caches/ms-playwright') : platform === 'win32' ? path.join(environment['LOCALAPPDATA'] ?? home, 'ms-playwright') : path.join(home, '.cache/ms-playwright'));
  let builds: string[];
  try {
    builds = readdirSync(cache).filter((name) => /^chromium-\d+$/.test(name)).toSorted().toReversed();
  } catch {
    return null;
  }
  const inside =
    platform === 'darwin'
      ? ['chrome-mac/Chromium.app/Contents/MacOS/Chromium', 'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing']
      : platform === 'win32'
        ? ['chrome-win/chrome.exe', 'chrome-win64/chrome.exe']
        : ['chrome-linux/chrome', 'chrome-linux64/chrome'];
  for (const build of builds) {
    for (const file of inside) {
      const candidate = path.join(cache, build, file);
      if (isExecutable(candidate)) return candidate;
    }
  }
  return null;
}

/**
 * Switches for running the built app in such a browser. On Linux WebGPU is behind a flag; a sandbox cannot be had as root.
 * The last ones keep a fresh profile from asking questions and from talking to the network.
 */
export function browserArguments(platform: NodeJS.Platform = process.platform, isRoot = process.getuid?.() === 0): string[] {
  return [
    ...(isRoot ? ['--no-sandbox'] : []),
    ...(platform === 'linux' ? ['--enable-unsafe-webgpu', '--ignore-gpu-blocklist'] : []),
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
  ];
}
