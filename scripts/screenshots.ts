// `npm run screenshots`: the pictures of the README, taken from the built app in a real browser, in both themes.

import { chromium, type Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { appFolder, buildAll, isStale, root } from './build.ts';
import { findBrowser } from './findBrowser.ts';
import { serve } from './serve.ts';

const folder = path.join(root, 'docs/images');
mkdirSync(folder, { recursive: true });
if (isStale()) await buildAll();
const serving = await serve(appFolder, 0);
const executablePath = findBrowser();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

async function shoot(page: Page, name: string, theme: string): Promise<void> {
  // Let tooltips and transitions end.
  await page.mouse.move(720, 8);
  await page.waitForTimeout(500);
  await page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) });
}

async function openTemplate(page: Page, label: string, params: Readonly<Record<string, string>>): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${label}`) }).click();
  const dialog = page.getByRole('dialog');
  for (const [name, value] of Object.entries(params)) {
    const input = dialog.getByRole('textbox', { name, exact: true });
    await input.fill(value);
    await input.press('Tab');
  }
  await dialog.getByRole('button', { name: 'Open' }).click();
  const unsaved = page.getByRole('button', { name: /Don.t save/ });
  await page.locator('.react-flow__node').first().or(unsaved).first().waitFor();
  if (await unsaved.isVisible()) await unsaved.click();
  await page.locator('.react-flow__node').first().waitFor();
}

/** Back to the start page; what was open is not kept. */
async function toStart(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Search or run/ }).click();
  await page.keyboard.type('Start page');
  await page.keyboard.press('Enter');
}

for (const theme of ['dark', 'light'] as const) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: theme, deviceScaleFactor: 1 });
  const page = await context.newPage();
  const tab = (name: string): Promise<void> => page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  const card = (id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);
  const inspector = page.getByRole('complementary', { name: 'Inspector' });

  await page.goto(serving.url);
  await page.getByRole('button', { name: /^U-Net/ }).waitFor();
  await shoot(page, 'start', theme);

  await openTemplate(page, 'ResNet-50', {});
  await card('stage4').click();
  await inspector.getByRole('button', { name: 'Open in place' }).click();
  await page.keyboard.press('Escape');
  await page.locator('section.canvas').focus();
  await page.keyboard.press('Shift+F');
  await shoot(page, 'resnet', theme);
  await toStart(page);
  await openTemplate(page, 'Randomly wired', {});
  await card('stage1').dblclick();
  await page.getByRole('navigation', { name: 'Blocks entered' }).waitFor();
  await shoot(page, 'wired', theme);
  await toStart(page);

  await openTemplate(page, 'U-Net', { Depth: '2', Width: '8', 'Image size': '32' });
  await card('join1').click();
  await shoot(page, 'unet', theme);

  await card('up2').click();
  for (const [field, value] of [['Kernel size', '3'], ['Padding', '1']] as const) {
    const input = inspector.getByRole('textbox', { name: field, exact: true });
    await input.fill(value);
    await input.press('Enter');
  }
  await tab('Problems');
  await card('join2').click();
  await page.getByRole('alertdialog').waitFor();
  await shoot(page, 'error', theme);
  await page.getByRole('alertdialog').getByRole('button').nth(1).click();

  await tab('Code');
  await page.locator('.view-lines').waitFor();
  await card('up2').click();
  await page.waitForTimeout(1500);
  await shoot(page, 'code', theme);

  await tab('Data');
  await page.getByRole('tabpanel', { name: /Data/ }).locator('canvas').nth(5).waitFor();
  await shoot(page, 'data', theme);

  await tab('Training');
  const panel = page.getByRole('tabpanel', { name: /Training/ });
  await panel.getByRole('button', { name: 'Train', exact: true }).click();
  const progress = panel.getByRole('progressbar');
  await progress.waitFor({ timeout: 120_000 });
  const started = Date.now();
  while (Number(await progress.getAttribute('value')) < 80 && Date.now() - started < 240_000) await page.waitForTimeout(1000);
  await panel.getByRole('button', { name: 'Pause' }).click();
  await panel.getByRole('button', { name: 'Resume' }).waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1500);
  await shoot(page, 'training', theme);
  await panel.getByText('Predictions', { exact: true }).click();
  await page.waitForTimeout(1500);
  await shoot(page, 'predictions', theme);
  await context.close();
}
await browser.close();
await serving.close();
