// Measures the canvas beside a bare React Flow with as many default nodes, in the same run: mount, pan, zoom, drag.
// Run: npx tsx bench/canvas.ts [nodes] [rounds]. Needs a Chromium.

import { chromium, type CDPSession, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { browserArguments, findBrowser } from '../scripts/findBrowser.ts';
import { serve } from '../scripts/serve.ts';
import type { Contestant } from './canvas/page.tsx';

const NODES = Number(process.argv[2] ?? 1000);
const ROUNDS = Number(process.argv[3] ?? 5);
/** Moves of the pointer, or turns of the wheel, in one gesture. */
const MOVES = 10;
const contestants = ['netloom', 'react flow', 'react flow, visible only'] as const satisfies readonly Contestant[];

const here = path.dirname(fileURLToPath(import.meta.url));
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Script and whole main-thread time of a gesture, in ms per move. */
interface Cost {
  readonly script: number;
  readonly task: number;
}

async function costOf(cdp: CDPSession, gesture: () => Promise<void>): Promise<Cost> {
  const read = async (): Promise<Cost> => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    const of = (name: string): number => (metrics.find((m) => m.name === name)?.value ?? 0) * 1000;
    return { script: of('ScriptDuration'), task: of('TaskDuration') };
  };
  const before = await read();
  await gesture();
  const after = await read();
  return { script: (after.script - before.script) / MOVES, task: (after.task - before.task) / MOVES };
}

const frame = (page: Page): Promise<void> => page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0))));

async function drag(page: Page, from: readonly [number, number], button: 'left' | 'middle'): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down({ button });
  for (let i = 1; i <= MOVES; i++) {
    await page.mouse.move(from[0] + 3 * i, from[1] + i);
    await frame(page);
  }
  await page.mouse.up({ button });
  await frame(page);
}

async function zoom(page: Page): Promise<void> {
  await page.mouse.move(700, 450);
  await page.keyboard.down('Control');
  for (let i = 0; i < MOVES; i++) {
    await page.mouse.wheel(0, i < MOVES / 2 ? -12 : 12);
    await frame(page);
  }
  await page.keyboard.up('Control');
}

type Row = Readonly<Record<'mount' | 'pan' | 'zoom' | 'drag', Cost>>;

async function measure(page: Page, cdp: CDPSession, contestant: Contestant): Promise<Row> {
  const mountMs = await page.evaluate(([c, n]) => window.mount(c, n), [contestant, NODES] as const);
  await page.waitForTimeout(600);
  // A card near the middle; panning takes it along.
  const node = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.react-flow__node')].map((n) => n.getBoundingClientRect());
    const middle = boxes.filter((b) => b.x > 300 && b.y > 200 && b.x < 900 && b.y < 600)[0] ?? boxes[0]!;
    return [middle.x + middle.width / 2, middle.y + middle.height / 2] as const;
  });
  const pan = await costOf(cdp, () => drag(page, [700, 450], 'middle'));
  const zoomed = await costOf(cdp, () => zoom(page));
  const dragged = await costOf(cdp, () => drag(page, [node[0] + 3 * MOVES, node[1] + MOVES], 'left'));
  await page.evaluate(() => window.unmount());
  return { mount: { script: mountMs, task: mountMs }, pan, zoom: zoomed, drag: dragged };
}

const executablePath = findBrowser();
if (executablePath === null) throw new Error('No Chromium was found; CHROME_PATH can name one.');
const outDir = mkdtempSync(path.join(tmpdir(), 'netloom-bench-'));
await build({ configFile: false, root: path.join(here, 'canvas'), base: './', plugins: [react()], logLevel: 'error', worker: { format: 'es' }, build: { outDir, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 9000 } });
const serving = await serve(outDir, 0);
const browser = await chromium.launch({ executablePath, args: [...browserArguments(), '--no-sandbox'] });
try {
  console.log(`${cpus()[0]?.model ?? 'unknown'} (${cpus().length} cores), Chromium ${browser.version()}, ${NODES} nodes, ${ROUNDS} rounds, load ${loadavg()[0]!.toFixed(1)}`);
  const rows = new Map<Contestant, Row[]>(contestants.map((c) => [c, []]));
  for (let round = 0; round < ROUNDS; round++) {
    // A B C, A B C, …: whatever else the machine does meets all of them.
    for (const contestant of contestants) {
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      page.on('pageerror', (error) => console.error(error.message));
      await page.goto(serving.url);
      const cdp = await page.context().newCDPSession(page);
      await cdp.send('Performance.enable');
      const row = await measure(page, cdp, contestant);
      rows.get(contestant)!.push(row);
      await page.close();
      console.error(`round ${round + 1}, ${contestant}: mount ${row.mount.script.toFixed(0)} ms, pan ${row.pan.script.toFixed(1)}, zoom ${row.zoom.script.toFixed(1)}, drag ${row.drag.script.toFixed(1)}`);
    }
  }
  for (const action of ['mount', 'pan', 'zoom', 'drag'] as const) {
    console.log(`\n${action}${action === 'mount' ? ', ms' : ', script (whole main thread), ms per move'}`);
    for (const contestant of contestants) {
      const costs = rows.get(contestant)!.map((r) => r[action]);
      const [script, task] = [median(costs.map((c) => c.script)), median(costs.map((c) => c.task))];
      console.log(`  ${contestant.padEnd(26)} ${script.toFixed(2).padStart(8)}${action === 'mount' ? '' : ` (${task.toFixed(2)})`}`);
    }
  }
  console.log(`\nload ${loadavg()[0]!.toFixed(1)} after`);
} finally {
  await browser.close();
  await serving.close();
  rmSync(outDir, { recursive: true, force: true });
}
