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

  it('becomes about as wide to high as a window', () => {
    for (const length of [45, 60, 100]) {
      const folded = [...foldColumns(...chain(length)).values()];
      const extent = (axis: 0 | 1, size: 'width' | 'height'): number => Math.max(...folded.map((p) => p.place[axis] + p[size])) - Math.min(...folded.map((p) => p.place[axis]));
      expect(Math.abs(Math.log(extent(0, 'width') / extent(1, 'height') / 1.7)), String(length)).toBeLessThan(Math.log(1.25));
    }
  });

  it('in columns of different heights goes on at the bottom of the one beside, and the last one begins at the top', () => {
    // Skips leave few places to cut it.
    const [arrangement, places] = chain(44, [[0, 10], [12, 6], [20, 7], [29, 5]]);
    const folded = foldColumns(arrangement, places);
    const columns = columnsOf(folded).map((x) => [...folded.values()].filter((p) => p.place[0] === x));
    expect(new Set(columns.map((c) => c.length)).size).toBeGreaterThan(1);
    expect(columns.length % 2).toBe(1);
    columns.forEach((column, i) => {
      if (i % 2 === 1) expect(column[0]!.place[1]).toBe(columns[i - 1]!.at(-1)!.place[1]);
    });
    expect(columns.at(-1)![0]!.place[1]).toBe(0);
  });

  describe('of which only one link leads on at one place', () => {
    /** 30 layers that can be cut before the 15th alone. */
    const once = (): readonly [Arrangement, Places] => chain(30, [[0, 14], [15, 14]]);
    const isFolded = (arrangement: Arrangement, places: Places): boolean => foldColumns(arrangement, places) !== places;
    const withBox = ([arrangement, places]: readonly [Arrangement, Places], box: Partial<Arrangement['boxes'][number]>, [x, y]: readonly [number, number], height: number): readonly [Arrangement, Places] => [
      { ...arrangement, boxes: [...arrangement.boxes, { id: 'more', place: [0, 0], extent: null, width: NODE_WIDTH, height, ...box }] },
      new Map([...places, ['more', { place: [x, y], width: NODE_WIDTH, height }]]),
    ];

    it('is cut there', () => {
      const folded = foldColumns(...once());
      expect(columnsOf(folded)).toHaveLength(2);
      expect(folded.get('n14')!.place[1]).toBe(folded.get('n15')!.place[1]);
    });

    it('has its columns side by side, wherever its parts stood', () => {
      const [arrangement, places] = once();
      const drifting: Places = new Map([...places].map(([id, p], i) => [id, { ...p, place: [i < 15 ? 40 : 400, p.place[1]] as const }]));
      expect(columnsOf(foldColumns(arrangement, drifting))).toEqual([0, NODE_WIDTH + 100]);
    });

    it('is not cut through a layer that stands beside that place; a comment there does not matter', () => {
      const beside = [[300, 13 * RANK_GAP], 4 * RANK_GAP] as const;
      expect(isFolded(...withBox(once(), {}, ...beside))).toBe(false);
      const [arrangement, places] = withBox(once(), { remark: true }, ...beside);
      expect(foldColumns(arrangement, places).get('more')).toEqual(places.get('more'));
      expect(isFolded(arrangement, places)).toBe(true);
    });

    it('stays as it is where that would leave a column of next to nothing', () => {
      expect(isFolded(...chain(40, [[0, 2], [3, 36]]))).toBe(false);
      expect(isFolded(...chain(40, [[0, 37], [38, 1]]))).toBe(false);
    });

    it('stays as it is where it is not much higher than wide', () => {
      expect(isFolded(...withBox(once(), {}, [1100, 0], NODE_HEIGHT))).toBe(false);
      expect(isFolded(...withBox(once(), {}, [300, 0], NODE_HEIGHT))).toBe(true);
    });

    it('takes a frame for one thing, whichever layers in it the links lead to, and moves them with it', () => {
      const [{ boxes, links }, places] = once();
      const inside = new Set(['n15', 'n16']);
      const framed: Arrangement = {
        boxes: [...boxes.map((b) => (inside.has(b.id) ? { ...b, group: 'frame' } : b)), { id: 'frame', place: [0, 0], extent: null, width: NODE_WIDTH, height: RANK_GAP + NODE_HEIGHT }],
        links: [...links, { source: 'n14', target: 'n16' }],
      };
      const before: Places = new Map([...places, ['frame', { ...places.get('n15')!, height: RANK_GAP + NODE_HEIGHT }]]);
      const folded = foldColumns(framed, before);
      expect(folded).not.toBe(before);
      const shift = (id: string): readonly number[] => [0, 1].map((axis) => folded.get(id)!.place[axis as 0 | 1] - before.get(id)!.place[axis as 0 | 1]);
      expect(shift('frame')[0]).toBeGreaterThan(0);
      for (const id of inside) expect(shift(id)).toEqual(shift('frame'));
      expect(folded.get('n17')!.place[1]).toBeLessThan(folded.get('frame')!.place[1]);
    });
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
