// Going from layer to layer along the connections, without a pointer. Pure; knows no store.

import type { Graph, GraphNode } from '../../graph/document.ts';

export type Direction = 'forward' | 'back' | 'left' | 'right';

/** The layer next to `from`: the one it feeds, the one that feeds it, or the nearest beside it. Without `from`, where the network begins. */
export function neighbour(graph: Graph, from: string | undefined, direction: Direction): string | null {
  const here = graph.nodes.find((n) => n.id === from);
  if (!here) return firstOf(graph);
  if (direction === 'forward' || direction === 'back') {
    const [near, far] = direction === 'forward' ? (['source', 'target'] as const) : (['target', 'source'] as const);
    const ids = new Set(graph.edges.filter((e) => e[near] === here.id).map((e) => e[far]));
    // Of several the one straight on: a skip is reached by going sideways.
    const next = nearest(here, graph.nodes.filter((n) => ids.has(n.id) && n.id !== here.id));
    return next?.id ?? null;
  }
  const sign = direction === 'right' ? 1 : -1;
  const beside = graph.nodes.filter((n) => n.id !== here.id && (n.position[0] - here.position[0]) * sign > 0);
  return nearest(here, beside, 3)?.id ?? null;
}

function firstOf({ nodes, edges }: Graph): string | null {
  const fed = new Set(edges.map((e) => e.target));
  const starts = nodes.filter((n) => !fed.has(n.id));
  const among = starts.length > 0 ? starts : nodes;
  const [first] = among.toSorted((a, b) => a.position[1] - b.position[1] || a.position[0] - b.position[0]);
  return first?.id ?? null;
}

/** `rows`: how much more a step up or down counts than one to the side. */
function nearest(here: GraphNode, among: readonly GraphNode[], rows = 1): GraphNode | undefined {
  const far = (n: GraphNode): number => Math.hypot(n.position[0] - here.position[0], (n.position[1] - here.position[1]) * rows);
  return among.toSorted((a, b) => far(a) - far(b))[0];
}
