// Which edges can be drawn, and between which places they run. Pure; knows no React.

import { isAnnotation, type GraphEdge } from '../../graph/document.ts';
import type { View } from '../../graph/view.ts';
import type { Place } from './obstacles.ts';
import type { Line as RouteLine } from './routes.ts';
import { edgeId } from './flow.ts';
import { Drawing } from './drawing.ts';
import { ranksOf } from './ranks.ts';

/** Edges with a card at either end. */
export function drawableOf({ nodes, edges }: View, places: ReadonlyMap<string, Place>): readonly GraphEdge[] {
  const remarks = new Set(nodes.filter(isAnnotation).map((n) => n.id));
  return distinct(edges.filter((e) => places.has(e.source) && places.has(e.target) && !remarks.has(e.source) && !remarks.has(e.target)));
}

export function linesOf(graph: View, drawable: readonly GraphEdge[], places: ReadonlyMap<string, Place>, drawing: Drawing): readonly RouteLine[] {
  const rank = ranksOf(graph);
  return drawable.map((edge) => ({
    edge,
    sourceId: drawing.sourceId(edge),
    source: places.get(edge.source)!,
    target: places.get(edge.target)!,
    skip: (rank.get(edge.target) ?? 0) - (rank.get(edge.source) ?? 0) > 1,
  }));
}

/** One edge per input port: of two at the same port only the first can be drawn and taken hold of. */
function distinct(edges: readonly GraphEdge[]): readonly GraphEdge[] {
  const seen = new Set<string>();
  return edges.filter((e) => {
    const id = edgeId(e);
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}
