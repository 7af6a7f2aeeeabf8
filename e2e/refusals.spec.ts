// A GPU that refuses work, or is lost, in the middle of training: the run ends loudly with the node's name, and nothing trained is lost.

import { expect, test, type Page } from '@playwright/test';
import { openBundle } from './support/openBundle.ts';
import type { RefusalsPage } from './support/refusalsPage.ts';

declare const refusals: RefusalsPage;

let page: Page;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  page = await openBundle(browser, 'refusalsPage.ts');
});

test.afterAll(() => page.close());

test('a program that the device refuses names the node whose value it computes', async () => {
  const told = await page.evaluate(() => refusals.train('refuse the value'));
  expect(told).toMatchObject({ engine: 'webgpu', finished: false, error: { kind: 'gpu-error', node: 'gelu-node' } });
  expect(told.error!.message).toContain('while the value is computed of gelu-node');
  expect(told.checkpoint?.step).toBe(5);
  expect(told.isFinite).toBe(true);
});

test('what was trained before goes on from its checkpoint', async () => {
  const told = await page.evaluate(() => refusals.train('nothing', true));
  expect(told).toMatchObject({ engine: 'webgpu', finished: true, isFinite: true });
  expect(told.steps).toEqual(Array.from({ length: 15 }, (_, i) => 6 + i));
});

test('a program that the device refuses names the node whose gradient it computes', async () => {
  const told = await page.evaluate(() => refusals.train('refuse the gradient'));
  expect(told).toMatchObject({ finished: false, error: { kind: 'gpu-error', node: 'gelu-node' } });
  expect(told.error!.message).toContain('while the gradient is computed of gelu-node');
});

test('a tensor beyond the largest buffer names its node and asks for a smaller batch', async () => {
  const told = await page.evaluate(() => refusals.trainTooLarge());
  expect(told).toMatchObject({ finished: false, error: { kind: 'out-of-memory', node: 'rows-node' } });
  expect(told.error!.advice).toContain('smaller batch');
});

test('a device that is lost ends the run; the next one goes on from the checkpoint on a new device', async () => {
  const lost = await page.evaluate(() => refusals.train('destroy the device'));
  expect(lost).toMatchObject({ finished: false, error: { kind: 'device-lost' }, isFinite: true });
  expect(lost.checkpoint?.step).toBe(5);
  const resumed = await page.evaluate(() => refusals.train('nothing', true));
  expect(resumed).toMatchObject({ engine: 'webgpu', finished: true, isFinite: true });
  expect(resumed.steps[0]).toBe(6);
  expect(resumed.steps.at(-1)).toBe(20);
});

test('exported code stops at the step after a refusal', async () => {
  expect(await page.evaluate(() => refusals.exportedSteps())).toContain('The GPU refused a part of an earlier step');
});
