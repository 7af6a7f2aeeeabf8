import { expect, test } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { root } from '../scripts/build.ts';
import { Editor } from './support/editor.ts';

/** Draws a U-Net of one level on an empty canvas, with the pointer alone; sizes are set in the inspector. */
async function drawSmallUnet(editor: Editor): Promise<void> {
  // Ids are the layer's type, numbered from the second on.
  await editor.drag('Input', 130, 60);
  await editor.drag('Conv 2D', 130, 160);
  await editor.drag('Max pooling 2D', 130, 260);
  await editor.drag('Conv 2D', 330, 400);
  await editor.drag('Conv 2D transpose', 560, 260);
  await editor.drag('Concatenate', 560, 160);
  await editor.drag('Conv 2D', 560, 60);
  await editor.drag('Output', 780, 60);
  const chain = ['input', 'conv2d', 'maxPooling2d', 'conv2d_2', 'conv2dTranspose', 'concatenate', 'conv2d_3', 'output'];
  for (const [i, id] of chain.slice(1).entries()) await editor.connect(chain[i]!, id);
  await editor.connect('conv2d', 'concatenate');

  await editor.set('input', 'Shape', '16 × 16 × 1');
  for (const [id, filters] of [['conv2d', '4'], ['conv2d_2', '8']] as const) {
    await editor.set(id, 'Filters', filters);
    await editor.set(id, 'Padding', '1');
    await editor.choose(id, 'Activation', 'ReLU');
  }
  await editor.set('conv2dTranspose', 'Filters', '4');
  await editor.set('conv2dTranspose', 'Kernel size', '2');
  await editor.set('conv2dTranspose', 'Strides', '2');
  await editor.set('conv2d_3', 'Filters', '1');
  await editor.set('conv2d_3', 'Kernel size', '1');
  await editor.choose('conv2d_3', 'Activation', 'Sigmoid');
  await editor.choose('output', 'Loss', 'Dice + binary cross-entropy');
}

test('from an empty canvas to a trained U-Net and its code, by hand', async ({ page }) => {
  test.setTimeout(300_000);
  page.setDefaultTimeout(20_000);
  const editor = await Editor.open(page);

  await test.step('draw it', async () => {
    await editor.blank();
    await drawSmallUnet(editor);
    await editor.tab('Problems');
    await expect(page.getByText('Everything fits')).toBeVisible();
    const shapes = (await page.locator('.canvas-edge-label').allTextContents()).toSorted();
    expect(shapes).toEqual(['16² · 1', '16² · 1', '16² · 4', '16² · 4', '16² · 4', '16² · 8', '8² · 4', '8² · 8'].toSorted());
  });

  await test.step('break the skip, read why, apply the fix', async () => {
    await editor.set('conv2dTranspose', 'Kernel size', '3');
    await editor.set('conv2dTranspose', 'Padding', '1');
    await editor.select('concatenate');
    const bubble = page.getByRole('alertdialog');
    await expect(bubble).toContainText(/heights differ, 1[56] and 1[56]/);
    await expect(bubble).toContainText('8·2 − 2 + 3 − 2·1 = 15');
    await expect(page.getByRole('tab', { name: /^Problems/ })).toContainText('1');
    await bubble.getByRole('button', { name: 'Output padding 1' }).click();
    await expect(bubble).toBeHidden();
    await editor.select('conv2dTranspose');
    await expect(editor.inspector).toContainText('8·2 − 2 + 3 − 2·1 + 1 = 16');
    await editor.tab('Problems');
    await expect(page.getByText('Everything fits')).toBeVisible();
  });

  await test.step('undo and redo the fix', async () => {
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('tab', { name: /^Problems/ })).toContainText('1');
    await page.keyboard.press('Control+Shift+z');
    await expect(page.getByText('Everything fits')).toBeVisible();
  });

  await test.step('choose data that fits', async () => {
    await editor.tab('Data');
    const panel = page.getByRole('tabpanel', { name: /Data/ });
    await panel.getByRole('button', { name: /Shapes with masks/ }).click();
    for (const [field, value] of [['Samples', '64'], ['Size', '16'], ['Channels', '1']] as const) {
      await editor.fill(panel, field, value);
    }
    await expect(panel).toContainText('16 × 16 × 1');
  });

  await test.step('train 20 steps on WebGPU with a falling loss', async () => {
    await editor.tab('Training');
    const panel = page.getByRole('tabpanel', { name: /Training/ });
    for (const [field, value] of [['Batch size', '8'], ['Epochs', '200'], ['Learning rate', '0.01']] as const) {
      await editor.fill(panel, field, value);
    }
    await panel.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(page.getByRole('contentinfo')).toContainText(/WebGPU/);
    const progress = panel.getByRole('progressbar', { name: 'Progress of the training' });
    const step = async (): Promise<number> => Number(await progress.getAttribute('value'));
    const loss = async (): Promise<number> => Number(await panel.getByRole('row', { name: /^Loss/ }).getByRole('cell').first().textContent());
    const tensors = async (): Promise<number> => Number((await panel.getByText(/\d+ tensors/).textContent())!.match(/(\d+) tensors/)![1]);
    await expect(progress).toBeVisible({ timeout: 60_000 });
    await expect.poll(step, { timeout: 120_000 }).toBeGreaterThan(0);
    const first = await loss();
    await expect.poll(step, { timeout: 120_000 }).toBeGreaterThanOrEqual(20);

    await panel.getByRole('button', { name: 'Pause' }).click();
    await expect(panel.getByRole('button', { name: 'Resume' })).toBeVisible({ timeout: 30_000 });
    const paused = await step();
    await page.waitForTimeout(1500);
    expect(await step()).toBe(paused);
    const held = await tensors();
    await panel.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(paused + 20);
    expect(await loss()).toBeLessThan(first);
    await panel.getByRole('button', { name: 'Pause' }).click();
    await expect(panel.getByRole('button', { name: 'Resume' })).toBeVisible({ timeout: 30_000 });
    expect(await tensors()).toBe(held);
    await panel.getByRole('button', { name: 'Stop' }).click();
    await expect(panel.getByRole('button', { name: 'Train anew' })).toBeVisible({ timeout: 30_000 });
  });

  await test.step('see predictions beside their targets', async () => {
    const panel = page.getByRole('tabpanel', { name: /Training/ });
    await panel.getByText('Predictions', { exact: true }).click();
    await expect(panel.locator('canvas').first()).toBeVisible();
  });

  await test.step('the code follows the selection, and the selection the code', async () => {
    await editor.tab('Code');
    const panel = page.getByRole('tabpanel', { name: /Code/ });
    const code = panel.locator('.view-lines');
    await expect(code).toContainText('8·2 − 2 + 3 − 2·1 + 1 = 16', { timeout: 30_000 });
    await editor.select('input');
    await expect(code).toContainText('export function createModel');
    await editor.select('concatenate');
    await expect(code).toContainText('tf.layers.concatenate');
    await panel.locator('.view-line').filter({ hasText: 'outputPadding' }).first().click();
    await expect(editor.node('conv2dTranspose')).toHaveClass(/selected/);
    await panel.locator('.view-line').filter({ hasText: 'tf.layers.concatenate' }).first().click();
    await expect(editor.node('concatenate')).toHaveClass(/selected/);
  });

  await test.step('export the project and run it outside the app', async () => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const file = await (await download).path();
    const folder = mkdtempSync(path.join(os.tmpdir(), 'netloom-export-'));
    try {
      for (const [name, bytes] of Object.entries(unzipSync(new Uint8Array(readFileSync(file))))) {
        if (name.endsWith('/')) continue;
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        writeFileSync(path.join(folder, name), bytes);
      }
      const project = path.join(folder, Object.keys(unzipSync(new Uint8Array(readFileSync(file))))[0]!.split('/')[0]!);
      symlinkSync(path.join(root, 'node_modules'), path.join(project, 'node_modules'));
      const check = spawnSync('npx', ['tsc', '-p', '.'], { cwd: project, encoding: 'utf8' });
      expect(check.stdout + check.stderr).not.toContain('error TS');
      const run = spawnSync('npx', ['tsx', 'train.ts', '--steps', '4'], { cwd: project, encoding: 'utf8', timeout: 120_000 });
      expect(run.status, run.stdout + run.stderr).toBe(0);
      // It goes on from the trained weights: its first loss is far below that of a fresh model, about 1.5.
      expect(run.stdout + run.stderr).toMatch(/weights/i);
      const losses = [...run.stdout.matchAll(/\bloss[:=" ]+([\d.]+)/g)].map((m) => Number(m[1]));
      expect(losses.length).toBeGreaterThan(0);
      expect(Math.max(...losses)).toBeLessThan(1.3);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
