// How an edge leaves one card and enters another, and the points that its line passes. Pure geometry.

import type { Point, Side } from './obstacles.ts';

export interface Ends {
  readonly source: Side;
  readonly target: Side;
  /**
   * Where it turns: x and y in turn, beginning with y where it leaves above or below. The last turn follows from the port it enters.
   * Without any, sides that face one another are joined by a curve.
   */
  readonly bends: readonly number[];
}

export const upright = (side: Side): boolean => side === 'top' || side === 'bottom';

/** Whether sides that face one another are joined without a turn. */
export const isCurve = ({ source, target, bends }: Ends): boolean => bends.length === 0 && upright(source) === upright(target);

export const sameEnds = (a: Ends, b: Ends): boolean =>
  a === b || (a.source === b.source && a.target === b.target && a.bends.length === b.bends.length && a.bends.every((bend, i) => bend === b.bends[i]));

/** Corner points from port to port; of a curve its two ends. */
export function corners(from: Point, to: Point, ends: Ends): readonly Point[] {
  if (isCurve(ends)) return [from, to];
  const { source, target, bends } = ends;
  const points: Point[] = [from];
  let [x, y] = from;
  let vertical = upright(source);
  for (const bend of bends) {
    if (vertical) y = bend;
    else x = bend;
    points.push([x, y]);
    vertical = !vertical;
  }
  points.push(upright(target) ? [to[0], y] : [x, to[1]], to);
  return points;
}

/** Points that a curve from port to port is drawn by: its ends, and where each is drawn to. */
export function curveControls(from: Point, to: Point, { source, target }: Ends): readonly [Point, Point] {
  const reach = Math.max(20, Math.abs(upright(source) ? from[1] - to[1] : from[0] - to[0]) * 0.5);
  return [away(source, from, reach), away(target, to, reach)];
}

const away = (side: Side, [x, y]: Point, reach: number): Point =>
  side === 'top' ? [x, y - reach] : side === 'bottom' ? [x, y + reach] : side === 'left' ? [x - reach, y] : [x + reach, y];

const PIECES = 10;

/** A curve as a row of points. */
export function alongCurve(from: Point, to: Point, ends: Ends): readonly Point[] {
  const [c1, c2] = curveControls(from, to, ends);
  return Array.from({ length: PIECES + 1 }, (_, i): Point => {
    const t = i / PIECES;
    const [a, b, c, d] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
    return [a * from[0] + b * c1[0] + c * c2[0] + d * to[0], a * from[1] + b * c1[1] + c * c2[1] + d * to[1]];
  });
}
