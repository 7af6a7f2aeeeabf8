// Adding a layer: its id, its place and the connections that go without saying, as one undoable step.

import type { Graph, GraphEdge, GraphNode } from '../../graph/document.ts';
import { freshId, type Edit } from '../../graph/edits.ts';
import { NODE_HEIGHT, NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import { layerOf } from '../../layers/index.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore, type AddLink } from '../../state/uiStore.ts';
import { viewportStore, type Region } from '../../state/viewportStore.ts';
import { edgeTo, givesOutput, mostInputs, mostInputsOf, outputsOf, type BlockGraph } from './connect.ts';
import { centredAt, freeSpot, type Point } from './placement.ts';
import { roomFor } from './room.ts';

/** What a drag from the palette to the canvas carries: the layer's type, under this media type. */
export const LAYER_DRAG = 'application/netloom-layer';

export interface Addition {
  readonly id: string;
  readonly edits: readonly Edit[];
}

export interface AdditionOptions {
  /** Where it goes: its middle; with a link, the end of the edge that leads to it. */
  readonly at?: Point | null | undefined;
  readonly selected?: readonly string[];
  readonly visible?: Region | undefined;
  readonly link?: AddLink | undefined;
}

/**
 * The edits that add a layer. Dropped `at` a place it stands there, unconnected. Otherwise it goes below the selected
 * nodes and takes their outputs: one for a layer with one input, all of them, in the order of selection, for a merge.
 * A `link` says what it is connected to instead of the selection.
 */
export function additionOf(graph: BlockGraph, type: string, { at, selected, visible, link }: AdditionOptions): Addition {
  const id = freshId(new Set(graph.nodes.map((n) => n.id)), type);
  if (link?.kind === 'on') return insertionOf(graph, { id, type, position: centredAt(at ?? [0, 0]) }, link.edge);
  if (link?.kind === 'before') return additionBefore(graph, id, type, link, at);
  if (at && !link) return { id, edits: [{ kind: 'addNode', node: { id, type, position: centredAt(at) } }] };

  const chosen = (link?.nodes ?? selected ?? []).map((s) => graph.nodes.find((n) => n.id === s)).filter((n): n is GraphNode => n !== undefined);
  const most = mostInputs(type);
  const feeding = chosen.filter((n) => outputsOf(graph, n) > 0);
  const sources = feeding.length <= most ? feeding : [];
  const position = at ? ([Math.round(at[0] - NODE_WIDTH / 2), Math.round(at[1])] as const) : freeSpot(graph.nodes, wantedPlace(graph, chosen, visible));
  const node: GraphNode = { id, type, position };
  const edits: Edit[] = [{ kind: 'addNode', node }];
  sources.forEach((source, port) => {
    edits.push({ kind: 'connect', edge: edgeTo({ ...graph, nodes: [...graph.nodes, node] }, source.id, id, port) });
  });
  return { id, edits };
}

/** Above the node whose input it feeds, or with its lower edge where the connection was let go. */
function additionBefore(graph: BlockGraph, id: string, type: string, link: { readonly node: string; readonly port: number }, at: Point | null | undefined): Addition {
  const fed = graph.nodes.find((n) => n.id === link.node);
  const position: Point = at ? [Math.round(at[0] - NODE_WIDTH / 2), Math.round(at[1] - NODE_HEIGHT)] : freeSpot(graph.nodes, fed ? [fed.position[0], fed.position[1] - RANK_GAP] : [0, 0]);
  const edits: Edit[] = [{ kind: 'addNode', node: { id, type, position } }];
  if (fed && givesOutput(type)) edits.push({ kind: 'connect', edge: edgeTo(graph, id, fed.id, link.port) });
  return { id, edits };
}

/** Puts a node onto an edge, and moves what comes after it out of its way. The node may stand on the canvas already; then it only moves. */
export function insertionOf(graph: BlockGraph, node: GraphNode, edge: GraphEdge): Addition {
  const { id } = node;
  const { position, edits: room } = roomFor(graph, node, edge);
  const placed: Edit = graph.nodes.some((n) => n.id === id) ? { kind: 'moveNode', id, position } : { kind: 'addNode', node: { ...node, position } };
  const placedIn = { ...graph, nodes: [...graph.nodes.filter((n) => n.id !== id), node] };
  const { targetPort: _port, target: _target, ...from } = edge;
  const { sourcePort: _sourcePort, source: _source, ...to } = edge;
  return {
    id,
    edits: [
      placed,
      ...room,
      { kind: 'disconnect', edge },
      { kind: 'connect', edge: { ...from, ...edgeTo(placedIn, edge.source, id, 0), source: edge.source } },
      { kind: 'connect', edge: { ...edgeTo(placedIn, id, edge.target, 0), ...to, source: id } },
    ],
  };
}

/** Whether a node of this type can stand in the middle of an edge. */
export const canStandOn = (type: string): boolean => mostInputs(type) > 0 && givesOutput(type);
export const nodeCanStandOn = (graph: BlockGraph, node: GraphNode): boolean => mostInputsOf(graph, node) > 0 && outputsOf(graph, node) > 0;

function wantedPlace(graph: Graph, chosen: readonly GraphNode[], visible: Region | undefined): Point {
  if (chosen.length > 0) {
    const middle = chosen.reduce((sum, n) => sum + n.position[0], 0) / chosen.length;
    return [middle, Math.max(...chosen.map((n) => n.position[1])) + RANK_GAP];
  }
  if (visible && visible.width > 0) {
    // The first one stands where a network begins: at the top, in the middle.
    const y = graph.nodes.length === 0 ? visible.y + Math.min(72, visible.height / 4) : visible.y + visible.height / 2 - NODE_HEIGHT / 2;
    return [visible.x + visible.width / 2 - NODE_WIDTH / 2, y];
  }
  return [0, 0];
}

/** Adds a layer and selects it, so that the next one follows it. Without a place it finds one and connects itself. Returns its id. */
export function addLayer(type: string, at?: Point | null, link?: AddLink): string | null {
  const { edit, readOnly } = documentStore.getState();
  if (readOnly) {
    uiStore.getState().notify('info', 'This file is open for reading only.');
    return null;
  }
  // A layer that cannot stand there is only placed.
  const wanted = link?.kind === 'on' && !canStandOn(type) ? undefined : link;
  const visible = viewportStore.getState().controls?.visible();
  const { id, edits } = additionOf(graphHere(documentStore.getState()), type, { at, selected: uiStore.getState().selectedNodes, visible, link: wanted });
  edit(`${wanted?.kind === 'on' ? 'Insert' : 'Add'} ${layerOf(type)?.label ?? type}`, edits);
  if (at) uiStore.getState().select([id]);
  // Brings it into view where the chain has grown past the edge of the window.
  else if (visible && isOutside(graphHere(documentStore.getState()), id, visible)) uiStore.getState().goTo(id);
  else uiStore.getState().select([id]);
  return id;
}

/** Puts a layer onto a connection: what flowed along it now flows through the layer. Returns its id. */
export const insertLayer = (type: string, edge: GraphEdge, at: Point): string | null => addLayer(type, at, { kind: 'on', edge });

function isOutside(graph: Graph, id: string, visible: Region): boolean {
  const position = graph.nodes.find((n) => n.id === id)?.position;
  if (!position) return false;
  const [x, y] = position;
  return x < visible.x || y < visible.y || x + NODE_WIDTH > visible.x + visible.width || y + NODE_HEIGHT > visible.y + visible.height;
}
