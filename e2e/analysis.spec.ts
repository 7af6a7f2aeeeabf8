import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { Editor } from './support/editor.ts';
import { everythingFits, netText, openText, pointsNet, withoutFileHandles } from './support/files.ts';

test('the sizes that fit stand in the inspector, and the nearest one mends a U-Net whose levels do not meet', async ({ page }) => {
  const editor = await Editor.open(page);
  await editor.template('U-Net', { Depth: '4', Width: '2', 'Image size': '100' });
  const sizes = editor.inspector.locator('.sizes');
  await expect(sizes).toContainText('multiples of 16');
  await expect(sizes).toContainText('100 × 100 does not fit');
  await editor.tab('Problems');
  await expect(page.getByRole('tabpanel', { name: /Problems/ }).getByRole('button', { name: 'Use a 96×96 input and data' })).toBeVisible({ timeout: 30_000 });
  await sizes.getByRole('button', { name: 'Make the input 112 × 112 × 3' }).click();
  await expect(sizes).toContainText('112 × 112 fits.');
  await everythingFits(page);
  await page.keyboard.press('Control+z');
  await expect(sizes).toContainText('100 × 100 does not fit');
});

test('a network is compared with its saved state, in a list and on the canvas, and the comparison is copied as Markdown', async ({ page }) => {
  await withoutFileHandles(page);
  const editor = await Editor.open(page);
  await editor.blank();
  await openText(page, 'points.netloom.json', netText(pointsNet({})));
  await editor.set('hidden', 'Units', '12');
  await editor.select('side');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('compare saved');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('tabpanel', { name: /Compare/ });
  await expect(panel.getByRole('button', { name: /Changed: hidden units 8 to 12/ })).toBeVisible();
  await expect(panel.getByRole('button', { name: /Removed: side/ })).toBeVisible();
  await expect(panel.getByRole('row', { name: /^Parameters/ })).toContainText('+');
  await expect(page.locator('.compare-mark[data-kind="changed"]')).toHaveAttribute('data-node', 'hidden');
  await expect(page.locator('.compare-mark[data-kind="removed"]')).toHaveText('side');
  await expect(page.getByRole('note', { name: 'Comparison' })).toContainText('Compared with its saved state');

  // The list is one stop of the Tab key, and a row leads to its node.
  await panel.getByRole('button', { name: /Removed: side/ }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('End');
  await expect(panel.getByRole('button', { name: /Changed: hidden/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(editor.node('hidden')).toHaveClass(/selected/);

  await panel.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('- changed: `hidden` units 8 → 12');
  await page.keyboard.press('Control+z');
  await expect(page.locator('.compare-mark[data-kind="removed"]')).toHaveCount(0);
  await panel.getByRole('button', { name: 'End the comparison' }).click();
  await expect(page.locator('.compare-mark')).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'Compare' })).toHaveCount(0);
});

test('the canvas is saved as a picture that needs nothing from outside, as SVG and as PNG, and the summary is copied as a table', async ({ page }) => {
  const editor = await Editor.open(page);
  await editor.template('U-Net', { Depth: '1', Width: '4', 'Image size': '16' });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('export picture');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  const save = async (kind: string): Promise<Buffer> => {
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: `Save ${kind}` }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe(`unet.${kind.toLowerCase()}`);
    return readFileSync(await saved.path());
  };
  await dialog.getByText('Dark', { exact: true }).click();
  const svg = (await save('SVG')).toString('utf8');
  const parsed = await page.evaluate((text) => {
    const picture = new DOMParser().parseFromString(text, 'image/svg+xml');
    return { error: picture.querySelector('parsererror')?.textContent ?? null, texts: [...picture.querySelectorAll('text')].map((t) => t.textContent), scripts: picture.querySelectorAll('script, foreignObject, image').length };
  }, svg);
  expect(parsed.error).toBeNull();
  expect(parsed.scripts).toBe(0);
  expect(parsed.texts).toEqual(expect.arrayContaining(['image', 'enc1', 'join1', '16² · 3']));
  expect(svg.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
  const png = await save('PNG');
  const [width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.slice(1).map(Number);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * width!, 2 * height!]);
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await expect(dialog.getByText('The picture is on the clipboard.')).toBeVisible();
  expect(await page.evaluate(async () => (await navigator.clipboard.read())[0]?.types)).toContain('image/png');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('summary table');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('row', { name: /^enc1\/\S+ \(Conv2D\)/ }).first()).toContainText('(None, 16, 16, 4)');
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/\| enc1\/\S+ \(Conv2D\) \| \(None, 16, 16, 4\) \| 112 \| image \|/);
});
