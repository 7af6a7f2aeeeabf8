// Which way an edge takes between two cards: the sides it leaves and enters by, and where it turns, clear of other cards. Pure geometry.

import { NODE_HEIGHT, NODE_WIDTH, RANK_GAP } from '../../../graph/layout.ts';
import { detour } from './detour.ts';
import { alongCurve, corners, upright, type Ends } from './ends.ts';
import { bottomOf, portAt, rightOf, type Obstacles, type Place, type Point, type Side } from './obstacles.ts';

/** From a card to a line that passes beside it, wide enough for half a label. */
const CLEARANCE = 40;
/** From a card to a line that passes above or below it: there is less room between rows, and labels in the middle of it. */
const CHANNEL = 12;

/** What a turn, and a card in the way, count for, against a unit of length. */
const TURN = 70;
const CROSSED = 4000;
/** What it is worth to leave by the same side as others did. */
const TOGETHER = 180;
const FEW_ROWS = 20 * RANK_GAP;
/** Cards further apart than this are not worth a search. */
const FAR = 40 * RANK_GAP;

/** Sides of an edge between neighbours: down, up, or across when they stand beside each other. */
export function directEnds(source: Place, target: Place): Ends {
  const [dx, dy] = [target[0] - source[0], target[1] - source[1]];
  const beside = target[1] < bottomOf(source) + 12 && source[1] < bottomOf(target) + 12;
  if (beside && (target[0] >= rightOf(source) || source[0] >= rightOf(target))) {
    return dx > 0 ? { source: 'right', target: 'left', bends: [] } : { source: 'left', target: 'right', bends: [] };
  }
  return dy >= 0 ? { source: 'bottom', target: 'top', bends: [] } : { source: 'top', target: 'bottom', bends: [] };
}

/**
 * The way of an edge: straight to its neighbour, or round what is between. A `skip` passes layers and prefers to be seen beside them,
 * on the side by which others of its source have left before, which then are one line.
 */
export function route(source: Place, target: Place, skip: boolean, obstacles: Obstacles, favoured: Side | null = null): Ends {
  const direct = directEnds(source, target);
  if (!skip && crossings(source, target, direct, obstacles) === 0) return direct;
  return skipEnds(source, target, obstacles, favoured);
}

/** Of all ways the one that crosses fewest cards, then the shortest with fewest turns. */
export function skipEnds(source: Place, target: Place, obstacles: Obstacles, favoured: Side | null = null): Ends {
  let best: Ends = directEnds(source, target);
  let least = Infinity;
  const weigh = (ends: Ends): void => {
    const cost = costOf(source, target, ends, obstacles) - (ends.source === favoured && ends.bends.length > 0 ? TOGETHER : 0);
    if (cost < least) [least, best] = [cost, ends];
  };
  simpleWays(source, target, obstacles).forEach(weigh);
  // A line along many rows is best seen beside them all; searching a gap through all of them takes its time.
  if (least >= CROSSED || Math.abs(target[1] - source[1]) < FEW_ROWS) waysBetweenRows(source, target, obstacles).forEach(weigh);
  if (least >= CROSSED && Math.abs(target[0] - source[0]) + Math.abs(target[1] - source[1]) < FAR) {
    const found = detour(source, target, obstacles);
    if (found) weigh(found);
  }
  return best;
}

/** Straight, as a bracket beside both cards, with one turn, or across. */
function simpleWays(source: Place, target: Place, obstacles: Obstacles): readonly Ends[] {
  const [sx, sy] = centre(source);
  const [tx, ty] = centre(target);
  const ways: Ends[] = [directEnds(source, target)];
  for (const side of ['right', 'left'] as const) ways.push({ source: side, target: side, bends: [laneBeside(source, target, side, sy, ty, obstacles)] });
  const [toward, facing]: readonly [Side, Side] = tx > sx ? ['right', 'left'] : ['left', 'right'];
  const [leave, enter] = vertically(sy, ty);
  if (Math.abs(tx - sx) > NODE_WIDTH / 2 + CLEARANCE && Math.abs(ty - sy) > NODE_HEIGHT) {
    ways.push({ source: toward, target: enter, bends: [] }, { source: leave, target: facing, bends: [] });
  }
  const between = tx > sx ? target[0] - rightOf(source) : source[0] - rightOf(target);
  if (between > CLEARANCE) {
    const middle = (tx > sx ? target[0] : source[0]) - between / 2;
    ways.push({ source: toward, target: facing, bends: Math.abs(ty - sy) < NODE_HEIGHT ? [] : [middle] });
  }
  return ways;
}

/** Between the rows: at once to the other's column, or just before it, or through a gap on the way. */
function waysBetweenRows(source: Place, target: Place, obstacles: Obstacles): readonly Ends[] {
  const [sx, sy] = centre(source);
  const [tx, ty] = centre(target);
  const [leave, enter] = vertically(sy, ty);
  const [y1, y2] = leave === 'bottom' ? [bottomOf(source) + CHANNEL, target[1] - CHANNEL] : [source[1] - CHANNEL, bottomOf(target) + CHANNEL];
  if (leave === 'bottom' ? y2 < y1 : y1 < y2) return [];
  const ways: Ends[] = [y1, y2].map((y) => ({ source: leave, target: enter, bends: [y] }));
  for (const clearance of [CLEARANCE, CHANNEL]) {
    for (const x of gaps(Math.min(y1, y2), Math.max(y1, y2), clearance, [sx, tx], obstacles)) {
      ways.push({ source: leave, target: enter, bends: [y1, x, y2] });
      // From the side that faces the gap, if it stands beside the card.
      if (x > rightOf(source) || x < source[0]) ways.push({ source: x > sx ? 'right' : 'left', target: enter, bends: [x, y2] });
      if (x > rightOf(target) || x < target[0]) ways.push({ source: leave, target: x > tx ? 'right' : 'left', bends: [y1, x] });
    }
  }
  return ways;
}

const vertically = (from: number, to: number): readonly [Side, Side] => (to >= from ? ['bottom', 'top'] : ['top', 'bottom']);

const centre = (place: Place): Point => [(place[0] + rightOf(place)) / 2, (place[1] + bottomOf(place)) / 2];

/** How many cards a way passes through. */
export function crossings(source: Place, target: Place, ends: Ends, obstacles: Obstacles): number {
  const [from, to] = [portAt(source, ends.source), portAt(target, ends.target)];
  const points = corners(from, to, ends);
  const except = [source, target];
  if (points.length === 2) {
    const [x0, x1] = from[0] < to[0] ? [from[0], to[0]] : [to[0], from[0]];
    const [y0, y1] = from[1] < to[1] ? [from[1], to[1]] : [to[1], from[1]];
    // Ports share a side, so a curve may begin and end anywhere on it.
    const [reachX, reachY] = upright(ends.source) ? [NODE_WIDTH / 2, -1] : [-1, NODE_HEIGHT / 2];
    if (obstacles.within(x0 - reachX, y0 - reachY, x1 + reachX, y1 + reachY).every((p) => except.includes(p))) return 0;
    return Math.max(...ALONG.map((along) => crossedBy(alongCurve(from, portAt(target, ends.target, along), ends), except, obstacles)));
  }
  let count = 0;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    // Only the first and the last stretch may pass their own card, and stand anywhere on the side they are at.
    const port = i === 1 ? ends.source : i === points.length - 1 ? ends.target : null;
    if (port === null) count += obstacles.on(a, b, NONE, 6).length;
    else {
      const [spreadX, spreadY] = upright(port) ? [i === 1 ? 16 : NODE_WIDTH * 0.4, -1] : [-1, NODE_HEIGHT / 2 - 6];
      const near = obstacles.within(Math.min(a[0], b[0]) - spreadX, Math.min(a[1], b[1]) - spreadY, Math.max(a[0], b[0]) + spreadX, Math.max(a[1], b[1]) + spreadY);
      count += near.filter((p) => !except.includes(p)).length;
    }
  }
  return count;
}

const NONE: readonly Place[] = [];
const ALONG = [0.5, 0.1, 0.9];

const crossedBy = (line: readonly Point[], except: readonly Place[], obstacles: Obstacles): number =>
  line.slice(1).reduce((sum, point, i) => sum + obstacles.on(line[i]!, point, except, 4).length, 0);

function costOf(source: Place, target: Place, ends: Ends, obstacles: Obstacles): number {
  const points = corners(portAt(source, ends.source), portAt(target, ends.target), ends);
  let cost = (points.length - 2) * TURN + crossings(source, target, ends, obstacles) * CROSSED;
  for (let i = 1; i < points.length; i++) cost += Math.abs(points[i]![0] - points[i - 1]![0]) + Math.abs(points[i]![1] - points[i - 1]![1]);
  return cost;
}

/** The x beside both cards at which a vertical line meets no other. */
function laneBeside(source: Place, target: Place, side: 'left' | 'right', y0: number, y1: number, obstacles: Obstacles): number {
  const out = (place: Place): number => (side === 'right' ? rightOf(place) + CLEARANCE : place[0] - CLEARANCE);
  const further = side === 'right' ? Math.max : Math.min;
  let x = further(out(source), out(target));
  for (let i = 0; i < 12; i++) {
    const hit = obstacles.on([x, y0], [x, y1], [source, target], CLEARANCE - 2);
    if (hit.length === 0) break;
    x = further(x, ...hit.map(out));
  }
  return x;
}

/** Cards passed on either side of each wish in search of a gap. */
const TRIES = 6;

/** The x nearest to each of those wished for, to its left and to its right, at which nothing stands between two heights. */
function gaps(top: number, bottom: number, clearance: number, wishes: readonly number[], obstacles: Obstacles): ReadonlySet<number> {
  const found = new Set<number>();
  for (const wish of wishes) {
    for (const direction of [-1, 1]) {
      let x = wish;
      for (let i = 0; i < TRIES; i++) {
        const hit = obstacles.on([x, top], [x, bottom], NONE, clearance - 1);
        if (hit.length === 0) {
          found.add(x);
          break;
        }
        x = direction < 0 ? Math.min(...hit.map((p) => p[0])) - clearance : Math.max(...hit.map(rightOf)) + clearance;
      }
    }
  }
  return found;
}
