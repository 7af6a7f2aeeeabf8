// A set of sizes as people write it: `multiples of 16`, `16·k + 12, from 188`. Finds the rule behind a list of numbers; knows no network.

/** Sizes within the range that was searched. */
export type SizeSet =
  | { readonly kind: 'none' }
  /** Too few or too irregular for a rule. */
  | { readonly kind: 'some'; readonly sizes: readonly number[] }
  | {
      readonly kind: 'rule';
      /** From `from` on a size belongs to the set exactly when it leaves one of `remainders` when divided by `period`. */
      readonly period: number;
      readonly remainders: readonly number[];
      readonly from: number;
      /** The last one, where the set ends before the range does. */
      readonly to: number | null;
      /** Sizes below `from` that belong to it too. */
      readonly before: readonly number[];
    };

/** A rule must hold for this many periods before it is believed. */
const PERIODS = 3;
/** A set with fewer sizes is listed. */
const FEW = 4;

/**
 * The rule of `sizes` (ascending) among all whole numbers from `first` to `last`. The period is the smallest that holds over at
 * least half of what was searched.
 */
export function sizeSetOf(sizes: readonly number[], first: number, last: number): SizeSet {
  if (sizes.length === 0) return { kind: 'none' };
  if (sizes.length < FEW) return { kind: 'some', sizes };
  const has = new Set(sizes);
  const [least, most] = [sizes[0]!, sizes.at(-1)!];
  for (let period = 1; period * PERIODS <= most - least + 1; period++) {
    // Backwards from the end until the rule breaks.
    let from = most - period;
    while (from >= first && has.has(from) === has.has(from + period)) from--;
    from = Math.max(from + 1, least);
    if (most - from + 1 < period * PERIODS || from > least + (most - least) / 2) continue;
    while (!has.has(from)) from++;
    const remainders = [...new Set(sizes.filter((n) => n >= from).map((n) => n % period))].toSorted((a, b) => a - b);
    // One whole period without a size after the last one: the set ends there.
    return { kind: 'rule', period, remainders, from, to: last - most >= period ? most : null, before: sizes.filter((n) => n < from) };
  }
  return { kind: 'some', sizes };
}

export function includesSize(set: SizeSet, size: number): boolean {
  switch (set.kind) {
    case 'none':
      return false;
    case 'some':
      return set.sizes.includes(size);
    case 'rule':
      if (size < set.from) return set.before.includes(size);
      return (set.to === null || size <= set.to) && set.remainders.includes(size % set.period);
    default:
      return set satisfies never;
  }
}

/** The next sizes of the set below and above, within `most`; null where there is none. */
export function nearestSizes(set: SizeSet, size: number, most: number): { readonly smaller: number | null; readonly larger: number | null } {
  let smaller: number | null = null;
  for (let n = size - 1; n >= 1 && smaller === null; n--) if (includesSize(set, n)) smaller = n;
  let larger: number | null = null;
  for (let n = size + 1; n <= most && larger === null; n++) if (includesSize(set, n)) larger = n;
  return { smaller, larger };
}

/** The first `count` sizes from `from` on, as examples. */
export function firstSizes(set: SizeSet, count: number, from = 1): readonly number[] {
  if (set.kind === 'none') return [];
  if (set.kind === 'some') return set.sizes.filter((n) => n >= from).slice(0, count);
  const found: number[] = [];
  const most = Math.max(from, set.from) + set.period * count;
  for (let n = from; n <= most && found.length < count; n++) if (includesSize(set, n)) found.push(n);
  return found;
}

const sameSet = (a: SizeSet, b: SizeSet): boolean => JSON.stringify(a) === JSON.stringify(b);
export { sameSet as sameSizes };

/** `multiples of 16, from 32`, `16·k + 12, from 188`, `any from 7`, `24, 28 or 96`, `none`. */
export function sizeSetText(set: SizeSet): string {
  switch (set.kind) {
    case 'none':
      return 'none';
    case 'some':
      return set.sizes.length > 6 ? `${set.sizes.slice(0, 5).join(', ')}, … ${set.sizes.at(-1)} (${set.sizes.length} sizes)` : listed(set.sizes.map(String));
    case 'rule':
      return ruleText(set);
    default:
      return set satisfies never;
  }
}

function ruleText({ period, remainders, from, to, before }: Extract<SizeSet, { kind: 'rule' }>): string {
  const few = before.length > 3 ? `${before.slice(0, 3).join(', ')}, …; ` : before.length > 0 ? `${before.join(', ')}; ` : '';
  const end = to === null ? '' : ` to ${to}`;
  if (period === 1) return `${few}any${from > 1 || end !== '' ? ` from ${from}` : ''}${end}`;
  const multiples = remainders.length === 1 && remainders[0] === 0;
  const rule = multiples
    ? `multiples of ${period}`
    : remainders.length <= 3
      ? listed(remainders.map((r) => (r === 0 ? `${period}·k` : `${period}·k + ${r}`)))
      : remainders.length <= 6
        ? `${period}·k + ${listed(remainders.map(String))}`
        : `${remainders.length} of every ${period}`;
  // Multiples begin with the first one unless it is said.
  return `${few}${rule}${multiples && from === period && end === '' ? '' : `, from ${from}${end}`}`;
}

const listed = (parts: readonly string[]): string => (parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`);
