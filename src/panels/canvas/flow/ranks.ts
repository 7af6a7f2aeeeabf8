// How deep in the network each node stands, and which edges pass over others. Pure.

import { adjacencyOf } from '../../../graph/adjacency.ts';
import type { GraphEdge } from '../../../graph/document.ts';

const skipping = new WeakMap<readonly GraphEdge[], Uint8Array>();

/**
 * Of each edge 1 if it passes layers by, else 0: if its target stands more than one rank behind its source. The rank of a node is the
 * longest path to it from a node without inputs; nodes on a cycle stand where it was cut. What passes by a single
 * layer at which a longer skip ends is none itself: in a U-Net with crops what comes up goes on beside the crop, whose size it gives.
 * O(V + E), and for each edge over a single layer as many steps more as its target has inputs.
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
  const skips = Uint8Array.from({ length: count }, (_, i) => (rank[targets[i]!]! - rank[sources[i]!]! > 1 ? 1 : 0));
  leaveOutBesideLonger(skips, sources, targets, rank);
  return skips;
}

/** Takes out those over a single layer, each such layer being the end of a skip that is longer. */
function leaveOutBesideLonger(skips: Uint8Array, sources: Int32Array, targets: Int32Array, rank: Int32Array): void {
  const span = (i: number): number => rank[targets[i]!]! - rank[sources[i]!]!;
  const nodes = rank.length;
  /** Of each node the longest edge that ends there. */
  const longest = new Int32Array(nodes);
  for (let i = 0; i < skips.length; i++) longest[targets[i]!] = Math.max(longest[targets[i]!]!, span(i));
  const short: number[] = [];
  for (let i = 0; i < skips.length; i++) if (span(i) === 2) short.push(i);
  if (short.length === 0) return;
  short.sort((a, b) => sources[a]! - sources[b]!);
  const { begin: beginAfter, targets: after } = adjacencyOf(nodes, sources, targets);
  const { begin: beginBefore, targets: before } = adjacencyOf(nodes, targets, sources);
  /** By node, the source of edges looked at last that it takes. */
  const fedBy = new Int32Array(nodes).fill(-1);
  let marked = -1;
  for (const i of short) {
    const [source, target] = [sources[i]!, targets[i]!];
    if (source !== marked) for (let k = beginAfter[source]!; k < beginAfter[source + 1]!; k++) fedBy[after[k]!] = source;
    marked = source;
    let passes = 0;
    let isLonger = true;
    for (let k = beginBefore[target]!; k < beginBefore[target + 1]! && isLonger; k++) {
      const between = before[k]!;
      if (rank[between] !== rank[target]! - 1 || fedBy[between] !== source) continue;
      passes++;
      isLonger = longest[between]! > 2;
    }
    if (passes > 0 && isLonger) skips[i] = 0;
  }
}
