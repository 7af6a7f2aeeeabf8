import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserArguments, findBrowser } from './findBrowser.ts';
import { fetchElectron, findElectron } from './findElectron.ts';
import { serve } from './serve.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'netloom-scripts-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (file: string, text: string, mode = 0o644): string => {
  const full = path.join(folder, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
  chmodSync(full, mode);
  return full;
};

describe('the direction of imports', () => {
  const order = ['layers', 'datasets', 'graph', 'compiler', 'training', 'state', 'commands', 'panels', 'app'];
  const cases = [
    ...order.slice(0, -1).map((from, i) => [from, order[i + 1]!] as const),
    ['layers', 'runtime'],
    ['runtime', 'layers'],
    ['training', 'codegen'],
    ['codegen', 'training'],
    ['app', 'cli'],
  ] as const;

  it('is linted: a planted upward import is an error in every folder, a leftward one is not', () => {
    // The lint's own config on a tree of the same shape, so that the planted files never stand in the real one.
    writeFileSync(path.join(folder, '.oxlintrc.json'), spawnSync('cat', [path.join(root, '.oxlintrc.json')]).stdout);
    for (const [from, to] of cases) write(`src/${from}/up-to-${to}.ts`, `import { x } from '../${to}/x.ts';\nexport const y = x;\n`);
    for (const [i, from] of order.entries()) {
      const left = order[i - 1];
      if (left) write(`src/${from}/deep/down.ts`, `import { x } from '../../${left}/x.ts';\nexport const y = x;\n`);
    }
    write('src/compiler/react.ts', `import { memo } from 'react';\nexport const y = memo;\n`);
    write('src/panels/shell.ts', `import { app } from 'electron';\nexport const y = app;\n`);
    const result = spawnSync(path.join(root, 'node_modules/.bin/oxlint'), ['-c', '.oxlintrc.json', '--format=unix', 'src'], { cwd: folder, encoding: 'utf8' });
    const found = new Set([...result.stdout.matchAll(/^(\S+?):\d+:\d+: .*no-restricted-imports/gm)].map((m) => m[1]!.replaceAll('\\', '/')));
    expect([...found].toSorted()).toEqual([...cases.map(([from, to]) => `src/${from}/up-to-${to}.ts`), 'src/compiler/react.ts', 'src/panels/shell.ts'].toSorted());
    expect(result.status).not.toBe(0);
  });
});

describe('Electron’s runtime', () => {
  const manifest = (): string => write('node_modules/electron/package.json', '{"name":"electron","version":"45.0.0"}');
  const find = (env = {}) => {
    write('package.json', '{}');
    return findElectron(folder, env);
  };

  it('is found by path.txt, without loading the package', () => {
    manifest();
    write('node_modules/electron/index.js', 'throw new Error("loaded")');
    write('node_modules/electron/path.txt', 'electron');
    const executable = write('node_modules/electron/dist/electron', '', 0o755);
    expect(find()).toMatchObject({ found: true, version: '45.0.0', executable: expect.stringContaining(path.relative(folder, executable)) as string });
  });

  it('that was never downloaded, or is no executable, is not there, and the reason says which', () => {
    expect(find()).toMatchObject({ found: false, reason: 'the package "electron" is not installed' });
    manifest();
    expect(find()).toMatchObject({ found: false, reason: 'Electron 45.0.0\'s runtime has not been downloaded' });
    write('node_modules/electron/path.txt', 'electron');
    expect(find()).toMatchObject({ found: false, reason: expect.stringContaining('missing at') as string });
    write('node_modules/electron/dist/electron', '', 0o644);
    expect(find()).toMatchObject({ found: false });
  });

  it('in another folder is found where ELECTRON_OVERRIDE_DIST_PATH says', () => {
    manifest();
    write('mine/electron', '', 0o755);
    expect(find({ ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, 'mine') })).toMatchObject({ found: true });
  });

  it('is waited for only so long', async () => {
    const started = Date.now();
    expect(await fetchElectron(write('slow.mjs', 'setTimeout(() => {}, 60_000)'), 300)).toContain('took longer');
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(await fetchElectron(write('failing.mjs', 'console.error("Error: getaddrinfo ENOTFOUND host"); process.exit(1)'), 10_000)).toBe('the download failed (getaddrinfo ENOTFOUND)');
    expect(await fetchElectron(write('good.mjs', ''), 10_000)).toBeNull();
  });
});

describe('a browser', () => {
  it('that CHROME_PATH names goes before all others', () => {
    const mine = write('mine', '', 0o755);
    write('bin/chromium', '', 0o755);
    expect(findBrowser({ CHROME_PATH: mine, PATH: path.join(folder, 'bin') }, 'linux')).toBe(mine);
    expect(findBrowser({ PATH: path.join(folder, 'bin') }, 'linux')).toBe(path.join(folder, 'bin/chromium'));
    expect(findBrowser({ PATH: folder, PLAYWRIGHT_BROWSERS_PATH: folder }, 'linux')).toBeNull();
  });

  it('of Playwright is found, the newest first', () => {
    for (const build of ['chromium-1000', 'chromium-1200']) write(`${build}/chrome-linux/chrome`, '', 0o755);
    expect(findBrowser({ PATH: '', PLAYWRIGHT_BROWSERS_PATH: folder }, 'linux')).toContain('chromium-1200');
  });

  it('gets WebGPU’s switch on Linux and never Vulkan compositing', () => {
    expect(browserArguments('linux', false)).toContain('--enable-unsafe-webgpu');
    expect(browserArguments('linux', false)).not.toContain('--no-sandbox');
    expect(browserArguments('linux', true)).toContain('--no-sandbox');
    expect(browserArguments('linux', true).join(' ')).not.toContain('Vulkan');
  });
});

describe('the loopback server', () => {
  it('serves the build with its security headers, to this machine’s own names only', async () => {
    write('app/index.html', '<!doctype html>');
    const serving = await serve(path.join(folder, 'app'), 0);
    try {
      const good = await fetch(serving.url);
      expect(good.status).toBe(200);
      expect(good.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect((await fetch(`${serving.url}missing`)).status).toBe(404);
      expect((await fetch(serving.url, { method: 'POST' })).status).toBe(405);
      const rebound = await new Promise<number | undefined>((resolve, reject) => {
        request(serving.url, { headers: { Host: 'evil.example' } }, (response) => resolve(response.resume().statusCode)).on('error', reject).end();
      });
      expect(rebound).toBe(403);
    } finally {
      await serving.close();
    }
  });

  it('takes a free port where its own is taken', async () => {
    write('app/index.html', '');
    const first = await serve(path.join(folder, 'app'), 0);
    const second = await serve(path.join(folder, 'app'), Number(new URL(first.url).port));
    expect(second.url).not.toBe(first.url);
    await Promise.all([first.close(), second.close()]);
  });
});
