// Opens a page that runs one bundled file of this folder, without the app.

import type { Browser, Page } from '@playwright/test';
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

/** @param file in this folder; the page is there when it has run */
export async function openBundle(browser: Browser, file: string): Promise<Page> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'esnext',
    logLevel: 'error',
  });
  const code = outputFiles[0]!.text;
  const page = await browser.newPage();
  // WebGPU is offered to secure origins only; this one is answered here and exists nowhere else.
  await page.route('https://bundle.test/**', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: code })
      : route.fulfill({ contentType: 'text/html', body: '<!doctype html><script type="module" src="/page.js"></script>' }),
  );
  await page.goto('https://bundle.test/');
  return page;
}
