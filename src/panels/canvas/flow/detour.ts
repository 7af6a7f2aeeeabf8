// A way found by search where no simple one is clear: along the borders of the cards around, shortest with fewest turns. Pure geometry.

import type { Ends } from './ends.ts';
import { bottomOf, portAt, rightOf, type Obstacles, type Place, type Point, type Side } from './obstacles.ts';

const BESIDE = 14;
const ABOVE = 12;
const TURN = 70;
/** Cards further off than this do not open a way. */
const REACH = 420;
/** More than 1 finds a way sooner that may be a little longer than the shortest. */
const EAGER = 1.4;
/** Places looked at before the search gives up: a few milliseconds. */
const MOST_STEPS = 4000;

const SIDES = ['bottom', 'right', 'left', 'top'] as const satisfies readonly Side[];
/** Right, down, left, up. */
const STEPS = [[1, 0], [0, 1], [-1, 0], [0, -1]] as const;
const DIRECTION: Readonly<Record<Side, number>> = { right: 0, bottom: 1, left: 2, top: 3 };

interface Step {
  readonly x: number;
  readonly y: number;
  readonly direction: number;
  readonly cost: number;
  /** The cost and what the rest is thought to cost. */
  readonly total: number;
  readonly side: Side;
  readonly before: Step | null;
}

/** Null where there is none within reach. */
export function detour(source: Place, target: Place, obstacles: Obstacles): Ends | null {
  const left = Math.min(source[0], target[0]) - REACH;
  const right = Math.max(rightOf(source), rightOf(target)) + REACH;
  const top = Math.min(source[1], target[1]) - REACH;
  const bottom = Math.max(bottomOf(source), bottomOf(target)) + REACH;
  const around = [source, target, ...obstacles.within(left, top, right, bottom)];
  const sorted = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
  const xs = sorted([...around.flatMap((p) => [p[0] - BESIDE, rightOf(p) + BESIDE]), portAt(source, 'top')[0], portAt(target, 'top')[0]]);
  const ys = sorted([...around.flatMap((p) => [p[1] - ABOVE, bottomOf(p) + ABOVE]), portAt(source, 'left')[1], portAt(target, 'left')[1]]);

  const before = (place: Place, side: Side): Point => {
    const [x, y] = portAt(place, side);
    const [dx, dy] = STEPS[DIRECTION[side]]!;
    return [x + dx * BESIDE, y + dy * ABOVE];
  };
  const goals = new Map<string, Side>();
  for (const side of SIDES) if (obstacles.on(before(target, side), portAt(target, side), [target], 4).length === 0) goals.set(before(target, side).join(), side);
  const key = (x: number, y: number, direction: number): number => (x * ys.length + y) * 4 + direction;

  const remaining = (x: number, y: number): number =>
    EAGER * (Math.max(0, target[0] - BESIDE - x, x - rightOf(target) - BESIDE) + Math.max(0, target[1] - ABOVE - y, y - bottomOf(target) - ABOVE));
  const queue = new Heap();
  for (const side of SIDES) {
    const [px, py] = before(source, side);
    const [x, y] = [xs.indexOf(px), ys.indexOf(py)];
    if (x >= 0 && y >= 0 && obstacles.on(portAt(source, side), [px, py], [source], 4).length === 0) queue.push({ x, y, direction: DIRECTION[side], cost: 0, total: remaining(px, py), side, before: null });
  }
  const done = new Set<number>();
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const here = queue.pop();
    if (!here) return null;
    const from: Point = [xs[here.x]!, ys[here.y]!];
    const goal = goals.get(from.join());
    // It enters going against the side's own direction.
    if (goal !== undefined && here.direction === (DIRECTION[goal] + 2) % 4) return endsOf(here, goal, portAt(source, here.side), portAt(target, goal), xs, ys);
    const at = key(here.x, here.y, here.direction);
    if (done.has(at)) continue;
    done.add(at);
    STEPS.forEach(([dx, dy], direction) => {
      if (direction === (here.direction + 2) % 4) return;
      if (direction !== here.direction) {
        queue.push({ ...here, direction, cost: here.cost + TURN, total: here.total + TURN, before: here });
        return;
      }
      const [x, y] = [here.x + dx, here.y + dy];
      if (xs[x] === undefined || ys[y] === undefined || done.has(key(x, y, direction))) return;
      const to: Point = [xs[x], ys[y]];
      if (obstacles.on(from, to, [], 6).length > 0) return;
      const cost = here.cost + Math.abs(to[0] - from[0]) + Math.abs(to[1] - from[1]);
      queue.push({ x, y, direction, cost, total: cost + remaining(...to), side: here.side, before: here });
    });
  }
  return null;
}

function endsOf(last: Step, target: Side, from: Point, to: Point, xs: readonly number[], ys: readonly number[]): Ends {
  const passed: Point[] = [];
  for (let step: Step | null = last; step !== null; step = step.before) passed.push([xs[step.x]!, ys[step.y]!]);
  passed.reverse();
  // A turn is a step in place.
  const points = passed.filter((p, i) => i === 0 || !same(passed[i - 1]!, p));
  const turns = points.filter((p, i) => {
    const [a, b] = [points[i - 1] ?? from, points[i + 1] ?? to];
    return !(a[0] === p[0] && b[0] === p[0]) && !(a[1] === p[1] && b[1] === p[1]);
  });
  const upright = last.side === 'top' || last.side === 'bottom';
  const bends = turns.slice(0, -1).map((p, i) => p[(i % 2 === 0) === upright ? 1 : 0]);
  // A port may stand beside the middle of its side: the line comes back to where the way was found just after it, and leaves there just before.
  const [first, final] = [points[0]!, points.at(-1)!];
  if (turns.length > 0 && !same(turns[0]!, first)) bends.unshift(...(upright ? [first[1], first[0]] : [first[0], first[1]]));
  if (turns.length > 0 && !same(turns.at(-1)!, final)) bends.push(...(target === 'top' || target === 'bottom' ? [final[0], final[1]] : [final[1], final[0]]));
  return { source: last.side, target, bends };
}

const same = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];

/** The step that promises the least first. */
class Heap {
  private readonly items: Step[] = [];

  push(step: Step): void {
    const { items } = this;
    let i = items.push(step) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (items[parent]!.total <= step.total) break;
      items[i] = items[parent]!;
      i = parent;
    }
    items[i] = step;
  }

  pop(): Step | undefined {
    const { items } = this;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1]!.total < items[child]!.total) child++;
      if (items[child]!.total >= last.total) break;
      items[i] = items[child]!;
      i = child;
    }
    items[i] = last;
    return first;
  }
}
