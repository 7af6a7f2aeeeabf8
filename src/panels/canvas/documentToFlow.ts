// Document, compilation and selection as React Flow's nodes and edges. What has not changed keeps its identity, so that
// one edit rerenders one card. Pure; knows no React.

import type { Edge, Node, Position } from '@xyflow/react';
import { inputNames, mostInputsOf, outputNames, outputsOf } from '../../commands/canvas/connect.ts';
import type { Compilation, Diagnostic, NodeReport } from '../../compiler/compilation.ts';
import { definitionOf, isInstance, repeatOf, withValues } from '../../graph/blocks.ts';
import { isAnnotation, portOf, type BlockDefinition, type Graph, type GraphEdge, type GraphNode } from '../../graph/document.ts';
import { sameEdge } from '../../graph/edits.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { sizeOfNode } from '../../graph/boxes.ts';
import { givenParams, inputIndex, outputIndex, type Group, type View } from '../../graph/view.ts';
import { layerOf } from '../../layers/index.ts';
import { formatShape, type Category, type Shape } from '../../layers/layer.ts';
import { completeParams } from '../../layers/params.ts';
import { diagnosticsHere, reportsHere } from '../../state/currentGraph.ts';
import { layerWords } from '../quantities.ts';
import { edgeShape } from './edgeShape.ts';
import { alongCurve, corners, isCurve, type Ends } from './ends.ts';
import { separateLanes } from './lanes.ts';
import { nowhere, Obstacles, portAt, reaches, type Place, type Point, type Region, type Side } from './obstacles.ts';
import { inputId, outputId, PORT_REACH, portsOf, type Port, type PortRequest } from './ports.ts';
import { route } from './route.ts';
import { routesOf, type Line as RouteLine, type Routes } from './routes.ts';
import { labelBody, labelWidth, Labels, pathBetween, placeLabel, type Way } from './way.ts';

export interface CardData extends Record<string, unknown> {
  readonly type: string;
  /** The layer's own name; the type itself where this build does not know it. */
  readonly label: string;
  readonly category: Category | 'block' | 'unknown';
  readonly notation: string;
  readonly params: number;
  readonly shape: Shape | null;
  readonly ports: readonly Port[];
  readonly errors: number;
  readonly warnings: number;
}
export type CardNode = Node<CardData, 'card'>;

/** A block that is opened in place. */
export interface GroupData extends Record<string, unknown> {
  readonly label: string;
  readonly repeat: number;
  readonly params: number;
  /** Of its output, as on an edge. */
  readonly shape: string;
  readonly errors: number;
}
export type GroupNode = Node<GroupData, 'group'>;

export interface ShapeEdgeData extends Record<string, unknown> {
  readonly edge: GraphEdge;
  readonly label: string;
  /** For those who hear it. */
  readonly name: string;
  readonly tone: 'plain' | 'skip' | 'wrong' | 'unknown';
  readonly way: Way;
}
export type ShapeEdge = Edge<ShapeEdgeData, 'shape'>;

export interface FlowInput {
  readonly graph: View;
  readonly compilation: Compilation;
  readonly selectedNodes: readonly string[];
  readonly selectedEdges: readonly GraphEdge[];
  /** Places of nodes that are being dragged and are not yet in the document. */
  readonly moved?: ReadonlyMap<string, Place>;
}

export interface Flow {
  readonly nodes: CardNode[];
  /** Frames of blocks opened in place, outer ones first. */
  readonly groups: GroupNode[];
  readonly edges: ShapeEdge[];
  /** What each was made from, to recognize what has not changed. */
  readonly made: ReadonlyMap<string, MadeCard>;
  readonly drawn: ReadonlyMap<string, ShapeEdge>;
  /** The way each connection took, and its line with what it depends on. */
  readonly ends: ReadonlyMap<GraphEdge, { readonly ends: Ends }>;
  readonly ways: ReadonlyMap<GraphEdge, PlacedWay>;
  /** During a drag, the same without it. */
  readonly rest: Flow | null;
  /** During a drag in a large network, what it has changed. */
  readonly lifted: Lifted | null;
  /** As all stood when last nothing was being dragged. */
  readonly settled: Settled;
  readonly input: FlowInput;
}

interface MadeCard {
  readonly node: CardNode;
  /** The same of these give the same card, as long as its lines are the same. */
  readonly from: { readonly node: GraphNode; readonly place: Place; readonly report: NodeReport | undefined; readonly finding: string };
}

/** Cards and lines that a drag takes along, and what it needs of all others. */
interface Lifted {
  readonly cards: ReadonlyMap<string, MadeCard>;
  readonly lines: ReadonlyMap<GraphEdge, { readonly way: PlacedWay; readonly edge: ShapeEdge }>;
  /** The cards that do not move. */
  readonly standing: Obstacles;
}

/** What an edit at rest starts from. */
interface Settled {
  readonly graph: View;
  readonly places: ReadonlyMap<string, Place>;
  readonly drawable: readonly GraphEdge[];
  readonly obstacles: Obstacles;
  readonly routes: Routes;
  readonly ways: ReadonlyMap<GraphEdge, PlacedWay>;
}

export interface PlacedWay {
  readonly ends: Ends;
  readonly from: Point;
  readonly to: Point;
  readonly label: string;
  /** Lines in the same lane carry the same, and the first says so. */
  readonly lane: string;
  readonly repeats: boolean;
  readonly way: Way;
  /** Where its label looked for a place. */
  readonly region: Region;
}

const ids = new WeakMap<GraphEdge, string>();

export function edgeId(e: GraphEdge): string {
  let id = ids.get(e);
  if (id === undefined) ids.set(e, (id = `${e.source}.${e.sourcePort ?? ''} ${e.target}.${portOf(e) < 0 ? (e.targetPort ?? '') : portOf(e)}`));
  return id;
}

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

/** Edges with a card at either end. */
function drawableOf({ nodes, edges }: View, places: ReadonlyMap<string, Place>): readonly GraphEdge[] {
  const remarks = new Set(nodes.filter(isAnnotation).map((n) => n.id));
  return distinct(edges.filter((e) => places.has(e.source) && places.has(e.target) && !remarks.has(e.source) && !remarks.has(e.target)));
}

function linesOf(graph: View, drawable: readonly GraphEdge[], places: ReadonlyMap<string, Place>, drawing: Drawing): readonly RouteLine[] {
  const rank = ranksOf(graph);
  return drawable.map((edge) => ({
    edge,
    sourceId: drawing.sourceId(edge),
    source: places.get(edge.source)!,
    target: places.get(edge.target)!,
    skip: (rank.get(edge.target) ?? 0) - (rank.get(edge.source) ?? 0) > 1,
  }));
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

const sameBlocksAs = (a: View, b: View): boolean => a.blocks === b.blocks && a.block === b.block && a.prefix === b.prefix && a.instance === b.instance;
const samePoint = (a: Point | null, b: Point | null): boolean => a === b || (a !== null && b !== null && same(a, b));

/** A line with what it says, before it is drawn. */
interface DrawnLine {
  readonly edge: GraphEdge;
  readonly source: Port;
  readonly target: Port;
  readonly from: Point;
  readonly to: Point;
  readonly shape: Shape | null;
  readonly label: string;
  readonly tone: ShapeEdgeData['tone'];
}

/** Makes cards and lines of one input, from what the compiler found out about them. */
class Drawing {
  readonly found: ReadonlyMap<string, Finding>;
  readonly reports: Readonly<Record<string, NodeReport>>;
  private readonly graph: View;
  private readonly moved: FlowInput['moved'];
  private readonly selected: ReadonlySet<string>;
  private readonly selectedEdges: readonly GraphEdge[];
  /** Only of these do ports have names. */
  private readonly instances: ReadonlyMap<string, GraphNode>;
  private readonly arriving = new Map<string, PortRequest['arriving'][number][]>();
  private readonly leaving = new Map<string, PortRequest['leaving'][number][]>();

  constructor({ graph, compilation, selectedNodes, selectedEdges, moved }: FlowInput, private readonly places: ReadonlyMap<string, Place>) {
    this.graph = graph;
    this.moved = moved;
    this.found = findings(diagnosticsHere(graph, compilation));
    this.reports = reportsHere(graph, compilation);
    this.selected = new Set(selectedNodes);
    this.selectedEdges = selectedEdges;
    this.instances = new Map(graph.nodes.filter(isInstance).map((n) => [n.id, n]));
  }

  inputOf(edge: GraphEdge): number {
    return Math.max(0, inputIndex(this.graph.blocks, this.instances.get(edge.target), edge));
  }

  outputOf(edge: GraphEdge): number {
    return outputIndex(this.graph.blocks, this.instances.get(edge.source), edge);
  }

  sourceId(edge: GraphEdge): string {
    return `${edge.source} ${this.outputOf(edge)}`;
  }

  /** Takes note of a line at the cards that are to be made. */
  meet(edge: GraphEdge, ends: Ends, atSource = true, atTarget = true): void {
    if (atTarget) push(this.arriving, edge.target, { index: this.inputOf(edge), side: ends.target, other: this.places.get(edge.source)! });
    if (atSource) push(this.leaving, edge.source, { side: ends.source, output: this.outputOf(edge), other: this.places.get(edge.target)! });
  }

  /** Whether a card would be the same, if its lines are. */
  isSameCard(node: GraphNode, made: MadeCard): boolean {
    const { node: card, from } = made;
    return from.report === this.reports[node.id] && from.place === this.places.get(node.id) && card.selected === this.selected.has(node.id) && !card.dragging && this.hasSamePorts(node, made);
  }

  /** Likewise. */
  hasSamePorts(node: GraphNode, { from }: MadeCard): boolean {
    return from.node === node && from.finding === findingKey(this.found.get(node.id));
  }

  /** @param known its ports, where they are the same as before */
  card(node: GraphNode, before: MadeCard | undefined, known?: readonly Port[]): MadeCard {
    const { graph } = this;
    const { id } = node;
    const finding = this.found.get(id);
    const place = this.places.get(id)!;
    const ports = known ?? portsOf({
      place,
      arriving: this.arriving.get(id) ?? [],
      leaving: this.leaving.get(id) ?? [],
      mostInputs: mostInputsOf(graph, node),
      outputs: outputsOf(graph, node),
      inputNames: inputNames(graph, node),
      outputNames: outputNames(graph, node),
      wrong: finding?.ports ?? NONE,
    });
    const report = this.reports[id];
    const { label, category, notation } = describe(node, graph);
    const data: CardData = { type: node.type, label, category, notation, params: report?.params ?? 0, shape: report?.outputShape ?? null, ports, errors: finding?.errors ?? 0, warnings: finding?.warnings ?? 0 };
    return { node: cardOf(id, place, this.selected.has(id), this.moved?.has(id) ?? false, data, before?.node), from: { node, place, report, finding: findingKey(finding) } };
  }

  /** Null where a card has no such port. */
  line(edge: GraphEdge, ends: Ends, skip: boolean, cards: Pick<ReadonlyMap<string, MadeCard>, 'get'>): DrawnLine | null {
    const { places, found, reports } = this;
    const [input, output] = [this.inputOf(edge), this.outputOf(edge)];
    const source = cards.get(edge.source)!.node.data.ports.find((p) => p.id === outputId(ends.source, output));
    const target = cards.get(edge.target)!.node.data.ports.find((p) => p.id === inputId(input));
    if (!source || !target) return null;
    const giving = reports[edge.source];
    const shape = giving?.outputShapes?.[output] ?? giving?.outputShape ?? null;
    const brokenSource = shape === null && (found.get(edge.source)?.errors ?? 0) > 0;
    const tone = brokenSource || found.get(edge.target)?.ports.has(input) ? 'wrong' : skip ? 'skip' : shape === null ? 'unknown' : 'plain';
    return { edge, source, target, from: portAt(places.get(edge.source)!, source.side, source.along), to: portAt(places.get(edge.target)!, target.side, target.along), shape, label: edgeShape(shape), tone };
  }

  shapeEdge({ edge, target, shape, label, tone }: DrawnLine, way: Way, before: ShapeEdge | undefined): ShapeEdge {
    const isSelected = this.selectedEdges.some((s) => sameEdge(s, edge));
    const atSelected = isSelected || this.selected.has(edge.source) || this.selected.has(edge.target);
    const name = `From ${edge.source} to ${edge.target}, ${shape ? formatShape(shape) : 'shape unknown'}${tone === 'wrong' ? ', does not fit' : ''}`;
    const data = before?.data;
    const sameLine = data?.edge === edge && data.label === label && data.name === name && data.tone === tone && data.way.path === way.path && samePoint(data.way.label, way.label);
    if (sameLine && before!.selected === isSelected && before!.focusable === atSelected && before!.targetHandle === target.id) return before!;
    return {
      id: edgeId(edge),
      type: 'shape',
      source: edge.source,
      target: edge.target,
      // None is named: which side an edge leaves by changes with every move, and its way is drawn by us.
      sourceHandle: null,
      targetHandle: target.id,
      selected: isSelected,
      // Tab reaches the connections of what is selected; those of the whole network would be in the way.
      focusable: atSelected,
      // The end at an input can be taken and put elsewhere; the other end is shared with its siblings.
      reconnectable: 'target',
      ariaLabel: name,
      data: sameLine ? data : { edge, label, name, tone, way },
    };
  }
}

const findingKey = (finding: Finding | undefined): string => (finding ? `${finding.errors} ${finding.warnings} ${[...finding.ports].join()}` : '');

/** Cards are being dragged: lines get out of their way, and what they do not touch stays as it was. */
function followDrag(input: FlowInput, moved: ReadonlyMap<string, Place>, rest: Flow, previous: Flow | null): Flow {
  const { graph } = input;
  const places = new Map<string, Place>();
  for (const n of graph.nodes) places.set(n.id, moved.get(n.id) ?? n.position);
  const drawable = drawableOf(graph, places);
  const floats = floating(drawable, moved);
  const obstacles = new Obstacles(bodies(graph.nodes, places, floats));
  const drawing = new Drawing(input, places);
  const lines = draggedLines(linesOf(graph, drawable, places, drawing), previous, obstacles, inTheWay(input, places, previous, floats));
  for (const { edge, ends } of lines) drawing.meet(edge, ends);

  const made = new Map<string, MadeCard>();
  for (const node of graph.nodes) if (!made.has(node.id) && !isAnnotation(node)) made.set(node.id, drawing.card(node, previous?.made.get(node.id)));

  const drawn = new Map<string, ShapeEdge>();
  const ways = new Map<GraphEdge, PlacedWay>();
  const labels = new Labels();
  const labelled = new Set<string>();
  for (const { edge, ends, skip } of lines) {
    const line = drawing.line(edge, ends, skip, made);
    if (!line) continue;
    const way = draggedWay(line, ends, drawing, null, obstacles, labels, labelled);
    ways.set(edge, way);
    drawn.set(edgeId(edge), drawing.shapeEdge(line, way.way, previous?.drawn.get(edgeId(edge))));
  }
  const groups = graph.groups.map((group) => groupOf(group, input, drawing.found.get(group.id)?.errors ?? 0, drawing.reports, previous));
  return {
    nodes: [...made.values()].map(({ node }) => node),
    groups,
    edges: [...drawn.values()],
    made,
    drawn,
    ends: new Map(lines.map((line) => [line.edge, line])),
    ways,
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
  return { ends, from, to, label, lane, repeats, region: nowhere(), way: { path: pathBetween(from, to, ends), label: repeats ? null : placeLabel(from, to, ends, labelWidth(label), obstacles, labels) } };
}

const sameEnds = (a: Ends, b: Ends): boolean => a === b || (a.source === b.source && a.target === b.target && a.bends.length === b.bends.length && a.bends.every((bend, i) => bend === b.bends[i]));

/** Cards are being dragged among many: only they, their neighbours and the lines there are looked at, however many others there are. */
function followAmongMany(input: FlowInput, moved: ReadonlyMap<string, Place>, rest: Flow, lifted: Lifted | null): Flow {
  const { graph } = input;
  const { routes, obstacles: all } = rest.settled;
  const { nodesById, linesAt, cardAt, lineAt } = lookupOf(rest);
  const touched = new Set<string>();
  for (const id of moved.keys()) if (rest.made.has(id)) touched.add(id);
  const near = new Set<GraphEdge>();
  for (const id of moved.keys()) for (const { source, target } of linesAt.get(id) ?? []) touched.add(source).add(target);
  for (const id of touched) for (const edge of linesAt.get(id) ?? []) near.add(edge);

  const places = new Map<string, Place>();
  const place = (id: string): void => void places.set(id, moved.get(id) ?? rest.settled.places.get(id)!);
  for (const { source, target } of near) [source, target].forEach(place);
  touched.forEach(place);
  const standing = lifted?.standing ?? all.replaced([...moved.keys()].map((id) => rest.settled.places.get(id)).filter((left) => left !== undefined), []);
  const bound = [...moved.keys()].filter((id) => linesAt.has(id) || nodesById.get(id)?.type === 'comment');
  const obstacles = new Obstacles(bodies(bound.map((id) => nodesById.get(id)!), moved, NOTHING), standing);

  const drawing = new Drawing(input, places);
  const sideOf = new Map<string, Side>();
  const lines = [...near].map((edge) => {
    const before = routes.found.get(edge)!;
    const ends = moved.has(edge.source) || moved.has(edge.target) ? route(places.get(edge.source)!, places.get(edge.target)!, before.skip, obstacles, sideOf.get(edge.source)) : before.ends;
    if (ends.bends.length > 0) sideOf.set(edge.source, ends.source);
    drawing.meet(edge, ends, touched.has(edge.source), touched.has(edge.target));
    return { edge, ends, skip: before.skip };
  });

  const cards = new Map<string, MadeCard>();
  const nodes = [...rest.nodes];
  for (const id of touched) {
    const card = drawing.card(nodesById.get(id)!, lifted?.cards.get(id) ?? rest.made.get(id));
    cards.set(id, card);
    nodes[cardAt.get(id)!] = card.node;
  }
  const cardOfEnd = { get: (id: string): MadeCard | undefined => cards.get(id) ?? rest.made.get(id) };
  const drawn = new Map<GraphEdge, { way: PlacedWay; edge: ShapeEdge }>();
  const edges = [...rest.edges];
  const labels = new Labels();
  const labelled = new Set<string>();
  for (const { edge, ends, skip } of lines) {
    const line = drawing.line(edge, ends, skip, cardOfEnd);
    const at = lineAt.get(edge);
    if (!line || at === undefined) continue;
    const before = lifted?.lines.get(edge);
    const way = draggedWay(line, ends, drawing, before?.way ?? rest.ways.get(edge) ?? null, obstacles, labels, labelled);
    const shown = drawing.shapeEdge(line, way.way, before?.edge ?? rest.edges[at]);
    drawn.set(edge, { way, edge: shown });
    edges[at] = shown;
  }
  const groups = graph.groups.map((group) => groupOf(group, input, drawing.found.get(group.id)?.errors ?? 0, drawing.reports, rest));
  return { ...rest, nodes, groups, edges, rest, lifted: { cards, lines: drawn, standing }, input };
}

interface Lookup {
  readonly nodesById: ReadonlyMap<string, GraphNode>;
  readonly linesAt: ReadonlyMap<string, readonly GraphEdge[]>;
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
      cardAt: new Map(rest.nodes.map(({ id }, i) => [id, i])),
      lineAt: new Map(rest.edges.map(({ data }, i) => [data!.edge, i])),
    };
    lookups.set(rest, lookup);
  }
  return lookup;
}

const sameApartFromDrag = (a: FlowInput, b: FlowInput): boolean => a.graph === b.graph && a.compilation === b.compilation && a.selectedNodes === b.selectedNodes && a.selectedEdges === b.selectedEdges;

const NONE: ReadonlySet<number> = new Set();
const NOTHING: ReadonlySet<string> = new Set();

/** The frame of a block opened in place; it stands where its instance does, or is being dragged to. */
function groupOf({ id, node, position, size }: Group, { graph, selectedNodes, moved }: FlowInput, errors: number, reports: Readonly<Record<string, NodeReport>>, previous: Flow | null): GroupNode {
  const report = reports[id];
  const definition = definitionOf(graph, node);
  const [x, y] = moved?.get(id) ?? position;
  const fresh: GroupData = { label: definition?.label ?? node.block ?? '', repeat: repeatOf(node), params: report?.params ?? 0, shape: report?.outputShape ? edgeShape(report.outputShape) : '', errors };
  const before = previous?.groups.find((g) => g.id === id);
  const data = before && Object.entries(fresh).every(([key, value]) => before.data[key] === value) ? before.data : fresh;
  const selected = selectedNodes.includes(id);
  if (before && before.data === data && before.selected === selected && before.position.x === x && before.position.y === y && before.width === size[0] && before.height === size[1]) return before;
  return {
    id,
    type: 'group',
    position: { x, y },
    data,
    selected,
    width: size[0],
    height: size[1],
    measured: { width: size[0], height: size[1] },
    // A selected node is lifted by 1000; a frame stays behind its cards.
    zIndex: selected ? -1001 : -1,
    connectable: false,
    dragHandle: '.canvas-group-head',
    style: { pointerEvents: 'none' },
    ariaLabel: `Block ${data.label} ${id}, opened in place${data.repeat > 1 ? `, repeated ${data.repeat} times` : ''}`,
  };
}

/** Keeps `data` when only place or selection changed, so that the card itself does not render again; all of it where nothing did. */
function cardOf(id: string, [x, y]: Place, selected: boolean, dragging: boolean, fresh: CardData, before: CardNode | undefined): CardNode {
  const data = before && sameData(before.data, fresh) ? before.data : fresh;
  if (before?.data === data && before.position.x === x && before.position.y === y && before.selected === selected && before.dragging === dragging) return before;
  return {
    id,
    type: 'card',
    position: { x, y },
    data,
    selected,
    dragging,
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
    measured: { width: NODE_WIDTH, height: NODE_HEIGHT },
    ariaLabel: accessibleName(id, data),
    handles: data.ports.map((port) => {
      const [px, py] = portAt([0, 0], port.side, port.along);
      return {
        id: port.id,
        type: port.kind === 'input' ? ('target' as const) : ('source' as const),
        position: POSITIONS[port.side],
        x: px - PORT_REACH,
        y: py - PORT_REACH,
        width: PORT_REACH * 2,
        height: PORT_REACH * 2,
      };
    }),
  };
}

/** React Flow's enum has these very texts as values. */
export const POSITIONS = { top: 'top' as Position, bottom: 'bottom' as Position, left: 'left' as Position, right: 'right' as Position } as const;

function sameData(a: CardData, b: CardData): boolean {
  return (
    a.type === b.type && a.label === b.label && a.notation === b.notation && a.params === b.params && a.errors === b.errors && a.warnings === b.warnings &&
    (a.shape === b.shape || (a.shape !== null && b.shape !== null && formatShape(a.shape) === formatShape(b.shape))) &&
    (a.ports === b.ports ||
      (a.ports.length === b.ports.length &&
        a.ports.every((p, i) => {
          const q = b.ports[i]!;
          return p.id === q.id && p.side === q.side && p.along === q.along && p.state === q.state && p.name === q.name;
        })))
  );
}

/** `down, Conv 2D, 3×3 s2 p1 8, output 32×32×8, 1 problem`. */
export function accessibleName(id: string, { label, notation, shape, errors, warnings, category }: CardData): string {
  const problems = errors + warnings;
  return [
    id,
    layerWords(label),
    notation.replaceAll(' · ', ' '),
    shape ? `${category === 'io' && label === 'Output' ? 'receives' : 'output'} ${formatShape(shape)}` : 'output unknown',
    problems > 0 ? `${problems} problem${problems === 1 ? '' : 's'}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

interface Description {
  readonly label: string;
  readonly category: CardData['category'];
  readonly notation: string;
}
const descriptions = new WeakMap<GraphNode, Description>();

function describe(own: GraphNode, view: View): Description {
  const node = withValues(own, givenParams(view, own.id));
  const description = node.type === 'block' ? describeInstance(node, definitionOf(view, node)) : describeLayer(node);
  return node.sharedWith === undefined ? description : { ...description, notation: `= ${node.sharedWith.slice(node.sharedWith.lastIndexOf('/') + 1)}` };
}

function describeLayer(node: GraphNode): Description {
  const known = descriptions.get(node);
  if (known) return known;
  const layer = layerOf(node.type);
  const port = PORT_WORDS[node.type];
  const description: Description = port
    ? { label: port, category: 'io', notation: '' }
    : layer
    ? { label: layer.label, category: layer.category, notation: layer.notation(completeParams(layer.params, node.params ?? {}).params) }
    : { label: node.type, category: 'unknown', notation: 'unknown layer' };
  descriptions.set(node, description);
  return description;
}

const PORT_WORDS: Readonly<Record<string, string>> = { blockInput: 'Block input', blockOutput: 'Block output' };

/** `×3 Residual · 64`: the repeats, the block's name and the values of exposed params in its order; of these as much as the card shows. */
function describeInstance(node: GraphNode, definition: BlockDefinition | undefined): Description {
  const label = definition?.label ?? node.block ?? 'Block';
  if (!definition) return { label, category: 'unknown', notation: 'unknown block' };
  const values = Object.entries(definition.params ?? {})
    .map(([name, param]) => node.params?.[name] ?? param.default)
    .flatMap((value) => (typeof value === 'number' || typeof value === 'string' ? [String(value)] : Array.isArray(value) ? [value.join('×')] : []));
  const repeat = repeatOf(node) > 1 ? `×${repeatOf(node)}` : '';
  const name = `${repeat} ${label}`.trim();
  // `Bottleneck, projected`: what stands behind the comma is in the card's title.
  const short = `${repeat} ${label.split(',')[0]!}`.trim();
  const shorter = [[name, ...values], [name, ...values.slice(0, 2)], [name, ...values.slice(0, 1)], [short, ...values.slice(0, 1)], [repeat, ...values.slice(0, 2)]];
  const parts = shorter.find((some) => some.join(' · ').length <= NOTATION_LETTERS) ?? [name];
  return { label, category: 'block', notation: (parts.length > 1 ? parts : [name]).filter((part) => part !== '').join(' · ') };
}
/** What a card has room for in its second line. */
const NOTATION_LETTERS = 19;

interface Finding {
  errors: number;
  warnings: number;
  readonly ports: Set<number>;
}

function findings(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, Finding> {
  const found = new Map<string, Finding>();
  for (const d of diagnostics) {
    if (d.node === undefined || d.severity === 'info') continue;
    let finding = found.get(d.node);
    if (!finding) found.set(d.node, (finding = { errors: 0, warnings: 0, ports: new Set() }));
    if (d.severity === 'error') {
      finding.errors++;
      if (d.port !== undefined) finding.ports.add(d.port);
    } else finding.warnings++;
  }
  return found;
}

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
    const before = isInTheWay !== null && !isInTheWay(edge) ? previous?.ends.get(edge)?.ends : undefined;
    const ends = before ?? route(source, target, skip, obstacles, sideOf.get(edge.source));
    if (ends.bends.length > 0) sideOf.set(edge.source, ends.source);
    return { ...line, ends };
  });
  const apart = separateLanes(lines, obstacles).ends;
  return lines.map((line, i) => (apart[i] === line.ends ? line : { ...line, ends: apart[i]! }));
}

const same = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];

/** During a drag in the same network: whether a dragged card ends or covers an edge, so that it needs another way. Others keep theirs until the drop. */
function inTheWay({ graph, moved }: FlowInput, places: ReadonlyMap<string, Place>, previous: Flow | null, floats: ReadonlySet<string>): ((edge: GraphEdge) => boolean) | null {
  if (!moved?.size || previous?.input.graph !== graph) return null;
  const dragged = new Obstacles(bodies(graph.nodes.filter((n) => moved.has(n.id)), places, floats));
  return (edge) => {
    const way = previous.ways.get(edge);
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

const rankings = new WeakMap<readonly GraphEdge[], ReadonlyMap<string, number>>();

/** Longest path from a node without inputs; nodes on a cycle stand where it was cut. Nodes without edges are left out. */
export function ranksOf({ edges }: Pick<Graph, 'edges'>): ReadonlyMap<string, number> {
  const known = rankings.get(edges);
  if (known) return known;
  const after = new Map<string, string[]>();
  const waiting = new Map<string, number>();
  for (const e of edges) {
    push(after, e.source, e.target);
    waiting.set(e.target, (waiting.get(e.target) ?? 0) + 1);
    if (!waiting.has(e.source)) waiting.set(e.source, 0);
  }
  const rank = new Map<string, number>();
  const queue = [...waiting].filter(([, open]) => open === 0).map(([id]) => id);
  for (const id of queue) rank.set(id, 0);
  for (let i = 0; i < queue.length; i++) {
    const here = rank.get(queue[i]!)!;
    for (const next of after.get(queue[i]!) ?? []) {
      rank.set(next, Math.max(rank.get(next) ?? 0, here + 1));
      const open = waiting.get(next)! - 1;
      waiting.set(next, open);
      if (open === 0) queue.push(next);
    }
  }
  rankings.set(edges, rank);
  return rank;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
