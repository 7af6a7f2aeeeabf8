import { expect, test, type Page } from '@playwright/test';
import { Editor } from './support/editor.ts';

/** Tab, and only Tab, until what has the focus is this. */
async function tabTo(page: Page, name: RegExp, most = 60): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
    if (name.test(found)) return;
    passed.push(found.slice(0, 30));
  }
  throw new Error(`Tab did not reach ${name}, only ${passed.join(', ')}`);
}

const focused = (page: Page): Promise<string> => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['id'] ?? document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName ?? '');

/** Adds a layer as one who has no pointer: Space, its name, Enter. */
async function add(page: Page, layer: string): Promise<void> {
  await page.keyboard.press('Space');
  await expect(page.getByRole('combobox', { name: /^Add a layer/ })).toBeFocused();
  await page.keyboard.type(layer);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: /^Add a layer/ })).toHaveCount(0);
}

test('a network is built, connected, edited and trained with the keyboard alone', async ({ page }) => {
  test.setTimeout(180_000);
  const editor = await Editor.open(page);

  await test.step('from the start page to an empty network', async () => {
    await tabTo(page, /blank network/i);
    await page.keyboard.press('Enter');
    await expect(editor.pane).toBeVisible();
  });

  await test.step('a chain, each layer after the one before', async () => {
    for (const layer of ['input', 'dense', 'dense', 'output']) await add(page, layer);
    await expect(page.locator('.react-flow__edge')).toHaveCount(3);
    expect(await focused(page)).toBe('output');
    await expect(editor.node('output')).toHaveAttribute('aria-label', /^output, Output, /);
  });

  await test.step('along the connections, and into the inspector and back', async () => {
    for (const id of ['dense_2', 'dense', 'input']) {
      await page.keyboard.press('Alt+ArrowUp');
      await expect(editor.node(id)).toBeFocused();
      await expect(editor.node(id)).toHaveClass(/selected/);
    }
    await page.keyboard.press('Enter');
    await expect(editor.inspector.getByRole('textbox', { name: 'Shape' })).toBeFocused();
    await page.keyboard.type('2');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(editor.node('input')).toBeFocused();
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('Enter');
    await expect(editor.inspector.getByRole('textbox', { name: 'Units' })).toBeFocused();
    await page.keyboard.type('8');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(editor.node('dense')).toHaveAttribute('aria-label', /^dense, Dense, 8.*, output 8$/);
  });

  await test.step('the last layer gets one unit, by finding it', async () => {
    await page.keyboard.press('Control+f');
    await page.keyboard.type('dense_2');
    await page.keyboard.press('Enter');
    await expect(editor.node('dense_2')).toBeFocused();
    // One who knows the way types on: nothing may get lost.
    await page.keyboard.press('Enter');
    await page.keyboard.type('1');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(editor.node('dense_2')).toHaveAttribute('aria-label', /^dense_2, Dense, 1.*, output 1$/);
  });

  await test.step('the loss is chosen from its list', async () => {
    await page.keyboard.press('Alt+ArrowDown');
    await expect(editor.node('output')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(editor.inspector.getByLabel('Loss', { exact: true })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('option', { name: 'Mean squared error' })).toBeFocused();
    await page.keyboard.type('Binary');
    await expect(page.getByRole('option', { name: /^Binary cross-entropy/ })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(editor.inspector.getByLabel('Loss', { exact: true })).toContainText('Binary');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+ArrowUp');
    await expect(editor.node('dense_2')).toBeFocused();
  });

  await test.step('a skip: a concatenation between, and the input connected to it by C', async () => {
    await page.keyboard.press('Alt+ArrowUp');
    await expect(editor.node('dense')).toBeFocused();
    await add(page, 'concatenate');
    await expect(editor.node('concatenate')).toBeFocused();
    await expect(page.locator('[data-edge="concatenate. dense_2.0"]')).toBeAttached();
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Alt+ArrowUp');
    await expect(editor.node('input')).toBeFocused();
    await page.keyboard.press('c');
    await page.keyboard.type('concat');
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-id^="input. concatenate"]')).toHaveCount(1);
    await expect(page.locator('.react-flow__edge')).toHaveCount(5);
  });

  await test.step('Tab goes on to the connections of what is selected; Enter and Delete take one away, undo brings it back', async () => {
    await editor.node('input').press('Shift+Tab');
    // Shift is also what adds to the selection: it has to be let go.
    await page.waitForTimeout(150);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')).toMatch(/^From input to /);
    await page.keyboard.press('Enter');
    await expect(page.locator('.react-flow__node.selected')).toHaveCount(0);
    await page.keyboard.press('Delete');
    await expect(page.locator('.react-flow__edge')).toHaveCount(4);
    await page.keyboard.press('Control+z');
    await expect(page.locator('.react-flow__edge')).toHaveCount(5);
  });

  await test.step('F6 goes through the parts of the window', async () => {
    const seen = new Set<string>();
    for (let i = 0; i < 5; i++) {
      await page.keyboard.press('F6');
      await page.waitForTimeout(80);
      seen.add(await page.evaluate(() => ['topbar', 'editor-palette', 'canvas', 'editor-inspector', 'bottom'].find((part) => document.activeElement?.closest(`.${part}`)) ?? ''));
    }
    expect([...seen].toSorted()).toEqual(['bottom', 'canvas', 'editor-inspector', 'editor-palette', 'topbar']);
  });

  await test.step('data is chosen by the command palette and Tab, and training runs', async () => {
    await page.keyboard.press('Control+Shift+D');
    await tabTo(page, /^Points in the plane/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tabpanel', { name: 'Data' })).toContainText(/Samples[\d,]+/);
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('tab', { name: 'Training' })).toHaveAttribute('aria-selected', 'true');
    await expect(page.locator('.training-line')).toContainText(/epoch|step|loss|trained|done/i, { timeout: 90_000 });
  });
});
