// Applying a fix as one step: layers that it puts onto a connection stand in line there, and what follows makes room.

import type { Fix } from '../../compiler/compilation.ts';
import type { GraphEdge } from '../../graph/document.ts';
import { levelIn, type View } from '../../graph/view.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { makeRoom } from './blocks.ts';
import { placeOn, roomFor } from './room.ts';

const doc = () => documentStore.getState();
const here = (): View => graphHere(doc());
const STEP = 'fix';

export function applyFix(fix: Fix): void {
  const label = fix.label.replaceAll('`', '');
  doc().endGesture();
  const before = here();
  doc().editDocument(label, fix.edits, STEP);
  for (const chain of insertedIn(before, here())) standInLine(label, chain);
  makeRoom(label, before, STEP);
  doc().endGesture();
}

/** New layers one after the other where a single connection was. */
interface Inserted {
  readonly edge: GraphEdge;
  readonly ids: readonly string[];
}

function insertedIn(before: View, after: View): readonly Inserted[] {
  const known = new Set(before.nodes.map((n) => n.id));
  const fresh = new Set(after.nodes.map((n) => n.id).filter((id) => !known.has(id)));
  if (fresh.size === 0) return [];
  const only = (edges: readonly GraphEdge[]): GraphEdge | null => (edges.length === 1 ? edges[0]! : null);
  return after.edges.flatMap((first): readonly Inserted[] => {
    if (fresh.has(first.source) || !fresh.has(first.target)) return [];
    const ids: string[] = [];
    let on: GraphEdge | null = first;
    while (on && fresh.has(on.target) && ids.length < fresh.size) {
      const { target }: GraphEdge = on;
      ids.push(target);
      on = only(after.edges.filter((e) => e.target === target)) && only(after.edges.filter((e) => e.source === target));
    }
    const edge = before.edges.find((e) => e.source === first.source && e.target === on?.target);
    return edge && levelIn(edge.source) === levelIn(edge.target) && ids.every((id) => levelIn(id) === levelIn(edge.target)) ? [{ edge, ids }] : [];
  });
}

function standInLine(label: string, { edge, ids }: Inserted): void {
  ids.forEach((id, i) => {
    // Those that come later stand nowhere yet.
    const later = new Set(ids.slice(i));
    const view = here();
    const on: GraphEdge = { source: i === 0 ? edge.source : ids[i - 1]!, target: edge.target };
    const graph = { ...view, nodes: view.nodes.filter((n) => !later.has(n.id)), edges: [...view.edges, on] };
    const { position, edits } = roomFor(graph, { id, position: placeOn(graph, on) }, on);
    doc().edit(label, [{ kind: 'moveNode', id, position }, ...edits], STEP);
  });
}
