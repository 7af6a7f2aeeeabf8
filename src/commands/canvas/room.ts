// Room for a card that is put onto an edge, and around a block opened in place: what would be in the way steps aside. Pure; knows no store.

import type { Graph, GraphEdge, GraphNode } from '../../graph/document.ts';
import type { Edit } from '../../graph/edits.ts';
import { NODE_HEIGHT, NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import { levelIn, type Group, type View } from '../../graph/view.ts';
import { reachableFrom } from './connect.ts';
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
  const frames = (graph.groups ?? []).filter((g) => g.members.some((m) => after.has(m)));
  // What stands in another opened block moves with its frame; what stands around this one makes room when it has grown.
  const edits = [...graph.nodes.filter((n) => after.has(n.id)), ...frames]
    .filter((n) => n.id !== node.id && levelIn(n.id) === level && n.position[1] >= target.position[1])
    .map((n): Edit => ({ kind: 'moveNode', id: n.id, position: [n.position[0], n.position[1] + by] }));
  return { position, edits };
}

type Size = Group['size'];

/** The size of a block that is closed. */
export const CARD: Size = [NODE_WIDTH, NODE_HEIGHT];

/**
 * The moves that keep the distance of what stands right of and below a group, within the same graph, when it takes another
 * size. Whole columns and rows move, so that what was in line stays in line.
 */
export function roomAround(view: Pick<View, 'nodes' | 'groups'>, { id, position: [x, y], size }: Pick<Group, 'id' | 'position' | 'size'>, next: Size): readonly Edit[] {
  const [dx, dy] = [next[0] - size[0], next[1] - size[1]];
  const level = levelIn(id);
  return [...view.nodes, ...view.groups].flatMap((thing): Edit[] => {
    if (thing.id === id || levelIn(thing.id) !== level) return [];
    const [tx, ty] = thing.position;
    const [right, down] = [tx >= x + size[0] - 4 ? dx : 0, ty >= y + size[1] - 4 ? dy : 0];
    return right === 0 && down === 0 ? [] : [{ kind: 'moveNode', id: thing.id, position: [tx + right, ty + down] }];
  });
}

/** The moves after an edit in which opened blocks became larger, the innermost first. */
export function makeRoom(before: View, after: View): readonly Edit[] {
  return after.groups.toReversed().flatMap((group): readonly Edit[] => {
    const old = before.groups.find((g) => g.id === group.id);
    return old && (group.size[0] > old.size[0] || group.size[1] > old.size[1]) ? roomAround(after, { ...group, size: old.size }, group.size) : [];
  });
}
