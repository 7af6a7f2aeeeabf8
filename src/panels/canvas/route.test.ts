import { describe, expect, it } from 'vitest';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { directEnds, Obstacles, portAt, separateLanes, skipEnds, wayBetween, type Place } from './route.ts';

const chain = (count: number): Place[] => Array.from({ length: count }, (_, i) => [0, i * 104]);
const ends = (path: string): number[] => (path.match(/-?[\d.]+/g) ?? []).map(Number);

describe('the way of an edge', () => {
  it('goes down to what stands below, up to what stands above, across to what stands beside', () => {
    expect(directEnds([0, 0], [40, 104])).toEqual({ source: 'bottom', target: 'top' });
    expect(directEnds([0, 104], [40, 0])).toEqual({ source: 'top', target: 'bottom' });
    expect(directEnds([0, 0], [400, 10])).toEqual({ source: 'right', target: 'left' });
    expect(directEnds([400, 0], [0, 0])).toEqual({ source: 'left', target: 'right' });
  });

  it('is a level line for a skip of a U-Net', () => {
    const [from, to]: [Place, Place] = [[0, 100], [660, 100]];
    const way = skipEnds(from, to, new Obstacles([from, to, [40, 204], [620, 204]]));
    expect(way).toEqual({ source: 'right', target: 'left' });
    expect(wayBetween(portAt(from, 'right'), portAt(to, 'left'), way).path).toBe(`M${NODE_WIDTH} ${100 + NODE_HEIGHT / 2} L660 ${100 + NODE_HEIGHT / 2}`);
  });

  it('passes beside the cards that a skip down a chain bypasses', () => {
    const places = chain(4);
    const way = skipEnds(places[0]!, places[3]!, new Obstacles(places));
    expect(way.source).toBe(way.target);
    expect(Math.abs(way.lane! - NODE_WIDTH / 2)).toBeGreaterThan(NODE_WIDTH / 2 + 20);
  });

  it('keeps its lane off a card that stands beside the chain', () => {
    const places: Place[] = [...chain(4), [210, 150], [-210, 150]];
    const way = skipEnds(places[0]!, places[3]!, new Obstacles(places));
    const blocked = places.some((p) => way.lane! > p[0] - 8 && way.lane! < p[0] + NODE_WIDTH + 8);
    expect(way.lane).toBeDefined();
    expect(blocked).toBe(false);
  });

  it('lays nested skips side by side, the shorter inside, and leaves apart ones in one lane', () => {
    expect(separateLanes([
      { x: 230, side: 'right', y0: 0, y1: 400 },
      { x: 230, side: 'right', y0: 100, y1: 200 },
      { x: 230, side: 'right', y0: 500, y1: 600 },
    ])).toEqual([246, 230, 230]);
  });

  it('begins and ends exactly at its ports', () => {
    const way = wayBetween([95, 58], [300, 208], { source: 'bottom', target: 'left' });
    expect(ends(way.path).slice(0, 2)).toEqual([95, 58]);
    expect(ends(way.path).slice(-2)).toEqual([300, 208]);
  });
});
