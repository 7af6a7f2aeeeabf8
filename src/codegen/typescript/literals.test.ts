import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConfigValue } from '../../layers/layer.ts';
import { fill, isIdentifier, printComment, printObject, printString, printValue, variableNames } from './literals.ts';

/** Texts full of what ends strings, comments, templates and lines, and of what changes the order in which text is read. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom("'", '"', '`', '\\', '\n', '\r', '\u2028', '\u2029', '*/', '/*', '//', '${', '}', '\0', '\u202e', '\ud800', '\udc00', '</script>', '@ts-nocheck', '\u{e0001}'),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''));

describe('strings', () => {
  it('evaluate to exactly the text they print, whatever it holds', () => {
    fc.assert(fc.property(hostile, (text) => runInNewContext(printString(text)) === text));
  });

  it('stand on one line of well-formed text, so that saving as UTF-8 changes nothing', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const printed = printString(text);
        return !/[\n\r\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(printed) && Buffer.from(printed, 'utf8').toString('utf8') === printed;
      }),
    );
  });

  it('keep what people can read', () => {
    expect(printString('Müller’s Netz 网络')).toBe(`'Müller’s Netz 网络'`);
    expect(printString("it's\n")).toBe(String.raw`'it\'s\n'`);
  });
});

describe('comments', () => {
  it('cannot be left by any text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const printed = printComment(text);
        expect(runInNewContext(`/** ${printed} */ 7`)).toBe(7);
        expect(runInNewContext(`// ${printed}\n7`)).toBe(7);
      }),
    );
  });

  it('cannot switch off the type checker', () => {
    expect(printComment('@ts-nocheck')).not.toContain('@ts-');
  });
});

describe('values', () => {
  const json = fc.letrec<{ value: ConfigValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      hostile,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(hostile.filter((key) => !key.startsWith('$')), fc.constant('__proto__')), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value;

  it('evaluate to exactly the value they print', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(structuredClone(runInNewContext(`(${printValue(value)})`))).toEqual(structuredClone(value));
      }),
    );
  });

  it('add offsets to the seed, and name initializers', () => {
    expect(printObject({ filters: 8, kernelInitializer: { $initializer: 'heNormal', args: { seed: { $seed: 3 } } }, seed: { $seed: 0 } })).toBe(
      '{ filters: 8, kernelInitializer: tf.initializers.heNormal({ seed: seed + 3 }), seed }',
    );
  });

  it('refuse an initializer that is no name', () => {
    expect(() => printValue({ $initializer: 'zeros(); evil', args: {} })).toThrow('Not the name of an initializer');
  });
});

describe('names of variables', () => {
  it('are identifiers, each its own, and none is taken', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(hostile, fc.constantFrom('class', 'tf', 'seed', 'a', 'a_', 'await', ''))), (ids) => {
        const names = [...variableNames(ids, ['tf', 'seed']).values()];
        expect(new Set(names).size).toBe(ids.length);
        expect(names).not.toContain('tf');
        for (const name of names) {
          expect(isIdentifier(name)).toBe(true);
          runInNewContext(`'use strict'; { const ${name} = 1; }`);
        }
      }),
    );
  });

  it('stay as they are where they can', () => {
    expect([...variableNames(['image', 'class', 'image_'], ['image']).values()]).toEqual(['image_', 'class_', 'image__']);
  });
});

it('fills lines up to the width and gives a long part its own line', () => {
  expect(fill(['aa', 'bb', 'cccccccccccc', 'd'], '  ', 10)).toEqual(['  aa, bb,', '  cccccccccccc,', '  d,']);
});
