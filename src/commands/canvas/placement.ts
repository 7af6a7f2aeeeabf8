// Where a new card finds room on the canvas. Pure; knows no store.

import type { GraphNode } from '../../graph/document.ts';
import { COLUMN_GAP, NODE_HEIGHT, NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import type { Region } from '../../state/viewportStore.ts';

export type Point = readonly [number, number];

/** Clearance that two cards keep from each other. */
const MARGIN = 16;

/** What is put somewhere by hand may stand closer. */
const CLOSE = 8;

const collides = (a: Point, b: Point, margin: number): boolean => Math.abs(a[0] - b[0]) < NODE_WIDTH + margin && Math.abs(a[1] - b[1]) < NODE_HEIGHT + margin;

/** The place nearest to the wanted one, trying to its right, its left and then further below, where no card stands. */
export function freeSpot(nodes: readonly Pick<GraphNode, 'position'>[], wanted: Point): Point {
  const [x, y] = [Math.round(wanted[0]), Math.round(wanted[1])];
  for (let row = 0; row < 200; row++) {
    for (const column of [0, 1, -1, 2, -2, 3, -3]) {
      const spot: Point = [x + column * COLUMN_GAP, y + row * RANK_GAP];
      if (!nodes.some((n) => collides(n.position, spot, MARGIN))) return spot;
    }
  }
  return [x, y];
}

/** The place nearest to the wanted one where a card covers no other, one that is seen if there is one. */
export function nearestSpot(nodes: readonly Pick<GraphNode, 'position'>[], wanted: Point, visible?: Region): Point {
  const [width, height] = [NODE_WIDTH + CLOSE, NODE_HEIGHT + CLOSE];
  const near = nodes.map((n) => n.position).filter(([x, y]) => Math.abs(x - wanted[0]) < 3 * width && Math.abs(y - wanted[1]) < 4 * height);
  // A place that is as near as can be touches the margin of some card, or of two.
  const xs = [wanted[0], ...near.flatMap(([x]) => [x - width, x + width])];
  const ys = [wanted[1], ...near.flatMap(([, y]) => [y - height, y + height])];
  const spots = xs.flatMap((x) => ys.map((y): Point => [x, y])).filter((spot) => !near.some((n) => collides(n, spot, CLOSE)));
  const away = ([x, y]: Point): number => Math.hypot(x - wanted[0], y - wanted[1]);
  const nearest = spots.toSorted((a, b) => away(a) - away(b));
  return nearest.find((spot) => isSeen(spot, visible)) ?? nearest[0] ?? freeSpot(nodes, wanted);
}

const isSeen = ([x, y]: Point, seen: Region | undefined): boolean =>
  seen !== undefined && x >= seen.x && y >= seen.y && x + NODE_WIDTH <= seen.x + seen.width && y + NODE_HEIGHT <= seen.y + seen.height;

/** Top left corner of a card whose middle is here. */
export const centredAt = (middle: Point): Point => [Math.round(middle[0] - NODE_WIDTH / 2), Math.round(middle[1] - NODE_HEIGHT / 2)];
