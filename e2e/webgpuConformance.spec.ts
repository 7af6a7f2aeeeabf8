// Every layer of the runtime, and every other layer that can be placed, computes on WebGPU what it computes elsewhere.

import { expect, test, type Page } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { readWebGpuRecord, recordOf, WEBGPU_RECORD } from '../scripts/layersTable.ts';
import type { CaseResult, ConformancePage } from './support/conformancePage.ts';
import { openBundle } from './support/openBundle.ts';

declare const conformance: ConformancePage;

/**
 * Absolute, for values of the order of 1 to 10. GPUs may round exp, sqrt and divisions by some units in the last place
 * (WGSL, "Accuracy of Built-in Functions"), and gradients add up hundreds of such values. Wrong results are off by 0.01 and more.
 */
const TOLERANCE = 2e-4;
/** WGSL bounds the error of sin only absolutely, by 2^-11; the derivative of sin(ωx) carries ω. */
const SINE_TOLERANCE = 5e-3;

let page: Page;
let adapter = '';

// Hundreds of programs are compiled, on a machine that may have other work.
test.describe.configure({ mode: 'serial', timeout: 300_000 });

test.beforeAll(async ({ browser }) => {
  page = await openBundle(browser, 'conformancePage.ts');
  const opened = await page.evaluate(() => conformance.open());
  expect(opened).toMatch(/^webgpu on /);
  adapter = opened.replace('webgpu on ', '');
});

test.afterAll(() => page.close());

/** What is wrong with a result, in words; empty where nothing is. */
function faults({ name, measured, thrown, device, leaked }: CaseResult): string[] {
  const told: string[] = device.map((message) => `${name}: the device refused: ${message}`);
  if (measured === undefined) return [...told, `${name}: threw ${thrown}`];
  if (leaked !== 0) told.push(`${name}: leaves ${leaked} tensors`);
  const allowed = /\b(sin|omega)\b/.test(name) ? SINE_TOLERANCE : TOLERANCE;
  // Written so that NaN is a fault too.
  if (!(measured.forward <= allowed)) told.push(`${name}: output off by ${measured.forward}`);
  for (const [i, gradient] of measured.gradients.entries()) if (!(gradient <= allowed)) told.push(`${name}: gradient ${i} off by ${gradient}`);
  if (measured.announced.join() !== measured.returned.join()) told.push(`${name}: announces ${measured.announced.join('×')}, returns ${measured.returned.join('×')}`);
  return told;
}

test('each case of the runtime computes its definition on WebGPU, forward and backward', async () => {
  const results = await page.evaluate(() => conformance.runtimeCases());
  expect(results.length).toBeGreaterThan(100);
  expect(results.flatMap(faults)).toEqual([]);
});

test('each layer that can be placed computes on WebGPU what it computes on the CPU, forward and backward', async () => {
  const results = await page.evaluate(() => conformance.layers());
  expect(results.length).toBeGreaterThan(60);
  expect(results.flatMap(faults)).toEqual([]);
  // docs/layers.md tells what was compared here; RECORD=1 writes it down, else it must be what was written.
  const compared = recordOf(results.map(({ name }) => ({ type: name.slice(0, name.indexOf(' ')), name })));
  if (process.env['RECORD'] === '1') writeFileSync(WEBGPU_RECORD, `${JSON.stringify({ adapter, layers: compared }, null, 2)}\n`);
  expect(compared, 'run it with RECORD=1, then `npm run docs`').toEqual(readWebGpuRecord().layers);
});

test('the ops that are mended compute on WebGPU what they compute on the CPU, volumes and beyond included', async () => {
  const results = await page.evaluate(() => conformance.ops());
  expect(results.length).toBeGreaterThan(150);
  expect(results.flatMap(faults)).toEqual([]);
});

test('what is too long for one dispatch is computed all the same', async () => {
  const results = await page.evaluate(() => conformance.longOps());
  expect(results.length).toBeGreaterThan(20);
  expect(results.flatMap(faults)).toEqual([]);
});

test('no layer class of the runtime is left out', async () => {
  const { offered, untested } = await page.evaluate(() => conformance.missing());
  expect(offered).toBeGreaterThan(30);
  expect(untested).toEqual([]);
});
