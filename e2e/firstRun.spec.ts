import { expect, test } from '@playwright/test';
import { Editor } from './support/editor.ts';

test('the tour leads a newcomer from an empty canvas to a trained network, reacts to what is done, and does not come back', async ({ page }) => {
  test.setTimeout(300_000);
  const editor = await Editor.open(page);
  await page.getByRole('region', { name: 'First steps' }).getByRole('button', { name: 'Show me how' }).click();
  const tour = page.getByRole('complementary', { name: 'Tour' });
  await expect(tour).toContainText('Begin with an empty network');
  await editor.blank();
  await expect(tour).toContainText('Data comes in');
  await expect(page.locator('.tour-ring')).toBeVisible();
  // By keyboard: the card takes the focus to the search box of the list.
  await tour.getByRole('button', { name: 'Go there' }).click();
  await page.keyboard.type('input');
  await page.keyboard.press('Enter');
  await expect(tour).toContainText('A layer that learns');
  // Whoever runs ahead is followed.
  for (const layer of ['Dense', 'Dense', 'Output']) await page.getByRole('option', { name: layer, exact: true }).click();
  await expect(tour).toContainText('Something to learn from');
  await editor.tab('Data');
  await page.getByRole('button', { name: /^Points in the plane/ }).click();
  await expect(tour).toContainText('Let it be mended');
  await editor.tab('Problems');
  const fixes = page.getByRole('tabpanel', { name: /Problems/ }).locator('.button-accent');
  for (let press = 0; press < 6 && (await tour.getByText('Let it be mended').isVisible()); press++) {
    const problems = await page.locator('.problem').allTextContents();
    await fixes.first().click();
    await expect.poll(() => page.locator('.problem').allTextContents()).not.toEqual(problems);
  }
  await expect(tour).toContainText('Straight lines are not enough');
  await editor.choose('dense', 'Activation', 'ReLU');
  await expect(tour).toContainText('Train it');
  await page.getByRole('banner').getByRole('button', { name: 'Train', exact: true }).click();
  await expect(tour).toContainText('You have built and trained a network', { timeout: 180_000 });
  await tour.getByRole('button', { name: 'Done' }).click();
  await expect(tour).toHaveCount(0);

  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(page.getByRole('button', { name: /blank network/i })).toBeVisible();
  await expect(page.getByRole('region', { name: 'First steps' })).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('take the tour');
  await page.keyboard.press('Enter');
  await expect(tour).toContainText('Begin with an empty network');
  await tour.getByRole('button', { name: 'End the tour' }).click();
  await expect(tour).toHaveCount(0);
});

test('the window and every tab say what they are for', async ({ page }) => {
  const editor = await Editor.open(page);
  await editor.blank();
  for (const name of ['Drawing', 'Problems', 'Training', 'Data']) {
    if (name !== 'Drawing') await editor.tab(name);
    await page.getByRole('button', { name: `What ${name} is for` }).click();
    await expect(page.getByRole('dialog', { name: `What ${name} is for` })).toContainText('Take the tour');
    await page.keyboard.press('Escape');
  }
});
