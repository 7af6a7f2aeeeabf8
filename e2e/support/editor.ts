// The editor as a person handles it: pointer, keyboard and what is written on the screen. Knows no store.

import { expect, type Locator, type Page } from '@playwright/test';

export class Editor {
  readonly pane: Locator;
  readonly inspector: Locator;

  constructor(readonly page: Page) {
    this.pane = page.locator('.react-flow__pane');
    this.inspector = page.getByRole('complementary', { name: /inspector/i });
  }

  /** Opens the app afresh; fails the test on any error that reaches the console. */
  static async open(page: Page, address = '/'): Promise<Editor> {
    page.on('pageerror', (error) => expect.soft(error.message, 'an error reached the page').toBe(''));
    await page.goto(address);
    return new Editor(page);
  }

  async blank(): Promise<void> {
    await this.page.getByRole('button', { name: /blank network/i }).click();
    await expect(this.pane).toBeVisible();
  }

  async template(label: string, params: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${label}`) }).click();
    const dialog = this.page.getByRole('dialog');
    for (const [name, value] of Object.entries(params)) {
      const input = dialog.getByRole('textbox', { name, exact: true });
      await input.fill(value);
      await input.press('Tab');
    }
    await dialog.getByRole('button', { name: /open|create/i }).click();
    await expect(this.pane).toBeVisible();
  }

  node(id: string): Locator {
    return this.page.locator(`.react-flow__node[data-id="${id}"]`);
  }

  /** Drags a layer from the palette so that it lands at this place of the canvas, in pixels from its top left. */
  async drag(layer: string, x: number, y: number): Promise<void> {
    await this.page.getByRole('option', { name: layer, exact: true }).dragTo(this.pane, { targetPosition: { x, y } });
  }

  /** Draws a connection from a node's output to another node's card. */
  async connect(source: string, target: string): Promise<void> {
    const from = await this.centre(this.node(source).locator('.canvas-port[data-handleid^="out-"]').first());
    const to = await this.centre(this.node(target));
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await mouse.move(to.x, to.y, { steps: 6 });
    await mouse.up();
  }

  async centre(locator: Locator): Promise<{ x: number; y: number }> {
    const box = await locator.boundingBox();
    if (!box) throw new Error('nothing is there');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  async select(id: string): Promise<void> {
    await this.node(id).click();
    await expect(this.node(id)).toHaveClass(/selected/);
  }

  /** Types into a text field of a panel. */
  async fill(panel: Locator, field: string, value: string): Promise<void> {
    const input = panel.getByRole('textbox', { name: field, exact: true });
    await input.fill(value);
    await input.press('Enter');
  }

  /** Types into a field of the inspector's form. */
  async set(node: string, field: string, value: string): Promise<void> {
    await this.select(node);
    await this.fill(this.inspector, field, value);
  }

  async choose(node: string, field: string, option: string): Promise<void> {
    await this.select(node);
    await this.inspector.getByLabel(field, { exact: true }).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }
}
