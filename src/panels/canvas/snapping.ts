// Snapping while dragging: to the edges and middles of neighbours, with the lines that show it, or to the grid. Pure geometry.

import type { Rect } from './bubblePlace.ts';

export interface Guide {
  /** The axis along which positions agree: `x` is an upright line. */
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Snap {
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

export interface SnapOptions {
  readonly neighbours: boolean;
  readonly grid: boolean;
  /** Canvas units within which an edge is taken; a fixed distance on the screen. */
  readonly reach: number;
}

/** Units between two dots of the canvas's background. */
export const GRID = 20;

interface Match {
  readonly by: number;
  readonly at: number;
}

/** How far the dragged cards, as one box, move on to lie in line with others. What agrees with a neighbour beats the grid. */
export function snap(moving: Rect, others: readonly Rect[], { neighbours, grid, reach }: SnapOptions): Snap {
  const x = neighbours ? nearest(stops(moving.x, moving.width), others.map((o) => stops(o.x, o.width)), reach) : null;
  const y = neighbours ? nearest(stops(moving.y, moving.height), others.map((o) => stops(o.y, o.height)), reach) : null;
  const dx = x?.by ?? (grid ? toGrid(moving.x) : 0);
  const dy = y?.by ?? (grid ? toGrid(moving.y) : 0);
  const placed: Rect = { ...moving, x: moving.x + dx, y: moving.y + dy };
  return { dx, dy, guides: [...(x ? guidesAt('x', placed, others) : []), ...(y ? guidesAt('y', placed, others) : [])] };
}

const toGrid = (value: number): number => Math.round(value / GRID) * GRID - value;

/** Near edge, middle, far edge. */
const stops = (start: number, length: number): readonly number[] => [start, start + length / 2, start + length];

function nearest(own: readonly number[], others: readonly (readonly number[])[], reach: number): Match | null {
  let best: Match | null = null;
  for (const other of others) {
    for (const at of other) {
      for (const mine of own) {
        const by = at - mine;
        if (Math.abs(by) <= reach && (best === null || Math.abs(by) < Math.abs(best.by))) best = { by, at };
      }
    }
  }
  return best;
}

/** A line for each stop of the placed box that agrees with a neighbour's, as long as reaches all that agree. */
function guidesAt(axis: 'x' | 'y', placed: Rect, others: readonly Rect[]): readonly Guide[] {
  const along = (r: Rect): readonly number[] => (axis === 'x' ? stops(r.x, r.width) : stops(r.y, r.height));
  const across = (r: Rect): readonly [number, number] => (axis === 'x' ? [r.y, r.y + r.height] : [r.x, r.x + r.width]);
  return along(placed).flatMap((at): Guide[] => {
    const agreeing = others.filter((other) => along(other).some((stop) => Math.abs(stop - at) < 0.5));
    if (agreeing.length === 0) return [];
    const ends = [placed, ...agreeing].flatMap(across);
    return [{ axis, at, from: Math.min(...ends), to: Math.max(...ends) }];
  });
}
