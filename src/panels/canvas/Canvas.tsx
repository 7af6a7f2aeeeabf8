// The canvas: puts cards, connections, bubble, controls and gestures together. Every change goes through the stores.

import { Background, BackgroundVariant, NodeToolbar, Position, ReactFlow, ReactFlowProvider, SelectionMode, useReactFlow, useStore as useFlowStore, useStoreApi, type Edge, type IsValidConnection } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { use, useCallback, useMemo, useRef, useState, type CSSProperties, type DragEvent, type MouseEvent, type PointerEvent, type ReactNode } from 'react';
import { Plus } from 'lucide-react';
import { addLayer, insertLayer, LAYER_DRAG, onlyWay } from '../../commands/canvas/addLayer.ts';
import { enterBlock } from '../../commands/canvas/blocks.ts';
import { blockNamed } from '../../commands/canvas/blockSources.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { outputsOf } from '../../commands/canvas/connect.ts';
import { openAddAfter, openAddAt, openAddOn } from '../../commands/canvas/popups.ts';
import { layerOf } from '../../layers/index.ts';
import { isAnnotation, type GraphEdge } from '../../graph/document.ts';
import { diagnosticsHere, graphHere } from '../../state/currentGraph.ts';
import { uiStore } from '../../state/uiStore.ts';
import { viewportStore } from '../../state/viewportStore.ts';
import { ComparisonMarks } from '../compare/ComparisonMarks.tsx';
import { useCompilation, useDocument, useUi } from '../useStores.ts';
import './canvas.css';
import { IconButton } from '../controls/Button.tsx';
import { ContextMenu } from '../controls/Menu.tsx';
import { CanvasControls } from './CanvasControls.tsx';
import { BlockGroup } from './BlockGroup.tsx';
import { BlockPath } from './BlockPath.tsx';
import { CommentNote, FrameBox } from './Annotation.tsx';
import { menuItems, selectForMenu, type MenuPlace } from './canvasMenu.tsx';
import { CanvasPopups } from './CanvasPopups.tsx';
import type { CardNode, GroupNode, ShapeEdge } from './flow/flow.ts';
import { edgeUnder, markEdge } from './edgeUnder.ts';
import { DetailContext, FAR, FARTHEST } from './detail.ts';
import { HeadsContext, headsOf, type Head } from './labelRoom.ts';
import { LayerCard } from './LayerCard.tsx';
import { Overview } from './Overview.tsx';
import { plusPlace, takenBelow } from './plusPlace.ts';
import { ProblemBubble } from './ProblemBubble.tsx';
import { SnapGuides } from './SnapGuides.tsx';
import { ShapeEdgeLine } from './ShapeEdgeLine.tsx';
import { useCanvasKeys } from './useCanvasKeys.ts';
import { useConnecting } from './useConnecting.ts';
import { canDropOnEdge, useFlow, type CanvasNode } from './useFlow.ts';
import { useGlide } from './useGlide.ts';
import { useSteady } from './useSteady.ts';
import { useViewport } from './useViewport.ts';

const nodeTypes = { card: LayerCard, group: BlockGroup, comment: CommentNote, frame: FrameBox };
const edgeTypes = { shape: ShapeEdgeLine };
/** How a screen reader explains a node and a connection. */
const SPOKEN = {
  'node.a11yDescription.default': 'Enter edits it, Space adds a layer after it, Shift Space one beside what follows it, C connects it, R replaces it, arrow keys move it, Alt and arrow keys go along the connections, Delete removes it.',
  'node.a11yDescription.keyboardDisabled': 'Enter edits it, Space adds a layer after it, C connects it.',
  'edge.a11yDescription.default': 'Enter selects it, Delete removes it.',
};
const MIDDLE = [1];
const ADD_TO_SELECTION = ['Shift', 'Meta', 'Control'];

/** React Flow takes new nodes before new edges: for that moment an edge that is about to go may look for a port that has gone. */
const PORT_GONE = '008';
const report = (code: string, message: string): void => {
  if (code !== PORT_GONE) console.warn(message);
};

/** Depends on nothing that a drag changes. */
const FURNITURE = (
  <>
    <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} color="var(--canvas-dot)" />
    <CanvasControls />
    <CanvasPopups />
  </>
);

/** The edge that a dragged card would be dropped on: the one under the pointer, else under the card's middle. */
function edgeFor(pane: HTMLElement | null, event: globalThis.MouseEvent | TouchEvent, dragged: readonly CanvasNode[]): string | null {
  if (!canDropOnEdge(dragged)) return null;
  const card = pane?.querySelector(`.react-flow__node[data-id="${CSS.escape(dragged[0]!.id)}"]`)?.getBoundingClientRect();
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  const places: (readonly [number, number])[] = point ? [[point.clientX, point.clientY]] : [];
  if (card) places.push(...[0, -10, 10].map((off) => [card.x + card.width / 2 + off, card.y + card.height / 2] as const));
  return edgeUnder(places, dragged[0]!.id);
}

/** A click on one of several selected cards means this one alone, as in Figma; a drag still moves all of them. */
const onNodeClick = (event: MouseEvent, { id }: CanvasNode): void => {
  if (!event.shiftKey && !event.metaKey && !event.ctrlKey && uiStore.getState().selectedNodes.length > 1) uiStore.getState().select([id]);
};

/** A double click opens a block. */
const onNodeDoubleClick = (_event: MouseEvent, { id }: CanvasNode): void => enterBlock(id);

export interface CanvasProps {
  /** Shown on the empty canvas: how to begin. */
  readonly emptyState?: ReactNode;
}

export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Detailed {...props} />
    </ReactFlowProvider>
  );
}

/** Cards and lines are drawn anew only where the zoom passes from one detail to another. */
function Detailed({ emptyState }: CanvasProps) {
  const { detail, keepsAll, onMoveStart, onMove } = useSteady(useDocument((s) => graphHere(s).nodes.length));
  const pane = useMemo(() => <CanvasPane {...{ emptyState, keepsAll, onMoveStart, onMove }} />, [emptyState, keepsAll, onMoveStart, onMove]);
  // As text, so that lines wake only where a head has come, gone or moved.
  const headsText = useDocument((s) => JSON.stringify(headsOf(graphHere(s).groups)));
  const heads = useMemo(() => JSON.parse(headsText) as readonly Head[], [headsText]);
  return (
    <DetailContext value={detail}>
      <HeadsContext value={heads}>{pane}</HeadsContext>
    </DetailContext>
  );
}

function CanvasPane({ emptyState, keepsAll, onMoveStart, onMove }: CanvasProps & Omit<ReturnType<typeof useSteady>, 'detail'>) {
  const { flow, isPart, isLarge, drawn, nodes, edges, dragging, guides, onPointerMoveCapture, onNodesChange, onEdgesChange, settle } = useFlow();
  const { screenToFlowPosition } = useReactFlow();
  const flowStore = useStoreApi<CanvasNode, ShapeEdge>();
  const connecting = useConnecting(screenToFlowPosition);
  const onKeyDownCapture = useCanvasKeys();
  const fit = useViewport();
  const readOnly = useDocument((s) => s.readOnly);
  const distance = useFlowStore((s) => (s.transform[2] < FARTHEST ? 'farthest' : s.transform[2] < FAR ? 'far' : 'near'));
  const pane = useRef<HTMLElement>(null);
  useGlide(pane);
  const menuPlace = useRef<MenuPlace>({ kind: 'pane', at: [0, 0] });
  const [dropping, setDropping] = useState(false);
  const detail = use(DetailContext);

  const edgeOf = useCallback((id: string | null): GraphEdge | null => (id === null ? null : (flowStore.getState().edgeLookup.get(id)?.data?.edge ?? null)), [flowStore]);

  const onDragOver = (event: DragEvent): void => {
    if (readOnly || !event.dataTransfer.types.includes(LAYER_DRAG)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setDropping(true);
    markEdge(edgeUnder([[event.clientX, event.clientY]]));
  };
  const onDrop = (event: DragEvent): void => {
    setDropping(false);
    markEdge(null);
    const type = event.dataTransfer.getData(LAYER_DRAG);
    if (layerOf(type) === undefined && !blockNamed(type)) return;
    event.preventDefault();
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const target = edgeOf(edgeUnder([[event.clientX, event.clientY]]));
    if (target) insertLayer(type, target, [x, y]);
    else addLayer(type, [x, y]);
    pane.current?.focus({ preventScroll: true });
  };
  // What React Flow is given stays the same from one drag's move to the next: for each prop that does not, it wakes every card and line.
  const onNodeDrag = useCallback((event: globalThis.MouseEvent | TouchEvent, _node: CanvasNode, dragged: readonly CanvasNode[]): void => markEdge(edgeFor(pane.current, event, dragged)), []);
  const onNodeDragStop = useCallback(
    (event: globalThis.MouseEvent | TouchEvent, _node: CanvasNode, dragged: readonly CanvasNode[]): void => {
      const onto = edgeOf(edgeFor(pane.current, event, dragged));
      markEdge(null);
      settle(onto);
    },
    [edgeOf, settle],
  );
  const onSelectionDragStop = useCallback((): void => settle(null), [settle]);
  const onPaneClick = useCallback((): void => pane.current?.focus({ preventScroll: true }), []);
  const onDoubleClick = (event: MouseEvent): void => {
    if (readOnly || !(event.target instanceof Element)) return;
    const edge = edgeOf(edgeUnder([[event.clientX, event.clientY]]));
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    if (edge) openAddOn(edge);
    else if (event.target.closest('.react-flow__pane') && !event.target.closest('.react-flow__node')) openAddAt([x, y]);
  };
  const onPointerMove = ({ clientX, clientY }: PointerEvent): void =>
    viewportStore.getState().setPointer(() => {
      const { x, y } = screenToFlowPosition({ x: clientX, y: clientY });
      return [x, y];
    });

  /** Says what the menu that opens next is about. Over a text field the browser's own menu serves better. */
  const onContextMenuCapture = (event: MouseEvent): void => {
    const target = event.target as Element;
    if (target.closest('input, textarea, .canvas-bubble')) {
      event.stopPropagation();
      return;
    }
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const node = target.closest<HTMLElement>('.react-flow__node')?.dataset['id'] ?? null;
    const focusedEdge = target.closest<SVGElement>('.react-flow__edge')?.dataset['id'] ?? null;
    const edge = node === null ? edgeOf(focusedEdge ?? edgeUnder([[event.clientX, event.clientY]])) : null;
    menuPlace.current = edge ? { kind: 'edge', edge, at: [x, y] } : node === null ? { kind: 'pane', at: [x, y] } : { kind: 'nodes', at: [x, y] };
    selectForMenu(menuPlace.current, node);
  };

  return (
    <ContextMenu items={() => menuItems(menuPlace.current)} onClosed={() => viewportStore.getState().controls?.focus()}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- The cards inside are the interactive elements; this only hears what bubbles up. */}
      <section
        ref={pane}
        className="canvas"
        aria-label="Network"
        tabIndex={-1}
        data-far={distance !== 'near'}
        data-farthest={distance === 'farthest'}
        data-detail={detail}
        data-dropping={dropping}
        data-dragging={dragging}
        onKeyDownCapture={onKeyDownCapture}
        onDragOver={onDragOver}
        onDragLeave={() => {
          setDropping(false);
          markEdge(null);
        }}
        onDoubleClick={onDoubleClick}
        onContextMenuCapture={onContextMenuCapture}
        onPointerMoveCapture={onPointerMoveCapture}
        onDrop={onDrop}
        onPointerMove={onPointerMove}
        onPointerLeave={() => viewportStore.getState().setPointer(null)}
      >
        <ReactFlow<CanvasNode, ShapeEdge>
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onMoveStart={onMoveStart}
          onMove={onMove}
          onNodeDrag={onNodeDrag}
          onNodeDragStop={onNodeDragStop}
          onSelectionDragStop={onSelectionDragStop}
          isValidConnection={connecting.isValidConnection as IsValidConnection<Edge>}
          onConnectStart={connecting.onConnectStart}
          onConnect={connecting.onConnect}
          onConnectEnd={connecting.onConnectEnd}
          onReconnectStart={connecting.onReconnectStart}
          // The ends that can be taken hold of are two more elements on every line.
          onReconnect={detail === 'all' ? connecting.onReconnect : undefined}
          onReconnectEnd={connecting.onReconnectEnd}
          onNodeClick={onNodeClick}
          onNodeDoubleClick={onNodeDoubleClick}
          onPaneClick={onPaneClick}
          nodesDraggable={!readOnly}
          nodesConnectable={!readOnly}
          edgesReconnectable={!readOnly}
          // Left button marks, as in Figma; space, middle button and the trackpad pan; Ctrl+wheel zooms; the right one is the menu's.
          selectionOnDrag
          selectionMode={SelectionMode.Partial}
          panOnDrag={MIDDLE}
          panOnScroll
          zoomOnDoubleClick={false}
          multiSelectionKeyCode={ADD_TO_SELECTION}
          deleteKeyCode={null}
          minZoom={0.1}
          maxZoom={2.5}
          connectionRadius={28}
          ariaLabelConfig={SPOKEN}
          nodeDragThreshold={2}
          elevateNodesOnSelect
          onlyRenderVisibleElements={isLarge && !keepsAll}
          onInit={fit}
          onError={report}
          attributionPosition="bottom-right"
        >
          {FURNITURE}
          {flow.nodes.length > 1 && !isPart ? <Overview nodes={drawn} dragging={dragging} /> : null}
          {guides.length > 0 ? <SnapGuides guides={guides} /> : null}
          {readOnly || dragging ? null : <AddNext nodes={drawn} edges={flow.edges} />}
          <ComparisonMarks nodes={[...flow.groups, ...flow.nodes]} edges={flow.edges} />
        </ReactFlow>
        <BlockPath />
        <SelectedProblem cards={flow.nodes} groups={flow.groups} dragging={dragging} />
        {drawn.length === 0 && !isPart ? <div className="canvas-empty">{emptyState ?? <HowToBegin />}</div> : null}
      </section>
    </ContextMenu>
  );
}

/** A plus below the one selected card: the next layer. */
function AddNext({ nodes, edges }: { readonly nodes: readonly CanvasNode[]; readonly edges: readonly ShapeEdge[] }) {
  const selected = useUi((s) => (s.selectedNodes.length === 1 ? s.selectedNodes[0]! : null));
  const graph = useDocument(graphHere);
  const node = selected === null ? undefined : graph.nodes.find((n) => n.id === selected);
  const zoom = useFlowStore((s) => s.transform[2]);
  const card = useMemo(() => (selected === null ? undefined : nodes.find((n): n is CardNode => n.id === selected && n.type === 'card')), [nodes, selected]);
  const place = useMemo(() => card && plusPlace({ ...card.position, width: NODE_WIDTH, height: NODE_HEIGHT }, takenBelow(card, nodes, edges, zoom), zoom), [card, nodes, edges, zoom]);
  if (selected === null || !place || !node || isAnnotation(node) || outputsOf(graph, node) === 0) return null;
  const { size, below, inset } = place;
  const style = { marginLeft: -inset, '--add-next': `${size}px` } as CSSProperties;
  const label = onlyWay(graph, [selected]) ? 'Insert a layer (Shift: branch off)' : 'Add the next layer';
  return (
    <NodeToolbar nodeId={selected} isVisible position={Position.Bottom} align="end" offset={below} className="canvas-add-next nopan" style={style}>
      <IconButton size="sm" label={label} shortcut="Space" icon={<Plus size={size - 8} aria-hidden="true" />} onClick={(event) => openAddAfter([selected], { branch: event.shiftKey })} />
    </NodeToolbar>
  );
}

/** The bubble of the one selected node's first error, until dismissed. */
function SelectedProblem({ cards, groups, dragging }: { readonly cards: readonly CardNode[]; readonly groups: readonly GroupNode[]; readonly dragging: boolean }) {
  const selected = useUi((s) => (s.selectedNodes.length === 1 ? s.selectedNodes[0]! : null));
  const reveal = useUi((s) => s.reveal?.count ?? 0);
  const asked = useUi((s) => s.reveal !== null && s.reveal.node === selected);
  const compilation = useCompilation((s) => s.compilation);
  const diagnostics = diagnosticsHere(useDocument(graphHere), compilation);
  // Dismissed for this selection: selecting anew, or going there from the Problems panel, shows it again.
  const occasion = `${selected ?? ''} ${reveal}`;
  const [dismissed, setDismissed] = useState('');
  const onDismiss = useCallback(() => setDismissed(occasion), [occasion]);
  if (dismissed !== '' && dismissed !== occasion) setDismissed('');

  const errors = useMemo(() => diagnostics.filter((d) => d.node === selected && d.severity === 'error'), [diagnostics, selected]);
  const card = cards.find((n) => n.id === selected) ?? groups.find((g) => g.id === selected);
  // What does not fit comes before what is only missing.
  const problem = errors.find((d) => d.code !== 'missing-input') ?? errors[0];
  // A layer just put down has no input yet: that is unfinished, not wrong. Its port says so; the bubble waits to be asked for.
  const unfinished = problem?.code === 'missing-input' && !asked;
  const open = card !== undefined && problem !== undefined && !unfinished && dismissed !== occasion;
  return (
    <>
      <output className="canvas-spoken" aria-live="polite">
        {open ? `${problem.message} ${problem.fixes.length > 0 ? `${problem.fixes.length} fixes offered.` : ''}` : ''}
      </output>
      {open && !dragging ? <ProblemBubble key={`${problem.code} ${selected}`} card={card} problem={problem} more={errors.length - 1} cards={cards} onDismiss={onDismiss} /> : null}
    </>
  );
}

function HowToBegin() {
  return (
    <div className="canvas-begin">
      <h2>An empty network</h2>
      <p>Drag an Input from the left onto the canvas, or click it. With it selected, the next layer you click connects itself below.</p>
    </div>
  );
}
