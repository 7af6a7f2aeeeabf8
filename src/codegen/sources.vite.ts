// The shipped files as the window has them: embedded by Vite. Import it lazily, `await import(…)`, and only in the window.

import type { SourceFiles } from './sources.ts';

const texts = import.meta.glob<string>(['../runtime/**/*.ts', '../datasets/**/*.ts', '../layers/*.ts', './shipped/*.ts', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

export const sources: SourceFiles = Object.fromEntries(Object.entries(texts).map(([path, text]) => [path.replace(/^(\.\.|\.\/shipped)\//, ''), text]));
