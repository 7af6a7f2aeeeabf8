import { expect, test } from '@playwright/test';
import { Editor } from './support/editor.ts';

test('a network is built, edited and undone by keyboard and pointer', async ({ page }) => {
  page.setDefaultTimeout(20_000);
  const editor = await Editor.open(page);
  await editor.blank();
  const nodes = page.locator('.react-flow__node');
  const edges = page.locator('.react-flow__edge');
  const search = page.getByRole('combobox', { name: 'Find a layer' });

  await test.step('build a chain with the search box and Enter alone', async () => {
    await search.focus();
    for (const layer of ['input', 'dense', 'dense', 'output']) {
      // Once a word has found its layer the box is empty for the next, and keeps the keyboard.
      await expect(search).toHaveValue('');
      await page.keyboard.type(layer);
      await page.keyboard.press('Enter');
    }
    await expect(search).toBeFocused();
    await expect(nodes).toHaveCount(4);
    await expect(edges).toHaveCount(3);
    await editor.set('input', 'Shape', '5');
  });

  await test.step('a text that is no number says so at its field and changes nothing', async () => {
    await editor.set('dense', 'Units', '7');
    const units = editor.inspector.getByRole('textbox', { name: 'Units' });
    await units.fill('many');
    await units.press('Enter');
    await expect(editor.inspector).toContainText(/whole number/);
    await units.press('Escape');
    await expect(units).toHaveValue('7');
  });

  await test.step('a loss that does not fit is told once, at its field, with what mends it', async () => {
    await editor.choose('output', 'Loss', 'Categorical cross-entropy');
    const told = editor.inspector.getByText(/expects probabilities that sum to 1/);
    await expect(told).toHaveCount(1);
    await expect(editor.inspector.getByLabel('Loss', { exact: true })).toHaveAccessibleDescription(/expects probabilities/);
    await editor.inspector.getByRole('button', { name: /^Set the activation of dense_2/ }).click();
    await expect(told).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
  });

  await test.step('duplicate, copy and paste keep the edges between what is copied', async () => {
    await editor.select('dense');
    await page.keyboard.press('Control+d');
    await expect(nodes).toHaveCount(5);
    await page.keyboard.press('Control+z');
    await expect(nodes).toHaveCount(4);
    await editor.select('dense');
    await editor.node('dense_2').click({ modifiers: ['Shift'] });
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    await expect(nodes).toHaveCount(6);
    await expect(edges).toHaveCount(4);
    await page.keyboard.press('Delete');
    await expect(nodes).toHaveCount(4);
  });

  await test.step('a marquee selects, one drag of two is one undo step', async () => {
    const pane = (await editor.pane.boundingBox())!;
    const a = (await editor.node('dense').boundingBox())!;
    const b = (await editor.node('dense_2').boundingBox())!;
    await page.mouse.move(Math.max(pane.x + 4, a.x - 60), a.y - 6);
    await page.mouse.down();
    await page.mouse.move(b.x + b.width + 30, b.y + b.height + 6, { steps: 8 });
    await page.mouse.up();
    await expect(page.locator('.react-flow__node.selected')).toHaveCount(2);
    const from = await editor.centre(editor.node('dense'));
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 120, from.y + 10, { steps: 8 });
    await page.mouse.up();
    await expect.poll(async () => Math.round((await editor.node('dense').boundingBox())!.x - a.x)).toBeGreaterThan(60);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => Math.round((await editor.node('dense').boundingBox())!.x - a.x)).toBe(0);
    expect(Math.round((await editor.node('dense_2').boundingBox())!.x - b.x)).toBe(0);
  });

  await test.step('a connection that would close a circle is refused with a reason', async () => {
    await editor.connect('dense_2', 'dense');
    await expect(edges).toHaveCount(3);
    await expect(page.getByText(/circle|cycle|loop/i).first()).toBeVisible();
  });

  await test.step('the command palette finds layers, nodes and commands', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('dropout');
    await expect(page.getByRole('option', { name: /Add dropout/i }).first()).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('dense_2');
    await page.keyboard.press('Enter');
    await expect(editor.node('dense_2')).toHaveClass(/selected/);
  });

  await test.step('a removed layer is a problem; the panel goes there and mends it', async () => {
    await editor.select('dense');
    await page.keyboard.press('Shift+Delete');
    await editor.tab('Problems');
    const panel = page.getByRole('tabpanel', { name: /Problems/ });
    await expect(panel).toContainText('missing-input');
    await panel.getByRole('button', { name: /Connect/ }).first().click();
    await expect(panel).toContainText('Everything fits');
  });

  await test.step('another network begins with the whole list', async () => {
    await search.fill('pool');
    await page.keyboard.press('Control+Alt+n');
    await page.getByRole('button', { name: /Don.t save/ }).click();
    await expect(nodes).toHaveCount(0);
    await expect(search).toHaveValue('');
    for (const layer of ['input', 'dense', 'output']) {
      await search.fill(layer);
      await search.press('Enter');
    }
    await expect(nodes).toHaveCount(3);
  });

  await test.step('undo leads back to the empty canvas', async () => {
    await editor.pane.click({ position: { x: 8, y: 8 } });
    for (let i = 0; i < 60; i++) await page.keyboard.press('Control+z');
    await expect(nodes).toHaveCount(0);
    for (let i = 0; i < 60; i++) await page.keyboard.press('Control+Shift+z');
    await expect(nodes).toHaveCount(3);
  });
});

test('layers are arranged as a U, the selection alone, and one undo each takes it back', async ({ page }) => {
  page.setDefaultTimeout(20_000);
  const editor = await Editor.open(page);
  await editor.template('U-Net', { Depth: '2' });
  const place = (id: string): Promise<string | null> => editor.node(id).evaluate((card) => (card as HTMLElement).style.transform);
  const middle = async (id: string): Promise<number> => Math.round((await editor.centre(editor.node(id))).y);

  await editor.pane.click({ position: { x: 8, y: 8 } });
  const before = await place('dec1');
  await page.keyboard.press('Shift+A');
  await expect.poll(() => place('dec1')).not.toBe(before);
  await expect.poll(async () => (await middle('enc1')) - (await middle('join1'))).toBe(0);
  expect(await middle('image')).toBeLessThan(await middle('enc1'));
  expect(await middle('dec1')).toBeLessThan(await middle('join1'));
  await page.keyboard.press('Control+z');
  await expect.poll(() => place('dec1')).toBe(before);

  const others = await place('join1');
  await editor.select('join2');
  await editor.node('dec2').click({ modifiers: ['Shift'] });
  const beside = await place('dec2');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('arrange selection');
  await page.keyboard.press('Enter');
  await expect.poll(() => place('dec2')).not.toBe(beside);
  expect(await place('join1')).toBe(others);
  await page.keyboard.press('Control+z');
  await expect.poll(() => place('dec2')).toBe(beside);
});
