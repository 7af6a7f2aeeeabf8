// Prints values as TypeScript source: strings, names, config values, comments. Nothing that comes from a file can leave
// its string or its comment. Knows no layers.

import type { ConfigObject, ConfigValue, InitializerValue, MadeValue, SeedValue } from '../../layers/layer.ts';

/** Control, format (so also bidirectional overrides), surrogate, unassigned and line-separating characters. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** Words that cannot name a variable in a strict module, or whose shadowing would confuse a reader. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'arguments as async await boolean break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function globalThis if implements import in instanceof interface let new null of package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield NaN Infinity'
  ).split(' '),
);

export const isIdentifier = (name: string): boolean => IDENTIFIER.test(name);

/** `text` as a single-quoted string literal that evaluates to exactly `text`. */
export function printString(text: string): string {
  const escaped = text
    .replace(/[\\']/g, (c) => `\\${c}`)
    .replace(/\n/g, '\\n')
    .replace(/\t/g, '\\t')
    .replace(UNPRINTABLE, (c) => {
      const point = c.codePointAt(0) ?? 0;
      return point > 0xffff ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, '0')}`;
    });
  return `'${escaped}'`;
}

/** `text` as it may stand inside a comment: one line, unable to end it, and no directive to the compiler. */
export function printComment(text: string): string {
  return text.replace(UNPRINTABLE, ' ').replace(/\*\//g, '* /').replace(/@ts-/g, '@ ts-').trim();
}

function printNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

const printKey = (key: string): string =>
  key === '__proto__' ? `['__proto__']` : isIdentifier(key) ? key : printString(key);

const isArray = (value: ConfigValue): value is readonly ConfigValue[] => Array.isArray(value);
const isMade = (value: ConfigObject | InitializerValue | MadeValue | SeedValue): value is MadeValue =>
  typeof value['$make' as keyof typeof value] === 'string';
const isInitializer = (value: ConfigObject | InitializerValue | MadeValue | SeedValue): value is InitializerValue =>
  typeof value['$initializer' as keyof typeof value] === 'string';
const isSeed = (value: ConfigObject | InitializerValue | MadeValue | SeedValue): value is SeedValue =>
  typeof value['$seed' as keyof typeof value] === 'number';

/** A config value as an expression in which `tf`, `seed` and the runtime's initializers are in scope. */
export function printValue(value: ConfigValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return printNumber(value);
  if (typeof value === 'string') return printString(value);
  if (isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  if (isSeed(value)) return value.$seed === 0 ? 'seed' : `seed + ${printNumber(value.$seed)}`;
  if (isMade(value)) {
    if (!isIdentifier(value.$make)) throw new Error(`Not the name of a function: ${value.$make}`);
    return `${value.from === 'runtime' ? '' : `${value.from}.`}${value.$make}(${Object.keys(value.args).length === 0 ? '' : printObject(value.args)})`;
  }
  if (isInitializer(value)) {
    if (!isIdentifier(value.$initializer)) throw new Error(`Not the name of an initializer: ${value.$initializer}`);
    // `zeros` and `ones` take no argument, not even an empty one.
    return `${value.from === 'runtime' ? '' : 'tf.initializers.'}${value.$initializer}(${Object.keys(value.args).length === 0 ? '' : printObject(value.args)})`;
  }
  return printObject(value);
}

/** `{ a: 1, b: 2 }` on one line. */
export function printObject(object: ConfigObject): string {
  const properties = printProperties(object);
  return properties.length === 0 ? '{}' : `{ ${properties.join(', ')} }`;
}

/** `a: 1`, one per property; `seed` where its value is just that. */
export function printProperties(object: ConfigObject): readonly string[] {
  return Object.entries(object).map(([key, value]) => {
    const [name, text] = [printKey(key), printValue(value)];
    return name === text && name === 'seed' ? name : `${name}: ${text}`;
  });
}

/**
 * Lays `parts` out on lines of at most `width` characters, each indented, a comma after every part.
 * A part longer than a line gets a line of its own.
 */
export function fill(parts: readonly string[], indent: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    const next = line === '' ? `${indent}${part},` : `${line} ${part},`;
    if (line !== '' && next.length > width) {
      lines.push(line);
      line = `${indent}${part},`;
    } else {
      line = next;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** Gives each id a variable name of its own that is none of `taken` and no reserved word. */
export function variableNames(ids: readonly string[], taken: Iterable<string>): ReadonlyMap<string, string> {
  const used = new Set(taken);
  const names = new Map<string, string>();
  for (const id of ids) {
    if (names.has(id)) throw new Error(`Two calls of the program have the id ${id}`);
    let name = id.replace(/[^A-Za-z0-9_$]/g, '_');
    if (name === '' || /^[0-9]/.test(name)) name = `_${name}`;
    while (RESERVED.has(name) || used.has(name)) name += '_';
    used.add(name);
    names.set(id, name);
  }
  return names;
}
