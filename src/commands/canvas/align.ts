// Aligning and distributing: the moves that bring boxes into line. Pure; knows no store.

import { boxAround, boxOf, withContents, type Box } from '../../graph/boxes.ts';
import type { Graph, GraphNode } from '../../graph/document.ts';
import type { Edit } from '../../graph/edits.ts';

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';

/** How far each box moves so that all have this line of the box around them all in common. */
const shiftTo: { readonly [A in Alignment]: (box: Box, all: Box) => readonly [number, number] } = {
  left: (box, all) => [all.x - box.x, 0],
  centre: (box, all) => [all.x + all.width / 2 - box.x - box.width / 2, 0],
  right: (box, all) => [all.x + all.width - box.x - box.width, 0],
  top: (box, all) => [0, all.y - box.y],
  middle: (box, all) => [0, all.y + all.height / 2 - box.y - box.height / 2],
  bottom: (box, all) => [0, all.y + all.height - box.y - box.height],
};

/** The nodes that move by themselves: those inside a chosen frame move with it. */
function movers(graph: Graph, ids: readonly string[]): readonly GraphNode[] {
  const chosen = new Set(ids);
  const nodes = graph.nodes.filter((n) => chosen.has(n.id));
  const inFrames = new Set(nodes.filter((n) => n.type === 'frame').flatMap((frame) => [...withContents(graph, [frame.id])].filter((id) => id !== frame.id)));
  return nodes.filter((n) => !inFrames.has(n.id));
}

function moves(graph: Graph, shifts: readonly (readonly [GraphNode, readonly [number, number]])[]): readonly Edit[] {
  return shifts.flatMap(([node, [dx, dy]]): Edit[] => {
    if (Math.abs(dx) < 0.5 && Math.abs(dy) < 0.5) return [];
    const along = withContents(graph, [node.id]);
    return graph.nodes
      .filter((n) => along.has(n.id))
      .map((n): Edit => ({ kind: 'moveNode', id: n.id, position: [Math.round(n.position[0] + dx), Math.round(n.position[1] + dy)] }));
  });
}

export function alignEdits(graph: Graph, ids: readonly string[], alignment: Alignment): readonly Edit[] {
  const nodes = movers(graph, ids);
  if (nodes.length < 2) return [];
  const all = boxAround(nodes.map(boxOf));
  return moves(graph, nodes.map((node) => [node, shiftTo[alignment](boxOf(node), all)] as const));
}

/** Makes the gaps between neighbours equal; the outermost two stay. Needs three. */
export function distributeEdits(graph: Graph, ids: readonly string[], axis: 'x' | 'y'): readonly Edit[] {
  const length = axis === 'x' ? 'width' : 'height';
  const nodes = movers(graph, ids).toSorted((a, b) => boxOf(a)[axis] - boxOf(b)[axis]);
  if (nodes.length < 3) return [];
  const all = boxAround(nodes.map(boxOf));
  const filled = nodes.reduce((sum, node) => sum + boxOf(node)[length], 0);
  const gap = (all[length] - filled) / (nodes.length - 1);
  let at = all[axis];
  return moves(
    graph,
    nodes.map((node) => {
      const box = boxOf(node);
      const by = at - box[axis];
      at += box[length] + gap;
      return [node, axis === 'x' ? [by, 0] : [0, by]] as const;
    }),
  );
}
