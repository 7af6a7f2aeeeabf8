// Document, compilation and selection as React Flow's nodes and edges. What has not changed keeps its identity, so that
// one edit rerenders one card. Pure; knows no React.
import { isAnnotation, type GraphEdge } from '../../graph/document.ts';
import { sizeOfNode } from '../../graph/boxes.ts';
import type { View } from '../../graph/view.ts';
import { isCurve } from './ends.ts';
import { Obstacles, reaches, type Place } from './obstacles.ts';
import { routesOf, type Routes } from './routes.ts';
import { labelBody, labelWidth, Labels, pathBetween, placeLabel } from './way.ts';
import { drawableOf, linesOf } from './drawable.ts';
import { Drawing, groupOf, sameBlocksAs } from './drawing.ts';
import { edgeId, type Flow, type FlowInput, type MadeCard, type PlacedWay, type Settled, type ShapeEdge } from './flow.ts';
import { followAmongMany, followDrag, sameApartFromDrag } from './followDrag.ts';
import { same, samePoint } from './obstacles.ts';

/** Above this many nodes, a drag leaves the lines alone that do not end at a dragged card, until it is dropped. */
const SETTLE_ABOVE = 200;

export function documentToFlow(input: FlowInput, previous: Flow | null = null): Flow {
  const rest = previous?.rest ?? previous;
  if (!input.moved?.size) return atRest(input, rest);
  const { moved: _, ...still } = input;
  const start = rest && sameApartFromDrag(rest.input, input) ? rest : atRest(still, rest);
  if (input.graph.nodes.length <= SETTLE_ABOVE) return followDrag(input, input.moved, start, previous);
  return followAmongMany(input, input.moved, start, previous?.rest === start ? previous.lifted : null);
}

/**
 * Nothing is being dragged: the flow is that of its input alone, and `previous` only saves work. Places, ways and cards are
 * looked at anew where what they depend on is another object than before.
 */
function atRest(input: FlowInput, previous: Flow | null): Flow {
  const { graph, selectedNodes, selectedEdges } = input;
  const last = previous?.settled ?? null;
  const { places, changed, sameNodes } = placesOf(graph, last);
  const obstacles = last && changed.length === 0 ? last.obstacles : obstaclesOf(graph, places, changed, last);
  const drawable = last && sameNodes && last.graph.edges === graph.edges ? last.drawable : drawableOf(graph, places);
  const sameBlocks = last !== null && sameBlocksAs(graph, last.graph);
  const drawing = new Drawing(input, places);
  const routes = last && drawable === last.drawable && changed.length === 0 && sameBlocks ? last.routes : routesOf(linesOf(graph, drawable, places, drawing), obstacles, changed, last?.routes ?? null);

  const rerouted = reroutedEnds(routes, last?.routes ?? null);
  const made = previous?.made ?? NO_CARDS;
  /** Cards to be made, and those among them whose ports have to be. */
  const anew = new Set<string>();
  const replugged = new Set<string>();
  for (const node of graph.nodes) {
    if (isAnnotation(node)) continue;
    const before = made.get(node.id);
    const linesStand = before !== undefined && sameBlocks && !rerouted.has(node.id);
    if (linesStand && drawing.isSameCard(node, before)) continue;
    anew.add(node.id);
    if (!linesStand || !drawing.hasSamePorts(node, before)) replugged.add(node.id);
  }
  if (replugged.size > 0) {
    for (const edge of drawable) {
      const [source, target] = [replugged.has(edge.source), replugged.has(edge.target)];
      if (source || target) drawing.meet(edge, routes.found.get(edge)!.ends, source, target);
    }
  }
  const cards = new Map<string, MadeCard>();
  for (const node of graph.nodes) {
    if (cards.has(node.id) || isAnnotation(node)) continue;
    const before = made.get(node.id);
    cards.set(node.id, anew.has(node.id) ? drawing.card(node, before, replugged.has(node.id) ? undefined : before?.node.data.ports) : before!);
  }

  const sameSelection = previous !== null && previous.input.selectedNodes === selectedNodes && previous.input.selectedEdges === selectedEdges;
  /** Neither its way nor what its ends say has changed. */
  const stays = (edge: GraphEdge): boolean => last!.routes.found.get(edge) === routes.found.get(edge) && !anew.has(edge.source) && !anew.has(edge.target);
  const allStay = sameSelection && last !== null && previous.ways === last.ways && drawable === last.drawable && changed.length === 0 && drawable.every(stays);
  const lines = allStay ? { drawn: previous.drawn, edges: previous.edges, ways: last.ways } : drawLines({ drawing, drawable, routes, obstacles, cards, changed, stays: (edge) => sameSelection && last !== null && stays(edge) }, last, previous);
  const groups = graph.groups.map((group) => groupOf(group, input, drawing.found.get(group.id)?.errors ?? 0, drawing.reports, previous));
  return {
    nodes: [...cards.values()].map(({ node }) => node),
    groups,
    ...lines,
    made: cards,
    ends: routes.found,
    rest: null,
    lifted: null,
    settled: { graph, places, drawable, obstacles, routes, ways: lines.ways },
    input,
  };
}

interface LinesToDraw extends Pick<Settled, 'drawable' | 'routes' | 'obstacles'> {
  readonly drawing: Drawing;
  readonly cards: ReadonlyMap<string, MadeCard>;
  readonly changed: readonly Place[];
  /** Neither the edge's way nor its ends have changed. */
  readonly stays: (edge: GraphEdge) => boolean;
}

/**
 * Labels take their places one after the other, clear of cards and of those before them. One keeps its place where neither
 * has changed; what changes disturbs those after it that looked there.
 */
function drawLines({ drawing, drawable, routes, obstacles, cards, changed, stays }: LinesToDraw, last: Settled | null, previous: Flow | null): Pick<Flow, 'drawn' | 'edges' | 'ways'> {
  const known = last && changed.length <= MANY_PLACES && inSameOrder(drawable, last.drawable) ? last : null;
  const drawn = new Map<string, ShapeEdge>();
  const ways = new Map<GraphEdge, PlacedWay>();
  const labels = new Labels();
  const labelled = new Set<string>();
  const disturbed: Place[] = [...changed];
  const disturb = (way: PlacedWay | undefined): void => {
    if (way?.way.label) disturbed.push(labelBody(way.way.label, labelWidth(way.label)));
  };
  if (known) for (const [edge, way] of known.ways) if (!routes.found.has(edge)) disturb(way);
  for (const edge of drawable) {
    const id = edgeId(edge);
    const { ends, skip } = routes.found.get(edge)!;
    const before = known?.ways.get(edge);
    const isDisturbed = before !== undefined && (disturbed.length > MANY_PLACES || disturbed.some((place) => reaches(place, before.region)));
    const shown = before && !isDisturbed && stays(edge) ? previous?.drawn.get(id) : undefined;
    if (before && shown?.data?.way === before.way && before.repeats === (labelled.has(before.lane) && shown.data.tone !== 'wrong')) {
      labelled.add(before.lane);
      if (before.way.label) labels.take(before.way.label, labelWidth(before.label));
      ways.set(edge, before);
      drawn.set(id, shown);
      continue;
    }
    const line = drawing.line(edge, ends, skip, cards);
    if (!line) {
      disturb(before);
      continue;
    }
    const { from, to, label, tone } = line;
    const lane = before?.ends === ends ? before.lane : isCurve(ends) ? id : `${drawing.sourceId(edge)} ${ends.source}`;
    // Lines that leave by the same port and turn carry the same on a common stretch, and say so once.
    const repeats = labelled.has(lane) && tone !== 'wrong';
    labelled.add(lane);
    const sameLine = before?.ends === ends && same(before.from, from) && same(before.to, to);
    let way = before;
    if (!before || !sameLine || before.label !== label || before.repeats !== repeats || isDisturbed) {
      const { found: place, region } = obstacles.watched(() => (repeats ? null : placeLabel(from, to, ends, labelWidth(label), obstacles, labels)));
      const isSame = sameLine && before?.label === label && samePoint(before.way.label, place);
      way = { ends, from, to, label, lane, repeats, region, way: isSame ? before.way : { path: sameLine ? before!.way.path : pathBetween(from, to, ends), label: place } };
      if (!isSame) {
        disturb(before);
        disturb(way);
      }
    } else if (before.way.label) labels.take(before.way.label, labelWidth(label));
    ways.set(edge, way!);
    drawn.set(id, drawing.shapeEdge(line, way!.way, previous?.drawn.get(id)));
  }
  return { drawn, edges: [...drawn.values()], ways };
}

/** Whether those of `edges` that were there before stand in the same order. */
function inSameOrder(edges: readonly GraphEdge[], before: readonly GraphEdge[]): boolean {
  if (edges === before) return true;
  const places = new Map(before.map((edge, i) => [edge, i]));
  let at = -1;
  return edges.every((edge) => {
    const place = places.get(edge) ?? Infinity;
    if (place === Infinity) return true;
    const isLater = place > at;
    at = place;
    return isLater;
  });
}

const NO_CARDS: ReadonlyMap<string, MadeCard> = new Map();
/** Beyond this many changed places every label looks for its place anew. */
const MANY_PLACES = 100;

/** Where all that is no frame stands; a place that has not changed is the same object. `changed`: where something went, and where it came. */
function placesOf({ nodes }: View, last: Settled | null): { readonly places: ReadonlyMap<string, Place>; readonly changed: readonly Place[]; readonly sameNodes: boolean } {
  const places = new Map<string, Place>();
  const changed: Place[] = [];
  let sameNodes = last?.graph.nodes.length === nodes.length;
  nodes.forEach((node, i) => {
    const other = last?.graph.nodes[i];
    sameNodes &&= node === other || (node.id === other?.id && isAnnotation(node) === isAnnotation(other));
    if (node.type === 'frame') return;
    const [x, y] = node.position;
    const [width, height] = node.type === 'comment' ? sizeOfNode(node) : USUAL;
    const before = last?.places.get(node.id);
    const stays = before && before[0] === x && before[1] === y && before[2] === width && before[3] === height;
    const place: Place = stays ? before : width === undefined ? node.position : [x, y, width, height];
    places.set(node.id, place);
    if (!stays) changed.push(...(before ? [before, place] : [place]));
  });
  if (last && (!sameNodes || places.size < last.places.size)) for (const [id, place] of last.places) if (!places.has(id)) changed.push(place);
  return { places: last && changed.length === 0 && sameNodes ? last.places : places, changed, sameNodes };
}

const USUAL: readonly [undefined, undefined] = [undefined, undefined];

function obstaclesOf(graph: View, places: ReadonlyMap<string, Place>, changed: readonly Place[], last: Settled | null): Obstacles {
  if (!last || changed.length > MANY_PLACES) return new Obstacles(places.values());
  const standing = new Set(places.values());
  return last.obstacles.replaced(changed.filter((place) => !standing.has(place)), changed.filter((place) => standing.has(place)));
}

/** The nodes at which a line came, went or took another way. */
function reroutedEnds(routes: Routes, last: Routes | null): ReadonlySet<string> {
  const rerouted = new Set<string>();
  if (routes === last) return rerouted;
  const touch = ({ source, target }: GraphEdge): void => void rerouted.add(source).add(target);
  for (const [edge, found] of routes.found) if (last?.found.get(edge) !== found) touch(edge);
  if (last) for (const edge of last.found.keys()) if (!routes.found.has(edge)) touch(edge);
  return rerouted;
}

