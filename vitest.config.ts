import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'templates/**/*.test.ts', 'electron/**/*.test.ts', 'scripts/**/*.test.ts'],
    setupFiles: ['scripts/propertySeed.ts'],
    testTimeout: 120_000,
    pool: 'threads',
    // tfjs is large: a worker that loaded it serves the next files too.
    isolate: false,
    // What has not changed since the last run is not transformed again.
    experimental: { fsModuleCache: true },
  },
});
