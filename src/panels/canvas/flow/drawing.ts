// Cards, frames and lines of one flow, each the same object as before where nothing about it changed. Pure; knows no React.

import type { Position } from '@xyflow/react';
import { inputNames, mostInputsOf, outputNames, outputsOf } from '../../../commands/canvas/connect.ts';
import type { Diagnostic, NodeReport } from '../../../compiler/compilation.ts';
import { definitionOf, isInstance, repeatOf } from '../../../graph/blocks.ts';
import type { GraphEdge, GraphNode } from '../../../graph/document.ts';
import { amongEdges, edgeId } from '../../../graph/edits.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../../graph/layout.ts';
import { inputIndex, outputIndex, type Group, type View } from '../../../graph/view.ts';
import { formatShape, type Shape } from '../../../layers/layer.ts';
import { diagnosticsHere, reportsHere } from '../../../state/currentGraph.ts';
import { edgeShape } from './edgeShape.ts';
import type { Ends } from './ends.ts';
import { portAt, type Place, type Point } from './obstacles.ts';
import { inputId, outputId, PORT_REACH, portsOf, type Port, type PortRequest } from './ports.ts';
import type { Way } from './way.ts';
import type { CardData, CardNode, Flow, FlowInput, GroupData, GroupNode, MadeCard, ShapeEdge, ShapeEdgeData } from './flow.ts';
import { push } from '../../../graph/multimap.ts';
import { samePoint } from './obstacles.ts';
import { accessibleName, describe, needsText } from './describeNode.ts';

/** A line with what it says, before it is drawn. */
export interface DrawnLine {
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
export class Drawing {
  readonly found: ReadonlyMap<string, Finding>;
  readonly reports: Readonly<Record<string, NodeReport>>;
  private readonly graph: View;
  private readonly moved: FlowInput['moved'];
  private readonly selected: ReadonlySet<string>;
  private readonly isSelectedEdge: (edge: GraphEdge) => boolean;
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
    this.isSelectedEdge = amongEdges(selectedEdges);
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

  hasSameReport({ id }: GraphNode, { from }: MadeCard): boolean {
    return from.report === this.reports[id];
  }

  /** Whether a card would be the same, if its lines and its report are. */
  isSameCard(node: GraphNode, made: MadeCard): boolean {
    const { node: card, from } = made;
    return from.place === this.places.get(node.id) && card.selected === this.selected.has(node.id) && !card.dragging && this.hasSamePorts(node, made);
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
      needed: finding?.open ?? NONE,
    });
    const report = this.reports[id];
    const { label, category, notation, spelled } = describe(node, graph);
    const data: CardData = { type: node.type, label, category, notation, spelled, params: report?.params ?? 0, shape: report?.outputShape ?? null, ports, needs: this.needs(node, finding, ports), errors: finding?.errors ?? 0, warnings: finding?.warnings ?? 0 };
    return { node: cardOf(id, place, this.selected.has(id), this.moved?.has(id) ?? false, data, before?.node), from: { node, place, report, finding: findingKey(finding) } };
  }

  /** Those of an opened block. */
  problemsOf({ id, node }: Group): { readonly errors: number; readonly needs: string } {
    const finding = this.found.get(id);
    return { errors: finding?.errors ?? 0, needs: this.needs(node, finding, []) };
  }

  /** What a card or an opened block waits for. */
  private needs(node: GraphNode, finding: Finding | undefined, ports: readonly Port[]): string {
    if (!finding || finding.missing === 0) return '';
    const connected = ports.filter((p) => p.kind === 'input' && p.state !== 'free' && p.state !== 'needed').length;
    return needsText([...finding.open].toSorted((a, b) => a - b), connected, inputNames(this.graph, node));
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
    const isSelected = this.isSelectedEdge(edge);
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

const findingKey = (finding: Finding | undefined): string => (finding ? `${finding.errors} ${finding.warnings} ${finding.missing} ${[...finding.ports].join()} ${[...finding.open].join()}` : '');

const NONE: ReadonlySet<number> = new Set();
export const NOTHING: ReadonlySet<string> = new Set();

/** The frame of a block opened in place; it stands where its instance does, or is being dragged to. */
export function groupOf({ id, node, position, size }: Group, { graph, selectedNodes, moved }: FlowInput, problems: { readonly errors: number; readonly needs: string }, reports: Readonly<Record<string, NodeReport>>, previous: Flow | null): GroupNode {
  const report = reports[id];
  const definition = definitionOf(graph, node);
  const [x, y] = moved?.get(id) ?? position;
  const fresh: GroupData = { label: definition?.label ?? node.block ?? '', repeat: repeatOf(node), params: report?.params ?? 0, shape: report?.outputShape ? edgeShape(report.outputShape) : '', ...problems };
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
    // Its head lies over the lines, and all of it behind its cards, which come later; what is selected is lifted by 1000.
    zIndex: selected ? -1000 : 0,
    connectable: false,
    dragHandle: '.canvas-group-head',
    style: { pointerEvents: 'none' },
    ariaLabel: `Block ${data.label} ${id}, opened in place${data.repeat > 1 ? `, repeated ${data.repeat} times` : ''}${data.needs === '' ? '' : `, ${data.needs}`}`,
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
    handles: before?.data.ports === data.ports ? before.handles! : handlesOf(data.ports),
  };
}

const handlesOf = (ports: readonly Port[]): NonNullable<CardNode['handles']> =>
  ports.map((port) => {
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
  });

/** React Flow's enum has these very texts as values. */
export const POSITIONS = { top: 'top' as Position, bottom: 'bottom' as Position, left: 'left' as Position, right: 'right' as Position } as const;

function sameData(a: CardData, b: CardData): boolean {
  return (
    a.type === b.type && a.label === b.label && a.notation === b.notation && a.spelled === b.spelled && a.params === b.params && a.needs === b.needs && a.errors === b.errors && a.warnings === b.warnings &&
    (a.shape === b.shape || (a.shape !== null && b.shape !== null && formatShape(a.shape) === formatShape(b.shape))) &&
    (a.ports === b.ports ||
      (a.ports.length === b.ports.length &&
        a.ports.every((p, i) => {
          const q = b.ports[i]!;
          return p.id === q.id && p.side === q.side && p.along === q.along && p.state === q.state && p.name === q.name;
        })))
  );
}

interface Finding {
  errors: number;
  warnings: number;
  /** Inputs without a connection. What was just put down is unfinished, not wrong. */
  missing: number;
  readonly ports: Set<number>;
  readonly open: Set<number>;
}

function findings(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, Finding> {
  const found = new Map<string, Finding>();
  for (const d of diagnostics) {
    if (d.node === undefined || d.severity === 'info') continue;
    let finding = found.get(d.node);
    if (!finding) found.set(d.node, (finding = { errors: 0, warnings: 0, missing: 0, ports: new Set(), open: new Set() }));
    if (d.code === 'missing-input') {
      finding.missing++;
      if (d.port !== undefined) finding.open.add(d.port);
    } else if (d.severity === 'error') {
      finding.errors++;
      if (d.port !== undefined) finding.ports.add(d.port);
    } else finding.warnings++;
  }
  return found;
}

export const sameBlocksAs = (a: View, b: View): boolean => a.blocks === b.blocks && a.block === b.block && a.prefix === b.prefix && a.instance === b.instance;
