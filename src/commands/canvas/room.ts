// Room for a card that is put onto an edge, and around a block opened in place: what would be in the way steps aside. Pure; knows no store.

import { boxesIn, boxOf, isInside, type Box } from '../../graph/boxes.ts';
import { isAnnotation, type Graph, type GraphEdge, type GraphNode } from '../../graph/document.ts';
import type { Edit } from '../../graph/edits.ts';
import { withinBorder } from '../../graph/inPlace.ts';
import { COLUMN_GAP, NODE_HEIGHT, NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import { edgesAt, hiddenPorts, levelIn, type Group, type View } from '../../graph/view.ts';
import type { Region } from '../../state/viewportStore.ts';
import { nearestSpot, type Point } from './placement.ts';
import { isLevel, steppingAside, type Line, type Thing } from './stepAside.ts';

/**
 * Where a card stands that is put onto an edge, and the moves of what would be in its way: in a column, read downwards or upwards,
 * a rank after the edge's source, with all that follows a rank further on; on a level line in that line, with the columns that follow.
 */
export function roomFor(graph: Shown, node: Pick<GraphNode, 'id' | 'position'>, edge: GraphEdge): { readonly position: Point; readonly edits: readonly Edit[] } {
  const { things, lines } = levelOf(graph, levelIn(node.id));
  const standing = things.filter((t) => t.id !== node.id);
  const [source, target] = endsOf(graph, standing, edge);
  const [x, y] = node.position;
  const wanted: Point = [Math.round(x), Math.round(y)];
  if (!source || !target || source.id === target.id) return { position: wanted, edits: [] };
  const [dx, dy] = [target.x - source.x, target.entry - source.exit];
  if (Math.abs(dy) < NODE_HEIGHT / 2) return roomInRow(graph, standing, wanted, source, target);
  if (Math.abs(dx) >= NODE_WIDTH || Math.abs(x - source.x) >= NODE_WIDTH) return { position: wanted, edits: [] };
  const step = Math.sign(dy) * RANK_GAP;
  const first = source.exit - NODE_HEIGHT / 2 + step;
  const last = target.entry - NODE_HEIGHT / 2 - step;
  // With room for it between the two it stands where it is wanted, else right after the source.
  const room = (last - first) * Math.sign(dy) >= 0;
  const top = room ? Math.min(Math.max(y, Math.min(first, last)), Math.max(first, last)) : first;
  const position: Point = [Math.abs(x - source.x) < NODE_WIDTH / 2 ? source.x : wanted[0], Math.round(top)];
  if (room) return { position, edits: [] };
  const by = first - last;
  const aside = steppingAside(standing, lines, source, by, dy > 0 ? 'down' : 'up', new Set([target.id]));
  return { position, edits: shifted(graph, new Map([...aside].map((id): readonly [string, Shift] => [id, [0, by]]))) };
}

/**
 * Where a card is wanted that is put onto an edge and by no hand: in a column or row right after the edge's source, where `roomFor` makes
 * room; on a slanted line as near to its middle as nothing is covered.
 */
export function placeOn(graph: Shown, edge: GraphEdge, visible?: Region): Point {
  const level = levelIn(edge.target);
  const [source, target] = endsOf(graph, levelOf(graph, level).things, edge);
  if (!source || !target) return graph.nodes.find((n) => n.id === edge.source)?.position ?? [0, 0];
  const [x, y] = [source.x, source.exit - NODE_HEIGHT / 2];
  const [dx, dy] = [target.x - x, target.entry - source.exit];
  if (Math.abs(dy) < NODE_HEIGHT / 2 || Math.abs(dx) < NODE_WIDTH) return [x, y];
  const nodes = [...graph.nodes, ...hiddenPorts(graph)].filter((n) => levelIn(n.id) === level && !isAnnotation(n));
  const groups = (graph.groups ?? []).filter((g) => levelIn(g.id) === level);
  return nearestSpot(boxesIn({ nodes, groups }).flatMap(coveredBy), [Math.round(x + dx / 2), Math.round(y + dy / 2)], visible);
}

/** The two that an edge joins at a level of the view: of what is inside an opened block, that block. */
function endsOf({ groups = [] }: Shown, things: readonly Thing[], { source, target }: GraphEdge): readonly (Thing | undefined)[] {
  const around = new Map(groups.flatMap((g) => g.members.map((m) => [m, g.id] as const)));
  return [source, target].map((end) => things.find((t) => t.id === end) ?? things.find((t) => t.id === around.get(end)));
}

/** As many cards as cover it. */
function coveredBy({ x, y, width, height }: Box): readonly Pick<GraphNode, 'position'>[] {
  const steps = (from: number, size: number, card: number): readonly number[] => Array.from({ length: Math.ceil(size / card) }, (_, i) => from + Math.min(i * card, size - card));
  return steps(x, width, NODE_WIDTH).flatMap((left) => steps(y, height, NODE_HEIGHT).map((top) => ({ position: [left, top] as const })));
}

/** The next column stands so much further on, and with it all beyond. */
function roomInRow(graph: Shown, things: readonly Thing[], [x]: Point, source: Thing, target: Thing): { readonly position: Point; readonly edits: readonly Edit[] } {
  const on = Math.sign(target.x - source.x);
  const edge = on > 0 ? source.x + source.width : source.x;
  const [first, last] = [on > 0 ? edge + ROW_GAP : edge - ROW_GAP - NODE_WIDTH, on > 0 ? target.x - ROW_GAP - NODE_WIDTH : target.x + target.width + ROW_GAP];
  const top = Math.round(source.exit - NODE_HEIGHT / 2);
  if ((last - first) * on >= 0) return { position: [Math.round(Math.min(Math.max(x, Math.min(first, last)), Math.max(first, last))), top], edits: [] };
  const beyond = things.filter((t) => (on > 0 ? t.x >= target.x - 4 : t.x + t.width <= target.x + target.width + 4));
  return { position: [first, top], edits: shifted(graph, new Map(beyond.map((t): readonly [string, Shift] => [t.id, [first - last, 0]]))) };
}
/** Between cards side by side: room for the line and the size on it. */
const ROW_GAP = 2 * (COLUMN_GAP - NODE_WIDTH) + 20;

/** A graph that may show blocks opened in place. */
type Shown = Graph & Partial<Pick<View, 'groups' | 'blocks' | 'ownEdges'>>;

function shifted(graph: Shown, shifts: ReadonlyMap<string, Shift>): readonly Edit[] {
  return [...graph.nodes, ...hiddenPorts(graph), ...(graph.groups ?? [])].flatMap(({ id, position: [x, y] }): readonly Edit[] => {
    const [right, down] = shifts.get(id) ?? [0, 0];
    return right === 0 && down === 0 ? [] : [{ kind: 'moveNode', id, position: [x + right, y + down] }];
  });
}

type Size = Group['size'];

/** The size of a block that is closed. */
export const CARD: Size = [NODE_WIDTH, NODE_HEIGHT];

/** Whether the network around a node is read upwards: what feeds it stands below, what it feeds above. */
export function isReadUpwards(view: Shown, id: string): boolean {
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

/** What stands beside each other at a level of the view, an opened block as one thing, ports that are not shown too, and what joins them. */
function levelOf(view: Shown, level: string): { readonly things: readonly Thing[]; readonly lines: readonly Line[] } {
  const here = <T extends { readonly id: string }>(all: readonly T[]): readonly T[] => all.filter((t) => levelIn(t.id) === level);
  const things = [
    ...here([...view.nodes, ...hiddenPorts(view)]).filter((n) => !isAnnotation(n)).map((n): Thing => thing(n.id, boxOf(n), false)),
    ...here(view.groups ?? []).map((g): Thing => thing(g.id, withinBorder(g), g.inside.up)),
  ];
  return { things, lines: edgesAt(view, level) };
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
  const beside = levelIn(id);
  const { things, lines } = levelOf(view, beside);
  const now = things.find((t) => t.id === id);
  if (!now) return [];
  // In a graph that is turned its lower edge stayed where it was.
  const turned = view.groups.find((g) => g.prefix === beside)?.inside.up ?? false;
  const was = thing(id, { x: now.x, y: turned ? now.y + now.height - size[1] : now.y, width: size[0], height: size[1] }, up);
  const dx = now.width - was.width;
  const dy = (now.height - was.height) * (up ? -1 : 1);
  const top = up ? was.y + was.height - now.height : was.y;
  const before = things.map((t) => (t.id === id ? was : t));
  // A level line that leaves the block goes on leaving it level: at its far end now.
  const level = new Set(lines.filter((l) => l.source === id).flatMap((l) => before.filter((t) => t.id === l.target && t.id !== id && isLevel(was, t)).map((t) => t.id)));
  const aside = steppingAside(before, lines, was, dy, up ? 'up' : 'down', level);
  const shift = (box: Box, aside: boolean): Shift => [box.x >= was.x + was.width - 4 ? dx : 0, aside ? dy : 0];
  const shifts = new Map<string, Shift>(things.map((t): readonly [string, Shift] => [t.id, t.id === id ? [0, top - now.y] : shift(t, aside.has(t.id))]));
  const remarks = view.nodes.filter((n) => isAnnotation(n) && levelIn(n.id) === beside);
  const frames = remarks.filter((n) => n.type === 'frame' && isInside(was, boxOf(n)));
  for (const n of remarks) {
    const box = boxOf(n);
    const nearest = things.filter((t) => t.id !== id).toSorted((a, b) => distance(a, box) - distance(b, box))[0];
    if (frames.includes(n)) shifts.set(n.id, [0, up ? dy : 0]);
    else if (nearest) shifts.set(n.id, shift(box, shifts.get(nearest.id)![1] !== 0));
  }
  // A frame around the block goes on being around it.
  const sizes = frames.map((n): Edit => ({ kind: 'setNode', id: n.id, fields: { size: [boxOf(n).width + dx, boxOf(n).height + now.height - was.height] } }));
  return [...shifted(view, shifts), ...sizes];
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
