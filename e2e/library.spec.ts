import { expect, test } from '@playwright/test';
import { Editor } from './support/editor.ts';

test('a layer within a layer is chosen, formed and undone like any other, and shapes follow', async ({ page }) => {
  const editor = await Editor.open(page);
  await editor.blank();
  await editor.drag('Input', 300, 60);
  await editor.set('input', 'Shape', '10, 32, 32, 3');
  await editor.drag('Time distributed', 300, 220);
  await editor.connect('input', 'timeDistributed');

  await test.step('the form is that of the layer inside', async () => {
    await editor.choose('timeDistributed', 'Layer', 'Conv 2D');
    const inside = editor.inspector.getByRole('group', { name: 'Layer: Conv 2D' });
    await editor.fill(inside, 'Filters', '8');
    await editor.fill(inside, 'Padding', '1');
    await expect(editor.node('timeDistributed')).toContainText('conv2d · 3×3 · p1 · 8');
    await expect(editor.inspector).toContainText('10 × 32 × 32 × 8');
    await expect(editor.inspector).toContainText('K = 27');
  });

  await test.step('each field is a step back', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await expect(editor.node('timeDistributed')).toContainText('conv2d · 3×3 · 8');
    await page.keyboard.press('Control+Shift+z');
    await expect(editor.node('timeDistributed')).toContainText('conv2d · 3×3 · p1 · 8');
  });

  await test.step('what does not fit inside is told at the card and mended there', async () => {
    await editor.choose('timeDistributed', 'Layer', 'LSTM');
    await expect(editor.inspector).toContainText('At each step: LSTM needs [batch, length, channels]');
    await editor.choose('timeDistributed', 'Layer', 'Global average pooling 2D');
    await expect(editor.inspector).toContainText('10 × 3');
  });
});

test('inputs that mean different things tell which is which', async ({ page }) => {
  const editor = await Editor.open(page);
  await editor.blank();
  await editor.drag('Input', 300, 40);
  await editor.drag('Max pooling 2D', 300, 160);
  await editor.connect('input', 'maxPooling2d');
  await editor.drag('Max unpooling 2D', 300, 280);
  await editor.connect('maxPooling2d', 'maxUnpooling2d');
  await editor.select('maxUnpooling2d');
  await expect(editor.inspector).toContainText('Nothing is connected to the reference of MaxUnpooling2D');
  await expect(editor.node('maxUnpooling2d').getByTitle('Input 2, reference')).toBeVisible();
  await editor.connect('input', 'maxUnpooling2d');
  await expect(editor.inspector).toContainText('Input reference');
  await expect(editor.inspector).not.toContainText('Nothing is connected');
});
