// React Flow's nodes and edges, derived from document, compilation and selection, with the cards under the pointer's drag moved ahead of the document.

import { useStore as useFlowStore, useStoreApi, type EdgeChange, type NodeChange, type ReactFlowState } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, type PointerEvent } from 'react';
import { insertionOf, nodeCanStandOn } from '../../commands/canvas/addLayer.ts';
import { boxAround, boxesIn, boxOf, isInside, withContents, type Box } from '../../graph/boxes.ts';
import { isAnnotation, type GraphEdge } from '../../graph/document.ts';
import { levelIn, type View } from '../../graph/view.ts';
import type { Edit } from '../../graph/edits.ts';
import { sameEdge } from '../../graph/edits.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { compilationStore } from '../../state/compilationStore.ts';
import { documentStore } from '../../state/documentStore.ts';
import { inSlices } from '../../state/slices.ts';
import { uiStore } from '../../state/uiStore.ts';
import { viewportStore } from '../../state/viewportStore.ts';
import { useCompilation, useDocument, useUi } from '../useStores.ts';
import { overlap } from './bubblePlace.ts';
import { annotationsToFlow, type AnnotationNode, type Annotations } from './flow/annotationsToFlow.ts';
import { detailAt, GIVEN_IN_PART, LARGE } from './detail.ts';
import { documentToFlowInSteps } from './flow/documentToFlow.ts';
import type { CardNode, Flow, FlowInput, GroupNode, ShapeEdge } from './flow/flow.ts';
import { rememberingFlow } from './flow/rememberingFlow.ts';
import { inSight, regionOf, sightAt } from './flow/sight.ts';
import { liveLines } from './liveLines.ts';
import { nowhere, type Point as Place, type Region } from './flow/obstacles.ts';
import { snap, type Guide } from './snapping.ts';

const NOWHERE: ReadonlyMap<string, Place> = new Map();
const NO_GUIDES: readonly Guide[] = [];
/** Pixels of the screen within which a dragged card is drawn to a line. */
const SNAP_REACH_PX = 6;

/**
 * What React Flow is given. It looks up every end of new edges, so it keeps those it has for as long as only lines, labels and shapes
 * change, which `liveLines` draws, and throughout a drag.
 */
function rememberingGiven(): (flow: Flow, drawn: CanvasNode[], region: Region | null, named: ReadonlySet<string>) => { readonly nodes: CanvasNode[]; readonly edges: ShapeEdge[]; readonly now: readonly ShapeEdge[] } {
  let held: ShapeEdge[] | null = null;
  let nodes: CanvasNode[] = [];
  return (flow, drawn, region, named) => {
    const given = region ? inSight(flow, drawn, region, named) : { nodes: drawn, edges: (flow.rest ?? flow).edges };
    if (!held || !linesAlone(held, given.edges)) held = given.edges;
    if (given.nodes.length !== nodes.length || !given.nodes.every((node, i) => node === nodes[i])) ({ nodes } = given);
    return { nodes, edges: held, now: !region ? flow.edges : flow.lifted ? given.edges.map((edge) => flow.lifted!.lines.get(edge.data!.edge)?.edge ?? edge) : given.edges };
  };
}

/** Whether edges differ at most in their lines and in what these say. */
function linesAlone(before: readonly ShapeEdge[], now: readonly ShapeEdge[]): boolean {
  if (before === now) return true;
  return before.length === now.length && before.every((a, i) => {
    const b = now[i]!;
    return a === b || (a.id === b.id && a.selected === b.selected && a.focusable === b.focusable && a.targetHandle === b.targetHandle && a.data?.edge === b.data?.edge);
  });
}

/** Likewise. */
function rememberingAnnotations(): (...input: [graph: View, selected: readonly string[], moved: ReadonlyMap<string, Place>]) => Annotations {
  let last: Annotations | null = null;
  return (...input) => (last = annotationsToFlow(...input, last));
}

/** All that stands on the canvas: cards, blocks opened in place, comments and frames. */
export type CanvasNode = CardNode | GroupNode | AnnotationNode;

/** A drag under way: where all that moves began, and what it may line up with. */
interface Drag {
  readonly starts: ReadonlyMap<string, Place>;
  readonly box: Box;
  readonly others: readonly Box[];
}

function beginDrag(ids: readonly string[]): Drag {
  const graph = graphHere(documentStore.getState());
  const moving = withContents(graph, ids);
  const frames = graph.groups.filter((g) => moving.has(g.id));
  const nodes = graph.nodes.filter((n) => moving.has(n.id));
  const seen = viewportStore.getState().controls?.visible();
  const others = graph.nodes.filter((n) => !moving.has(n.id) && n.type !== 'frame').map(boxOf);
  const starts = [...nodes, ...frames].map((n): [string, Place] => [n.id, n.position]);
  return { starts: new Map(starts), box: boxAround(boxesIn({ nodes, groups: frames })), others: seen ? others.filter((box) => overlap(box, seen) > 0) : others };
}

/** In a large network, what is in sight is drawn at once; of what is seen from so far away that nothing can be read, nothing has to be. */
function paceOf(nodes: number, { transform, width, height }: ReactFlowState<CanvasNode, ShapeEdge>): Pick<FlowInput, 'pace'> {
  if (nodes <= LARGE) return {};
  return { pace: { seen: detailAt(transform[2], nodes) === 'marks' ? nowhere() : regionOf(sightAt(transform, width, height)), others: 0 } };
}

export function useFlow() {
  const graph = useDocument(graphHere);
  const compilation = useCompilation((s) => s.compilation);
  const selectedNodes = useUi((s) => s.selectedNodes);
  const selectedEdges = useUi((s) => s.selectedEdges);
  const flowStore = useStoreApi<CanvasNode, ShapeEdge>();
  // React Flow still has what an edit took away, and would bring all of it into the page before it goes.
  const hasMany = useFlowStore((s) => s.nodes.length > LARGE);
  const isLarge = hasMany || graph.nodes.length > LARGE;
  const isHuge = graph.nodes.length > GIVEN_IN_PART;
  const sight = useFlowStore((s) => (isHuge ? sightAt(s.transform, s.width, s.height) : null));
  const region = useMemo(() => (sight === null ? null : regionOf(sight)), [sight]);
  const connecting = useFlowStore((s) => s.connection.fromNode?.id);
  const [moved, setMoved] = useState(NOWHERE);
  const [guides, setGuides] = useState(NO_GUIDES);
  const drag = useRef<Drag | null>(null);
  const places = useRef(NOWHERE);
  /** Held while dragging, it lets cards go where the pointer says. */
  const freely = useRef(false);
  const [derive] = useState(rememberingFlow);
  /** The flow whose late cards are being taken on. */
  const [behind, setBehind] = useState<Flow | null>(null);
  const [whole, setWhole] = useState<Flow | null>(null);
  const { flow, isPart } = useMemo(
    () => derive({ graph, compilation, selectedNodes, selectedEdges, moved, ...paceOf(graph.nodes.length, flowStore.getState()) }, { region, behind, whole }),
    [derive, graph, compilation, selectedNodes, selectedEdges, moved, flowStore, region, behind, whole],
  );
  useEffect(() => {
    if (!isPart) return;
    const { selectedNodes, selectedEdges } = uiStore.getState();
    return inSlices(documentToFlowInSteps({ graph, compilation: compilationStore.getState().compilation, selectedNodes, selectedEdges }), setWhole);
  }, [isPart, graph]);
  useEffect(() => {
    if (flow.late === 0 || moved.size > 0) return;
    const timer = setTimeout(() => setBehind(flow));
    return () => clearTimeout(timer);
  }, [flow, moved]);

  const [annotate] = useState(rememberingAnnotations);
  const annotations = useMemo(() => annotate(graph, selectedNodes, moved), [annotate, graph, selectedNodes, moved]);
  const drawn = useMemo((): CanvasNode[] => {
    if (annotations.nodes.length === 0 && flow.groups.length === 0) return flow.nodes;
    return [...annotations.nodes.filter((n) => n.type === 'frame'), ...flow.groups, ...flow.nodes, ...annotations.nodes.filter((n) => n.type !== 'frame')];
  }, [annotations, flow.groups, flow.nodes]);
  const [give] = useState(rememberingGiven);
  const named = useMemo(() => new Set([...moved.keys(), ...(connecting === undefined ? [] : [connecting])]), [moved, connecting]);
  const { nodes, edges, now } = useMemo(() => give(flow, drawn, region, named), [give, flow, drawn, region, named]);
  // With React Flow's own effects, which place the cards: both are drawn at once.
  useEffect(() => liveLines.show(edges, now), [edges, now]);

  const moveTo = useCallback(
    (changed: ReadonlyMap<string, Place>) => {
      const current = (drag.current ??= beginDrag([...changed.keys()]));
      const [first] = [...changed].filter(([id]) => current.starts.has(id));
      if (!first) return;
      const [start, now] = [current.starts.get(first[0])!, first[1]];
      const [dx, dy] = [now[0] - start[0], now[1] - start[1]];
      const { snapToNeighbours, snapToGrid } = uiStore.getState();
      const snapped = snap(
        { ...current.box, x: current.box.x + dx, y: current.box.y + dy },
        current.others,
        { neighbours: snapToNeighbours && !freely.current, grid: snapToGrid && !freely.current, reach: SNAP_REACH_PX / flowStore.getState().transform[2] },
      );
      places.current = new Map([...current.starts].map(([id, [x, y]]) => [id, [Math.round(x + dx + snapped.dx), Math.round(y + dy + snapped.dy)]]));
      setMoved(places.current);
      setGuides(snapped.guides.length > 0 ? snapped.guides : NO_GUIDES);
    },
    [flowStore],
  );

  const onNodesChange = useCallback((changes: NodeChange<CanvasNode>[]) => {
    const changed = new Map<string, Place>();
    const selection: { id: string; selected: boolean }[] = [];
    for (const change of changes) {
      if (change.type === 'position' && change.dragging && change.position) changed.set(change.id, [change.position.x, change.position.y]);
      if (change.type === 'select') selection.push(change);
    }
    if (changed.size > 0) moveTo(changed);
    if (selection.length > 0) {
      const { selectedNodes, selectedEdges, select } = uiStore.getState();
      const marked = markedOut(flowStore.getState());
      const off = new Set(selection.filter((s) => !s.selected).map((s) => s.id));
      const on = selection.filter((s) => s.selected && !selectedNodes.includes(s.id) && marked(s.id)).map((s) => s.id);
      select([...selectedNodes.filter((id) => !off.has(id)), ...on], selectedEdges);
    }
  }, [moveTo, flowStore]);

  const onEdgesChange = useCallback(
    (changes: EdgeChange<ShapeEdge>[]) => {
      const selection = changes.filter((change) => change.type === 'select');
      if (selection.length === 0) return;
      const { selectedNodes, selectedEdges, select } = uiStore.getState();
      let edges = selectedEdges;
      for (const { id, selected } of selection) {
        const edge = flowStore.getState().edgeLookup.get(id)?.data?.edge;
        if (!edge) continue;
        const others = edges.filter((e) => !sameEdge(e, edge));
        edges = selected ? [...others, edge] : others;
      }
      select(selectedNodes, edges);
    },
    [flowStore],
  );

  /** Puts the dragged cards into the document, onto an edge if there is one: one step, however long the drag was. */
  const settle = useCallback((onto: GraphEdge | null) => {
    const moves = [...places.current];
    const starts = drag.current?.starts ?? NOWHERE;
    drag.current = null;
    places.current = NOWHERE;
    setMoved(NOWHERE);
    setGuides(NO_GUIDES);
    // What is inside a block opened in place has moved with its frame.
    const { groups } = graphHere(documentStore.getState());
    const inside = new Set(groups.filter((g) => starts.has(g.id)).flatMap((g) => g.members));
    const real = moves.filter(([id, place]) => !inside.has(id) && starts.get(id)?.join() !== place.join());
    if (real.length === 0) return;
    const { edit } = documentStore.getState();
    const [[id, position]] = real as [[string, Place]];
    const node = graphHere(documentStore.getState()).nodes.find((n) => n.id === id);
    if (onto && node && real.length === 1 && levelIn(id) === levelIn(onto.target)) edit(`Insert ${id}`, insertionOf(graphHere(documentStore.getState()), { ...node, position }, onto).edits);
    else edit(real.length === 1 ? `Move ${id}` : `Move ${real.length} layers`, real.map(([moving, to]): Edit => ({ kind: 'moveNode', id: moving, position: to })));
  }, []);

  const onPointerMoveCapture = useCallback((event: PointerEvent) => {
    freely.current = event.altKey;
  }, []);

  return { flow, isPart, isLarge, drawn, nodes, edges, dragging: moved.size > 0, guides, onPointerMoveCapture, onNodesChange, onEdgesChange, settle };
}

/** While a rectangle is drawn to select by, it takes a frame only as a whole: mostly it is drawn inside one. */
function markedOut({ userSelectionActive, userSelectionRect: rect, transform: [panX, panY, zoom] }: ReactFlowState<CanvasNode, ShapeEdge>): (id: string) => boolean {
  if (!userSelectionActive || !rect) return () => true;
  const marked: Box = { x: (rect.x - panX) / zoom, y: (rect.y - panY) / zoom, width: rect.width / zoom, height: rect.height / zoom };
  const { nodes } = graphHere(documentStore.getState());
  return (id) => {
    const node = nodes.find((n) => n.id === id);
    return node?.type !== 'frame' || isInside(boxOf(node), marked);
  };
}

/** Whether a dragged node may be dropped onto an edge: it is alone, connected to nothing, and data can flow through it. */
export function canDropOnEdge(dragged: readonly CanvasNode[]): boolean {
  const [only] = dragged;
  if (!only || dragged.length > 1) return false;
  const graph = graphHere(documentStore.getState());
  const node = graph.nodes.find((n) => n.id === only.id);
  return node !== undefined && !isAnnotation(node) && nodeCanStandOn(graph, node) && !graph.edges.some((e) => e.source === node.id || e.target === node.id);
}
