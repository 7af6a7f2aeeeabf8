import { _electron as electron, expect, test } from '@playwright/test';
import { root } from '../scripts/build.ts';
import { findElectron } from '../scripts/findElectron.ts';

const runtime = findElectron(root);

test.describe('the desktop window', () => {
  test.skip(!runtime.found, runtime.found ? '' : `no Electron here: ${runtime.reason}`);

  test('opens the app from its own scheme, isolated from Node', async () => {
    if (!runtime.found) return;
    const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
    const app = await electron.launch({ executablePath: runtime.executable, args: [root, ...(asRoot ? ['--no-sandbox'] : [])], env: { ...process.env, NETLOOM_WEBGPU_ADAPTER: 'swiftshader' } as Record<string, string> });
    try {
      const page = await app.firstWindow();
      await expect(page.getByRole('button', { name: /blank/i })).toBeVisible();
      expect(page.url()).toBe('app://netloom/index.html');
      expect(await page.evaluate(() => [typeof (globalThis as { require?: unknown }).require, typeof window.netloom])).toEqual(['undefined', 'object']);
      expect(await page.evaluate(() => 'gpu' in navigator)).toBe(true);
    } finally {
      await app.close();
    }
  });
});
