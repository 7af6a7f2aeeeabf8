// Which cards step aside when one of them takes more room above or below: those in the way, and with them all that would otherwise
// be torn off. A cheapest cut says where the drawing is pulled apart. Pure; knows no document.

import type { Box } from '../../graph/boxes.ts';
import { COLUMN_GAP, NODE_HEIGHT, RANK_GAP } from '../../graph/layout.ts';

export interface Thing extends Box {
  readonly id: string;
  /** The heights at which lines come in and go out: of an opened block, those of its first and last card. */
  readonly entry: number;
  readonly exit: number;
}
export interface Line {
  readonly source: string;
  readonly target: string;
}

/** What it costs to pull two joined cards apart: a level line becomes crooked, neighbours of a column part, others are only drawn longer. */
const COST = { level: 40, near: 20, far: 10 } as const;
/** In doubt the cut is where the card stands that grows: what is beyond steps aside, what is beside it does not. */
const ASIDE = 1;

const besides = (a: Box, b: Box): boolean => a.x + a.width <= b.x + 4 || b.x + b.width <= a.x + 4;
/** Whether the line between them is drawn level. */
export const isLevel = (source: Thing, target: Thing): boolean => Math.abs(source.exit - target.entry) < NODE_HEIGHT / 2;

/**
 * The ids of those that move by `by`, upwards where it is negative, when `grown`, as it was, takes so much more room there
 * (or less, then `towards` says on which side what moves stands); those that move in any case with what belongs to them.
 */
export function steppingAside(things: readonly Thing[], lines: readonly Line[], grown: Thing, by: number, towards: 'up' | 'down', also: ReadonlySet<string>): ReadonlySet<string> {
  const down = towards === 'down';
  const others = things.filter((t) => t.id !== grown.id);
  const beyond = (a: Box, b: Box): boolean => (down ? a.y >= b.y + b.height - 4 : a.y + a.height <= b.y + 4);
  const inColumn = others.filter((t) => !besides(t, grown));
  const moving = new Set([...also, ...inColumn.filter((t) => beyond(t, grown)).map((t) => t.id)]);
  const standing = new Set([grown.id, ...inColumn.filter((t) => !moving.has(t.id)).map((t) => t.id)]);
  const network = new Cut(things, lines, (a, b) => ASIDE * Number(beyond(a, grown) === beyond(b, grown)));
  for (let round = 0; round < things.length; round++) {
    const found = network.side(moving, standing);
    // What would be run over moves too.
    const hit = Math.abs(by) < 1 ? [] : others.filter((t) => !found.has(t.id) && others.some((m) => found.has(m.id) && runsOver(m, t, by)));
    if (hit.length === 0) return found;
    if (hit.some((t) => standing.has(t.id))) break;
    for (const t of hit) moving.add(t.id);
  }
  // No cut leaves room for all: everything beyond moves, rows stay rows.
  return new Set(others.filter((t) => beyond(t, grown)).map((t) => t.id));
}

/** Whether a card that moves by `by` comes to lie over one that stands, and did not before. */
function runsOver(moved: Box, stands: Box, by: number): boolean {
  if (besides(moved, stands)) return false;
  const gap = by > 0 ? stands.y - (moved.y + moved.height) : moved.y - (stands.y + stands.height);
  return gap >= -4 && gap < Math.abs(by) + 8;
}

interface Arc {
  readonly to: number;
  /** What can still flow. */
  room: number;
  readonly back: number;
}

/** The cheapest cut between what moves and what stands: largest flow by shortest ways (Edmonds and Karp). */
class Cut {
  private readonly index: ReadonlyMap<string, number>;
  private readonly arcs: (readonly [from: number, to: number, cost: number])[] = [];

  constructor(
    private readonly things: readonly Thing[],
    lines: readonly Line[],
    aside: (a: Thing, b: Thing) => number,
  ) {
    this.index = new Map(things.map((t, i) => [t.id, i]));
    for (const { source, target } of lines) {
      const [a, b] = [this.index.get(source), this.index.get(target)];
      if (a === undefined || b === undefined || a === b) continue;
      this.arcs.push([a, b, costOf(things[a]!, things[b]!) + aside(things[a]!, things[b]!)]);
    }
  }

  /** Those on the side of `moving`: as few as possible. */
  side(moving: ReadonlySet<string>, standing: ReadonlySet<string>): ReadonlySet<string> {
    const [from, to] = [this.things.length, this.things.length + 1];
    const arcs: Arc[][] = Array.from({ length: to + 1 }, () => []);
    const join = (a: number, b: number, cost: number, costBack: number): void => {
      arcs[a]!.push({ to: b, room: cost, back: arcs[b]!.length });
      arcs[b]!.push({ to: a, room: costBack, back: arcs[a]!.length - 1 });
    };
    for (const [a, b, cost] of this.arcs) join(a, b, cost, cost);
    for (const id of moving) join(from, this.index.get(id)!, Infinity, 0);
    for (const id of standing) join(this.index.get(id)!, to, Infinity, 0);
    for (;;) {
      const cameBy = wayThrough(arcs, from);
      if (!cameBy[to]) return new Set(this.things.filter((_, i) => cameBy[i] !== undefined).map((t) => t.id));
      let least = Infinity;
      for (let at = to; at !== from; at = cameBy[at]![0]) least = Math.min(least, cameBy[at]![1].room);
      for (let at = to; at !== from; at = cameBy[at]![0]) {
        const arc = cameBy[at]![1];
        arc.room -= least;
        arcs[arc.to]![arc.back]!.room += least;
      }
    }
  }
}

/** By which arc each place is reached that something can still flow to. */
function wayThrough(arcs: readonly (readonly Arc[])[], from: number): readonly (readonly [from: number, arc: Arc] | undefined)[] {
  const cameBy: (readonly [number, Arc] | undefined)[] = Array.from({ length: arcs.length });
  const queue = [from];
  for (let i = 0; i < queue.length; i++) {
    for (const arc of arcs[queue[i]!]!) {
      if (arc.room <= 0 || arc.to === from || cameBy[arc.to]) continue;
      cameBy[arc.to] = [queue[i]!, arc];
      queue.push(arc.to);
    }
  }
  return cameBy;
}

function costOf(a: Thing, b: Thing): number {
  if (isLevel(a, b)) return COST.level;
  const gap = Math.max(a.y, b.y) - Math.min(a.y + a.height, b.y + b.height);
  return gap < RANK_GAP && Math.abs(a.x - b.x) < 1.5 * COLUMN_GAP ? COST.near : COST.far;
}
