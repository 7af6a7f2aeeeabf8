// What a command of the command line is, and how it speaks: streams, exit codes, options. Knows no single command.

import { parseArgs } from 'node:util';

export interface Io {
  /** Standard output: results only, so that it can be piped. */
  out(text: string): void;
  /** Standard error: everything that is said besides. */
  err(text: string): void;
  /** Paths on the command line are relative to it. */
  readonly cwd: string;
  /** Calls `stop` when the person interrupts (Ctrl-C); returns how to listen no more. */
  onInterrupt?(stop: () => void): () => void;
}

/** 0 fine, 1 the network has errors or the run failed, 2 bad usage or file. */
export type ExitCode = 0 | 1 | 2;

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** What stands for the value in the help: `DIR`. */
  readonly value?: string;
  readonly doc: string;
}

export interface Arguments {
  readonly positionals: readonly string[];
  /** The option's text; undefined if it is not given. */
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  flag(name: string): boolean;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** What stands after the name in the usage line: `FILE`. */
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Further lines of the help. */
  readonly details?: string;
  run(args: Arguments, io: Io): Promise<ExitCode>;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };
export const good = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const bad = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

/** Says what is wrong with usage or a file. */
export function refuse(io: Io, problem: string): ExitCode {
  io.err(`netloom: ${problem}\n`);
  return 2;
}

/** Reads what stands after the command's name. */
export function parseArguments(command: Command, argv: readonly string[]): Outcome<Arguments> {
  const options: Readonly<Record<string, OptionSpec>> = { ...command.options, help: { type: 'boolean', doc: '' } };
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: true,
      options: Object.fromEntries(Object.entries(options).map(([name, { type, multiple }]) => [name, { type, multiple: multiple ?? false, ...(name === 'help' ? { short: 'h' } : {}) }])),
    });
  } catch (error) {
    return bad(explain(command, error));
  }
  const { values, positionals } = parsed;
  if (values['help'] !== true) {
    const missing = command.positionals[positionals.length];
    if (missing !== undefined) return bad(`${command.name} needs ${missing}. ${usageLine(command)}`);
    if (positionals.length > command.positionals.length) {
      return bad(`${command.name} takes ${command.positionals.length === 0 ? 'no arguments' : command.positionals.join(' ')}, but "${positionals[command.positionals.length]}" stands there too. ${usageLine(command)}`);
    }
  }
  return good({
    positionals,
    text: (name) => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    texts: (name) => {
      const value = values[name];
      return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
    },
    flag: (name) => values[name] === true,
  });
}

function explain(command: Command, error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const unknown = /Unknown option '(-{1,2}[^']*)'/.exec(text)?.[1];
  if (unknown !== undefined) {
    const near = nearest(unknown.replace(/^-+/, ''), Object.keys(command.options));
    return `${command.name} has no option ${unknown}${near === null ? '.' : `; did you mean --${near}?`} ${usageLine(command)}`;
  }
  const missing = /Option '(?:-\w, )?(--[\w-]+)(?: <value>)?' argument (missing|is ambiguous)/.exec(text)?.[1];
  if (missing !== undefined) return `${missing} needs a value: ${missing} ${command.options[missing.slice(2)]?.value ?? 'VALUE'}.`;
  const flag = /Option '(?:-\w, )?(--[\w-]+)' does not take an argument/.exec(text)?.[1];
  if (flag !== undefined) return `${flag} takes no value.`;
  return text.split('\n')[0]!;
}

export const usageLine = (command: Command): string => `Usage: netloom ${[command.name, ...command.positionals].join(' ')}${Object.keys(command.options).length > 0 ? ' [options]' : ''}`;

export function helpOf(command: Command): string {
  const rows = [...Object.entries(command.options), ['help', { type: 'boolean', doc: 'Shows this help.' }] as const].map(([name, option]): [string, string] => [
    `--${name}${option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : ''}`,
    option.doc,
  ]);
  const width = Math.max(...rows.map(([left]) => left.length));
  return `${usageLine(command)}\n\n${command.summary}\n\nOptions:\n${rows.map(([left, doc]) => `  ${left.padEnd(width)}  ${doc}`).join('\n')}\n${command.details === undefined ? '' : `\n${command.details}\n`}`;
}

/** A whole number of at least `min`; undefined where the option is not given. */
export function wholeNumber(args: Arguments, name: string, min: number, max = Number.MAX_SAFE_INTEGER): Outcome<number | undefined> {
  const text = args.text(name);
  if (text === undefined) return good(undefined);
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    return bad(`--${name} must be a whole number ${max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`}, but is "${text}".`);
  }
  return good(value);
}

/** That there is no such thing, what may be meant, and what there is. */
export function unknownWord(what: string, word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return `There is no ${what} "${word}"${near === null ? '.' : `; did you mean ${near}?`} Known are ${known.join(', ') || 'none'}.`;
}

/** The known word that is spelt most like this one; null if none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [least, best] = [distance, candidate];
  }
  return best;
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
