// Which edges can be drawn, and between which places they run. Pure; knows no React.

import { isAnnotation, type GraphEdge } from '../../../graph/document.ts';
import { edgeId } from '../../../graph/edits.ts';
import type { View } from '../../../graph/view.ts';
import type { Drawing } from './drawing.ts';
import { keptOf, type Kept } from '../../../graph/kept.ts';
import type { Place } from './obstacles.ts';
import { skipsOf } from './ranks.ts';
import type { Line } from './routes.ts';

/** Edges with a card at either end, one per input port: of two at the same port only the first can be drawn and taken hold of. The very list where all can. */
export function drawableOf({ nodes, edges }: View, places: ReadonlyMap<string, Place>): readonly GraphEdge[] {
  const remarks = new Set(nodes.filter(isAnnotation).map((n) => n.id));
  const seen = new Set<string>();
  const drawable = edges.filter((e) => {
    if (!places.has(e.source) || !places.has(e.target) || remarks.has(e.source) || remarks.has(e.target)) return false;
    const id = edgeId(e);
    return !seen.has(id) && seen.add(id) !== undefined;
  });
  return drawable.length === edges.length ? edges : drawable;
}

export interface Drawable {
  readonly edges: readonly GraphEdge[];
  /** Against those before; null where that says nothing. */
  readonly kept: Kept | null;
}

interface Before {
  readonly graph: View;
  readonly drawable: readonly GraphEdge[];
}

/** The same against what was drawable before. `gone`: nodes that were there then and are not now. */
export function drawableNow(graph: View, places: ReadonlyMap<string, Place>, before: Before | null, gone: ReadonlySet<string>, sameNodes: boolean): Drawable {
  if (!before) return { edges: drawableOf(graph, places), kept: null };
  if (sameNodes && before.graph.edges === graph.edges) return { edges: before.drawable, kept: keptEdges(before.drawable, before.drawable) };
  // Where all could be drawn, only what has changed need be looked at.
  const kept = before.drawable.length === before.graph.edges.length ? keptEdges(before.graph.edges, graph.edges) : null;
  if (kept && canAllBeDrawn(graph, places, kept, gone)) return { edges: graph.edges, kept };
  const edges = drawableOf(graph, places);
  return { edges, kept: keptEdges(before.drawable, edges) };
}

const keptEdges = (before: readonly GraphEdge[], now: readonly GraphEdge[]): Kept | null => keptOf(before, now, (a, b) => a === b, (edge) => edge);

function canAllBeDrawn(graph: View, places: ReadonlyMap<string, Place>, { from }: Kept, gone: ReadonlySet<string>): boolean {
  const come = graph.edges.filter((_, i) => from[i] === -1);
  if (drawableOf({ ...graph, edges: come }, places).length < come.length) return false;
  const targets = new Set(come.map((e) => e.target));
  const ids = new Set(come.map(edgeId));
  return graph.edges.every((e, i) => from[i] === -1 || !((gone.size > 0 && (gone.has(e.source) || gone.has(e.target))) || (targets.has(e.target) && ids.has(edgeId(e)))));
}

/** Their lines. */
export function linesOf(drawable: readonly GraphEdge[], places: ReadonlyMap<string, Place>, drawing: Drawing): readonly Line[] {
  const skips = skipsOf(drawable);
  return drawable.map((edge, i) => lineOf(edge, skips[i] === 1, places, drawing));
}

export const lineOf = (edge: GraphEdge, skip: boolean, places: ReadonlyMap<string, Place>, drawing: Drawing): Line => ({ edge, sourceId: drawing.sourceId(edge), source: places.get(edge.source)!, target: places.get(edge.target)!, skip });
