// Positions for nodes that have none: ranks by longest path, top to bottom, neighbours close together. Pure; knows no canvas.

import type { GraphEdge, GraphNode, NetloomDocument } from './document.ts';

/** Size of a node's card on the canvas, in canvas units. */
export const NODE_WIDTH = 190;
export const NODE_HEIGHT = 58;
/** Distance between the tops of two ranks, and between the left sides of neighbours. */
export const RANK_GAP = 104;
export const COLUMN_GAP = 230;

/**
 * A place for every node: rank = longest path from a source, columns by the mean column of the predecessors,
 * so that the longest chain is straight and branches stand side by side. Cycles are cut where they close.
 */
export function layout(nodes: readonly { readonly id: string }[], edges: readonly GraphEdge[]): ReadonlyMap<string, readonly [number, number]> {
  const before = new Map<string, string[]>(nodes.map((n) => [n.id, []]));
  const after = new Map<string, string[]>(nodes.map((n) => [n.id, []]));
  for (const e of edges) {
    if (!before.has(e.source) || !before.has(e.target)) continue;
    before.get(e.target)!.push(e.source);
    after.get(e.source)!.push(e.target);
  }
  // Kahn's order; what is left over stands on a cycle and is taken in document order.
  const waiting = new Map(nodes.map((n) => [n.id, before.get(n.id)!.length]));
  const rank = new Map<string, number>();
  const order: string[] = [];
  const queue = nodes.filter((n) => waiting.get(n.id) === 0).map((n) => n.id);
  const left = nodes.map((n) => n.id);
  while (order.length < nodes.length) {
    let current = queue.shift();
    if (current === undefined) {
      while (left.length > 0 && rank.has(left[0]!)) left.shift();
      current = left.shift();
      if (current === undefined) break;
    }
    if (rank.has(current)) continue;
    rank.set(current, Math.max(-1, ...before.get(current)!.map((p) => rank.get(p) ?? -1)) + 1);
    order.push(current);
    for (const next of after.get(current)!) {
      const open = waiting.get(next)! - 1;
      waiting.set(next, open);
      if (open === 0) queue.push(next);
    }
  }
  const below = new Map<string, number>();
  for (const node of order.toReversed()) below.set(node, Math.max(-1, ...after.get(node)!.map((n) => below.get(n) ?? -1)) + 1);
  const through = (node: string): number => rank.get(node)! + below.get(node)!;
  const longest = Math.max(0, ...order.map(through));
  const column = new Map<string, number>();
  const ranks: string[][] = [];
  for (const node of order) (ranks[rank.get(node)!] ??= []).push(node);
  for (const row of ranks) {
    const wanted = row.map((node) => {
      const columnsOf = (ids: readonly string[]): readonly number[] => ids.map((p) => column.get(p)).filter((c) => c !== undefined);
      // A single nearest predecessor keeps its chain straight; further ones are skips. Several branches meet in the middle of them all.
      const nearest = before.get(node)!.filter((p) => rank.get(p) === rank.get(node)! - 1);
      const from = columnsOf(nearest.length === 1 ? nearest : before.get(node)!);
      return { node, at: from.length > 0 ? from.reduce((a, b) => a + b, 0) / from.length : 0 };
    });
    wanted.sort((a, b) => a.at - b.at);
    // Spread to whole steps, keeping order: around the one on the longest path, so that the trunk stays straight, else around the wanted centre.
    const trunk = wanted.filter((w) => through(w.node) === longest);
    const [pivot, at] = trunk.length === 1 ? [wanted.indexOf(trunk[0]!), trunk[0]!.at] : [(wanted.length - 1) / 2, wanted.reduce((sum, w) => sum + w.at, 0) / wanted.length];
    wanted.forEach((w, i) => column.set(w.node, at + i - pivot));
  }
  return new Map(nodes.map((n) => [n.id, [Math.round((column.get(n.id) ?? 0) * COLUMN_GAP), (rank.get(n.id) ?? 0) * RANK_GAP] as const]));
}

/** A graph as files may hold it: nodes without a position. */
export interface UnplacedGraph {
  readonly edges: readonly GraphEdge[];
  readonly nodes: readonly { readonly id: string; readonly type: string; readonly position?: readonly [number, number] }[];
}
export interface UnplacedDocument extends UnplacedGraph {
  readonly blocks: Readonly<Record<string, UnplacedGraph>>;
}

/** Places the nodes of a file, and of its blocks, that have no position; those that have one keep it. */
export function layoutMissing(document: UnplacedDocument): NetloomDocument {
  const blocks = Object.fromEntries(Object.entries(document.blocks).map(([name, block]) => [name, placeMissing(block)]));
  return { ...placeMissing(document), blocks } as unknown as NetloomDocument;
}

function placeMissing<G extends UnplacedGraph>(graph: G): G {
  if (graph.nodes.every((n) => n.position)) return graph;
  const places = layout(graph.nodes, graph.edges);
  return { ...graph, nodes: graph.nodes.map((n) => (n.position ? n : ({ ...n, position: places.get(n.id) } as GraphNode))) };
}
