// The way an edge takes between two cards: which sides it leaves and enters, and a path clear of other cards. Pure geometry.

import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';

export type Side = 'top' | 'bottom' | 'left' | 'right';
export type Point = readonly [number, number];
/** Top left corner of a card. */
export type Place = Point;

export interface Ends {
  readonly source: Side;
  readonly target: Side;
  /** A bracket runs outside along this x; other ways have none. */
  readonly lane?: number;
}

/** From a card's edge to a line that passes it, wide enough for half a label. */
const CLEARANCE = 40;
/** Between two lines that run side by side. */
const LANE = 16;
const CORNER = 12;

export const portAt = (place: Place, side: Side, along = 0.5): Point =>
  side === 'top' ? [place[0] + NODE_WIDTH * along, place[1]]
  : side === 'bottom' ? [place[0] + NODE_WIDTH * along, place[1] + NODE_HEIGHT]
  : side === 'left' ? [place[0], place[1] + NODE_HEIGHT * along]
  : [place[0] + NODE_WIDTH, place[1] + NODE_HEIGHT * along];

/** Cards in a coarse grid, so that a line asks only those near it. */
export class Obstacles {
  private readonly cells = new Map<number, Place[]>();
  private static readonly CELL = 320;

  constructor(places: Iterable<Place>) {
    for (const place of places) {
      Obstacles.cellsOf(place[0], place[1], place[0] + NODE_WIDTH, place[1] + NODE_HEIGHT, (key) => {
        const cell = this.cells.get(key);
        if (cell) cell.push(place);
        else this.cells.set(key, [place]);
      });
    }
  }

  private static cellsOf(x0: number, y0: number, x1: number, y1: number, visit: (key: number) => void): void {
    const c = Obstacles.CELL;
    // 2^21 rows are more than the ±1e7 units that a file may use.
    for (let x = Math.floor(x0 / c); x <= Math.floor(x1 / c); x++) for (let y = Math.floor(y0 / c); y <= Math.floor(y1 / c); y++) visit(x * 2_097_152 + y);
  }

  /** Cards that an axis-parallel or straight line comes nearer to than `margin`, those given left out. */
  on(from: Point, to: Point, except: readonly Place[], margin = 8): readonly Place[] {
    const [x0, x1] = from[0] < to[0] ? [from[0], to[0]] : [to[0], from[0]];
    const [y0, y1] = from[1] < to[1] ? [from[1], to[1]] : [to[1], from[1]];
    const found: Place[] = [];
    Obstacles.cellsOf(x0 - margin, y0 - margin, x1 + margin, y1 + margin, (key) => {
      for (const place of this.cells.get(key) ?? NO_PLACES) {
        if (meets(from, to, place, margin) && !except.includes(place) && !found.includes(place)) found.push(place);
      }
    });
    return found;
  }
}

const NO_PLACES: readonly Place[] = [];

/** Whether a segment passes through a card grown by `margin` (Liang and Barsky's clipping). */
function meets(from: Point, to: Point, place: Place, margin: number): boolean {
  const [left, top] = [place[0] - margin, place[1] - margin];
  const [right, bottom] = [place[0] + NODE_WIDTH + margin, place[1] + NODE_HEIGHT + margin];
  if ((from[0] <= left && to[0] <= left) || (from[0] >= right && to[0] >= right) || (from[1] <= top && to[1] <= top) || (from[1] >= bottom && to[1] >= bottom)) return false;
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  // What is axis-parallel and inside the bounds passes through.
  if (dx === 0 || dy === 0) return true;
  let [enter, leave] = [0, 1];
  for (const [p, q] of [
    [-dx, from[0] - left],
    [dx, right - from[0]],
    [-dy, from[1] - top],
    [dy, bottom - from[1]],
  ] as const) {
    const t = q / p;
    if (p < 0) enter = Math.max(enter, t);
    else leave = Math.min(leave, t);
  }
  return enter < leave;
}

/** Sides of an edge between neighbours: down, up, or across when they stand beside each other. */
export function directEnds(source: Place, target: Place): Ends {
  const [dx, dy] = [target[0] - source[0], target[1] - source[1]];
  if (Math.abs(dy) < NODE_HEIGHT + 12 && Math.abs(dx) >= NODE_WIDTH) return dx > 0 ? { source: 'right', target: 'left' } : { source: 'left', target: 'right' };
  return dy >= 0 ? { source: 'bottom', target: 'top' } : { source: 'top', target: 'bottom' };
}

/** Sides and lane of an edge that bypasses other cards: of all ways the one that crosses fewest of them, then the shortest with fewest turns. */
export function skipEnds(source: Place, target: Place, obstacles: Obstacles): Ends {
  const [dx, dy] = [target[0] - source[0], target[1] - source[1]];
  const except = [source, target];
  const candidates: Ends[] = [directEnds(source, target)];
  for (const side of ['right', 'left'] as const) candidates.push({ source: side, target: side, lane: laneBeside(source, target, side, obstacles) });
  if (Math.abs(dx) > NODE_WIDTH / 2 + CLEARANCE) {
    const toward = dx > 0 ? 'right' : 'left';
    const facing = dx > 0 ? 'left' : 'right';
    if (Math.abs(dy) > NODE_HEIGHT) {
      candidates.push({ source: toward, target: dy > 0 ? 'top' : 'bottom' }, { source: dy > 0 ? 'bottom' : 'top', target: facing });
    }
    if (Math.abs(dx) > NODE_WIDTH + CLEARANCE) candidates.push({ source: toward, target: facing });
  }
  let best = candidates[0]!;
  let least = Infinity;
  for (const ends of candidates) {
    const points = corners(portAt(source, ends.source), portAt(target, ends.target), ends);
    let cost = (points.length - 2) * 70;
    for (let i = 1; i < points.length; i++) {
      const [a, b] = [points[i - 1]!, points[i]!];
      cost += Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + obstacles.on(a, b, except).length * 4000;
    }
    if (cost < least) [least, best] = [cost, ends];
  }
  return best;
}

/** The x beside both cards at which a vertical line meets no other. */
function laneBeside(source: Place, target: Place, side: 'left' | 'right', obstacles: Obstacles): number {
  const out = (place: Place): number => (side === 'right' ? place[0] + NODE_WIDTH + CLEARANCE : place[0] - CLEARANCE);
  const further = side === 'right' ? Math.max : Math.min;
  const [y0, y1] = [portAt(source, side)[1], portAt(target, side)[1]];
  let x = further(out(source), out(target));
  for (let i = 0; i < 12; i++) {
    const hit = obstacles.on([x, y0], [x, y1], [source, target], CLEARANCE - 2);
    if (hit.length === 0) break;
    x = further(x, ...hit.map(out));
  }
  return x;
}

/** Puts brackets that would run over each other side by side, shorter ones inside. Returns the lane of each, in the order given. */
export function separateLanes(brackets: readonly { readonly x: number; readonly side: 'left' | 'right'; readonly y0: number; readonly y1: number }[]): readonly number[] {
  const lanes = brackets.map((b) => b.x);
  const order = brackets.map((_, i) => i).sort((a, b) => Math.abs(brackets[a]!.y1 - brackets[a]!.y0) - Math.abs(brackets[b]!.y1 - brackets[b]!.y0));
  const placed: { x: number; top: number; bottom: number }[] = [];
  for (const i of order) {
    const { side, y0, y1 } = brackets[i]!;
    const [top, bottom] = [Math.min(y0, y1), Math.max(y0, y1)];
    let x = lanes[i]!;
    while (placed.some((p) => Math.abs(p.x - x) < LANE - 1 && p.top < bottom && p.bottom > top)) x += side === 'right' ? LANE : -LANE;
    lanes[i] = x;
    placed.push({ x, top, bottom });
  }
  return lanes;
}

/** Corner points from port to port. Only a `lane` or differing axes need corners; a straight or curved edge has its two ends. */
function corners(from: Point, to: Point, ends: Ends): readonly Point[] {
  const vertical = (side: Side): boolean => side === 'top' || side === 'bottom';
  if (ends.lane !== undefined) return [from, [ends.lane, from[1]], [ends.lane, to[1]], to];
  if (vertical(ends.source) && vertical(ends.target)) return [from, to];
  if (!vertical(ends.source) && !vertical(ends.target)) {
    if (Math.abs(from[1] - to[1]) < NODE_HEIGHT) return [from, to];
    const middle = (from[0] + to[0]) / 2;
    return [from, [middle, from[1]], [middle, to[1]], to];
  }
  return vertical(ends.source) ? [from, [from[0], to[1]], to] : [from, [to[0], from[1]], to];
}

export interface Way {
  readonly path: string;
  /** Where the label's middle stands. */
  readonly label: Point;
}

/** The SVG path between two ports and the place of its label. */
export function wayBetween(from: Point, to: Point, ends: Ends): Way {
  const points = corners(from, to, ends);
  if (points.length > 2) return { path: rounded(points), label: labelOn(points, ends) };
  const middle: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  const vertical = ends.source === 'top' || ends.source === 'bottom';
  const straight = Math.abs(vertical ? from[0] - to[0] : from[1] - to[1]) < 0.5;
  if (straight) return { path: `M${at(from)} L${at(to)}`, label: middle };
  const away = (side: Side, p: Point, reach: number): Point =>
    side === 'top' ? [p[0], p[1] - reach] : side === 'bottom' ? [p[0], p[1] + reach] : side === 'left' ? [p[0] - reach, p[1]] : [p[0] + reach, p[1]];
  const reach = Math.max(20, Math.abs(vertical ? from[1] - to[1] : from[0] - to[0]) * 0.5);
  return { path: `M${at(from)} C${at(away(ends.source, from, reach))} ${at(away(ends.target, to, reach))} ${at(to)}`, label: middle };
}

const at = (p: Point): string => `${Math.round(p[0] * 10) / 10} ${Math.round(p[1] * 10) / 10}`;

/** On a bracket near its beginning, so that the labels of nested ones do not pile up; else in the middle of the longest stretch. */
function labelOn(points: readonly Point[], ends: Ends): Point {
  if (ends.lane !== undefined) {
    const [from, to] = [points[1]!, points[2]!];
    const length = to[1] - from[1];
    return [ends.lane, from[1] + Math.sign(length) * Math.min(NODE_HEIGHT / 2 + 22, Math.abs(length) / 2)];
  }
  let best: Point = points[0]!;
  let longest = -1;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    const length = Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]);
    if (length > longest) [longest, best] = [length, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]];
  }
  return best;
}

function rounded(points: readonly Point[]): string {
  let path = `M${at(points[0]!)}`;
  for (let i = 1; i < points.length - 1; i++) {
    const [before, here, next] = [points[i - 1]!, points[i]!, points[i + 1]!];
    const radius = Math.min(CORNER, distance(before, here) / 2, distance(here, next) / 2);
    path += ` L${at(toward(here, before, radius))} Q${at(here)} ${at(toward(here, next, radius))}`;
  }
  return `${path} L${at(points.at(-1)!)}`;
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

function toward(from: Point, to: Point, by: number): Point {
  const length = distance(from, to);
  return length === 0 ? from : [from[0] + ((to[0] - from[0]) / length) * by, from[1] + ((to[1] - from[1]) / length) * by];
}
