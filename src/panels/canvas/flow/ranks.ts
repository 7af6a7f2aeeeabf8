// How deep in the network each node stands, and which edges pass over others. Pure.

import { adjacencyOf } from '../../../graph/adjacency.ts';
import type { GraphEdge } from '../../../graph/document.ts';

const skipping = new WeakMap<readonly GraphEdge[], Uint8Array>();

/**
 * Of each edge 1 if it passes layers by, else 0: if its target stands more than one rank behind its source. The rank of a node is the
 * longest path to it from a node without inputs; nodes on a cycle stand where it was cut. O(V + E).
 */
export function skipsOf(edges: readonly GraphEdge[]): Uint8Array {
  let skips = skipping.get(edges);
  if (!skips) skipping.set(edges, (skips = skipsAnew(edges)));
  return skips;
}

/** Has the edges of a part pass layers by as they do in the whole. */
export function skipsAsIn(whole: readonly GraphEdge[], part: readonly GraphEdge[]): void {
  const skips = skipsOf(whole);
  const isSkip = new Map(whole.map((edge, i) => [edge, skips[i]!]));
  skipping.set(part, Uint8Array.from(part, (edge) => isSkip.get(edge)!));
}

function skipsAnew(edges: readonly GraphEdge[]): Uint8Array {
  const numbers = new Map<string, number>();
  const numberOf = (id: string): number => {
    let number = numbers.get(id);
    if (number === undefined) numbers.set(id, (number = numbers.size));
    return number;
  };
  const count = edges.length;
  const [sources, targets] = [new Int32Array(count), new Int32Array(count)];
  for (let i = 0; i < count; i++) {
    sources[i] = numberOf(edges[i]!.source);
    targets[i] = numberOf(edges[i]!.target);
  }
  const { begin, targets: after } = adjacencyOf(numbers.size, sources, targets);
  const waiting = new Int32Array(numbers.size);
  for (let i = 0; i < count; i++) waiting[targets[i]!]!++;

  const rank = new Int32Array(numbers.size);
  const queue = new Int32Array(numbers.size);
  let length = 0;
  for (let n = 0; n < numbers.size; n++) if (waiting[n] === 0) queue[length++] = n;
  for (let i = 0; i < length; i++) {
    const node = queue[i]!;
    for (let k = begin[node]!; k < begin[node + 1]!; k++) {
      const next = after[k]!;
      rank[next] = Math.max(rank[next]!, rank[node]! + 1);
      if (--waiting[next]! === 0) queue[length++] = next;
    }
  }
  return Uint8Array.from({ length: count }, (_, i) => (rank[targets[i]!]! - rank[sources[i]!]! > 1 ? 1 : 0));
}
