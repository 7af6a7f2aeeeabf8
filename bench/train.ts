// Measures training: Netloom's loop beside stock tfjs `model.fit`, same weights, data and hyperparameters; the losses must agree.
// Run: npx tsx bench/train.ts [rounds] [node | browser] [unet | digits]. Needs a Chromium for the browser's part (WebGPU on SwiftShader, as in the
// end-to-end tests).

import { chromium } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { browserArguments, findBrowser } from '../scripts/findBrowser.ts';
import { serve } from '../scripts/serve.ts';
import type { BrowserContestant } from './train/page.ts';
import { taskNames, type Measured, type TaskName } from './train/tasks.ts';

const ROUNDS = Number(process.argv[2] ?? 5);
const ONLY = process.argv.slice(3);
const isAsked = (part: 'node' | 'browser'): boolean => ONLY.includes(part) || !(ONLY.includes('node') || ONLY.includes('browser'));
const tasks = taskNames.filter((task) => ONLY.includes(task) || !taskNames.some((other) => ONLY.includes(other)));
/** In one epoch; the first compiles and is told apart. */
const STEPS: Record<TaskName, number> = { unet: 9, digits: 17 };
/** Relative to the loss. Sums in another order, over a few steps of Adam. */
const TOLERANCE = 1e-3;

const here = path.dirname(fileURLToPath(import.meta.url));
type Run<C extends string> = (contestant: C, task: TaskName, steps: number) => Promise<Measured> | Measured;

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? NaN)) / 2;
};
const load = (): string => (loadavg()[0] ?? NaN).toFixed(1);

/** A B C, A B C, …: whatever else the machine does meets all of them. Throws where the losses differ. */
async function compare<C extends string>(task: TaskName, contestants: readonly C[], run: Run<C>): Promise<void> {
  const steps = STEPS[task];
  const loadBefore = load();
  const runs = new Map(contestants.map((contestant) => [contestant, [] as Measured[]]));
  for (let round = 0; round < ROUNDS; round++) for (const contestant of contestants) runs.get(contestant)!.push(await run(contestant, task, steps));
  const [reference] = runs.values();
  const expected = reference![0]!.losses;
  console.log(`\n${task}, ${steps} steps, ${ROUNDS} rounds, load ${loadBefore} before and ${load()} after; loss ${expected[0]!.toFixed(5)} to ${expected.at(-1)!.toFixed(5)}`);
  for (const [contestant, all] of runs) {
    let difference = 0;
    for (const { losses, backend } of all) {
      if (!contestant.endsWith(` ${backend}`)) throw new Error(`${contestant} ran on ${backend}.`);
      if (losses.length !== steps) throw new Error(`${contestant} told ${losses.length} losses of ${steps}.`);
      for (const [i, loss] of losses.entries()) difference = Math.max(difference, Math.abs(loss - expected[i]!) / expected[i]!);
    }
    const times = all.map(({ stepMs }) => stepMs);
    const dispatches = all[0]!.dispatches;
    console.log(
      `  ${contestant.padEnd(15)} ${median(times).toFixed(1).padStart(7)} ms/step (${Math.min(...times).toFixed(1)} to ${Math.max(...times).toFixed(1)}), ` +
        `first step after ${(median(all.map(({ firstStepMs }) => firstStepMs)) / 1000).toFixed(2)} s, ` +
        `${dispatches === undefined ? '' : `${dispatches.toFixed(0)} dispatches/step, `}losses within ${difference.toExponential(1)} of ${contestants[0]}'s`,
    );
    // Written so that a loss that is not a number fails too.
    if (!(difference <= TOLERANCE)) throw new Error(`${contestant} computes something else: its losses differ by ${difference} of ${contestants[0]}'s.`);
  }
}

console.log(`${cpus()[0]?.model ?? 'unknown'} (${cpus().length} cores), Node ${process.versions.node}`);

const nodeRun: Run<'netloom wasm' | 'stock cpu'> = (contestant, task, steps) => {
  const result = spawnSync(process.execPath, ['--import', 'tsx', path.join(here, 'train/nodeRun.ts'), contestant, task, String(steps)], { encoding: 'utf8' });
  const line = result.stdout.split('\n').find((text) => text.startsWith('result '));
  if (result.status !== 0 || line === undefined) throw new Error(`${contestant} failed: ${result.stderr}`);
  return JSON.parse(line.slice('result '.length)) as Measured;
};
if (isAsked('node')) for (const task of tasks) await compare(task, ['netloom wasm', 'stock cpu'], nodeRun);
if (!isAsked('browser')) process.exit();

const executablePath = findBrowser();
if (executablePath === null) throw new Error('No Chromium was found; CHROME_PATH can name one.');
const outDir = mkdtempSync(path.join(tmpdir(), 'netloom-bench-'));
await build({ configFile: false, root: path.join(here, 'train'), base: './', logLevel: 'error', worker: { format: 'es' }, build: { outDir, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 9000 } });
const serving = await serve(outDir, 0);
const browser = await chromium.launch({ executablePath, args: [...browserArguments(), '--no-sandbox', '--use-webgpu-adapter=swiftshader'] });
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(serving.url);
  console.log(`\nChromium ${browser.version()}`);
  const contestants: readonly BrowserContestant[] = ['netloom webgpu', 'stock webgpu', 'stock webgl'];
  for (const task of tasks) {
    await compare(task, contestants, (contestant, name, steps) => page.evaluate(([c, n, s]) => window.bench(c, n, s), [contestant, name, steps] as const));
  }
} finally {
  await browser.close();
  await serving.close();
  rmSync(outDir, { recursive: true, force: true });
}
