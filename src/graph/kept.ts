// What a list has kept of the one before it, so that what was found out for its elements can be taken over. Pure.

export interface Kept {
  /** Of each element its index in the list before; -1 of one that has come. */
  readonly from: Int32Array;
  /** Indices in the list before of those that have gone. */
  readonly gone: readonly number[];
  /** None has come or gone. */
  readonly all: boolean;
}

/**
 * Takes one comparison per element before the first and after the last change; only what lies between is looked up, by `keyOf`.
 * `null` where those that stay have changed their order.
 */
export function keptOf<T>(before: readonly T[], now: readonly T[], isSame: (a: T, b: T) => boolean, keyOf: (item: T) => unknown): Kept | null {
  const from = new Int32Array(now.length);
  let start = 0;
  for (const shorter = Math.min(before.length, now.length); start < shorter && isSame(before[start]!, now[start]!); start++) from[start] = start;
  let [end, endBefore] = [now.length, before.length];
  while (end > start && endBefore > start && isSame(before[endBefore - 1]!, now[end - 1]!)) from[--end] = --endBefore;
  if (start === end && start === endBefore) return { from, gone: NONE, all: true };
  const places = new Map<unknown, number>();
  for (let i = start; i < endBefore; i++) places.set(keyOf(before[i]!), i);
  let last = -1;
  for (let i = start; i < end; i++) {
    const key = keyOf(now[i]!);
    const place = places.get(key) ?? -1;
    from[i] = place;
    if (place < 0) continue;
    if (place < last) return null;
    last = place;
    places.delete(key);
  }
  return { from, gone: [...places.values()], all: false };
}

/** What the list before held in place of the element with this index; undefined of one that has come. */
export const itemBefore = <T>({ from }: Kept, before: readonly T[], i: number): T | undefined => (from[i]! < 0 ? undefined : before[from[i]!]);

const NONE: readonly number[] = [];
