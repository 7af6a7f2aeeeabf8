import { expect, test, type Page } from '@playwright/test';
import { Editor } from './support/editor.ts';

async function build(page: Page, ...layers: string[]): Promise<void> {
  for (const layer of layers) {
    await page.keyboard.press('Space');
    await page.getByRole('combobox', { name: /^Add a layer/ }).fill(layer);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('combobox', { name: /^Add a layer/ })).toHaveCount(0);
  }
}

async function dragBy(page: Page, editor: Editor, node: string, dx: number, dy: number): Promise<void> {
  const at = await editor.centre(editor.node(node));
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  // The first few pixels only say that it is a drag.
  await page.mouse.move(at.x + 3, at.y);
  await page.mouse.move(at.x + 3 + dx / 2, at.y + dy / 2, { steps: 4 });
  await page.mouse.move(at.x + 3 + dx, at.y + dy, { steps: 6 });
}

const left = async (editor: Editor, id: string): Promise<number> => (await editor.node(id).boundingBox())!.x;
const top = async (editor: Editor, id: string): Promise<number> => (await editor.node(id).boundingBox())!.y;

test('layers are moved, snapped, aligned and distributed', async ({ page }) => {
  const editor = await Editor.open(page);
  await editor.blank();
  await build(page, 'input', 'conv 2d', 'flatten');

  await test.step('a dragged card is drawn into line with its neighbours, and a line shows it', async () => {
    const home = await left(editor, 'conv2d');
    await dragBy(page, editor, 'conv2d', 140, 0);
    await page.mouse.up();
    await expect.poll(() => left(editor, 'conv2d')).toBeGreaterThan(home + 100);
    const away = (await left(editor, 'conv2d')) - home;
    await dragBy(page, editor, 'conv2d', -away + 4, 0);
    await expect(page.locator('.canvas-guide').first()).toBeVisible();
    await page.mouse.up();
    await expect.poll(async () => Math.abs((await left(editor, 'conv2d')) - home)).toBeLessThan(0.5);
    await expect(page.locator('.canvas-guide')).toHaveCount(0);
  });

  await test.step('Alt lets it go where the pointer says, and the menu switches snapping off', async () => {
    const home = await left(editor, 'flatten');
    await page.keyboard.down('Alt');
    await dragBy(page, editor, 'flatten', 4, 0);
    await page.mouse.up();
    await page.keyboard.up('Alt');
    await expect.poll(async () => Math.round((await left(editor, 'flatten')) - home)).toBe(4);
    await page.keyboard.press('Control+z');
    await editor.pane.click({ button: 'right', position: { x: 30, y: 200 } });
    await page.getByRole('menuitem', { name: 'Snap to neighbours' }).click();
    await dragBy(page, editor, 'flatten', 4, 0);
    await page.mouse.up();
    await expect.poll(async () => Math.round((await left(editor, 'flatten')) - home)).toBe(4);
    await page.keyboard.press('Control+z');
  });

  await test.step('arrow keys move the selection by 1, with Shift by 10', async () => {
    const home = await left(editor, 'flatten');
    await editor.select('flatten');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(async () => Math.round((await left(editor, 'flatten')) - home)).toBe(11);
  });

  await test.step('align by key, distribute from the menu; one step each', async () => {
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Alt+a');
    await expect.poll(async () => (await left(editor, 'flatten')) - (await left(editor, 'input'))).toBeLessThan(0.5);
    await editor.select('flatten');
    for (let i = 0; i < 5; i++) await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+a');
    await editor.node('conv2d').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Align' }).hover();
    await page.getByRole('menuitem', { name: 'Distribute vertically' }).click();
    await expect
      .poll(async () => Math.abs((await top(editor, 'flatten')) - (await top(editor, 'conv2d')) - ((await top(editor, 'conv2d')) - (await top(editor, 'input')))))
      .toBeLessThanOrEqual(1.5);
  });
});

test('comments and frames are written, moved with what is in them, and do not disturb the network', async ({ page }) => {
  const editor = await Editor.open(page);
  await editor.blank();
  await build(page, 'input', 'conv 2d', 'flatten', 'dense', 'output');
  await editor.tab('Problems');
  const problems = page.getByRole('tabpanel', { name: /Problems/ });
  await expect(problems).toContainText('Everything fits');

  await test.step('N writes a comment where the pointer is', async () => {
    const pane = (await editor.pane.boundingBox())!;
    await page.mouse.move(pane.x + 760, pane.y + 120);
    await page.keyboard.press('n');
    const field = page.getByRole('textbox', { name: 'Text of the comment' });
    await expect(field).toBeFocused();
    await page.keyboard.type('Try more filters\nhere');
    await page.keyboard.press('Escape');
    await expect(editor.node('comment')).toContainText('Try more filters');
    await expect(editor.node('comment')).toBeFocused();
    await expect(editor.node('comment')).toHaveAttribute('aria-label', /^Comment: Try more filters/);
    await expect(problems).toContainText('Everything fits');
  });

  await test.step('Enter writes on; the whole writing is one step to undo', async () => {
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('!');
    await page.keyboard.press('Escape');
    await expect(editor.node('comment')).toContainText('here!');
    await page.keyboard.press('Control+z');
    await expect(editor.node('comment')).not.toContainText('here!');
    await editor.inspector.locator('.colour-swatch').nth(2).click();
    await expect(page.locator('.canvas-comment')).toHaveAttribute('data-colour', 'green');
  });

  await test.step('a frame around the selection takes along what is in it', async () => {
    await editor.select('conv2d');
    await editor.node('flatten').click({ modifiers: ['Shift'] });
    await page.keyboard.press('Control+Alt+g');
    await expect(page.getByRole('textbox', { name: 'Title of the frame' })).toBeFocused();
    await page.keyboard.type('Features');
    await page.keyboard.press('Enter');
    await expect(editor.node('frame')).toHaveAttribute('aria-label', 'Frame Features, 2 layers');
    const [conv, flat, dense] = [await left(editor, 'conv2d'), await left(editor, 'flatten'), await left(editor, 'dense')];
    const title = (await page.locator('.canvas-frame-title').boundingBox())!;
    await page.keyboard.down('Alt');
    await page.mouse.move(title.x + 40, title.y + 10);
    await page.mouse.down();
    await page.mouse.move(title.x + 37, title.y + 10);
    await page.mouse.move(title.x - 63, title.y + 10, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.up('Alt');
    await expect.poll(async () => Math.round((await left(editor, 'conv2d')) - conv)).toBe(-100);
    expect(Math.round((await left(editor, 'flatten')) - flat)).toBe(-100);
    expect(Math.round((await left(editor, 'dense')) - dense)).toBe(0);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => Math.round((await left(editor, 'conv2d')) - conv)).toBe(0);
  });

  await test.step('inside a frame one marks as outside it', async () => {
    const conv = (await editor.node('conv2d').boundingBox())!;
    await page.mouse.move(conv.x - 14, conv.y - 8);
    await page.mouse.down();
    await page.mouse.move(conv.x + 60, conv.y + 20, { steps: 5 });
    await page.mouse.up();
    await expect(editor.node('conv2d')).toHaveClass(/selected/);
    await expect(page.locator('.react-flow__node.selected')).toHaveCount(1);
  });

  await test.step('a frame is resized by its corner', async () => {
    await page.locator('.canvas-frame-title').click({ position: { x: 30, y: 12 } });
    const corner = page.locator('.canvas-resize-handle.bottom.right');
    const at = await editor.centre(corner);
    const before = (await page.locator('.canvas-frame').boundingBox())!.width;
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x + 60, at.y, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => Math.round((await page.locator('.canvas-frame').boundingBox())!.width - before)).toBeGreaterThan(40);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => Math.round((await page.locator('.canvas-frame').boundingBox())!.width - before)).toBe(0);
  });

  await test.step('copied as text, they come back with the layers', async () => {
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toContain('"type": "frame"');
    expect(text).toContain('Try more filters');
    await page.keyboard.press('Control+v');
    await expect(page.locator('.canvas-frame')).toHaveCount(2);
    await expect(page.locator('.react-flow__edge')).toHaveCount(8);
  });
});

test('layers and problems are found, and the context menu says what can be done', async ({ page }) => {
  const editor = await Editor.open(page);
  await editor.blank();
  await build(page, 'input', 'conv 2d', 'flatten', 'dense', 'output');

  await test.step('by name, shape and cost; Enter goes there', async () => {
    await page.keyboard.press('Control+f');
    const search = page.getByRole('combobox', { name: 'Find a layer in the network' });
    await search.fill('62x62');
    await expect(page.getByRole('option')).toHaveCount(1);
    await search.fill('dense >1M');
    await search.press('Enter');
    await expect(editor.node('dense')).toHaveClass(/selected/);
    await expect(editor.node('dense')).toBeFocused();
  });

  await test.step('F8 goes from problem to problem', async () => {
    await editor.set('conv2d', 'Kernel size', '99');
    await editor.pane.click({ position: { x: 8, y: 8 } });
    await page.keyboard.press('F8');
    await expect(editor.node('conv2d')).toHaveClass(/selected/);
    await page.keyboard.press('Control+z');
  });

  await test.step('a card’s menu adds, connects and replaces; the empty canvas’s adds and pastes', async () => {
    await editor.node('flatten').click({ button: 'right' });
    await expect(page.getByRole('menuitem', { name: 'Replace with…' })).toBeVisible();
    await page.getByRole('menuitem', { name: 'Replace with…' }).click();
    await expect(page.getByRole('combobox', { name: 'Replace flatten with' })).toBeFocused();
    await page.keyboard.type('global average');
    await page.keyboard.press('Enter');
    await expect(editor.node('globalAveragePooling2d')).toBeVisible();
    await editor.pane.click({ button: 'right', position: { x: 700, y: 200 } });
    await page.getByRole('menuitem', { name: 'Add a layer here…' }).click();
    await expect(page.getByRole('combobox', { name: 'Add a layer' })).toBeFocused();
    await page.keyboard.press('Escape');
  });

  await test.step('a connection’s menu inserts and deletes', async () => {
    await page.locator('[data-edge="input. conv2d.0"]').click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Delete Delete/ }).click();
    await expect(page.locator('.react-flow__edge')).toHaveCount(3);
    await page.keyboard.press('Control+z');
    await expect(page.locator('.react-flow__edge')).toHaveCount(4);
  });
});
