import { expect, test, type Page } from '@playwright/test';
import { Editor } from './support/editor.ts';

/** Adds by Space and typing, as one who never takes the hands off the keys. */
async function addBySpace(page: Page, layer: string): Promise<void> {
  await page.keyboard.press('Space');
  await page.getByRole('combobox', { name: /^Add a layer/ }).fill(layer);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: /^Add a layer/ })).toHaveCount(0);
}

test('layers are added at the pointer, after the selection and at the end of a connection', async ({ page }) => {
  const editor = await Editor.open(page);
  await editor.blank();
  const nodes = page.locator('.react-flow__node');
  const edges = page.locator('.react-flow__edge');
  const options = page.getByRole('option');

  await test.step('a double click opens the search where the pointer is', async () => {
    await editor.pane.dblclick({ position: { x: 300, y: 60 } });
    const search = page.getByRole('combobox', { name: 'Add a layer' });
    await expect(search).toBeFocused();
    await search.fill('input');
    await search.press('Enter');
    await expect(nodes).toHaveCount(1);
    const pane = (await editor.pane.boundingBox())!;
    const at = await editor.centre(editor.node('input'));
    expect(Math.abs(at.x - pane.x - 300)).toBeLessThan(3);
    expect(Math.abs(at.y - pane.y - 60)).toBeLessThan(3);
    await editor.set('input', 'Shape', '16, 16, 3');
  });

  await test.step('Space after the selection offers what fits its shape, with what it would give on', async () => {
    await editor.node('input').focus();
    await page.keyboard.press('Space');
    await expect(page.getByText('Takes 16×16×3')).toBeVisible();
    await expect(options.filter({ hasText: /^Conv 2D→/ })).toContainText('14×14×32');
    await expect(options.filter({ hasText: /^Conv 1D/ })).toHaveCount(0);
    await page.keyboard.type('conv');
    await expect(page.getByText('Do not fit')).toBeAttached();
    await expect(options.filter({ hasText: /^Conv 1Ddoes/ })).toContainText('does not take 16×16×3');
    await page.keyboard.press('Enter');
    await expect(edges).toHaveCount(1);
    await expect(editor.node('conv2d')).toBeFocused();
  });

  await test.step('Space held pans and opens nothing', async () => {
    await page.keyboard.down('Space');
    await page.waitForTimeout(450);
    await page.keyboard.up('Space');
    await expect(page.getByRole('combobox', { name: /^Add a layer/ })).toHaveCount(0);
  });

  await test.step('the plus on the selected card adds the next one', async () => {
    await page.getByRole('button', { name: 'Add the next layer' }).click();
    await page.keyboard.type('max pool');
    await page.keyboard.press('Enter');
    await expect(editor.node('maxPooling2d')).toHaveClass(/selected/);
    await expect(edges).toHaveCount(2);
  });

  await test.step('a connection let go over the empty canvas asks what shall stand there', async () => {
    const from = await editor.centre(editor.node('maxPooling2d').locator('.canvas-port[data-handleid^="out-"]').first());
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 160, from.y + 40, { steps: 6 });
    await page.mouse.up();
    await expect(page.getByText(/^Takes 7×7×32/)).toBeVisible();
    await page.keyboard.type('flatten');
    await page.keyboard.press('Enter');
    await expect(edges).toHaveCount(3);
    const at = await editor.centre(editor.node('flatten'));
    expect(Math.abs(at.x - from.x - 160)).toBeLessThan(3);
  });

  await test.step('and from an input, what could feed it', async () => {
    await editor.pane.dblclick({ position: { x: 760, y: 300 } });
    await page.keyboard.type('conv 2d');
    await page.keyboard.press('Enter');
    const to = await editor.centre(editor.node('conv2d_2').locator('.canvas-port[data-handleid^="in-"]').first());
    await page.mouse.move(to.x, to.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y - 120, { steps: 6 });
    await page.mouse.up();
    await expect(page.getByText('Can feed conv2d_2')).toBeVisible();
    await expect(options.first()).toContainText('Input');
    await page.keyboard.press('Enter');
    await expect(editor.node('input_2')).toBeVisible();
    await expect(edges).toHaveCount(4);
  });

  await test.step('a double click on a connection puts a layer onto it, and what follows makes room', async () => {
    const before = (await editor.node('maxPooling2d').boundingBox())!.y;
    await page.locator('[data-edge="conv2d. maxPooling2d.0"]').dblclick();
    await page.keyboard.type('dropout');
    await page.keyboard.press('Enter');
    await expect(edges).toHaveCount(5);
    await expect.poll(async () => (await editor.node('maxPooling2d').boundingBox())!.y - before).toBeGreaterThan(50);
    await page.keyboard.press('Control+z');
    await expect(edges).toHaveCount(4);
    await expect.poll(async () => Math.abs((await editor.node('maxPooling2d').boundingBox())!.y - before)).toBeLessThan(1);
  });

  await test.step('after a layer that goes on, the next one stands in between; with Shift it branches off', async () => {
    await editor.select('conv2d');
    await page.getByRole('button', { name: /^Insert a layer/ }).click();
    await page.keyboard.type('dropout');
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-edge="dropout. maxPooling2d.0"]')).toBeAttached();
    await expect(edges).toHaveCount(5);
    await page.keyboard.press('Control+z');
    await editor.select('conv2d');
    await page.keyboard.press('Shift+Space');
    await expect(page.getByRole('combobox', { name: 'Branch off after conv2d' })).toBeFocused();
    await page.keyboard.type('dropout');
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-edge="conv2d. maxPooling2d.0"]')).toBeAttached();
    await expect(page.locator('[data-edge="conv2d. dropout.0"]')).toBeAttached();
    await page.keyboard.press('Control+z');
    await editor.select('conv2d');
    await page.getByRole('option', { name: 'Dropout', exact: true }).click({ modifiers: ['Shift'] });
    await expect(page.locator('[data-edge="conv2d. dropout.0"]')).toBeAttached();
    await page.keyboard.press('Control+z');
    await expect(edges).toHaveCount(4);
  });

  await test.step('Escape leaves all as it was and gives the keyboard back to the canvas', async () => {
    await editor.select('flatten');
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await expect(editor.node('flatten')).toBeFocused();
    await expect(edges).toHaveCount(4);
  });
});

test('layers are replaced, connected by a key, dropped onto a connection, and deleted without leaving a gap', async ({ page }) => {
  const editor = await Editor.open(page);
  await editor.blank();
  const edges = page.locator('.react-flow__edge');
  for (const layer of ['input', 'conv 2d', 'flatten', 'dense', 'output']) await addBySpace(page, layer);
  await expect(edges).toHaveCount(4);

  await test.step('R gives a layer another type and keeps what fits', async () => {
    await editor.set('conv2d', 'Strides', '2');
    await editor.node('conv2d').focus();
    await page.keyboard.press('r');
    await page.keyboard.type('max pool');
    await page.keyboard.press('Enter');
    await expect(editor.node('maxPooling2d')).toBeFocused();
    await expect(edges).toHaveCount(4);
    await expect(editor.inspector.getByRole('textbox', { name: 'Strides' })).toHaveValue('2');
  });

  await test.step('Delete heals the connection, Shift+Delete leaves a gap', async () => {
    await page.keyboard.press('Delete');
    await expect(edges).toHaveCount(3);
    await page.keyboard.press('Control+z');
    await expect(edges).toHaveCount(4);
    await editor.select('maxPooling2d');
    await page.keyboard.press('Shift+Delete');
    await expect(edges).toHaveCount(2);
  });

  await test.step('C asks which layer the selected one shall feed', async () => {
    await editor.select('input');
    await page.keyboard.press('c');
    const search = page.getByRole('combobox', { name: 'Connect input to' });
    await search.fill('flat');
    await search.press('Enter');
    await expect(edges).toHaveCount(3);
    await expect(editor.node('input')).toBeFocused();
  });

  await test.step('C with two selected connects them', async () => {
    await editor.select('flatten');
    await page.keyboard.press('Shift+Delete');
    await expect(edges).toHaveCount(1);
    await editor.select('dense');
    await editor.node('input').click({ modifiers: ['Shift'] });
    await page.keyboard.press('c');
    await expect(edges).toHaveCount(2);
    await expect(page.locator('[data-edge="input. dense.0"]')).toBeVisible();
  });

  await test.step('an unconnected layer dropped onto a connection stands in it', async () => {
    await editor.pane.click({ position: { x: 20, y: 20 } });
    await editor.pane.dblclick({ position: { x: 160, y: 330 } });
    await page.keyboard.type('dropout');
    await page.keyboard.press('Enter');
    const from = await editor.centre(editor.node('dropout'));
    const to = await editor.centre(page.locator('[data-edge="input. dense.0"]'));
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x + 40, to.y + 10, { steps: 6 });
    await page.mouse.move(to.x, to.y, { steps: 3 });
    await expect(page.locator('.react-flow__edge[data-drop="true"]')).toHaveCount(1);
    await page.mouse.up();
    await expect(page.locator('[data-edge="input. dropout.0"]')).toBeVisible();
    await expect(page.locator('[data-edge="dropout. dense.0"]')).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(edges).toHaveCount(2);
  });
});

test('layers are copied from one window to another, and a whole file pastes as text', async ({ page, context }) => {
  const editor = await Editor.open(page);
  await editor.blank();
  for (const layer of ['input', 'conv 2d', 'flatten']) await addBySpace(page, layer);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');

  const other = await context.newPage();
  const there = await Editor.open(other);
  await there.blank();
  await other.keyboard.press('Control+v');
  await expect(other.locator('.react-flow__node')).toHaveCount(3);
  await expect(other.locator('.react-flow__edge')).toHaveCount(2);

  const file = { format: 'netloom', version: 1, name: 'file', nodes: [{ id: 'image', type: 'input' }, { id: 'answer', type: 'output' }, { id: 'note', type: 'comment', text: 'From a file' }], edges: [{ source: 'image', target: 'answer' }] };
  await other.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(file));
  await other.keyboard.press('Control+v');
  await expect(other.locator('.react-flow__node')).toHaveCount(6);
  await expect(there.node('note')).toContainText('From a file');
  await other.keyboard.press('Control+z');
  await expect(other.locator('.react-flow__node')).toHaveCount(3);
  await other.evaluate(() => navigator.clipboard.writeText('no network'));
  await other.keyboard.press('Control+v');
  await expect(other.getByText(/holds no layers/)).toBeVisible();
});
