import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Editor } from './support/editor.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** Findings of axe that keep someone from using the page: serious and critical ones. */
async function findings(page: Page): Promise<string[]> {
  // What is still fading in has not its colours yet.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((a) => a.effect?.getComputedTiming().endTime !== Infinity)
        .map((a) => a.finished.catch(() => undefined)),
    ),
  );
  // Evaluated by the debugger, which the page's policy does not bind.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[]; passes: unknown[] }> } };
    const result = await checker.run({ resultTypes: ['violations'] });
    if (result.passes.length < 10) throw new Error('axe has hardly looked at anything');
    return result.violations;
  });
  return violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.target.join(' ')} ${node.failureSummary}`));
}

for (const theme of ['dark', 'light'] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ colorScheme: theme });

    test('axe finds nothing serious on any screen', async ({ page }) => {
      const editor = await Editor.open(page);
      await expect(page.getByRole('button', { name: /^U-Net/ })).toBeVisible();
      expect.soft(await findings(page), 'start page').toEqual([]);
      await editor.template('U-Net', { Depth: '1', Width: '4', 'Image size': '16' });
      await editor.select('up1');
      for (const tab of ['Problems', 'Data', 'Training', 'Code']) {
        await editor.tab(tab);
        if (tab === 'Code') await page.locator('.view-lines').waitFor({ timeout: 30_000 });
        await page.waitForTimeout(400);
        expect.soft(await findings(page), tab).toEqual([]);
      }
      await editor.set('up1', 'Kernel size', '3');
      await editor.select('join1');
      await expect(page.getByRole('alertdialog')).toBeVisible();
      expect.soft(await findings(page), 'a problem on the canvas').toEqual([]);
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('combobox', { name: 'Search or run' })).toBeVisible();
      expect.soft(await findings(page), 'command palette').toEqual([]);
      await page.keyboard.press('Escape');
      for (const [typed, shown] of [['compare saved', page.getByRole('tabpanel', { name: /Compare/ })], ['summary table', page.getByRole('dialog')], ['export picture', page.getByRole('dialog')], ['take the tour', page.getByRole('complementary', { name: 'Tour' })]] as const) {
        await page.keyboard.press('Control+k');
        await page.keyboard.type(typed);
        await page.keyboard.press('Enter');
        await expect(shown).toBeVisible();
        await page.waitForTimeout(400);
        expect.soft(await findings(page), typed).toEqual([]);
        if ((await page.getByRole('dialog').count()) > 0) await page.keyboard.press('Escape');
      }
    });

    test('axe finds nothing serious in search boxes, menus, comments and frames', async ({ page }) => {
      const editor = await Editor.open(page);
      await editor.template('U-Net', { Depth: '1', Width: '4', 'Image size': '16' });
      await editor.select('up1');
      await page.keyboard.press('Space');
      await expect(page.getByRole('combobox', { name: /^Add a layer after/ })).toBeFocused();
      await page.keyboard.type('conv');
      await page.waitForTimeout(300);
      expect.soft(await findings(page), 'adding').toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('c');
      await expect(page.getByRole('combobox', { name: /^Connect up1 to/ })).toBeFocused();
      await page.waitForTimeout(300);
      expect.soft(await findings(page), 'connecting').toEqual([]);
      await page.keyboard.press('Escape');
      await editor.node('up1').click({ button: 'right' });
      await expect(page.getByRole('menu')).toBeVisible();
      await page.waitForTimeout(300);
      expect.soft(await findings(page), 'a context menu').toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+f');
      await expect(page.getByRole('combobox', { name: 'Find a layer in the network' })).toBeFocused();
      await page.waitForTimeout(300);
      expect.soft(await findings(page), 'finding').toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Alt+g');
      await page.keyboard.type('Up again');
      await page.keyboard.press('Enter');
      await page.keyboard.press('n');
      await page.keyboard.type('A remark');
      await page.keyboard.press('Escape');
      for (const swatch of await page.locator('.colour-swatch').all()) {
        await swatch.click();
        expect.soft(await findings(page), 'a comment').toEqual([]);
      }
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
      await page.waitForTimeout(300);
      expect.soft(await findings(page), 'shortcuts').toEqual([]);
    });
  });
}
