// Document, compilation and selection as React Flow's nodes and edges. What has not changed keeps its identity, so that
// one edit rerenders one card. Pure; knows no React.

import type { Edge, Node, Position } from '@xyflow/react';
import { inputNames, mostInputsOf, outputNames, outputsOf } from '../../commands/canvas/connect.ts';
import type { Compilation, Diagnostic, NodeReport } from '../../compiler/compilation.ts';
import { definitionOf, repeatOf, withValues } from '../../graph/blocks.ts';
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
import { Obstacles, portAt, type Place, type Point, type Side } from './obstacles.ts';
import { inputId, outputId, PORT_REACH, portsOf, type Port } from './ports.ts';
import { route } from './route.ts';
import { labelWidth, Labels, pathBetween, placeLabel, type Way } from './way.ts';

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
  readonly made: ReadonlyMap<string, { readonly key: string; readonly node: CardNode }>;
  readonly drawn: ReadonlyMap<string, { readonly key: string; readonly edge: ShapeEdge }>;
  /** The way each connection took, and its line with what it depends on. */
  readonly ends: ReadonlyMap<GraphEdge, Ends>;
  readonly ways: ReadonlyMap<GraphEdge, PlacedWay>;
  /** During a drag, the cards that do not move. */
  readonly resting: Obstacles | null;
  readonly input: FlowInput;
}

export interface PlacedWay {
  readonly ends: Ends;
  readonly from: Point;
  readonly to: Point;
  readonly label: string;
  readonly way: Way;
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
  const { graph, compilation, selectedNodes, selectedEdges, moved } = input;
  const places = new Map<string, Place>();
  const remarks = new Set<string>();
  for (const n of graph.nodes) if (isAnnotation(n)) remarks.add(n.id);
  for (const n of graph.nodes) places.set(n.id, moved?.get(n.id) ?? n.position);
  const drawable = distinct(graph.edges.filter((e) => places.has(e.source) && places.has(e.target) && !remarks.has(e.source) && !remarks.has(e.target)));
  const touched = touchedBy(input, drawable, previous);
  const still = touched === null ? (stands(input, previous?.input) ? NONE_MOVED : undefined) : moved;
  const resting = touched === null ? null : restingGrid(input, places, previous);
  const floats = floating(drawable, moved);
  let grid: Obstacles | null = null;
  const obstacles = (): Obstacles => (grid ??= gridOf(input, places, resting, floats));
  const found = findings(diagnosticsHere(graph, compilation));
  const reports = reportsHere(graph, compilation);
  const byId = new Map(graph.nodes.map((n) => [n.id, n]));
  const inputOf = (edge: GraphEdge): number => Math.max(0, inputIndex(graph.blocks, byId.get(edge.target), edge));
  const outputOf = (edge: GraphEdge): number => outputIndex(graph.blocks, byId.get(edge.source), edge);
  const lines = linesOf(graph, drawable, places, still, previous, obstacles, outputOf, inTheWay(input, places, previous, floats));
  const selected = new Set(selectedNodes);

  const arriving = new Map<string, { index: number; side: Ends['target']; other: Place }[]>();
  const leaving = new Map<string, { side: Ends['source']; output: number; other: Place }[]>();
  for (const { edge, ends } of lines) {
    if (touched && !touched.has(edge.source) && !touched.has(edge.target)) continue;
    push(arriving, edge.target, { index: inputOf(edge), side: ends.target, other: places.get(edge.source)! });
    push(leaving, edge.source, { side: ends.source, output: outputOf(edge), other: places.get(edge.target)! });
  }

  const made = new Map<string, { key: string; node: CardNode }>();
  const nodes: CardNode[] = [];
  const portsAt = new Map<string, readonly Port[]>();
  for (const node of graph.nodes) {
    if (made.has(node.id) || isAnnotation(node)) continue;
    const untouched = touched === null || touched.has(node.id) ? undefined : previous?.made.get(node.id);
    if (untouched) {
      made.set(node.id, untouched);
      nodes.push(untouched.node);
      portsAt.set(node.id, untouched.node.data.ports);
      continue;
    }
    const finding = found.get(node.id);
    const ports = portsOf({
      place: places.get(node.id)!,
      arriving: arriving.get(node.id) ?? [],
      leaving: leaving.get(node.id) ?? [],
      mostInputs: mostInputsOf(graph, node),
      outputs: outputsOf(graph, node),
      inputNames: inputNames(graph, node),
      outputNames: outputNames(graph, node),
      wrong: finding?.ports ?? NONE,
    });
    portsAt.set(node.id, ports);
    const report = reports[node.id];
    const shape = report?.outputShape ?? null;
    const { label, category, notation } = describe(node, graph);
    const [x, y] = places.get(node.id)!;
    const isSelected = selected.has(node.id);
    const errors = finding?.errors ?? 0;
    const warnings = finding?.warnings ?? 0;
    const portKey = ports.map((p) => `${p.id}${p.side}${p.along.toFixed(3)}${p.state}${p.name ?? ''}`).join();
    const key = [x, y, node.type, notation, report?.params ?? 0, shape ? formatShape(shape) : '-', errors, warnings, isSelected, moved?.has(node.id) ?? false, portKey].join('|');
    const before = previous?.made.get(node.id);
    const unchanged = before?.key === key;
    const data: CardData = unchanged
      ? before.node.data
      : { type: node.type, label, category, notation, params: report?.params ?? 0, shape, ports, errors, warnings };
    const card: CardNode = unchanged ? before.node : cardOf(node.id, [x, y], isSelected, moved?.has(node.id) ?? false, data, before?.node.data);
    made.set(node.id, { key, node: card });
    nodes.push(card);
  }

  const drawn = new Map<string, { key: string; edge: ShapeEdge }>();
  const edges: ShapeEdge[] = [];
  const ways = new Map<GraphEdge, PlacedWay>();
  const labels = new Labels();
  const labelled = new Set<string>();
  for (const line of lines) {
    const { edge, ends } = line;
    const id = edgeId(edge);
    const wayBefore = still === undefined ? undefined : previous?.ways.get(edge);
    const untouched = touched === null || touched.has(edge.source) || touched.has(edge.target) ? undefined : previous?.drawn.get(id);
    if (untouched) {
      drawn.set(id, untouched);
      edges.push(untouched.edge);
      if (wayBefore) ways.set(edge, wayBefore);
      continue;
    }
    const source = portsAt.get(edge.source)!.find((p) => p.id === outputId(ends.source, outputOf(edge)));
    const target = portsAt.get(edge.target)!.find((p) => p.id === inputId(inputOf(edge)));
    if (!source || !target) continue;
    const giving = reports[edge.source];
    const shape = giving?.outputShapes?.[outputOf(edge)] ?? giving?.outputShape ?? null;
    const brokenSource = shape === null && (found.get(edge.source)?.errors ?? 0) > 0;
    const tone = brokenSource || found.get(edge.target)?.ports.has(inputOf(edge)) ? 'wrong' : line.skip ? 'skip' : shape === null ? 'unknown' : 'plain';
    const label = edgeShape(shape);
    const from = portAt(places.get(edge.source)!, source.side, source.along);
    const to = portAt(places.get(edge.target)!, target.side, target.along);
    // Lines that leave by the same port and turn carry the same on a common stretch, and say so once.
    const lane = isCurve(ends) ? id : `${edge.source} ${outputOf(edge)} ${ends.source}`;
    const repeats = labelled.has(lane) && tone !== 'wrong';
    labelled.add(lane);
    const way =
      wayBefore?.ends === ends && wayBefore.label === label && same(wayBefore.from, from) && same(wayBefore.to, to)
        ? wayBefore.way
        : { path: pathBetween(from, to, ends), label: repeats ? null : placeLabel(from, to, ends, labelWidth(label), obstacles(), labels) };
    ways.set(edge, { ends, from, to, label, way });
    const isSelected = selectedEdges.some((s) => sameEdge(s, edge));
    const atSelected = isSelected || selected.has(edge.source) || selected.has(edge.target);
    const key = [way.path, way.label?.join(), label, tone, isSelected, atSelected, source.id].join('|');
    const before = previous?.drawn.get(id);
    const shown: ShapeEdge =
      before?.key === key && before.edge.data?.edge === edge
        ? before.edge
        : {
            id,
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
            ariaLabel: `From ${edge.source} to ${edge.target}, ${shape ? formatShape(shape) : 'shape unknown'}${tone === 'wrong' ? ', does not fit' : ''}`,
            data: { edge, label, tone, way },
          };
    drawn.set(id, { key, edge: shown });
    edges.push(shown);
  }
  const groups = graph.groups.map((group) => groupOf(group, input, found.get(group.id)?.errors ?? 0, reports, previous));
  return { nodes, groups, edges, made, drawn, input, ways, resting, ends: new Map(lines.map((line) => [line.edge, line.ends])) };
}

const NONE: ReadonlySet<number> = new Set();

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

/** Keeps `data` when only place or selection changed, so that the card itself does not render again. */
function cardOf(id: string, [x, y]: Place, selected: boolean, dragging: boolean, fresh: CardData, before: CardData | undefined): CardNode {
  const data = before && sameData(before, fresh) ? before : fresh;
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
    a.type === b.type && a.notation === b.notation && a.params === b.params && a.errors === b.errors && a.warnings === b.warnings &&
    (a.shape === b.shape || (a.shape !== null && b.shape !== null && formatShape(a.shape) === formatShape(b.shape))) &&
    a.ports.length === b.ports.length &&
    a.ports.every((p, i) => {
      const q = b.ports[i]!;
      return p.id === q.id && p.side === q.side && p.along === q.along && p.state === q.state;
    })
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

/** `×3 · 64`: the repeats and the values of exposed params, in the block's order. */
function describeInstance(node: GraphNode, definition: BlockDefinition | undefined): Description {
  const label = definition?.label ?? node.block ?? 'Block';
  if (!definition) return { label, category: 'unknown', notation: 'unknown block' };
  const values = Object.entries(definition.params ?? {}).map(([name, param]) => node.params?.[name] ?? param.default);
  const repeat = repeatOf(node);
  const parts = [repeat > 1 ? `×${repeat}` : '', label, ...values.map((value) => (typeof value === 'number' || typeof value === 'string' ? String(value) : Array.isArray(value) ? value.join('×') : ''))];
  return { label, category: 'block', notation: parts.filter((part) => part !== '').join(' · ') };
}

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

interface Line {
  readonly edge: GraphEdge;
  readonly skip: boolean;
  readonly ends: Ends;
}

const NONE_MOVED: ReadonlyMap<string, Place> = new Map();

/** Whether every card and connection is where it was: params or selection changed at most, so all ways stay. */
function stands({ graph, moved }: FlowInput, last: FlowInput | undefined): boolean {
  if (!last || moved?.size || last.moved?.size || last.graph.edges !== graph.edges) return false;
  const [nodes, before] = [graph.nodes, last.graph.nodes];
  return nodes === before || (nodes.length === before.length && nodes.every((n, i) => n.position === before[i]!.position && n.id === before[i]!.id));
}

/** Dragged cards without connections: they may be about to be put onto one, so no line gets out of their way. */
function floating(edges: readonly GraphEdge[], moved: FlowInput['moved']): ReadonlySet<string> {
  const ids = new Set(moved?.keys());
  if (ids.size > 0) for (const { source, target } of edges) for (const id of [source, target]) ids.delete(id);
  return ids;
}

/** With `moved`, only edges that end at a moved card look for a new way; the others keep the one they had. */
function linesOf(
  graph: Graph, edges: readonly GraphEdge[], places: ReadonlyMap<string, Place>, moved: FlowInput['moved'], previous: Flow | null,
  obstacles: () => Obstacles, outputOf: (edge: GraphEdge) => number, isInTheWay: ((edge: GraphEdge) => boolean) | null,
): readonly Line[] {
  const rank = ranksOf(graph);
  const sideOf = new Map<string, Side>();
  const lines = edges.map((edge): Line => {
    const skip = (rank.get(edge.target) ?? 0) - (rank.get(edge.source) ?? 0) > 1;
    const stays = moved ? !moved.has(edge.source) && !moved.has(edge.target) : isInTheWay !== null && !isInTheWay(edge);
    const before = stays ? previous?.ends.get(edge) : undefined;
    const ends = before ?? route(places.get(edge.source)!, places.get(edge.target)!, skip, obstacles(), sideOf.get(edge.source));
    if (ends.bends.length > 0) sideOf.set(edge.source, ends.source);
    return { edge, skip, ends };
  });
  if (moved) return lines;
  const apart = separateLanes(
    lines.map(({ edge, ends }) => ({ sourceId: `${edge.source} ${outputOf(edge)}`, source: places.get(edge.source)!, target: places.get(edge.target)!, ends })),
    obstacles(),
  );
  return lines.map((line, i) => (apart[i] === line.ends ? line : { ...line, ends: apart[i]! }));
}

const same = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];

/** The cards a drag has to do with: those that move and their neighbours. Null where everything has to be looked at. */
function touchedBy({ graph, compilation, selectedNodes, selectedEdges, moved }: FlowInput, edges: readonly GraphEdge[], previous: Flow | null): ReadonlySet<string> | null {
  const last = previous?.input;
  if (!moved?.size || !last || graph.nodes.length <= SETTLE_ABOVE) return null;
  if (last.graph !== graph || last.compilation !== compilation || last.selectedNodes !== selectedNodes || last.selectedEdges !== selectedEdges) return null;
  // A card that has stopped moving has to be drawn at rest again.
  for (const id of last.moved?.keys() ?? []) if (!moved.has(id)) return null;
  const touched = new Set(moved.keys());
  for (const { source, target } of edges) {
    if (moved.has(source)) touched.add(target);
    if (moved.has(target)) touched.add(source);
  }
  return touched;
}

/** During a drag in the same network: whether a dragged card ends or covers an edge, so that it needs another way. Others keep theirs until the drop. */
function inTheWay({ graph, moved }: FlowInput, places: ReadonlyMap<string, Place>, previous: Flow | null, floats: ReadonlySet<string>): ((edge: GraphEdge) => boolean) | null {
  if (!moved?.size || previous?.input.graph !== graph) return null;
  const dragged = new Obstacles(bodies(graph, places, (id) => moved.has(id) && !floats.has(id)));
  return (edge) => {
    const way = previous.ways.get(edge);
    if (!way || moved.has(edge.source) || moved.has(edge.target) || previous.input.moved?.has(edge.source) || previous.input.moved?.has(edge.target)) return true;
    const points = isCurve(way.ends) ? alongCurve(way.from, way.to, way.ends) : corners(way.from, way.to, way.ends);
    return points.some((point, i) => i > 0 && dragged.on(points[i - 1]!, point, []).length > 0);
  };
}

/** What lines keep clear of; of many cards, only those under way are put in anew. */
function gridOf({ graph, moved }: FlowInput, places: ReadonlyMap<string, Place>, resting: Obstacles | null, floats: ReadonlySet<string>): Obstacles {
  return new Obstacles(bodies(graph, places, (id) => !floats.has(id) && (resting === null || moved!.has(id))), resting);
}

/** The same grid for as long as the same cards are dragged. */
function restingGrid({ graph, moved }: FlowInput, places: ReadonlyMap<string, Place>, previous: Flow | null): Obstacles {
  const before = previous?.input.moved;
  if (previous?.resting && before?.size === moved?.size && [...(moved?.keys() ?? [])].every((id) => before?.has(id))) return previous.resting;
  return new Obstacles(bodies(graph, places, (id) => !moved?.has(id)));
}

/** What stands on the canvas and is no frame around others. A card's place stays the very object that its lines know. */
function bodies({ nodes }: View, places: ReadonlyMap<string, Place>, wanted: (id: string) => boolean): readonly Place[] {
  return nodes.flatMap((node): readonly Place[] => {
    if (node.type === 'frame' || !wanted(node.id)) return [];
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
