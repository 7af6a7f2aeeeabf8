// Document, compilation and selection as React Flow's nodes and edges. What has not changed keeps its identity, so that
// one edit rerenders one card. Pure; knows no React.

import type { GraphEdge, GraphNode } from '../../../graph/document.ts';
import { isAnnotation } from '../../../graph/document.ts';
import { drawableNow, lineOf, type Drawable } from './drawable.ts';
import { Drawing, groupOf, sameBlocksAs } from './drawing.ts';
import { isCurve } from './ends.ts';
import { edgeId, type CardNode, type Flow, type FlowIndex, type FlowInput, type MadeCard, type PlacedWay, type Settled, type ShapeEdge } from './flow.ts';
import { followAmongMany, followDrag, sameApartFromDrag } from './followDrag.ts';
import { itemBefore } from '../../../graph/kept.ts';
import { atOnce } from '../../../graph/steps.ts';
import { Disturbances, Obstacles, reaches, same, samePoint } from './obstacles.ts';
import { placesOf, type Places } from './places.ts';
import { skipsOf } from './ranks.ts';
import { AT_ONCE, routesOf, type Found, type Routes } from './routes.ts';
import { labelBody, labelWidth, Labels, pathBetween, placeLabel } from './way.ts';

/** Above this many nodes, a drag leaves the lines alone that do not end at a dragged card, until it is dropped. */
const SETTLE_ABOVE = 200;
/** Beyond this many changed places it is quicker to look at all labels, and to put all cards among the obstacles anew. */
const MANY_PLACES = 100;

export function documentToFlow(input: FlowInput, previous: Flow | null = null): Flow {
  const rest = previous?.rest ?? previous;
  if (!input.moved?.size) return atOnce(atRest(input, rest));
  const { moved: _, ...still } = input;
  const start = rest && sameApartFromDrag(rest.input, input) ? rest : atOnce(atRest(still, rest));
  if (input.graph.nodes.length <= SETTLE_ABOVE) return followDrag(input, input.moved, start, previous);
  return followAmongMany(input, input.moved, start, previous?.rest === start ? previous.lifted : null);
}

/** The same from nothing, in steps of a few milliseconds each; nothing is being dragged. */
export const documentToFlowInSteps = (input: FlowInput): Generator<void, Flow> => atRest(input, null);

/** What is taken over of a flow, and what has changed since. */
interface Changes {
  readonly input: FlowInput;
  readonly drawing: Drawing;
  readonly places: Places;
  readonly drawable: Drawable;
  readonly obstacles: Obstacles;
  readonly routes: Routes;
  readonly previous: Flow | null;
  /** The previous flow's, if anything of it can be taken over by index. */
  readonly last: Settled | null;
  readonly sameSelection: boolean;
}

/**
 * Nothing is being dragged: the flow is that of its input alone, and `previous` only saves work. Places, ways and cards are
 * looked at anew where what they depend on is another object than before.
 */
function* atRest(input: FlowInput, previous: Flow | null): Generator<void, Flow> {
  const { graph, selectedNodes, selectedEdges } = input;
  const places = placesOf(graph.nodes, previous?.settled.places ?? null);
  const last = places.kept ? previous!.settled : null;
  yield;
  const obstacles = last ? obstaclesNow(places, last) : new Obstacles(places.places.values());
  yield;
  const drawable = drawableNow(graph, places.places, last, places.gone, places.kept?.all ?? false);
  yield;
  const drawing = new Drawing(input, places.places);
  const sameBlocks = last !== null && sameBlocksAs(graph, last.graph);
  const lines = { edges: drawable.edges, kept: sameBlocks ? drawable.kept : null, skips: skipsOf(drawable.edges), moved: places.moved, lineOf: (edge: GraphEdge, skip: boolean) => lineOf(edge, skip, places.places, drawing) };
  const routes = yield* routesOf(lines, obstacles, places.changed, last?.routes ?? null);

  const sameSelection = previous !== null && previous.input.selectedNodes === selectedNodes && previous.input.selectedEdges === selectedEdges;
  const changes: Changes = { input, drawing, places, drawable: { ...drawable, kept: lines.kept }, obstacles, routes, previous, last, sameSelection };
  const cards = yield* cardsOf(changes);
  const { ways, lines: drawn } = yield* drawLines(changes, cards);
  const nodes: CardNode[] = [];
  for (const card of cards.made) if (card) nodes.push(card.node);
  const edges = drawn.filter((line) => line !== null);
  const settled: Settled = { graph, places, drawable: drawable.edges, obstacles, routes, made: cards.made, ways, lines: drawn };
  return {
    nodes: previous && isSameList(nodes, previous.nodes) ? previous.nodes : nodes,
    groups: graph.groups.map((group) => groupOf(group, input, drawing.found.get(group.id)?.errors ?? 0, drawing.reports, previous)),
    edges: previous && isSameList(edges, previous.edges) ? previous.edges : edges,
    index: indexOf(settled),
    late: cards.late,
    rest: null,
    lifted: null,
    settled,
    input,
  };
}

const isSameList = <T>(a: readonly T[], b: readonly T[]): boolean => a.length === b.length && a.every((item, i) => item === b[i]);

/** By id and by edge; put together when they are asked for. */
function indexOf({ made, lines, drawable, routes, ways }: Settled): FlowIndex {
  const some = <K, V>(items: readonly (V | null)[], keyOf: (item: V, i: number) => K): ReadonlyMap<K, V> => new Map(items.flatMap((item, i): [K, V][] => (item ? [[keyOf(item, i), item]] : [])));
  let byId: FlowIndex['made'] | null = null;
  let drawn: FlowIndex['drawn'] | null = null;
  let ends: FlowIndex['ends'] | null = null;
  let byEdge: FlowIndex['ways'] | null = null;
  return {
    get made() {
      return (byId ??= some(made, (card) => card.node.id));
    },
    get drawn() {
      return (drawn ??= some(lines, (line) => line.id));
    },
    get ends() {
      return (ends ??= some(routes.found, (found) => found.edge));
    },
    get ways() {
      return (byEdge ??= some(ways, (_, i) => drawable[i]!));
    },
  };
}

function obstaclesNow({ places, changed, moved }: Places, last: Settled): Obstacles {
  if (changed.length === 0) return last.obstacles;
  if (changed.length > MANY_PLACES) return new Obstacles(places.values());
  const come = new Set([...moved].map((id) => places.get(id)).filter((place) => place !== undefined));
  return last.obstacles.replaced(changed.filter((place) => !come.has(place)), [...come]);
}

interface Cards {
  /** In the order of the graph's nodes; `null` for what has no card. */
  readonly made: readonly (MadeCard | null)[];
  /** Ids of those that are other objects than before. */
  readonly anew: ReadonlySet<string>;
  /** How many still say what held before. */
  readonly late: number;
  readonly get: (id: string) => MadeCard | undefined;
}

/** A card is made anew if its node, place, report, problems or selection is another, or a line at it; only then are its ports looked at. */
function* cardsOf({ input: { graph, compilation, pace }, drawing, places, drawable, routes, previous, last }: Changes): Generator<void, Cards> {
  const rerouted = drawable.kept ? reroutedEnds(routes, last!.routes, drawable) : null;
  const sameReports = last !== null && previous!.late === 0 && previous!.input.compilation.report === compilation.report && sameBlocksAs(graph, last.graph);
  const { kept } = places;
  const cardBefore = (i: number): MadeCard | undefined => (kept ? (itemBefore(kept, last!.made, i) ?? undefined) : undefined);
  const seen = places.hasTwins ? new Set<string>() : null;
  /** Of those whose ports have to be laid out, where they stand. */
  const replugged = new Map<string, number>();
  const anew = new Set<string>();
  let others = pace?.others ?? 0;
  let late = 0;
  const cardNow = (node: GraphNode, i: number): MadeCard | null => {
    if (isAnnotation(node)) return null;
    if (seen && (seen.has(node.id) || !seen.add(node.id))) return null;
    const before = cardBefore(i);
    const sameLines = before && rerouted && !(rerouted.size > 0 && rerouted.has(node.id));
    if (sameLines && drawing.isSameCard(node, before)) {
      if (sameReports || drawing.hasSameReport(node, before)) return before;
      if (pace && !reaches(before.from.place, pace.seen) && others-- <= 0) {
        late++;
        return before;
      }
    }
    anew.add(node.id);
    if (sameLines && drawing.hasSamePorts(node, before)) return drawing.card(node, before, before.node.data.ports);
    replugged.set(node.id, i);
    return null;
  };
  const made: (MadeCard | null)[] = graph.nodes.map(cardNow);
  if (replugged.size > 0) {
    drawable.edges.forEach((edge, i) => {
      const [source, target] = [replugged.has(edge.source), replugged.has(edge.target)];
      if (source || target) drawing.meet(edge, routes.found[i]!.ends, source, target);
    });
    let count = 0;
    for (const [id, i] of replugged) {
      made[i] = drawing.card(graph.nodes[i]!, kept ? cardBefore(i) : previous?.index.made.get(id));
      if (++count % AT_ONCE === 0) yield;
    }
  }
  return { made, anew, late, get: (id) => made[places.indexOf.get(id)!] ?? undefined };
}

/** The nodes at which a line came, went or took another way. */
function reroutedEnds(routes: Routes, last: Routes, { kept }: Drawable): ReadonlySet<string> {
  const rerouted = new Set<string>();
  if (routes === last) return rerouted;
  const touch = ({ edge }: Found): void => void rerouted.add(edge.source).add(edge.target);
  routes.found.forEach((found, i) => {
    const before = itemBefore(kept!, last.found, i);
    if (found !== before && !(before?.ends === found.ends && before.skip === found.skip)) touch(found);
  });
  for (const i of kept!.gone) touch(last.found[i]!);
  return rerouted;
}

/**
 * Labels take their places one after the other, clear of cards and of those before them. One keeps its place where neither
 * has changed; what changes disturbs those after it that looked there.
 */
function* drawLines({ drawing, places, drawable, obstacles, routes, previous, last, sameSelection }: Changes, cards: Cards): Generator<void, Pick<Settled, 'ways' | 'lines'>> {
  const { edges, kept } = drawable;
  const known = kept && places.changed.length <= MANY_PLACES ? last : null;
  const indexBefore = (i: number): number => (known ? kept!.from[i]! : -1);
  const sameCards = cards.anew.size === 0;
  /** Neither its way nor what its ends say has changed. */
  const stays = (i: number): boolean => {
    const at = indexBefore(i);
    if (at < 0) return false;
    const [before, now] = [known!.routes.found[at]!, routes.found[i]!];
    return before.ends === now.ends && before.skip === now.skip && (sameCards || !(cards.anew.has(now.edge.source) || cards.anew.has(now.edge.target)));
  };
  const disturbed = new Disturbances(known ? places.changed : []);
  const disturb = (way: PlacedWay | null | undefined): void => {
    if (way?.way.label) disturbed.add(labelBody(way.way.label, labelWidth(way.label)));
  };
  /** Sources of which a line may say what another said before. */
  const stirred = new Set<string>();
  const fixed = new Uint8Array(edges.length);
  edges.forEach((edge, i) => {
    if (stays(i)) fixed[i] = 1;
    else stirred.add(edge.source);
  });
  if (known) {
    for (const i of kept!.gone) {
      stirred.add(known.drawable[i]!.source);
      disturb(known.ways[i]);
    }
  }
  if (known && kept!.all && sameSelection && stirred.size === 0 && disturbed.isEmpty) return known;

  const lines: (ShapeEdge | null)[] = [];
  const ways: (PlacedWay | null)[] = [];
  const labels = new Labels();
  let standing = 0;
  /** Those of the lines before; mostly few lines ask. */
  const labelsBefore = (i: number): Labels => {
    for (; standing < i; standing++) {
      const way = ways[standing];
      if (way?.way.label) labels.take(way.way.label, labelWidth(way.label));
    }
    return labels;
  };
  const labelled = new Set<string>();
  const drawNow = (edge: GraphEdge, i: number): void => {
    const at = indexBefore(i);
    const before = at < 0 ? null : known!.ways[at]!;
    const drawn = at < 0 ? (known ? null : previous?.index.drawn.get(edgeId(edge))) : known!.lines[at];
    const isShaken = before !== null && disturbed.reach(before.region);
    const isStirred = stirred.has(edge.source);
    if (before && drawn && fixed[i] === 1 && sameSelection && !isShaken && (!isStirred || before.repeats === (labelled.has(before.lane) && drawn.data!.tone !== 'wrong'))) {
      if (isStirred) labelled.add(before.lane);
      ways.push(before);
      lines.push(drawn);
      return;
    }
    const { ends, skip } = routes.found[i]!;
    const line = drawing.line(edge, ends, skip, cards);
    if (!line) {
      disturb(before);
      ways.push(null);
      lines.push(null);
      return;
    }
    const { from, to, label, tone } = line;
    const lane = before?.ends === ends ? before.lane : isCurve(ends) ? edgeId(edge) : `${drawing.sourceId(edge)} ${ends.source}`;
    // Lines that leave by the same port and turn carry the same on a common stretch, and say so once.
    const repeats = isStirred || !before ? labelled.has(lane) && tone !== 'wrong' : before.repeats;
    if (isStirred) labelled.add(lane);
    const sameLine = before?.ends === ends && same(before.from, from) && same(before.to, to);
    let way = before;
    const sameWidth = before !== null && labelWidth(before.label) === labelWidth(label);
    if (before && sameLine && sameWidth && before.repeats === repeats && !isShaken) way = before.label === label ? before : { ...before, label };
    else {
      const { found: place, region } = obstacles.watched(() => (repeats ? null : placeLabel(from, to, ends, labelWidth(label), obstacles, labelsBefore(i))));
      const isSame = sameLine && sameWidth && samePoint(before!.way.label, place);
      way = { ends, from, to, label, lane, repeats, region, way: isSame ? before!.way : { path: sameLine ? before!.way.path : pathBetween(from, to, ends), label: place } };
      if (!isSame) {
        disturb(before);
        disturb(way);
      }
    }
    ways.push(way);
    lines.push(drawing.shapeEdge(line, way!.way, drawn ?? undefined));
  };
  for (const [i, edge] of edges.entries()) {
    drawNow(edge, i);
    if (i % AT_ONCE === AT_ONCE - 1) yield;
  }
  return { ways, lines };
}
