// Where a new card finds room on the canvas. Pure; knows no store.

import type { GraphNode } from '../../graph/document.ts';
import { COLUMN_GAP, NODE_HEIGHT, NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import type { Region } from '../../state/viewportStore.ts';

export type Point = readonly [number, number];

/** Clearance that two cards keep from each other. */
const MARGIN = 16;

/** What is put somewhere by hand may stand closer. */
const CLOSE = 8;

const collides = (a: Point, b: Point): boolean => Math.abs(a[0] - b[0]) < NODE_WIDTH + MARGIN && Math.abs(a[1] - b[1]) < NODE_HEIGHT + MARGIN;

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

/** The place nearest to the wanted one where a card, or a remark of another size, covers no card, one that is seen if there is one. */
export function nearestSpot(nodes: readonly Pick<GraphNode, 'position'>[], wanted: Point, visible?: Region, size: Point = [NODE_WIDTH, NODE_HEIGHT]): Point {
  const [before, above] = [size[0] + CLOSE, size[1] + CLOSE];
  const [width, height] = [NODE_WIDTH + CLOSE, NODE_HEIGHT + CLOSE];
  const covers = ([x, y]: Point, [left, top]: Point): boolean => x > left - before && x < left + width && y > top - above && y < top + height;
  const near = nodes.map((n) => n.position).filter(([x, y]) => Math.abs(x - wanted[0]) < before + 2 * width && Math.abs(y - wanted[1]) < above + 3 * height);
  // A place that is as near as can be touches the margin of some card, or of two.
  const xs = [wanted[0], ...near.flatMap(([x]) => [x - before, x + width])];
  const ys = [wanted[1], ...near.flatMap(([, y]) => [y - above, y + height])];
  const spots = xs.flatMap((x) => ys.map((y): Point => [x, y])).filter((spot) => !near.some((n) => covers(spot, n)));
  const away = ([x, y]: Point): number => Math.hypot(x - wanted[0], y - wanted[1]);
  const nearest = spots.toSorted((a, b) => away(a) - away(b));
  return nearest.find((spot) => isSeen(spot, size, visible)) ?? nearest[0] ?? freeSpot(nodes, wanted);
}

const isSeen = ([x, y]: Point, [width, height]: Point, seen: Region | undefined): boolean =>
  seen !== undefined && x >= seen.x && y >= seen.y && x + width <= seen.x + seen.width && y + height <= seen.y + seen.height;

/** Top left corner of a card whose middle is here. */
export const centredAt = (middle: Point): Point => [Math.round(middle[0] - NODE_WIDTH / 2), Math.round(middle[1] - NODE_HEIGHT / 2)];
