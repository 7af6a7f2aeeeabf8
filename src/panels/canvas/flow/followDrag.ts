// A flow while cards are dragged: only what the drag touches is drawn anew. Pure; knows no React.

import { edgeId } from '../../../graph/edits.ts';
import { isAnnotation, type GraphEdge, type GraphNode } from '../../../graph/document.ts';
import { sizeOfNode } from '../../../graph/boxes.ts';
import { alongCurve, corners, isCurve, sameEnds, type Ends } from './ends.ts';
import { separateLanes } from './lanes.ts';
import { nowhere, Obstacles, same, type Place, type Side } from './obstacles.ts';
import { route } from './route.ts';
import type { Found, Line as RouteLine } from './routes.ts';
import { labelWidth, Labels, pathBetween, placeLabel } from './way.ts';
import { drawableOf, linesOf } from './drawable.ts';
import { Drawing, NOTHING, groupOf, type DrawnLine } from './drawing.ts';
import type { Flow, FlowInput, Lifted, MadeCard, PlacedWay, ShapeEdge } from './flow.ts';
import { push } from '../../../graph/multimap.ts';

/** Cards are being dragged: lines get out of their way, and what they do not touch stays as it was. */
export function followDrag(input: FlowInput, moved: ReadonlyMap<string, Place>, rest: Flow, previous: Flow | null): Flow {
  const { graph } = input;
  const places = new Map<string, Place>();
  for (const n of graph.nodes) places.set(n.id, moved.get(n.id) ?? n.position);
  const drawable = drawableOf(graph, places);
  const floats = floating(drawable, moved);
  const obstacles = new Obstacles(bodies(graph.nodes, places, floats));
  const drawing = new Drawing(input, places);
  const lines = draggedLines(linesOf(drawable, places, drawing), previous, obstacles, inTheWay(input, places, previous, floats));
  for (const { edge, ends } of lines) drawing.meet(edge, ends);

  const made = new Map<string, MadeCard>();
  for (const node of graph.nodes) if (!made.has(node.id) && !isAnnotation(node)) made.set(node.id, drawing.card(node, previous?.index.made.get(node.id)));

  const drawn = new Map<string, ShapeEdge>();
  const ways = new Map<GraphEdge, PlacedWay>();
  const labels = new Labels();
  const labelled = new Set<string>();
  for (const { edge, ends, skip } of lines) {
    const line = drawing.line(edge, ends, skip, made);
    if (!line) continue;
    const way = draggedWay(line, ends, drawing, null, obstacles, labels, labelled);
    ways.set(edge, way);
    drawn.set(edgeId(edge), drawing.shapeEdge(line, way.way, previous?.index.drawn.get(edgeId(edge))));
  }
  const groups = graph.groups.map((group) => groupOf(group, input, drawing.problemsOf(group), drawing.reports, previous));
  return {
    nodes: [...made.values()].map(({ node }) => node),
    groups,
    edges: [...drawn.values()],
    index: { made, drawn, ends: new Map(lines.map((line) => [line.edge, line])), ways },
    late: rest.late,
    rest,
    lifted: null,
    settled: rest.settled,
    input,
  };
}

/** Labels of lines under way look for a place among one another alone. */
function draggedWay({ edge, from, to, label, tone }: DrawnLine, ends: Ends, drawing: Drawing, before: PlacedWay | null, obstacles: Obstacles, labels: Labels, labelled: Set<string>): PlacedWay {
  const lane = isCurve(ends) ? edgeId(edge) : `${drawing.sourceId(edge)} ${ends.source}`;
  const repeats = labelled.has(lane) && tone !== 'wrong';
  labelled.add(lane);
  if (before && sameEnds(before.ends, ends) && before.label === label && same(before.from, from) && same(before.to, to)) return before;
  const place = repeats ? null : placeLabel(from, to, ends, labelWidth(label), obstacles, labels);
  if (place) labels.take(place, labelWidth(label));
  return { ends, from, to, label, lane, repeats, region: nowhere(), way: { path: pathBetween(from, to, ends), label: place } };
}

/** Cards are being dragged among many: only they, their neighbours and the lines there are looked at, however many others there are. */
export function followAmongMany(input: FlowInput, moved: ReadonlyMap<string, Place>, rest: Flow, lifted: Lifted | null): Flow {
  const { graph } = input;
  const { obstacles: all } = rest.settled;
  const { nodesById, linesAt, foundOf, cardAt, lineAt } = lookupOf(rest);
  const touched = new Set<string>();
  for (const id of moved.keys()) if (rest.index.made.has(id)) touched.add(id);
  const near = new Set<GraphEdge>();
  for (const id of moved.keys()) for (const { source, target } of linesAt.get(id) ?? []) touched.add(source).add(target);
  for (const id of touched) for (const edge of linesAt.get(id) ?? []) near.add(edge);

  const places = new Map<string, Place>();
  const place = (id: string): void => void places.set(id, moved.get(id) ?? rest.settled.places.places.get(id)!);
  for (const { source, target } of near) [source, target].forEach(place);
  touched.forEach(place);
  const standing = lifted?.standing ?? all.replaced([...moved.keys()].map((id) => rest.settled.places.places.get(id)).filter((left) => left !== undefined), []);
  const bound = [...moved.keys()].filter((id) => linesAt.has(id) || nodesById.get(id)?.type === 'comment');
  const obstacles = new Obstacles(bodies(bound.map((id) => nodesById.get(id)!), moved, NOTHING), standing);

  const drawing = new Drawing(input, places);
  const sideOf = new Map<string, Side>();
  const lines = [...near].map((edge) => {
    const before = foundOf.get(edge)!;
    const ends = moved.has(edge.source) || moved.has(edge.target) ? route(places.get(edge.source)!, places.get(edge.target)!, before.skip, obstacles, sideOf.get(edge.source)) : before.ends;
    if (ends.bends.length > 0) sideOf.set(edge.source, ends.source);
    drawing.meet(edge, ends, touched.has(edge.source), touched.has(edge.target));
    return { edge, ends, skip: before.skip };
  });

  const cards = new Map<string, MadeCard>();
  const nodes = [...rest.nodes];
  for (const id of touched) {
    const card = drawing.card(nodesById.get(id)!, lifted?.cards.get(id) ?? rest.index.made.get(id));
    cards.set(id, card);
    nodes[cardAt.get(id)!] = card.node;
  }
  const cardOfEnd = { get: (id: string): MadeCard | undefined => cards.get(id) ?? rest.index.made.get(id) };
  const drawn = new Map<GraphEdge, { way: PlacedWay; edge: ShapeEdge }>();
  const edges = [...rest.edges];
  const labels = new Labels();
  const labelled = new Set<string>();
  for (const { edge, ends, skip } of lines) {
    const line = drawing.line(edge, ends, skip, cardOfEnd);
    const at = lineAt.get(edge);
    if (!line || at === undefined) continue;
    const before = lifted?.lines.get(edge);
    const way = draggedWay(line, ends, drawing, before?.way ?? rest.index.ways.get(edge) ?? null, obstacles, labels, labelled);
    const shown = drawing.shapeEdge(line, way.way, before?.edge ?? rest.edges[at]);
    drawn.set(edge, { way, edge: shown });
    edges[at] = shown;
  }
  const groups = graph.groups.map((group) => groupOf(group, input, drawing.problemsOf(group), drawing.reports, rest));
  return { ...rest, nodes, groups, edges, rest, lifted: { cards, lines: drawn, standing }, input };
}

interface Lookup {
  readonly nodesById: ReadonlyMap<string, GraphNode>;
  readonly linesAt: ReadonlyMap<string, readonly GraphEdge[]>;
  readonly foundOf: ReadonlyMap<GraphEdge, Found>;
  /** Where cards and lines stand in their lists. */
  readonly cardAt: ReadonlyMap<string, number>;
  readonly lineAt: ReadonlyMap<GraphEdge, number>;
}
const lookups = new WeakMap<Flow, Lookup>();

function lookupOf(rest: Flow): Lookup {
  let lookup = lookups.get(rest);
  if (!lookup) {
    const linesAt = new Map<string, GraphEdge[]>();
    for (const edge of rest.settled.drawable) for (const id of new Set([edge.source, edge.target])) push(linesAt, id, edge);
    lookup = {
      nodesById: new Map(rest.input.graph.nodes.toReversed().map((n) => [n.id, n])),
      linesAt,
      foundOf: new Map(rest.settled.routes.found.map((found) => [found.edge, found])),
      cardAt: new Map(rest.nodes.map(({ id }, i) => [id, i])),
      lineAt: new Map(rest.edges.map(({ data }, i) => [data!.edge, i])),
    };
    lookups.set(rest, lookup);
  }
  return lookup;
}

export const sameApartFromDrag = (a: FlowInput, b: FlowInput): boolean => a.graph === b.graph && a.compilation === b.compilation && a.selectedNodes === b.selectedNodes && a.selectedEdges === b.selectedEdges;

interface Line extends RouteLine {
  readonly ends: Ends;
}

/** Dragged cards without connections: they may be about to be put onto one, so no line gets out of their way. */
function floating(edges: readonly GraphEdge[], moved: FlowInput['moved']): ReadonlySet<string> {
  const ids = new Set(moved?.keys());
  if (ids.size > 0) for (const { source, target } of edges) for (const id of [source, target]) ids.delete(id);
  return ids;
}

/** Edges that a dragged card ends or covers look for a new way; the others keep the one they had. */
function draggedLines(given: readonly RouteLine[], previous: Flow | null, obstacles: Obstacles, isInTheWay: ((edge: GraphEdge) => boolean) | null): readonly Line[] {
  const sideOf = new Map<string, Side>();
  const lines = given.map((line): Line => {
    const { edge, source, target, skip } = line;
    const before = isInTheWay !== null && !isInTheWay(edge) ? previous?.index.ends.get(edge)?.ends : undefined;
    const ends = before ?? route(source, target, skip, obstacles, sideOf.get(edge.source));
    if (ends.bends.length > 0) sideOf.set(edge.source, ends.source);
    return { ...line, ends };
  });
  const apart = separateLanes(lines, obstacles).ends;
  return lines.map((line, i) => (apart[i] === line.ends ? line : { ...line, ends: apart[i]! }));
}


/** During a drag in the same network: whether a dragged card ends or covers an edge, so that it needs another way. Others keep theirs until the drop. */
function inTheWay({ graph, moved }: FlowInput, places: ReadonlyMap<string, Place>, previous: Flow | null, floats: ReadonlySet<string>): ((edge: GraphEdge) => boolean) | null {
  if (!moved?.size || previous?.input.graph !== graph) return null;
  const dragged = new Obstacles(bodies(graph.nodes.filter((n) => moved.has(n.id)), places, floats));
  return (edge) => {
    const way = previous.index.ways.get(edge);
    if (!way || moved.has(edge.source) || moved.has(edge.target) || previous.input.moved?.has(edge.source) || previous.input.moved?.has(edge.target)) return true;
    const points = isCurve(way.ends) ? alongCurve(way.from, way.to, way.ends) : corners(way.from, way.to, way.ends);
    return points.some((point, i) => i > 0 && dragged.on(points[i - 1]!, point, []).length > 0);
  };
}

/** What lines keep clear of: all but frames around others, and what floats. A card's place stays the very object that its lines know. */
function bodies(nodes: readonly GraphNode[], places: ReadonlyMap<string, Place>, floats: ReadonlySet<string>): readonly Place[] {
  return nodes.flatMap((node): readonly Place[] => {
    if (node.type === 'frame' || floats.has(node.id)) return [];
    const place = places.get(node.id)!;
    return [node.type === 'comment' ? [place[0], place[1], ...sizeOfNode(node)] : place];
  });
}
