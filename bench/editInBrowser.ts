// Measures one edit in the whole window, from the store to the painted canvas, and opening; beside React Flow changing one default node.
// Run: npx tsx bench/editInBrowser.ts [nodes …] [networks …], e.g. 10000 residual. Needs a Chromium.

import { chromium, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { browserArguments, findBrowser } from '../scripts/findBrowser.ts';
import { serve } from '../scripts/serve.ts';
import { kinds, type Kind } from './edit/networks.ts';

const wanted = process.argv.slice(2);
const sizes = wanted.some((arg) => Number(arg) > 0) ? wanted.map(Number).filter((size) => size > 0) : [1000, 10_000];
const ROUNDS = 8;
const WARM_UP = 3;

/** Of the page's main thread, in ms. Script runs by the clock, so that others on the machine count; processor time does not count them, but style and layout too. */
interface Cost {
  readonly script: number;
  readonly processor: number;
}

const here = path.dirname(fileURLToPath(import.meta.url));
const quantile = (values: readonly number[], q: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? NaN;
const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

async function meter(page: Page): Promise<(run: () => Promise<unknown>) => Promise<Cost>> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const read = async (): Promise<Cost> => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    const of = (name: string): number => (metrics.find((m) => m.name === name)?.value ?? NaN) * 1000;
    return { script: of('ScriptDuration'), processor: of('ThreadTime') };
  };
  return async (run) => {
    const before = await read();
    await run();
    const after = await read();
    return { script: after.script - before.script, processor: after.processor - before.processor };
  };
}

function tell(name: string, costs: readonly Cost[]): void {
  const spread = (values: readonly number[]): string => [0, 0.5, 0.95].map((q) => ms(quantile(values, q))).join(' | ');
  console.log(`| ${name} | ${spread(costs.map((c) => c.script))} | ${spread(costs.map((c) => c.processor))} |`);
}

async function measure(page: Page, kind: Kind, size: number): Promise<void> {
  const cost = await meter(page);
  const [readMs, shownMs] = await page.evaluate(([k, n]) => window.openNetwork(k, n), [kind, size] as const);
  await page.waitForTimeout(1500);
  console.log(`\n${kind}, ${size} layers; read in ${ms(readMs)} ms, shown after ${ms(shownMs)} ms; load ${loadavg()[0]!.toFixed(1)}`);
  console.log('| edit | script, least | median | p95 | processor, least | median | p95 |\n|---|---|---|---|---|---|---|');
  const rounds = Array.from({ length: ROUNDS + WARM_UP }, (_, i) => i);
  for (const name of await page.evaluate(() => window.edits())) {
    const costs: Cost[] = [];
    for (const i of rounds) {
      for (const back of [false, true]) {
        const measured = await cost(() => page.evaluate(([n, k, b]) => window.edit(n, k, b), [name, i, back] as const));
        if (i >= WARM_UP) costs.push(measured);
        // Fixes of large networks are proven meanwhile.
        await page.waitForTimeout(name.startsWith('conflict') || name.startsWith('cut') ? 400 : 30);
      }
    }
    tell(name, costs);
  }
  const nothing: Cost[] = [];
  for (const _ of rounds) nothing.push(await cost(() => page.evaluate(() => window.painted())));
  tell('nothing', nothing);
}

async function measureBare(page: Page, kind: Kind, size: number): Promise<void> {
  const cost = await meter(page);
  await page.evaluate(([k, n]) => window.openBare(k, n), [kind, size] as const);
  await page.waitForTimeout(1000);
  const costs: Cost[] = [];
  for (let i = 0; i < 2 * (ROUNDS + WARM_UP); i++) {
    const measured = await cost(() => page.evaluate((n) => window.editBare(n), i));
    if (i >= 2 * WARM_UP) costs.push(measured);
  }
  tell('React Flow alone: another label', costs);
}

const executablePath = findBrowser();
if (executablePath === null) throw new Error('No Chromium was found; CHROME_PATH can name one.');
const outDir = mkdtempSync(path.join(tmpdir(), 'netloom-bench-'));
await build({ configFile: false, root: path.join(here, 'edit'), publicDir: path.join(here, '../public'), base: './', plugins: [react()], logLevel: 'error', worker: { format: 'es' }, build: { outDir, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 9000 } });
const serving = await serve(outDir, 0);
const browser = await chromium.launch({ executablePath, args: [...browserArguments(), '--no-sandbox'] });
try {
  for (const size of sizes) {
    for (const kind of kinds.filter((k) => wanted.includes(k) || !kinds.some((other) => wanted.includes(other)))) {
      for (const run of [measure, measureBare]) {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        page.on('pageerror', (error) => console.error(error.message));
        await page.goto(serving.url);
        await page.waitForTimeout(300);
        await run(page, kind, size);
        await page.close();
      }
    }
  }
} finally {
  await browser.close();
  await serving.close();
  rmSync(outDir, { recursive: true, force: true });
}
