// The canvas: puts cards, connections, bubble, controls and gestures together. Every change goes through the stores.

import { Background, BackgroundVariant, MiniMap, ReactFlow, ReactFlowProvider, SelectionMode, useReactFlow, useStore as useFlowStore, type Edge, type ReactFlowInstance } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useCallback, useMemo, useRef, useState, type DragEvent, type PointerEvent, type ReactNode } from 'react';
import { addLayer, insertLayer, LAYER_DRAG } from '../../commands/canvas/addLayer.ts';
import { layerOf } from '../../layers/index.ts';
import { viewportStore } from '../../state/viewportStore.ts';
import { useCompilation, useDocument, useUi } from '../useStores.ts';
import './canvas.css';
import { CanvasControls } from './CanvasControls.tsx';
import type { CardNode, ShapeEdge } from './documentToFlow.ts';
import { LayerCard } from './LayerCard.tsx';
import { ProblemBubble } from './ProblemBubble.tsx';
import { ShapeEdgeLine } from './ShapeEdgeLine.tsx';
import { useCanvasKeys } from './useCanvasKeys.ts';
import { useConnecting } from './useConnecting.ts';
import { useFlow } from './useFlow.ts';
import { useGlide } from './useGlide.ts';
import { FIT, useViewport } from './useViewport.ts';

/** Above this many nodes only what is seen is in the page. */
const ALL_RENDERED = 300;
/** Below this zoom letters cannot be read: shapes alone tell the story. */
const FAR = 0.42;

const nodeTypes = { card: LayerCard };
const edgeTypes = { shape: ShapeEdgeLine };
const MIDDLE_AND_RIGHT = [1, 2];
const ADD_TO_SELECTION = ['Shift', 'Meta', 'Control'];

/** React Flow takes new nodes before new edges: for that moment an edge that is about to go may look for a port that has gone. */
const PORT_GONE = '008';
const report = (code: string, message: string): void => {
  if (code !== PORT_GONE) console.warn(message);
};

/** React Flow's own `fitView` waits for the first node and would carry off the one just dropped on an empty canvas. */
function fitIfAny(flow: ReactFlowInstance<CardNode, ShapeEdge>): void {
  if (flow.getNodes().length > 0) void flow.fitView(FIT);
}

export interface CanvasProps {
  /** Shown on the empty canvas: how to begin. */
  readonly emptyState?: ReactNode;
}

export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <CanvasPane {...props} />
    </ReactFlowProvider>
  );
}

function CanvasPane({ emptyState }: CanvasProps) {
  const { flow, dragging, onNodesChange, onEdgesChange, settle } = useFlow();
  const connecting = useConnecting();
  const onKeyDownCapture = useCanvasKeys();
  useViewport();
  const { screenToFlowPosition } = useReactFlow();
  const readOnly = useDocument((s) => s.readOnly);
  const far = useFlowStore((s) => s.transform[2] < FAR);
  const pane = useRef<HTMLElement>(null);
  useGlide(pane);
  const [dropping, setDropping] = useState(false);
  const large = flow.nodes.length > ALL_RENDERED;

  const onDragOver = (event: DragEvent): void => {
    if (readOnly || !event.dataTransfer.types.includes(LAYER_DRAG)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setDropping(true);
  };
  const onDrop = (event: DragEvent): void => {
    setDropping(false);
    const type = event.dataTransfer.getData(LAYER_DRAG);
    if (layerOf(type) === undefined) return;
    event.preventDefault();
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const edge = edgeUnder(event.clientX, event.clientY);
    const target = edge === null ? undefined : flow.drawn.get(edge)?.edge.data?.edge;
    if (target) insertLayer(type, target, [x, y]);
    else addLayer(type, [x, y]);
    pane.current?.focus({ preventScroll: true });
  };
  const onPointerMove = (event: PointerEvent): void => {
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    viewportStore.getState().setPointer([x, y]);
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- The cards inside are the interactive elements; this only hears what bubbles up.
    <section
      ref={pane}
      className="canvas"
      aria-label="Network"
      tabIndex={-1}
      data-far={far}
      data-dropping={dropping}
      data-dragging={dragging}
      onKeyDownCapture={onKeyDownCapture}
      onDragOver={onDragOver}
      onDragLeave={() => setDropping(false)}
      onDrop={onDrop}
      onPointerMove={onPointerMove}
      onPointerLeave={() => viewportStore.getState().setPointer(null)}
    >
      <ReactFlow<CardNode, ShapeEdge>
        nodes={flow.nodes}
        edges={flow.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStop={(event, _node, nodes) => settle(event, nodes)}
        onSelectionDragStop={settle}
        isValidConnection={connecting.isValidConnection as (edge: Edge | Parameters<typeof connecting.isValidConnection>[0]) => boolean}
        onConnect={connecting.onConnect}
        onConnectEnd={connecting.onConnectEnd}
        onReconnectStart={connecting.onReconnectStart}
        onReconnect={connecting.onReconnect}
        onReconnectEnd={connecting.onReconnectEnd}
        onPaneClick={() => pane.current?.focus({ preventScroll: true })}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        edgesReconnectable={!readOnly}
        // Left button marks, as in Figma; space, middle and right button and the trackpad pan; Ctrl+wheel zooms.
        selectionOnDrag
        selectionMode={SelectionMode.Partial}
        panOnDrag={MIDDLE_AND_RIGHT}
        panOnScroll
        zoomOnDoubleClick={false}
        multiSelectionKeyCode={ADD_TO_SELECTION}
        deleteKeyCode={null}
        minZoom={0.1}
        maxZoom={2.5}
        connectionRadius={28}
        nodeDragThreshold={2}
        elevateNodesOnSelect
        onlyRenderVisibleElements={large}
        onInit={fitIfAny}
        onError={report}
        attributionPosition="bottom-right"
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} color="var(--canvas-dot)" />
        <CanvasControls />
        {flow.nodes.length > 1 ? <Overview /> : null}
      </ReactFlow>
      <SelectedProblem cards={flow.nodes} dragging={dragging} />
      {flow.nodes.length === 0 ? <div className="canvas-empty">{emptyState ?? <HowToBegin />}</div> : null}
    </section>
  );
}

function Overview() {
  return (
    <MiniMap<CardNode>
      className="canvas-minimap"
      ariaLabel="Overview of the network"
      pannable
      zoomable
      nodeColor={(node) => (node.data.errors > 0 ? 'var(--error)' : `var(--cat-${node.data.category})`)}
      nodeBorderRadius={10}
      nodeStrokeWidth={0}
      maskColor="var(--canvas-mask)"
      bgColor="var(--surface)"
      style={MINIMAP_SIZE}
    />
  );
}

const MINIMAP_SIZE = { width: 132, height: 84 };

/** The bubble of the one selected node's first error, until dismissed. */
function SelectedProblem({ cards, dragging }: { readonly cards: readonly CardNode[]; readonly dragging: boolean }) {
  const selected = useUi((s) => (s.selectedNodes.length === 1 ? s.selectedNodes[0]! : null));
  const reveal = useUi((s) => s.reveal?.count ?? 0);
  const asked = useUi((s) => s.reveal !== null && s.reveal.node === selected);
  const diagnostics = useCompilation((s) => s.compilation.diagnostics);
  // Dismissed for this selection: selecting anew, or going there from the Problems panel, shows it again.
  const occasion = `${selected ?? ''} ${reveal}`;
  const [dismissed, setDismissed] = useState('');
  const onDismiss = useCallback(() => setDismissed(occasion), [occasion]);
  if (dismissed !== '' && dismissed !== occasion) setDismissed('');

  const errors = useMemo(() => diagnostics.filter((d) => d.node === selected && d.severity === 'error'), [diagnostics, selected]);
  const card = cards.find((n) => n.id === selected);
  const problem = errors[0];
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

/** The id of the connection whose line or label is under the pointer. */
function edgeUnder(x: number, y: number): string | null {
  for (const element of document.elementsFromPoint(x, y)) {
    if (element.closest('.react-flow__node')) return null;
    const edge = element.closest<HTMLElement>('.react-flow__edge, [data-edge]');
    if (edge) return edge.dataset['edge'] ?? edge.dataset['id'] ?? null;
  }
  return null;
}

