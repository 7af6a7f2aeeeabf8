// Recognizes networks that halve maps, double them again and join both sides by skips, and draws them as a U: down on the
// left, up on the right, each skip a level line. Pure; knows no ELK.

import { COLUMN_GAP, NODE_HEIGHT, NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import type { Arrangement, Box, Place, Places } from './arrangement.ts';

/** Columns by which each level stands further in. */
const INDENT = 0.34;
/** Columns from the last box going down to the first going up, and between boxes that stand on a skip: room to read the shape. */
const SIDEWAYS = 1.45;

type Arm = 'down' | 'up' | 'bridge';

/** Places of a U; null where the network is none, or where it has groups, loops or more outputs than a U has. */
export function uShape({ boxes, links }: Arrangement): Places | null {
  const drawn = boxes.filter((b) => !b.remark);
  if (drawn.some((b) => b.group !== undefined || b.width !== NODE_WIDTH || b.height !== NODE_HEIGHT)) return null;
  const graph = new Graph(drawn, links);
  const arms = graph.order === null ? null : armsOf(graph);
  if (!arms) return null;
  const rows = rowsOf(graph, arms);
  return rows && draw(graph, arms, rows);
}

class Graph {
  readonly before = new Map<string, string[]>();
  readonly after = new Map<string, string[]>();
  readonly box: ReadonlyMap<string, Box>;
  /** Every box behind all its inputs; null in a loop. */
  readonly order: readonly string[] | null;

  constructor(boxes: readonly Box[], links: Arrangement['links']) {
    this.box = new Map(boxes.map((b) => [b.id, b]));
    for (const { id } of boxes) {
      this.before.set(id, []);
      this.after.set(id, []);
    }
    for (const { source, target } of links) {
      if (!this.box.has(source) || !this.box.has(target) || this.after.get(source)!.includes(target)) continue;
      this.before.get(target)!.push(source);
      this.after.get(source)!.push(target);
    }
    this.order = sorted(boxes.map((b) => b.id), this.after);
  }

  /** Everything that leads to one of `ids`, or that they lead to, themselves included. */
  reach(ids: readonly string[], along: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
    const found = new Set(ids);
    for (const id of found) for (const next of along.get(id)!) found.add(next);
    return found;
  }
}

/** Kahn's order; null where there is a loop. */
function sorted(ids: readonly string[], after: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const waiting = new Map(ids.map((id) => [id, 0]));
  for (const id of ids) for (const next of after.get(id) ?? []) waiting.set(next, waiting.get(next)! + 1);
  const order = ids.filter((id) => waiting.get(id) === 0);
  for (const id of order) {
    for (const next of after.get(id) ?? []) {
      const open = waiting.get(next)! - 1;
      waiting.set(next, open);
      if (open === 0) order.push(next);
    }
  }
  return order.length === ids.length ? order : null;
}

interface Arms {
  readonly arm: ReadonlyMap<string, Arm>;
  /** Pairs that stand at one height: the ends of skips and what stands on them, and the two boxes at the bottom. */
  readonly level: readonly (readonly [string, string])[];
}

/** Which boxes go down, which go up, and which stand on a skip between them. */
function armsOf(graph: Graph): Arms | null {
  const { before, after, box } = graph;
  const order = graph.order!;
  const depth = longestPaths(order, before);
  const extent = (id: string): number | null => box.get(id)!.extent;
  const grows = (id: string): boolean => {
    const inputs = before.get(id)!.map(extent);
    const own = extent(id);
    return own !== null && inputs.length > 0 && inputs.every((e) => e !== null && e < own);
  };
  const growing = order.filter(grows);
  if (growing.length === 0) return null;
  const up = graph.reach(growing, after);

  // The last box before maps grow again; of all that lead there, the deepest.
  const crossings = order.flatMap((s) => (up.has(s) ? [] : after.get(s)!.filter((t) => up.has(t)).map((t) => [s, t] as const)));
  const deepest = crossings.filter(([, t]) => grows(t)).reduce<readonly [string, string] | null>((best, c) => (best === null || depth.get(c[0])! > depth.get(best[0])! ? c : best), null);
  if (deepest === null || crossings.length < 2) return null;
  const down = graph.reach([deepest[0]], before);
  const shrinks = [...down].some((id) => before.get(id)!.some((p) => (extent(p) ?? 0) > (extent(id) ?? Infinity)));
  if (!shrinks) return null;

  const arm = new Map<string, Arm>();
  for (const id of order) arm.set(id, up.has(id) ? 'up' : down.has(id) ? 'down' : 'bridge');
  // What stands on a skip has come from the left and leads to the right; anything else is no U.
  for (const id of order) if (arm.get(id) === 'bridge' && (before.get(id)!.length !== 1 || after.get(id)!.length !== 1)) return null;

  const level: (readonly [string, string])[] = [];
  /** The box at the left end of a way that may lead over a bridge. */
  const root = (id: string): string => (arm.get(id) === 'bridge' ? root(before.get(id)![0]!) : id);
  const leftTaken = new Set<string>();
  let skips = 0;
  let lastSkip: readonly [string, string] | null = null;
  for (const target of order) {
    if (arm.get(target) !== 'up') continue;
    const sources = before.get(target)!.filter((s) => arm.get(s) !== 'up' && !(s === deepest[0] && grows(target)));
    if (sources.length === 0) continue;
    skips += sources.length;
    // A level line for the nearest skip of each; others between the same boxes find their own way.
    const source = sources.reduce((a, b) => (depth.get(root(b))! > depth.get(root(a))! ? b : a));
    const left = root(source);
    lastSkip ??= [left, target];
    if (leftTaken.has(left)) continue;
    leftTaken.add(left);
    level.push([source, target]);
  }
  if (skips === 0 || lastSkip === null) return null;
  for (const id of order) if (arm.get(id) === 'bridge') level.push([before.get(id)![0]!, id]);

  // Between the deepest skip's ends half goes down and half goes up.
  const [from, to] = lastSkip;
  const [behind, ahead] = [graph.reach([from], after), graph.reach([to], before)];
  const arc = order.filter((id) => id !== from && id !== to && behind.has(id) && ahead.has(id) && arm.get(id) !== 'bridge');
  const along = new Map<string, number>([[from, 0]]);
  for (const id of arc) along.set(id, Math.max(0, ...before.get(id)!.map((p) => along.get(p) ?? 0)) + 1);
  const half = Math.ceil(Math.max(0, ...along.values()) / 2);
  for (const id of arc) arm.set(id, along.get(id)! <= half ? 'down' : 'up');
  const bottoms = arc.flatMap((s) => after.get(s)!.filter((t) => arm.get(s) === 'down' && arm.get(t) === 'up' && along.has(t)).map((t) => [s, t] as const));
  if (bottoms.length === 1) level.push(bottoms[0]!);
  return { arm, level };
}

function longestPaths(order: readonly string[], before: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, number> {
  const length = new Map<string, number>();
  for (const id of order) length.set(id, Math.max(-1, ...(before.get(id) ?? []).map((p) => length.get(p)!)) + 1);
  return length;
}

/** A row for each box: below its inputs going down, above them going up, as low as the others let it be. Null where that cannot be. */
function rowsOf({ after, order }: Graph, { arm, level }: Arms): ReadonlyMap<string, number> | null {
  const leader = new Map<string, string>();
  const find = (id: string): string => {
    const above = leader.get(id);
    return above === undefined ? id : find(above);
  };
  for (const [a, b] of level) {
    const [x, y] = [find(a), find(b)];
    if (x !== y) leader.set(y, x);
  }
  const below = new Map<string, string[]>();
  const groups = [...new Set(order!.map(find))];
  for (const id of groups) below.set(id, []);
  for (const id of order!) {
    for (const next of after.get(id)!) {
      const [a, b] = [arm.get(id)!, arm.get(next)!];
      if (a !== b) continue;
      if (a === 'down') below.get(find(id))!.push(find(next));
      if (a === 'up') below.get(find(next))!.push(find(id));
    }
  }
  const sequence = sorted(groups, below);
  if (sequence === null) return null;
  const above = new Map<string, string[]>(groups.map((id) => [id, []]));
  for (const id of groups) for (const next of below.get(id)!) above.get(next)!.push(id);
  const earliest = longestPaths(sequence, above);
  const last = Math.max(...earliest.values());
  const row = new Map<string, number>();
  for (const id of sequence.toReversed()) row.set(id, Math.min(last + 1, ...below.get(id)!.map((n) => row.get(n)!)) - 1);
  return new Map(order!.map((id) => [id, row.get(find(id))!]));
}

function draw({ before, box, order }: Graph, { arm }: Arms, rows: ReadonlyMap<string, number>): Places | null {
  const largest = Math.max(...[...box.values()].map((b) => b.extent ?? 1));
  const column = new Map<string, number>();
  const indent = new Map<string, number>();
  for (const id of order!) {
    const extent = box.get(id)!.extent;
    // A layer without a map stands where its input does.
    indent.set(id, extent === null ? Math.max(0, ...before.get(id)!.map((p) => indent.get(p)!)) : Math.max(0, Math.round(Math.log2(largest / extent))) * INDENT);
  }
  for (const side of ['down', 'up'] as const) {
    const byRow = groupBy(order!.filter((id) => arm.get(id) === side), (id) => rows.get(id)!);
    const sequence = [...byRow.keys()].sort((a, b) => (side === 'down' ? a - b : b - a));
    for (const row of sequence) {
      const wanted = byRow.get(row)!.map((id) => {
        const from = before.get(id)!.map((p) => column.get(p)).filter((c) => c !== undefined);
        return { id, at: arm.get(before.get(id)![0] ?? '') === side && from.length > 0 ? from.reduce((a, b) => a + b, 0) / from.length : 0 };
      });
      wanted.sort((a, b) => a.at - b.at);
      const centre = wanted.reduce((sum, w) => sum + w.at, 0) / wanted.length;
      wanted.forEach((w, i) => column.set(w.id, wanted.length === 1 ? w.at : centre + i - (wanted.length - 1) / 2));
    }
  }
  const x = new Map<string, number>();
  for (const id of order!) if (arm.get(id) === 'down') x.set(id, column.get(id)! + indent.get(id)!);
  for (const id of order!) if (arm.get(id) === 'up') x.set(id, column.get(id)! - indent.get(id)!);

  // The arms stand as near to each other as the narrowest row lets them.
  let apart = 0;
  const byRow = groupBy(order!, (id) => rows.get(id)!);
  for (const ids of byRow.values()) {
    const left = ids.filter((id) => arm.get(id) === 'down').map((id) => x.get(id)!);
    const right = ids.filter((id) => arm.get(id) === 'up').map((id) => x.get(id)!);
    const bridges = ids.filter((id) => arm.get(id) === 'bridge').length;
    if (left.length > 0 && right.length > 0) apart = Math.max(apart, Math.max(...left) - Math.min(...right) + SIDEWAYS * (1 + bridges));
  }
  for (const id of order!) if (arm.get(id) === 'up') x.set(id, x.get(id)! + apart);
  for (const ids of byRow.values()) {
    const bridges = ids.filter((id) => arm.get(id) === 'bridge');
    const left = Math.max(...ids.filter((id) => arm.get(id) === 'down').map((id) => x.get(id)!));
    const right = Math.min(...ids.filter((id) => arm.get(id) === 'up').map((id) => x.get(id)!));
    bridges.forEach((id, i) => x.set(id, left + ((right - left) * (i + 1)) / (bridges.length + 1)));
  }

  const places = new Map<string, { place: Place; width: number; height: number }>();
  for (const id of order!) places.set(id, { place: [Math.round(x.get(id)! * COLUMN_GAP), rows.get(id)! * RANK_GAP], width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const ids of byRow.values()) {
    const across = ids.map((id) => places.get(id)!.place[0]).sort((a, b) => a - b);
    if (across.some((left, i) => !Number.isFinite(left) || (i > 0 && left - across[i - 1]! < NODE_WIDTH + 20))) return null;
  }
  return places;
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
