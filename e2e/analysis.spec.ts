import { expect, test } from '@playwright/test';
import { Editor } from './support/editor.ts';
import { everythingFits } from './support/files.ts';

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

test('a network is compared with how it was opened, in a list and on the canvas, and the comparison is copied as Markdown', async ({ page }) => {
  const editor = await Editor.open(page);
  await editor.template('U-Net', { Depth: '1', Width: '4', 'Image size': '16' });
  await editor.set('enc1a', 'Filters', '6');
  await editor.select('mask');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('compare saved');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('tabpanel', { name: /Compare/ });
  await expect(panel.getByRole('button', { name: /Changed: enc1a filters 4 to 6/ })).toBeVisible();
  await expect(panel.getByRole('button', { name: /Removed: mask/ })).toBeVisible();
  await expect(panel.getByRole('row', { name: /^Parameters/ })).toContainText('+');
  await expect(page.locator('.compare-mark[data-kind="changed"]')).toHaveAttribute('data-node', 'enc1a');
  await expect(page.locator('.compare-mark[data-kind="removed"]')).toHaveText('mask');
  await expect(page.getByRole('note', { name: 'Comparison' })).toContainText('Compared with how it was opened');

  // The list is one stop of the Tab key, and a row leads to its node.
  await panel.getByRole('button', { name: /Removed: mask/ }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('End');
  await expect(panel.getByRole('button', { name: /Changed: enc1a/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(editor.node('enc1a')).toHaveClass(/selected/);

  await panel.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('- changed: `enc1a` filters 4 → 6');
  await page.keyboard.press('Control+z');
  await expect(page.locator('.compare-mark[data-kind="removed"]')).toHaveCount(0);
  await panel.getByRole('button', { name: 'End the comparison' }).click();
  await expect(page.locator('.compare-mark')).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'Compare' })).toHaveCount(0);
});
