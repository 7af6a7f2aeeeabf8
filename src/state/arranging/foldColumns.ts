// A tall narrow arrangement folded into columns side by side, down one and up the next, so that a deep network fits a window. Pure.

import { COLUMN_GAP, NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import type { Arrangement, Placed, Places } from './arrangement.ts';

/** Width to height that a folded network strives for: that of the canvas in a window. */
const WANTED_ASPECT = 1.7;
/** What is lower than so many ranks is read at a glance as it is. */
const TALLEST = 12 * RANK_GAP;
/** Higher than so many widths, a network is a thread. */
const NARROWEST = 2.5;
/** Room between two columns for the lines that pass their cards. */
const BETWEEN = COLUMN_GAP - NODE_WIDTH + 60;

interface Unit {
  readonly id: string;
  readonly placed: Placed;
}

const topOf = ({ placed }: Unit): number => placed.place[1];
const bottomOf = ({ placed }: Unit): number => placed.place[1] + placed.height;

/** The same places where there is nothing to fold: not tall, or nowhere does a single link lead on. */
export function foldColumns({ boxes, links }: Arrangement, places: Places): Places {
  const groupOf = new Map(boxes.map((b) => [b.id, b.group]));
  const units = boxes.flatMap((b): Unit[] => (b.group === undefined && places.has(b.id) && !b.remark ? [{ id: b.id, placed: places.get(b.id)! }] : []));
  if (units.length < 2) return places;
  const [top, bottom] = [Math.min(...units.map(topOf)), Math.max(...units.map(bottomOf))];
  const width = Math.max(...units.map((u) => u.placed.place[0] + u.placed.width)) - Math.min(...units.map((u) => u.placed.place[0]));
  const height = bottom - top;
  if (height < TALLEST || height < NARROWEST * width) return places;

  const columns = Math.max(2, Math.round(Math.sqrt((WANTED_ASPECT * height) / (width + BETWEEN))));
  const cuts = evenCuts(cutsBetween(units, links, groupOf), top, bottom, columns);
  if (cuts.length === 0) return places;
  return inColumns(units, cuts, groupOf, places);
}

/** Heights at which the network can be cut: no unit lies there, and one link leads across. */
function cutsBetween(units: readonly Unit[], links: Arrangement['links'], groupOf: ReadonlyMap<string, string | undefined>): readonly number[] {
  const outermost = (id: string): string => {
    let at = id;
    for (let group = groupOf.get(at); group !== undefined; group = groupOf.get(at)) at = group;
    return at;
  };
  const byTop = units.toSorted((a, b) => topOf(a) - topOf(b));
  const rank = new Map(byTop.map((u, i) => [u.id, i]));
  // Links that cross the border before the i-th unit, by adding up where they begin and end.
  const crossing = new Int32Array(byTop.length + 1);
  const seen = new Set<string>();
  for (const { source, target } of links) {
    const [a, b] = [rank.get(outermost(source)), rank.get(outermost(target))];
    if (a === undefined || b === undefined || a === b || seen.has(`${a} ${b}`)) continue;
    seen.add(`${a} ${b}`);
    crossing[Math.min(a, b) + 1]!++;
    crossing[Math.max(a, b) + 1]!--;
  }
  const cuts: number[] = [];
  let open = 0;
  let reached = -Infinity;
  byTop.forEach((unit, i) => {
    open += crossing[i]!;
    if (i > 0 && open === 1 && reached <= topOf(unit)) cuts.push((reached + topOf(unit)) / 2);
    reached = Math.max(reached, bottomOf(unit));
  });
  return cuts;
}

/** The cuts nearest to equal parts; one that would make a part less than half or more than twice as high as wanted is left out. */
function evenCuts(cuts: readonly number[], top: number, bottom: number, columns: number): readonly number[] {
  const part = (bottom - top) / columns;
  const chosen: number[] = [];
  for (let i = 1; i < columns; i++) {
    const wanted = top + i * part;
    const last = chosen.at(-1) ?? top;
    const near = cuts.filter((cut) => cut > last + part / 2 && cut < bottom - part / 3);
    const best = near.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0];
    if (best !== undefined && Math.abs(best - wanted) < part) chosen.push(best);
  }
  return chosen;
}

function inColumns(units: readonly Unit[], cuts: readonly number[], groupOf: ReadonlyMap<string, string | undefined>, places: Places): Places {
  const columnOf = (unit: Unit): number => cuts.filter((cut) => topOf(unit) >= cut).length;
  const columns = Array.from({ length: cuts.length + 1 }, (_, i) => units.filter((u) => columnOf(u) === i));
  const heights = columns.map((column) => Math.max(...column.map(bottomOf)) - Math.min(...column.map(topOf)));
  const tallest = Math.max(...heights);
  const shift = new Map<string, readonly [number, number]>();
  let x = 0;
  columns.forEach((column, i) => {
    const left = Math.min(...column.map((u) => u.placed.place[0]));
    const top = Math.min(...column.map(topOf));
    for (const unit of column) {
      const fromTop = topOf(unit) - top;
      // Every second column is read upwards, so that it goes on where the one before it ended.
      const y = i % 2 === 0 ? fromTop : tallest - fromTop - unit.placed.height;
      shift.set(unit.id, [x - left, y - topOf(unit)]);
    }
    // A column that goes down ends at the bottom, where the next one begins.
    if (i % 2 === 0 && i < columns.length - 1) for (const unit of column) shift.set(unit.id, [shift.get(unit.id)![0], shift.get(unit.id)![1] + tallest - heights[i]!]);
    x += Math.max(...column.map((u) => u.placed.place[0] + u.placed.width)) - left + BETWEEN;
  });
  const shiftOf = (id: string): readonly [number, number] => {
    for (let at: string | undefined = id; at !== undefined; at = groupOf.get(at)) if (shift.has(at)) return shift.get(at)!;
    return [0, 0];
  };
  return new Map(
    [...places].map(([id, placed]): [string, Placed] => {
      const [dx, dy] = shiftOf(id);
      return [id, { ...placed, place: [placed.place[0] + dx, placed.place[1] + dy] }];
    }),
  );
}
