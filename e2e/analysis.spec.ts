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
