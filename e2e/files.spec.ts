import { expect, test, type Page } from '@playwright/test';
import { Editor } from './support/editor.ts';
import { everythingFits, netText, openText, pointsNet, saveText, withoutFileHandles } from './support/files.ts';

async function start(page: Page): Promise<Editor> {
  await withoutFileHandles(page);
  return Editor.open(page);
}

/** Puts a file on the window as a person drops one from their desktop. */
async function dropFile(page: Page, name: string, text: string): Promise<void> {
  await page.evaluate(
    ([fileName, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content!], fileName!, { type: 'application/json' }));
      for (const kind of ['dragover', 'drop']) document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    },
    [name, text],
  );
}

/** What stands on cards and is cut off there. */
const cutOff = (page: Page): Promise<readonly string[]> =>
  page.locator('.canvas-card-name, .canvas-card-stem, .canvas-card-notation').evaluateAll((texts) => texts.filter((text) => text.scrollWidth > text.clientWidth).map((text) => text.textContent ?? ''));

test('templates of every kind open without a problem, and nothing on their cards is cut off', async ({ page }) => {
  const editor = await start(page);
  // Leaving a template that is in no file yet is asked about.
  page.on('dialog', (dialog) => void dialog.accept());
  for (const label of ['U-Net', 'Original U-Net', 'ResNet-50', 'DenseNet-121', 'Randomly wired network', 'Vision transformer', 'Vanishing gradient']) {
    await editor.template(label);
    await everythingFits(page);
    expect(await cutOff(page), label).toEqual([]);
    await page.keyboard.press('Control+0');
    await page.waitForTimeout(300);
    expect(await cutOff(page), label).toEqual([]);
    await page.reload();
  }
});

test('templates are found by what they are called, made of or who wrote of them, and Enter opens the first', async ({ page }) => {
  await start(page);
  const gallery = page.getByRole('region', { name: 'Templates' });
  const cards = gallery.locator('.template-card');
  const all = await cards.count();
  expect(all).toBeGreaterThan(20);
  await expect(gallery.getByRole('region', { name: 'Segmentation' }).locator('.template-card')).toHaveCount(3);
  const search = gallery.getByRole('searchbox', { name: 'Find a template' });
  await search.fill('watts');
  await expect(cards).toHaveCount(1);
  await search.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Randomly wired network' });
  const cost = dialog.getByText(/parameters/);
  const before = await cost.textContent();
  await dialog.getByRole('textbox', { name: 'Seed', exact: true }).fill('2');
  await expect(cost).not.toHaveText(before!);
  await page.keyboard.press('Escape');
  await search.fill('no such network');
  await expect(gallery.getByRole('status')).toContainText('No template');
  await search.fill('');
  await expect(cards).toHaveCount(all);
});

test('the ResNet template follows its params: one block per stage gives the 8-layer network', async ({ page }) => {
  const editor = await start(page);
  await page.getByRole('button', { name: /^CIFAR ResNet/ }).click();
  const dialog = page.getByRole('dialog');
  const cost = dialog.getByText(/parameters/);
  const before = await cost.textContent();
  await dialog.getByRole('textbox', { name: 'Blocks per stage', exact: true }).fill('1');
  await expect(cost).not.toHaveText(before!);
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(editor.pane).toBeVisible();
  // One block in each stage; only the two stages that halve the map begin with one that projects its shortcut.
  await expect(page.locator('.react-flow__node[data-id^="stage"]')).toHaveCount(3);
  await expect(page.locator('.react-flow__node[data-id$="_first"]')).toHaveCount(2);
  await everythingFits(page);
});

test('a saved network stands under recent files, and opening it gives what was saved', async ({ page }) => {
  const editor = await start(page);
  await editor.template('Points MLP');
  await editor.set('hidden1', 'Units', '12');
  const first = await saveText(page);
  expect(first.name).toMatch(/\.netloom\.json$/);
  const parsed = JSON.parse(first.text) as { format: string; nodes: { id: string; params?: { units?: number } }[] };
  expect(parsed.format).toBe('netloom');
  expect(parsed.nodes.find((n) => n.id === 'hidden1')?.params?.units).toBe(12);
  await expect(page.getByRole('contentinfo')).toContainText('Saved');

  await page.getByRole('button', { name: 'Netloom, start page' }).click();
  await page.getByRole('region', { name: 'Recent' }).getByRole('button').first().click();
  await editor.select('hidden1');
  await expect(editor.inspector.getByRole('textbox', { name: 'Units', exact: true })).toHaveValue('12');
  expect((await saveText(page)).text).toBe(first.text);

  await openText(page, first.name, first.text);
  await everythingFits(page);
  expect((await saveText(page)).text).toBe(first.text);
});

test('a file that is no network is refused with the reason, and nothing is lost', async ({ page }) => {
  const editor = await start(page);
  await editor.blank();
  await openText(page, 'mine.netloom.json', netText(pointsNet({})));
  await expect(editor.node('hidden')).toBeVisible();
  for (const [name, text, reason] of [
    ['broken.json', '{ "format": "netloom", ', /broken\.json could not be opened.*not a JSON file/],
    ['other.json', '{ "format": "something" }', /other\.json could not be opened.*"format": "netloom"/],
    ['odd.json', JSON.stringify({ format: 'netloom', version: 1, nodes: 'many' }), /odd\.json could not be opened.*nodes/],
  ] as const) {
    await dropFile(page, name, text);
    await expect(page.getByRole('alert').filter({ hasText: reason })).toBeVisible();
    await expect(editor.node('hidden')).toBeVisible();
  }
  await everythingFits(page);
});

test('a dropped network opens, and unsaved work is asked for first', async ({ page }) => {
  const editor = await start(page);
  await editor.blank();
  await page.getByRole('option', { name: 'Input', exact: true }).click();
  await dropFile(page, 'points.netloom.json', netText(pointsNet({})));
  const question = page.getByRole('dialog').or(page.getByRole('alertdialog')).filter({ hasText: /Save changes/ });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(editor.node('input')).toBeVisible();
  await dropFile(page, 'points.netloom.json', netText(pointsNet({})));
  await question.getByRole('button', { name: 'Don’t save' }).click();
  await expect(editor.node('classify')).toBeVisible();
});

test('a file of a newer version is shown and cannot be changed', async ({ page }) => {
  const editor = await start(page);
  await openText(page, 'newer.netloom.json', netText({ ...pointsNet({}), version: 99 }));
  await expect(page.getByRole('note')).toContainText(/newer Netloom.*reading only/);
  await editor.select('hidden');
  await expect(editor.inspector.getByRole('textbox', { name: 'Units', exact: true })).toBeDisabled();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+d');
  await page.getByRole('option', { name: 'Dropout', exact: true }).click({ force: true });
  await expect(page.locator('.react-flow__node')).toHaveCount(4);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('save');
  await expect(page.getByRole('option', { name: /^Save/ })).toHaveCount(0);
});

test('unsaved work is offered again after a reload', async ({ page }) => {
  const editor = await start(page);
  await editor.blank();
  for (const layer of ['Input', 'Flatten']) await page.getByRole('option', { name: layer, exact: true }).click();
  await expect(page.getByRole('contentinfo')).toContainText('Unsaved changes');
  // Kept every few seconds.
  await page.waitForTimeout(3500);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.getByRole('region', { name: 'Unsaved work' }).getByRole('button').first().click();
  await expect(editor.node('flatten')).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('Unsaved changes');
});
