// The line of an edge as it is drawn: its SVG path, and the place of its label clear of cards and other labels. Pure geometry.

import { NODE_HEIGHT } from '../../../graph/layout.ts';
import { alongCurve, corners, curveControls, upright, type Ends } from './ends.ts';
import { bottomOf, rightOf, type Obstacles, type Place, type Point } from './obstacles.ts';

const CORNER = 12;

export interface Way {
  readonly path: string;
  /** Where the label's middle stands; null where it finds no place. */
  readonly label: Point | null;
}

/** The SVG path between two ports. */
export function pathBetween(from: Point, to: Point, ends: Ends): string {
  const points = corners(from, to, ends);
  if (points.length > 2) return rounded(points);
  if (Math.abs(upright(ends.source) ? from[0] - to[0] : from[1] - to[1]) < 0.5) return `M${at(from)} L${at(to)}`;
  const [c1, c2] = curveControls(from, to, ends);
  return `M${at(from)} C${at(c1)} ${at(c2)} ${at(to)}`;
}

const at = (p: Point): string => `${Math.round(p[0] * 10) / 10} ${Math.round(p[1] * 10) / 10}`;

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

const LABEL_HEIGHT = 19;
/** JetBrains Mono at 10.5 px, with the label's padding. */
export const labelWidth = (text: string): number => text.length * 6.3 + 16;

/** Labels that have found their place, in a coarse grid. */
export class Labels {
  private readonly cells = new Map<number, (readonly [number, number, number])[]>();
  private static readonly CELL = 160;

  /** 2^21 rows are more than the ±1e7 units that a file may use. */
  private static keyAt(x: number, y: number): number {
    return Math.round(x / Labels.CELL) * 2_097_152 + Math.round(y / Labels.CELL);
  }

  isFree([x, y]: Point, width: number): boolean {
    const c = Labels.CELL;
    for (const dx of [-c, 0, c]) {
      for (const dy of [-c, 0, c]) {
        if (this.cells.get(Labels.keyAt(x + dx, y + dy))?.some(([ox, oy, other]) => Math.abs(ox - x) < (other + width) / 2 + 3 && Math.abs(oy - y) < LABEL_HEIGHT + 2)) return false;
      }
    }
    return true;
  }

  take([x, y]: Point, width: number): void {
    const key = Labels.keyAt(x, y);
    const cell = this.cells.get(key);
    if (cell) cell.push([x, y, width]);
    else this.cells.set(key, [[x, y, width]]);
  }
}

/** The rectangle in which a label there keeps others off. */
export const labelBody = ([x, y]: Point, width: number): Place => [x - width / 2 - 3, y - LABEL_HEIGHT - 2, width + 6, 2 * LABEL_HEIGHT + 4];

/** Along a line from here on, in this order, if its first choice is taken. */
const OTHERWISE = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88, 0.05, 0.95];

/** How far a label may lie on the two cards that its line joins, where they stand so close that it finds no place between them: on their empty borders. */
export const LABEL_OVER = { x: 16, y: 6 } as const;

/** Whether what a label of this rectangle covers of a card is no more than its empty border. */
export function coversBorderOnly(x0: number, y0: number, x1: number, y1: number, card: Place): boolean {
  const over = Math.min(x1, rightOf(card)) - Math.max(x0, card[0]);
  return over <= LABEL_OVER.x || Math.min(y1, bottomOf(card)) - Math.max(y0, card[1]) <= LABEL_OVER.y;
}

/** A place for a label of `width` on the line, clear of cards and of other labels; null where the line has none. */
export function placeLabel(from: Point, to: Point, ends: Ends, width: number, obstacles: Obstacles, labels: Labels): Point | null {
  const points = corners(from, to, ends);
  const line = points.length === 2 ? alongCurve(from, to, ends) : points;
  const clear = ([x, y]: Point): boolean => obstacles.within(x - width / 2 - 2, y - LABEL_HEIGHT / 2 - 2, x + width / 2 + 2, y + LABEL_HEIGHT / 2 + 2).length === 0;
  const preferred = points.length === 2 ? null : preferredPlace(points, ends);
  const lengths = line.slice(1).map((p, i) => distance(line[i]!, p));
  const total = lengths.reduce((a, b) => a + b, 0);
  for (let i = preferred ? -1 : 0; i < OTHERWISE.length; i++) {
    const point = i < 0 ? preferred! : onLine(line, lengths, total * OTHERWISE[i]!);
    if (!clear(point) || !labels.isFree(point, width)) continue;
    return point;
  }
  // Between two cards that stand close together.
  const [x, y] = onLine(line, lengths, total / 2);
  const isOwn = (card: Place): boolean => [from, to].some(([px, py]) => px >= card[0] - 1 && px <= rightOf(card) + 1 && py >= card[1] - 1 && py <= bottomOf(card) + 1);
  const [x0, y0, x1, y1] = [x - width / 2, y - LABEL_HEIGHT / 2, x + width / 2, y + LABEL_HEIGHT / 2];
  if (!obstacles.within(x0, y0, x1, y1).every((card) => isOwn(card) && coversBorderOnly(x0, y0, x1, y1, card)) || !labels.isFree([x, y], width)) return null;
  return [x, y];
}

function onLine(line: readonly Point[], lengths: readonly number[], along: number): Point {
  let left = along;
  for (let i = 0; i < lengths.length; i++) {
    if (left <= lengths[i]!) return toward(line[i]!, line[i + 1]!, left);
    left -= lengths[i]!;
  }
  return line.at(-1)!;
}

/** On a bracket near its beginning, so that the labels of nested ones do not pile up; else in the middle of the longest stretch. */
function preferredPlace(points: readonly Point[], { source, target, bends }: Ends): Point {
  if (source === target && bends.length === 1) {
    const [from, to] = [points[1]!, points[2]!];
    const length = to[1] - from[1];
    return [from[0], from[1] + Math.sign(length) * Math.min(NODE_HEIGHT / 2 + 22, Math.abs(length) / 2)];
  }
  let best: Point = points[0]!;
  let longest = -1;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    if (distance(a, b) > longest) [longest, best] = [distance(a, b), [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]];
  }
  return best;
}
