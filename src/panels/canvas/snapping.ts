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
  const x = neighbours ? nearest('x', moving, others, reach) : null;
  const y = neighbours ? nearest('y', moving, others, reach) : null;
  const dx = x?.by ?? (grid ? toGrid(moving.x) : 0);
  const dy = y?.by ?? (grid ? toGrid(moving.y) : 0);
  const placed: Rect = { ...moving, x: moving.x + dx, y: moving.y + dy };
  return { dx, dy, guides: [...(x ? guidesAt('x', placed, others) : []), ...(y ? guidesAt('y', placed, others) : [])] };
}

const toGrid = (value: number): number => Math.round(value / GRID) * GRID - value;

/** Near edge, middle, far edge, as parts of the length. */
const STOPS = [0, 0.5, 1];
const startOf = (axis: 'x' | 'y', r: Rect): number => (axis === 'x' ? r.x : r.y);
const lengthOf = (axis: 'x' | 'y', r: Rect): number => (axis === 'x' ? r.width : r.height);

/** At each move of a drag, past a thousand others: so no list is made on the way. */
function nearest(axis: 'x' | 'y', moving: Rect, others: readonly Rect[], reach: number): Match | null {
  const [start, length] = [startOf(axis, moving), lengthOf(axis, moving)];
  let best = Infinity;
  let found = 0;
  for (const other of others) {
    const [from, extent] = [startOf(axis, other), lengthOf(axis, other)];
    // Nothing of it is within reach.
    if (from > start + length + reach || from + extent < start - reach) continue;
    for (const theirs of STOPS) {
      for (const mine of STOPS) {
        const by = from + theirs * extent - (start + mine * length);
        if (Math.abs(by) <= reach && Math.abs(by) < Math.abs(best)) [best, found] = [by, from + theirs * extent];
      }
    }
  }
  return best === Infinity ? null : { by: best, at: found };
}

/** A line for each stop of the placed box that agrees with a neighbour's, as long as reaches all that agree. */
function guidesAt(axis: 'x' | 'y', placed: Rect, others: readonly Rect[]): readonly Guide[] {
  const [start, length] = [startOf(axis, placed), lengthOf(axis, placed)];
  const across = (r: Rect): readonly [number, number] => (axis === 'x' ? [r.y, r.y + r.height] : [r.x, r.x + r.width]);
  return STOPS.flatMap((part): Guide[] => {
    const at = start + part * length;
    const agreeing = others.filter((other) => STOPS.some((theirs) => Math.abs(startOf(axis, other) + theirs * lengthOf(axis, other) - at) < 0.5));
    if (agreeing.length === 0) return [];
    const ends = [placed, ...agreeing].flatMap(across);
    return [{ axis, at, from: Math.min(...ends), to: Math.max(...ends) }];
  });
}
