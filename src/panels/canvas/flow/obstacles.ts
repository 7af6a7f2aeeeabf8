// The cards that lines keep clear of, in a coarse grid, so that a line asks only those near it. Pure geometry.

import { NODE_HEIGHT, NODE_WIDTH } from '../../../graph/layout.ts';
import { push } from '../../../graph/multimap.ts';

export type Side = 'top' | 'bottom' | 'left' | 'right';
export type Point = readonly [x: number, y: number];
/** Top left corner, and the size where it is not a card's usual one. */
export type Place = readonly [x: number, y: number, width?: number, height?: number];

export const rightOf = (place: Place): number => place[0] + (place[2] ?? NODE_WIDTH);
export const bottomOf = (place: Place): number => place[1] + (place[3] ?? NODE_HEIGHT);

/** A point on the border; `along` from 0 to 1, from left to right or from top to bottom. */
export function portAt(place: Place, side: Side, along = 0.5): Point {
  const [width, height] = [place[2] ?? NODE_WIDTH, place[3] ?? NODE_HEIGHT];
  switch (side) {
    case 'top':
      return [place[0] + width * along, place[1]];
    case 'bottom':
      return [place[0] + width * along, place[1] + height];
    case 'left':
      return [place[0], place[1] + height * along];
    case 'right':
      return [place[0] + width, place[1] + height * along];
    default:
      return side satisfies never;
  }
}

/** A rectangle that grows with what is looked at; empty at first. */
export interface Region {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const nowhere = (): Region => ({ left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity });

/** Whether anything of this stands in the region. */
export const reaches = (place: Place, { left, top, right, bottom }: Region): boolean => place[0] <= right && rightOf(place) >= left && place[1] <= bottom && bottomOf(place) >= top;

const CELL = 320;

/** The cells of a grid that a rectangle touches. */
function cellsOf(x0: number, y0: number, x1: number, y1: number, visit: (key: number) => void): void {
  // 2^21 rows are more than the ±1e7 units that a file may use.
  for (let x = Math.floor(x0 / CELL); x <= Math.floor(x1 / CELL); x++) for (let y = Math.floor(y0 / CELL); y <= Math.floor(y1 / CELL); y++) visit(x * 2_097_152 + y);
}

export class Obstacles {
  private readonly cells = new Map<number, Place[]>();
  private region: Region | null = null;

  /** `others` stand where they are as well: of many, only the few that move have to be put in anew. */
  constructor(places: Iterable<Place>, private readonly others: Obstacles | null = null) {
    for (const place of places) cellsOf(place[0], place[1], rightOf(place), bottomOf(place), (key) => push(this.cells, key, place));
  }

  /** The same with some gone and others come; what is far from these is shared. */
  replaced(gone: readonly Place[], come: readonly Place[]): Obstacles {
    const next = new Obstacles([], this.others);
    for (const [key, cell] of this.cells) next.cells.set(key, cell);
    for (const place of gone) cellsOf(place[0], place[1], rightOf(place), bottomOf(place), (key) => next.cells.set(key, (next.cells.get(key) ?? []).filter((other) => other !== place)));
    for (const place of come) cellsOf(place[0], place[1], rightOf(place), bottomOf(place), (key) => next.cells.set(key, [...(next.cells.get(key) ?? []), place]));
    return next;
  }

  /**
   * What `look` finds out, and the region that it asked about. Its result depends on nothing outside: as long as nothing comes
   * or goes there, it would be the same.
   */
  watched<T>(look: () => T): { readonly found: T; readonly region: Region } {
    const outer = this.region;
    const region = nowhere();
    this.region = region;
    const found = look();
    this.region = outer;
    return { found, region };
  }

  /** Cards in a rectangle. */
  within(x0: number, y0: number, x1: number, y1: number): readonly Place[] {
    const found: Place[] = [];
    this.visit(x0, y0, x1, y1, (place) => {
      if (place[0] < x1 && rightOf(place) > x0 && place[1] < y1 && bottomOf(place) > y0 && !found.includes(place)) found.push(place);
    });
    return found;
  }

  /** Cards that an axis-parallel or straight line comes nearer to than `margin`, those given left out. */
  on(from: Point, to: Point, except: readonly Place[], margin = 8): readonly Place[] {
    const [x0, x1] = from[0] < to[0] ? [from[0], to[0]] : [to[0], from[0]];
    const [y0, y1] = from[1] < to[1] ? [from[1], to[1]] : [to[1], from[1]];
    const found: Place[] = [];
    this.visit(x0 - margin, y0 - margin, x1 + margin, y1 + margin, (place) => {
      if (meets(from, to, place, margin) && !except.includes(place) && !found.includes(place)) found.push(place);
    });
    return found;
  }

  /** Cards in these cells, some more than once. */
  private visit(x0: number, y0: number, x1: number, y1: number, see: (place: Place) => void): void {
    const { region } = this;
    if (region) {
      region.left = Math.min(region.left, x0);
      region.top = Math.min(region.top, y0);
      region.right = Math.max(region.right, x1);
      region.bottom = Math.max(region.bottom, y1);
    }
    cellsOf(x0, y0, x1, y1, (key) => this.cells.get(key)?.forEach(see));
    this.others?.visit(x0, y0, x1, y1, see);
  }
}

/** Places of which one asks whether any reaches into a region; more may come between two questions. */
export class Disturbances {
  private readonly cells = new Map<number, Place[]>();
  private readonly bounds = nowhere();

  constructor(places: Iterable<Place>) {
    for (const place of places) this.add(place);
  }

  add(place: Place): void {
    const { bounds } = this;
    bounds.left = Math.min(bounds.left, place[0]);
    bounds.top = Math.min(bounds.top, place[1]);
    bounds.right = Math.max(bounds.right, rightOf(place));
    bounds.bottom = Math.max(bounds.bottom, bottomOf(place));
    cellsOf(place[0], place[1], rightOf(place), bottomOf(place), (key) => push(this.cells, key, place));
  }

  get isEmpty(): boolean {
    return this.cells.size === 0;
  }

  reach({ left, top, right, bottom }: Region): boolean {
    const { bounds } = this;
    // Mostly they lie together. What was looked at nowhere has no extent.
    const [x0, y0, x1, y1] = [Math.max(left, bounds.left), Math.max(top, bounds.top), Math.min(right, bounds.right), Math.min(bottom, bounds.bottom)];
    if (!(x0 <= x1 && y0 <= y1)) return false;
    const region = { left, top, right, bottom };
    let isReached = false;
    cellsOf(x0, y0, x1, y1, (key) => {
      if (!isReached) isReached = this.cells.get(key)?.some((place) => reaches(place, region)) ?? false;
    });
    return isReached;
  }
}

/** Whether a segment passes through a card grown by `margin` (Liang and Barsky's clipping). */
function meets(from: Point, to: Point, place: Place, margin: number): boolean {
  const [left, top] = [place[0] - margin, place[1] - margin];
  const [right, bottom] = [rightOf(place) + margin, bottomOf(place) + margin];
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

export const same = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];
export const samePoint = (a: Point | null, b: Point | null): boolean => a === b || (a !== null && b !== null && same(a, b));
