import { describe, expect, it } from 'vitest';
import { closure, importsOf, trimIndex } from './sources.ts';

describe('importsOf', () => {
  it('finds every form of import and nothing in strings within code', () => {
    const text = [
      `import * as tf from '@tensorflow/tfjs';`,
      `import type { A } from './a.ts';`,
      `import {`,
      `  b,`,
      `} from "./b.ts";`,
      `import './c.ts';`,
      `export { d } from './d.ts';`,
      `export * from './e.ts';`,
      `export const text = "from './not.ts'";`,
      `const f = await import('./f.ts');`,
    ].join('\n');
    expect(importsOf(text)).toEqual(['@tensorflow/tfjs', './a.ts', './b.ts', './c.ts', './d.ts', './e.ts', './f.ts']);
  });
});

describe('closure', () => {
  const sources = {
    'runtime/index.ts': `export { a } from './a.ts';`,
    'runtime/a.ts': `import { b } from '../layers/b.ts';\nimport { z } from 'zod/v4';`,
    'layers/b.ts': `import { a } from '../runtime/a.ts';\nimport { readFile } from 'node:fs';`,
    'runtime/unused.ts': `import 'left-pad';`,
  };

  it('follows imports through cycles, leaves out what is not used, and lists the packages', () => {
    expect(closure({ 'model.ts': `import * as tf from '@tensorflow/tfjs';\nimport { a } from './runtime/index.ts';` }, sources)).toEqual({
      paths: ['layers/b.ts', 'runtime/a.ts', 'runtime/index.ts'],
      packages: ['@tensorflow/tfjs', 'zod'],
    });
  });

  it('refuses an import that leads nowhere', () => {
    expect(() => closure({ 'model.ts': `import './runtime/gone.ts';` }, sources)).toThrow('model.ts imports ./runtime/gone.ts');
  });
});

describe('trimIndex', () => {
  const index = ["// All.", '', "export { a, type A } from './a.ts';", 'export {', '  b,', '  c,', "} from './b.ts';", "export type { D } from './d.ts';", ''].join('\n');

  it('keeps what is asked for, types too, and no other file', () => {
    expect(trimIndex(index, ['c', 'D'])).toBe("// What this project uses of the runtime.\n\nexport { c } from './b.ts';\nexport type { D } from './d.ts';\n");
  });

  it('refuses a name that is not there', () => {
    expect(() => trimIndex(index, ['a', 'e'])).toThrow('does not offer e');
  });
});
