// Room for a card that is put onto an edge: what comes after it steps down. Pure; knows no store.

import type { Graph, GraphEdge, GraphNode } from '../../graph/document.ts';
import type { Edit } from '../../graph/edits.ts';
import { NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import { levelIn, type View } from '../../graph/view.ts';
import type { Point } from './placement.ts';

/** Where the card stands, a rank below the edge's source at least, and the moves of all that depends on the edge's target and would be in its way. */
export function roomFor(graph: Graph & Partial<Pick<View, 'groups'>>, node: Pick<GraphNode, 'id' | 'position'>, edge: GraphEdge): { readonly position: Point; readonly edits: readonly Edit[] } {
  const source = graph.nodes.find((n) => n.id === edge.source);
  const target = graph.nodes.find((n) => n.id === edge.target);
  const [x, wanted] = node.position;
  // Only one above the other do cards get in each other's way.
  const above = source !== undefined && Math.abs(source.position[0] - x) < NODE_WIDTH && source.position[1] <= wanted + RANK_GAP;
  const y = above ? Math.max(wanted, source.position[1] + RANK_GAP) : wanted;
  const position: Point = [Math.round(x), Math.round(y)];
  if (!target || Math.abs(target.position[0] - x) >= NODE_WIDTH || target.position[1] < wanted - RANK_GAP / 2) return { position, edits: [] };
  const by = Math.round(y + RANK_GAP - target.position[1]);
  if (by <= 0) return { position, edits: [] };
  const after = reachableFrom(graph, edge.target);
  const level = levelIn(node.id);
  // What stands in another opened block moves with its frame.
  const frames = (graph.groups ?? []).filter((g) => !level.startsWith(g.prefix) && g.members.some((m) => after.has(m)));
  const edits = [...graph.nodes.filter((n) => after.has(n.id)), ...frames]
    .filter((n) => n.id !== node.id && level.startsWith(levelIn(n.id)) && n.position[1] >= target.position[1])
    .map((n): Edit => ({ kind: 'moveNode', id: n.id, position: [n.position[0], n.position[1] + by] }));
  return { position, edits };
}

function reachableFrom({ edges }: Graph, start: string): ReadonlySet<string> {
  const after = new Map<string, string[]>();
  for (const e of edges) {
    const list = after.get(e.source);
    if (list) list.push(e.target);
    else after.set(e.source, [e.target]);
  }
  const seen = new Set<string>([start]);
  for (const id of seen) for (const next of after.get(id) ?? []) seen.add(next);
  return seen;
}
