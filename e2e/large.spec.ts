// A network of hundreds of layers: what is out of sight follows an edit too.

import { expect, test, type Page } from '@playwright/test';
import { Editor } from './support/editor.ts';
import { netText, openText, saveText, withoutFileHandles } from './support/files.ts';

const LAYERS = 400;

async function find(page: Page, id: string): Promise<void> {
  await page.keyboard.press('Control+f');
  const search = page.getByRole('combobox', { name: 'Find a layer in the network' });
  await search.fill(id);
  await search.press('Enter');
}

/** A chain of so many activations, in columns beside each other. */
async function openDeep(page: Page, editor: Editor, perColumn = 100): Promise<void> {
  await editor.blank();
  const ids = ['image', ...Array.from({ length: LAYERS }, (_, i) => `layer${i}`), 'answer'];
  const text = netText({
    nodes: ids.map((id, i) => (i === 0 ? [id, 'input', { shape: [8, 8, 3] }] : i === ids.length - 1 ? [id, 'output', { loss: 'meanSquaredError' }] : [id, 'activation'])),
    edges: ids.slice(1).map((id, i) => [ids[i]!, id] as const),
  });
  const document = JSON.parse(text) as { nodes: { position: [number, number] }[] };
  for (const [i, node] of document.nodes.entries()) node.position = [300 + 300 * Math.floor(i / perColumn), 40 + 104 * (i % perColumn)];
  await openText(page, 'deep.netloom.json', JSON.stringify(document));
  await expect(page.getByRole('banner').getByRole('heading', { name: 'deep' })).toBeVisible();
}

test('an edit at the beginning of 400 layers reaches the card at their end, and undoing it does', async ({ page }) => {
  await withoutFileHandles(page);
  const editor = await Editor.open(page);
  await openDeep(page, editor);
  // Its neighbour is not selected, so that nothing but the edit has it drawn anew.
  const neighbour = editor.node('layer392');
  await find(page, 'layer390');
  await expect(neighbour).toHaveAttribute('aria-label', /output 8×8×3/);
  await find(page, 'image');
  await editor.set('image', 'Shape', '16, 16, 3');
  await editor.node('image').click();
  await find(page, 'layer390');
  await expect(neighbour).toHaveAttribute('aria-label', /output 16×16×3/);
  await expect(page.locator('[data-edge="layer391. layer392.0"]')).toHaveText('16² · 3');
  await page.keyboard.press('Control+z');
  // In sight it is there at once.
  await expect(neighbour).toHaveAttribute('aria-label', /output 8×8×3/);
});

test('of 400 layers what comes into view is there, keeps its lines, and goes where it is taken', async ({ page }) => {
  await withoutFileHandles(page);
  const editor = await Editor.open(page);
  await openDeep(page, editor);
  await find(page, 'layer50');
  await expect(editor.node('layer50')).toBeVisible();
  await expect(editor.node('layer350')).toHaveCount(0);

  await test.step('the wheel brings far cards and their lines', async () => {
    const pane = (await editor.pane.boundingBox())!;
    await page.mouse.move(pane.x + pane.width / 2, pane.y + pane.height / 2);
    for (let i = 0; i < 20 && !(await editor.node('layer90').isVisible()); i++) await page.mouse.wheel(0, 400);
    await expect(editor.node('layer90')).toBeVisible();
    await expect(page.locator('.react-flow__edge[data-id="layer89. layer90.0"]')).toHaveCount(1);
    await expect(editor.node('layer50')).toHaveCount(0);
  });

  await test.step('a card taken to the border pans the canvas and keeps its lines to cards left behind', async () => {
    await find(page, 'layer50');
    const from = await editor.centre(editor.node('layer50'));
    const pane = (await editor.pane.boundingBox())!;
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(pane.x + pane.width - 8, from.y, { steps: 8 });
    await expect(editor.node('layer350')).toBeVisible({ timeout: 20_000 });
    await expect(page.locator('.react-flow__edge[data-id="layer49. layer50.0"]')).toHaveCount(1);
    await page.mouse.up();
    await page.keyboard.press('Control+z');
    await find(page, 'layer51');
    await expect(editor.node('layer50')).toBeVisible();
  });

  await test.step('all are selected, and moved together', async () => {
    await page.keyboard.press('Control+a');
    const [before, other] = [await editor.centre(editor.node('layer50')), await editor.centre(editor.node('layer52'))];
    await page.mouse.move(before.x, before.y);
    await page.mouse.down();
    await page.mouse.move(before.x - 90, before.y + 30, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => Math.round((await editor.centre(editor.node('layer52'))).x - other.x)).toBeLessThan(-40);
    const { nodes } = JSON.parse((await saveText(page)).text) as { nodes: { position: [number, number] }[] };
    const moves = nodes.map(({ position: [x, y] }, i) => [x - (300 + 300 * Math.floor(i / 100)), y - (40 + 104 * (i % 100))].join());
    expect(new Set(moves).size).toBe(1);
    expect(moves[0]).not.toBe('0,0');
  });
});

test('all of 400 layers are deleted without coming into the page first, and undoing brings back what is in view', async ({ page }) => {
  await withoutFileHandles(page);
  const editor = await Editor.open(page);
  await openDeep(page, editor);
  await find(page, 'layer50');
  await expect(editor.node('layer50')).toBeVisible();
  await expect.poll(() => page.locator('.react-flow__node').count()).toBeLessThan(100);
  await page.evaluate(() => {
    const seen = window as unknown as { added: number };
    seen.added = 0;
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) seen.added += [...addedNodes].filter((n) => n instanceof Element && n.matches('.react-flow__node')).length;
    }).observe(document.querySelector('.react-flow__nodes')!, { childList: true });
  });
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await expect(page.locator('.react-flow__node')).toHaveCount(0);
  expect(await page.evaluate(() => (window as unknown as { added: number }).added)).toBeLessThan(100);
  await page.keyboard.press('Control+z');
  await expect(editor.node('layer50')).toBeVisible();
});

test('while the wheel zooms into all of 400 layers nothing comes or goes; when it rests, what is in view is drawn in full', async ({ page }) => {
  await withoutFileHandles(page);
  const editor = await Editor.open(page);
  await openDeep(page, editor, 20);
  const cards = page.locator('.react-flow__node');
  const canvas = page.getByRole('region', { name: 'Network' });
  await expect(cards).toHaveCount(LAYERS + 2);
  await expect(canvas).not.toHaveAttribute('data-detail', 'all');
  const before = await canvas.getAttribute('data-detail');
  const under = await editor.pane.evaluate(async (pane) => {
    const { x, y, width, height } = pane.getBoundingClientRect();
    for (let i = 0; i < 12; i++) pane.dispatchEvent(new WheelEvent('wheel', { deltaY: -120, ctrlKey: true, bubbles: true, cancelable: true, clientX: x + width / 2, clientY: y + height / 2 }));
    await new Promise((resolve) => setTimeout(resolve));
    return { cards: document.querySelectorAll('.react-flow__node').length, detail: document.querySelector('.canvas')?.getAttribute('data-detail') };
  });
  expect(under).toEqual({ cards: LAYERS + 2, detail: before });
  await expect(canvas).toHaveAttribute('data-detail', 'all');
  await expect.poll(() => cards.count()).toBeLessThan(LAYERS);
  expect(await cards.count()).toBeGreaterThan(0);
});
