// How deep in the network each node stands. Pure.

import type { Graph, GraphEdge } from '../../graph/document.ts';

const rankings = new WeakMap<readonly GraphEdge[], ReadonlyMap<string, number>>();

/** Longest path from a node without inputs; nodes on a cycle stand where it was cut. Nodes without edges are left out. */
export function ranksOf({ edges }: Pick<Graph, 'edges'>): ReadonlyMap<string, number> {
  const known = rankings.get(edges);
  if (known) return known;
  const after = new Map<string, string[]>();
  const waiting = new Map<string, number>();
  for (const e of edges) {
    push(after, e.source, e.target);
    waiting.set(e.target, (waiting.get(e.target) ?? 0) + 1);
    if (!waiting.has(e.source)) waiting.set(e.source, 0);
  }
  const rank = new Map<string, number>();
  const queue = [...waiting].filter(([, open]) => open === 0).map(([id]) => id);
  for (const id of queue) rank.set(id, 0);
  for (let i = 0; i < queue.length; i++) {
    const here = rank.get(queue[i]!)!;
    for (const next of after.get(queue[i]!) ?? []) {
      rank.set(next, Math.max(rank.get(next) ?? 0, here + 1));
      const open = waiting.get(next)! - 1;
      waiting.set(next, open);
      if (open === 0) queue.push(next);
    }
  }
  rankings.set(edges, rank);
  return rank;
}

export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
