// A network of hundreds of layers: what is out of sight follows an edit too.

import { expect, test, type Page } from '@playwright/test';
import { Editor } from './support/editor.ts';
import { netText, openText, withoutFileHandles } from './support/files.ts';

const LAYERS = 400;

async function find(page: Page, id: string): Promise<void> {
  await page.keyboard.press('Control+f');
  const search = page.getByRole('combobox', { name: 'Find a layer in the network' });
  await search.fill(id);
  await search.press('Enter');
}

test('an edit at the beginning of 400 layers reaches the card at their end, and undoing it does', async ({ page }) => {
  await withoutFileHandles(page);
  const editor = await Editor.open(page);
  await editor.blank();
  const ids = ['image', ...Array.from({ length: LAYERS }, (_, i) => `layer${i}`), 'answer'];
  await openText(page, 'deep.netloom.json', netText({
    nodes: ids.map((id, i) => (i === 0 ? [id, 'input', { shape: [8, 8, 3] }] : i === ids.length - 1 ? [id, 'output', { loss: 'meanSquaredError' }] : [id, 'activation'])),
    edges: ids.slice(1).map((id, i) => [ids[i]!, id] as const),
  }));
  await expect(page.getByRole('banner').getByRole('heading', { name: 'deep' })).toBeVisible();
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
