import { expect, test } from '@playwright/test';
import { Editor } from './support/editor.ts';

test('layers become a block: linked instances, entered, opened in place, repeated, kept, dissolved', async ({ page }) => {
  page.setDefaultTimeout(20_000);
  const editor = await Editor.open(page);
  await editor.blank();
  const cards = page.locator('.react-flow__node-card');
  const search = page.getByRole('combobox', { name: 'Find a layer' });
  const path = page.getByRole('navigation', { name: 'Blocks entered' });
  const { inspector } = editor;
  const parameters = inspector.locator('.inspector-row', { hasText: /^Parameters/ });
  const keys = async (...shortcuts: readonly string[]): Promise<void> => {
    await page.locator('section.canvas').focus();
    for (const shortcut of shortcuts) await page.keyboard.press(shortcut);
  };

  await test.step('two selected layers become one card with their sum', async () => {
    for (const layer of ['input', 'dense', 'activation', 'output']) {
      await search.fill(layer);
      await search.press('Enter');
    }
    await editor.set('input', 'Shape', '5');
    await editor.set('dense', 'Units', '5');
    await keys('Shift+f');
    await editor.select('dense');
    await editor.node('activation').click({ modifiers: ['Shift'] });
    await keys('Control+g');
    await expect(cards).toHaveCount(3);
    await expect(editor.node('block')).toHaveAttribute('aria-label', /output 5/);
    await expect(parameters).toHaveText(/30/);
  });

  await test.step('it is repeated, each copy with weights of its own', async () => {
    await editor.set('block', 'Repeat', '3');
    await expect(parameters).toHaveText(/90/);
    await expect(editor.node('block')).toContainText('×3');
  });

  await test.step('a second instance is linked: a change inside goes to both', async () => {
    await editor.select('block');
    await keys('Control+d');
    await expect(editor.node('block_2')).toBeVisible();
    // Beside the first.
    for (let i = 0; i < 12; i++) await keys('Shift+ArrowRight');
    await editor.node('block').dblclick();
    await expect(path).toBeVisible();
    await expect(cards).toHaveCount(4);
    await expect(editor.node('x')).toBeVisible();
    await editor.choose('activation', 'Activation', 'tanh');
    await expect(editor.node('activation')).toContainText('tanh');
    await path.getByRole('button', { name: 'untitled' }).click();
    await expect(path).toBeHidden();
    await editor.node('block_2').dblclick();
    await editor.select('activation');
    await expect(editor.node('activation')).toContainText('tanh');
    await keys('Control+ArrowUp');
    await expect(path).toBeHidden();
  });

  await test.step('undo and redo lead to where the change was made', async () => {
    await keys('Control+z');
    await expect(path).toBeVisible();
    await expect(editor.node('activation')).not.toContainText('tanh');
    await keys('Control+y');
    await expect(editor.node('activation')).toContainText('tanh');
    await keys('Control+ArrowUp');
  });

  await test.step('a param is exposed, and set by each instance', async () => {
    await editor.node('block').dblclick();
    await editor.select('dense');
    await inspector.getByText('Set by each instance of the block').click();
    await inspector.getByRole('checkbox', { name: 'Expose units' }).check();
    await keys('Control+ArrowUp');
    await editor.set('block', 'Units', '7');
    // The second copy takes 7 and gives 7: 5·7+7 + 2·(7·7+7).
    await expect(parameters).toHaveText(/154/);
    await editor.select('block_2');
    await expect(inspector.getByRole('textbox', { name: 'Units', exact: true })).toHaveValue('5');
    // Exposing was done inside: undoing it leads there.
    await keys('Control+z', 'Control+z', 'Control+ArrowUp');
  });

  await test.step('opened in place its layers stand on the canvas and can be changed there', async () => {
    await editor.select('block');
    await keys('Shift+e');
    await expect(page.locator('.canvas-group')).toBeVisible();
    await keys('Shift+f');
    // Whatever lines come in from above, the head of the block lies over them.
    // Once the view has come to rest.
    await expect
      .poll(() =>
        page.locator('.canvas-group-head').evaluate((head) => {
          const { x, y, width } = head.getBoundingClientRect();
          return [0.1, 0.5].map((part) => document.elementFromPoint(x + width * part, y + 12)?.closest('.canvas-group-head') === head);
        }),
      )
      .toEqual([true, true]);
    await editor.select('block/1/dense');
    await expect(inspector.getByRole('textbox', { name: 'Units', exact: true })).toHaveValue('5');
    await page.getByRole('button', { name: 'Close block' }).click();
    await expect(page.locator('.canvas-group')).toBeHidden();
    await expect(editor.node('block')).toBeVisible();
  });

  await test.step('an error inside shows at the card and in the list, which leads to it', async () => {
    await editor.node('block').dblclick();
    await editor.select('dense');
    await keys('Shift+Delete');
    await keys('Control+ArrowUp');
    await editor.tab('Problems');
    await page.getByRole('tabpanel').getByText(/Nothing is connected/).first().click();
    await expect(path).toBeVisible();
    await keys('Control+z', 'Control+ArrowUp');
  });

  await test.step('it is kept in the palette, for other networks too', async () => {
    await editor.node('block').dblclick();
    await editor.pane.click({ position: { x: 20, y: 200 } });
    await editor.fill(inspector, 'Name of the block', 'Dense tanh');
    await inspector.getByRole('button', { name: 'Save to palette' }).click();
    await keys('Control+ArrowUp');
    await page.reload();
    await editor.blank();
    await search.fill('Dense tanh');
    await search.press('Enter');
    await expect(page.locator('.react-flow__node-card')).toHaveCount(1);
    await expect(page.locator('.react-flow__node-card')).toContainText('Dense tanh');
  });
});

test('a block of the library is added, unlinked and dissolved; ten undos lead back', async ({ page }) => {
  page.setDefaultTimeout(20_000);
  const editor = await Editor.open(page);
  await editor.blank();
  const cards = page.locator('.react-flow__node-card');
  const search = page.getByRole('combobox', { name: 'Find a layer' });
  for (const layer of ['input', 'double conv', 'residual', 'residual', 'output']) {
    await search.fill(layer);
    await search.press('Enter');
  }
  await expect(page.getByText('Everything fits')).toBeVisible();
  await page.locator('section.canvas').focus();
  await page.keyboard.press('Shift+f');
  await editor.select('residual');
  await editor.inspector.getByRole('button', { name: 'Unlink block' }).click();
  await expect(page.getByText(/a definition of its own now/)).toBeVisible();
  await expect(editor.inspector.getByRole('button', { name: 'Unlink block' })).toBeDisabled();
  await editor.select('residual');
  await editor.inspector.getByRole('button', { name: 'Dissolve block' }).click();
  await expect(cards).toHaveCount(4 + 7);
  await expect(page.getByText('Everything fits')).toBeVisible();
  for (let i = 0; i < 10; i++) await page.keyboard.press('Control+z');
  await expect(cards).toHaveCount(0);
});

test('two layers share their weights: counted once, made once in the code, and given back', async ({ page }) => {
  page.setDefaultTimeout(20_000);
  const editor = await Editor.open(page);
  await editor.blank();
  const search = page.getByRole('combobox', { name: 'Find a layer' });
  for (const layer of ['input', 'dense', 'dense', 'output']) {
    await search.fill(layer);
    await search.press('Enter');
  }
  await editor.set('input', 'Shape', '5');
  await editor.set('dense', 'Units', '5');
  await page.locator('section.canvas').focus();
  await page.keyboard.press('Shift+f');
  await editor.select('dense');
  await editor.node('dense_2').click({ modifiers: ['Shift'] });
  await editor.inspector.getByRole('button', { name: 'Share weights of the first selected' }).click();
  await expect(page.getByText('dense_2 applies the weights of dense now.')).toBeVisible();
  await expect(editor.node('dense_2')).toContainText('= dense');
  await expect(page.locator('.statusbar')).toContainText('30 parameters');
  await editor.tab('Code');
  await expect(page.locator('.monaco-editor').first()).toContainText('denseLayer.apply(dense)');
  await editor.select('dense_2');
  await editor.inspector.getByRole('button', { name: 'Give own weights' }).click();
  await expect(editor.node('dense_2')).not.toContainText('= dense');
  await expect(editor.inspector.getByRole('textbox', { name: 'Units', exact: true })).toHaveValue('5');
});

test('a block opens where its card stood, the way the network is read, and a layer is renamed by a key', async ({ page }) => {
  const editor = await Editor.open(page);
  await editor.template('CIFAR ResNet');
  const inspector = editor.inspector;
  // In a column that is read upwards.
  await editor.select('stage2');
  const place = async (id: string): Promise<{ readonly x: number; readonly y: number }> => {
    const { x, y } = (await editor.node(id).boundingBox())!;
    return { x: Math.round(x), y: Math.round(y) };
  };
  const [card, before] = [await place('stage2'), await place('stage2_first')];
  await page.locator('section.canvas').focus();
  await page.keyboard.press('Shift+e');
  await expect(editor.node('stage2/1/conv1')).toBeVisible();
  expect(await place('stage2/1/conv1')).toEqual(card);
  expect(await place('stage2_first')).toEqual(before);
  expect((await place('stage2/1/conv2')).y).toBeLessThan(card.y);

  await editor.select('stem');
  await page.keyboard.press('F2');
  await expect(inspector.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused();
  await page.keyboard.type('first');
  await page.keyboard.press('Enter');
  await expect(editor.node('first')).toBeFocused();
});
