import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NODE_HEIGHT, NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import type { Arrangement, Places } from './arrangement.ts';
import { foldColumns } from './foldColumns.ts';

/** A chain, arranged from top to bottom, with skips of these lengths that begin at these nodes. */
function chain(length: number, skips: readonly (readonly [from: number, over: number])[] = []): readonly [Arrangement, Places] {
  const ids = Array.from({ length }, (_, i) => `n${i}`);
  const links = ids.slice(1).map((target, i) => ({ source: ids[i]!, target }));
  for (const [from, over] of skips) if (from + over < length) links.push({ source: ids[from]!, target: ids[from + over]! });
  const size = { width: NODE_WIDTH, height: NODE_HEIGHT };
  const places: Places = new Map(ids.map((id, i) => [id, { place: [0, i * RANK_GAP] as const, ...size }]));
  return [{ boxes: ids.map((id) => ({ id, place: [0, 0], extent: null, ...size })), links }, places];
}
const columnsOf = (places: Places): readonly number[] => [...new Set([...places.values()].map((p) => p.place[0]))].toSorted((a, b) => a - b);

describe('a deep network', () => {
  it('that is a thread is folded into columns: down one, up the next', () => {
    const folded = foldColumns(...chain(48));
    const columns = columnsOf(folded);
    expect(columns.length).toBeGreaterThan(2);
    const ys = (column: number): readonly number[] => [...folded.values()].filter((p) => p.place[0] === columns[column]).map((p) => p.place[1]);
    expect(ys(0)).toEqual(ys(0).toSorted((a, b) => a - b));
    expect(ys(1)).toEqual(ys(1).toSorted((a, b) => b - a));
    // One column begins at the height where the one before it ended.
    expect(ys(1)[0]).toBe(ys(0).at(-1));
  });

  it('is cut only where a single link leads on, and no card lies on another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 14, max: 90 }), fc.array(fc.tuple(fc.nat(80), fc.integer({ min: 2, max: 9 })), { maxLength: 12 }), (length, skips) => {
        const [arrangement, places] = chain(length, skips);
        const folded = foldColumns(arrangement, places);
        const columns = columnsOf(folded);
        const columnOf = (id: string): number => columns.indexOf(folded.get(id)!.place[0]);
        const across = new Map<number, number>();
        for (const { source, target } of arrangement.links) {
          const [a, b] = [columnOf(source), columnOf(target)];
          expect(b - a).toBeLessThanOrEqual(1);
          if (a !== b) across.set(a, (across.get(a) ?? 0) + 1);
        }
        for (const count of across.values()) expect(count).toBe(1);
        expect(new Set([...folded.values()].map((p) => p.place.join())).size).toBe(length);
      }),
      { numRuns: 60 },
    );
  });

  it('that one skip spans stays as it is', () => {
    const [arrangement, places] = chain(40, [[0, 39]]);
    expect(foldColumns(arrangement, places)).toBe(places);
  });

  it('of a few layers stays as it is', () => {
    const [arrangement, places] = chain(10);
    expect(foldColumns(arrangement, places)).toBe(places);
  });
});
