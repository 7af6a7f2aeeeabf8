import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/findBrowser.ts';

const executablePath = findBrowser();

/** Headless runs need no display; HEADED=1 shows the windows. SwiftShader runs WebGPU on the CPU, so it is the same everywhere. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 1,
  // On a busy machine a key can come before what it is meant for; what is wrong fails twice. The last lines of `npm test` tell of it.
  retries: 1,
  fullyParallel: false,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  webServer: { command: 'npx tsx e2e/support/serveApp.ts', url: 'http://127.0.0.1:41990/', reuseExistingServer: false, timeout: 60_000 },
  use: {
    baseURL: 'http://127.0.0.1:41990/',
    viewport: { width: 1440, height: 900 },
    headless: process.env['HEADED'] !== '1',
    permissions: ['clipboard-read', 'clipboard-write'],
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--enable-unsafe-webgpu',
        '--use-webgpu-adapter=swiftshader',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
