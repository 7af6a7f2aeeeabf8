// Where a new card finds room on the canvas. Pure; knows no store.

import type { GraphNode } from '../../graph/document.ts';
import { COLUMN_GAP, NODE_HEIGHT, NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';

export type Point = readonly [number, number];

/** Clearance that two cards keep from each other. */
const MARGIN = 16;

const collides = (a: Point, b: Point): boolean =>
  Math.abs(a[0] - b[0]) < NODE_WIDTH + MARGIN && Math.abs(a[1] - b[1]) < NODE_HEIGHT + MARGIN;

/** The place nearest to the wanted one, trying to its right, its left and then further below, where no card stands. */
export function freeSpot(nodes: readonly Pick<GraphNode, 'position'>[], wanted: Point): Point {
  const [x, y] = [Math.round(wanted[0]), Math.round(wanted[1])];
  for (let row = 0; row < 200; row++) {
    for (const column of [0, 1, -1, 2, -2, 3, -3]) {
      const spot: Point = [x + column * COLUMN_GAP, y + row * RANK_GAP];
      if (!nodes.some((n) => collides(n.position, spot))) return spot;
    }
  }
  return [x, y];
}

/** Top left corner of a card whose middle is here. */
export const centredAt = (middle: Point): Point => [Math.round(middle[0] - NODE_WIDTH / 2), Math.round(middle[1] - NODE_HEIGHT / 2)];
