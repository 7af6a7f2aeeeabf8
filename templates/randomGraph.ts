// Random graphs by three classic models, made into ones without cycles: every edge leads from the lower number to the higher.

import { random, type Random } from '../src/datasets/random.ts';

/** `[from, to]` with from < to; in order, none twice. */
export type RandomEdge = readonly [from: number, to: number];

export type GraphModel = { readonly kind: 'wattsStrogatz'; readonly neighbours: number; readonly rewiring: number } | { readonly kind: 'barabasiAlbert'; readonly links: number } | { readonly kind: 'erdosRenyi'; readonly probability: number };

/** The edges of a graph of so many nodes. Numbers out of a model's range are brought into it. */
export function randomGraph(nodes: number, model: GraphModel, seed: number): readonly RandomEdge[] {
  const source = random(seed, 1);
  const edges = new EdgeSet();
  switch (model.kind) {
    case 'wattsStrogatz':
      rewireRing(nodes, model.neighbours, model.rewiring, edges, source);
      break;
    case 'barabasiAlbert':
      attach(nodes, model.links, edges, source);
      break;
    case 'erdosRenyi':
      for (let i = 0; i < nodes; i++) for (let j = i + 1; j < nodes; j++) if (source.next() < model.probability) edges.add(i, j);
      break;
    default:
      model satisfies never;
  }
  return edges.sorted();
}

class EdgeSet {
  private readonly known = new Map<string, RandomEdge>();

  add(a: number, b: number): void {
    this.known.set(EdgeSet.key(a, b), [Math.min(a, b), Math.max(a, b)]);
  }
  remove(a: number, b: number): void {
    this.known.delete(EdgeSet.key(a, b));
  }
  has(a: number, b: number): boolean {
    return this.known.has(EdgeSet.key(a, b));
  }
  sorted(): readonly RandomEdge[] {
    return [...this.known.values()].toSorted((p, q) => p[0] - q[0] || p[1] - q[1]);
  }
  private static key(a: number, b: number): string {
    return `${Math.min(a, b)} ${Math.max(a, b)}`;
  }
}

/**
 * Watts and Strogatz 1998: nodes on a ring, each joined to the `neighbours` / 2 next ones on either side; then, going round once per
 * distance, the end of each edge is moved to a random node with this probability, never onto itself or onto an edge that exists.
 */
function rewireRing(nodes: number, neighbours: number, rewiring: number, edges: EdgeSet, source: Random): void {
  const reach = Math.max(1, Math.min(Math.floor(neighbours / 2), Math.floor((nodes - 1) / 2)));
  if (nodes < 2) return;
  for (let distance = 1; distance <= reach; distance++) for (let i = 0; i < nodes; i++) edges.add(i, (i + distance) % nodes);
  for (let distance = 1; distance <= reach; distance++) {
    for (let i = 0; i < nodes; i++) {
      const old = (i + distance) % nodes;
      if (source.next() >= rewiring || !edges.has(i, old)) continue;
      const free = Array.from({ length: nodes }, (_, j) => j).filter((j) => j !== i && !edges.has(i, j));
      if (free.length === 0) continue;
      edges.remove(i, old);
      edges.add(i, free[source.below(free.length)]!);
    }
  }
}

/** Barabási and Albert 1999: after the first `links` nodes, each new one is joined to as many others, more likely to those with many edges. */
function attach(nodes: number, links: number, edges: EdgeSet, source: Random): void {
  const first = Math.max(1, Math.min(links, nodes - 1));
  // Every node stands in the urn once per edge end; at first, each once.
  const urn = Array.from({ length: first }, (_, i) => i);
  for (let node = first; node < nodes; node++) {
    const chosen = new Set<number>();
    while (chosen.size < first) chosen.add(urn[source.below(urn.length)]!);
    for (const other of chosen) {
      edges.add(other, node);
      urn.push(other, node);
    }
  }
}
