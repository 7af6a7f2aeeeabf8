// Room for a card that is put onto an edge, and around a block opened in place: what would be in the way steps aside. Pure; knows no store.

import { boxOf, isInside, type Box } from '../../graph/boxes.ts';
import { isAnnotation, type Graph, type GraphEdge, type GraphNode } from '../../graph/document.ts';
import type { Edit } from '../../graph/edits.ts';
import { withinBorder } from '../../graph/inPlace.ts';
import { NODE_HEIGHT, NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import { levelIn, type Group, type View } from '../../graph/view.ts';
import { reachableFrom } from './connect.ts';
import type { Point } from './placement.ts';
import { steppingAside, type Line, type Thing } from './stepAside.ts';

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

/** Whether the network around a node is read upwards: what feeds it stands below, what it feeds above. */
export function isReadUpwards(view: Pick<View, 'nodes' | 'groups' | 'edges'>, id: string): boolean {
  const { things, lines } = levelOf(view, levelIn(id));
  const byId = new Map(things.map((t) => [t.id, t]));
  const sign = (down: number): number => (Math.abs(down) < RANK_GAP / 2 ? 0 : Math.sign(down));
  const downwards = lines.reduce((sum, { source, target }) => {
    const [from, to] = [byId.get(source), byId.get(target)];
    return from && to && (source === id || target === id) ? sum + sign(to.entry - from.exit) : sum;
  }, 0);
  return downwards < 0;
}

const thing = (id: string, box: Box, up: boolean): Thing => {
  const [top, bottom] = [box.y + NODE_HEIGHT / 2, box.y + box.height - NODE_HEIGHT / 2];
  return { id, ...box, entry: up ? bottom : top, exit: up ? top : bottom };
};

/** What stands beside each other at a level of the view, an opened block as one thing, and what joins them. */
function levelOf(view: Pick<View, 'nodes' | 'groups' | 'edges'>, level: string): { readonly things: readonly Thing[]; readonly lines: readonly Line[] } {
  const here = <T extends { readonly id: string }>(all: readonly T[]): readonly T[] => all.filter((t) => levelIn(t.id) === level);
  const groups = here(view.groups);
  const things = [
    ...here(view.nodes).filter((n) => !isAnnotation(n)).map((n): Thing => thing(n.id, boxOf(n), false)),
    ...groups.map((g): Thing => thing(g.id, withinBorder(g), g.inside.up)),
  ];
  const around = new Map(groups.flatMap((g) => g.members.map((m) => [m, g.id] as const)));
  const lines = view.edges.map(({ source, target }): Line => ({ source: around.get(source) ?? source, target: around.get(target) ?? target }));
  return { things, lines };
}

/** How a thing stood before it took the size it has in the view. */
interface Before {
  readonly size: Size;
  /** Whether it grows upwards: what leads to it stays where it is, and what follows steps aside. */
  readonly up: boolean;
}

/**
 * The moves, within the same graph, after which what stands around an opened or closed block has the distance it had before it
 * took another size. It grows to the right, and in the direction in which the network is read.
 */
export function roomAround(view: View, id: string, { size, up }: Before): readonly Edit[] {
  const level = levelIn(id);
  const { things, lines } = levelOf(view, level);
  const now = things.find((t) => t.id === id);
  if (!now) return [];
  // In a graph that is turned its lower edge stayed where it was.
  const turned = view.groups.find((g) => g.prefix === level)?.inside.up ?? false;
  const was = thing(id, { x: now.x, y: turned ? now.y + now.height - size[1] : now.y, width: size[0], height: size[1] }, up);
  const dx = now.width - was.width;
  const dy = (now.height - was.height) * (up ? -1 : 1);
  const top = up ? was.y + was.height - now.height : was.y;
  const aside = steppingAside(things.map((t) => (t.id === id ? was : t)), lines, was, dy, up ? 'up' : 'down');
  const shift = (box: Box, aside: boolean): Shift => [box.x >= was.x + was.width - 4 ? dx : 0, aside ? dy : 0];
  const shifts = new Map(things.map((t): readonly [string, Shift] => [t.id, t.id === id ? [0, top - now.y] : shift(t, aside.has(t.id))]));
  const corners = new Map<string, Point>([...view.nodes, ...view.groups].map((t) => [t.id, t.position]));
  const move = (of: string, [right, down]: Shift): readonly Edit[] => {
    const [x, y] = corners.get(of)!;
    return right === 0 && down === 0 ? [] : [{ kind: 'moveNode', id: of, position: [x + right, y + down] }];
  };
  const remarks = view.nodes.filter((n) => isAnnotation(n) && levelIn(n.id) === level);
  return [
    ...things.flatMap((t) => move(t.id, shifts.get(t.id)!)),
    ...remarks.flatMap((n): readonly Edit[] => {
      const box = boxOf(n);
      // A frame around the block goes on being around it.
      if (n.type === 'frame' && isInside(was, box)) {
        const size = [box.width + dx, box.height + now.height - was.height];
        return [...move(n.id, [0, up ? dy : 0]), { kind: 'setNode', id: n.id, fields: { size } }];
      }
      const nearest = things.filter((t) => t.id !== id).toSorted((a, b) => distance(a, box) - distance(b, box))[0];
      return nearest ? move(n.id, shift(box, shifts.get(nearest.id)![1] !== 0)) : [];
    }),
  ];
}

/** Of an opened block, without its border. */
export function sizeWithin(group: Group): Size {
  const { width, height } = withinBorder(group);
  return [width, height];
}

type Shift = readonly [right: number, down: number];

const distance = (a: Box, b: Box): number => Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);

/** The opened blocks that have another size than before, the innermost first. */
export function resized(before: View, after: View): readonly { readonly id: string; readonly before: Before }[] {
  return after.groups.toReversed().flatMap((group) => {
    const old = before.groups.find((g) => g.id === group.id);
    return old && old.size.join() !== group.size.join() ? [{ id: group.id, before: { size: sizeWithin(old), up: group.inside.up } }] : [];
  });
}
