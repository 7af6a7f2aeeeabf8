// Adding a layer: its id, its place and the connections that go without saying, as one undoable step.

import type { Graph, GraphEdge, GraphNode } from '../../graph/document.ts';
import { freshId, type Edit } from '../../graph/edits.ts';
import { NODE_HEIGHT, NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import { layerOf } from '../../layers/index.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { viewportStore, type Region } from '../../state/viewportStore.ts';
import { givesOutput, mostInputs } from './connect.ts';
import { centredAt, freeSpot, type Point } from './placement.ts';

/** What a drag from the palette to the canvas carries: the layer's type, under this media type. */
export const LAYER_DRAG = 'application/netloom-layer';

export interface Addition {
  readonly id: string;
  readonly edits: readonly Edit[];
}

/**
 * The edits that add a layer. Dropped `at` a place it stands there, unconnected. Otherwise it goes below the selected
 * nodes and takes their outputs: one for a layer with one input, all of them, in the order of selection, for a merge.
 */
export function additionOf(graph: Graph, type: string, options: { readonly at?: Point; readonly selected?: readonly string[]; readonly visible?: Region }): Addition {
  const id = freshId(new Set(graph.nodes.map((n) => n.id)), type);
  if (options.at) return { id, edits: [{ kind: 'addNode', node: { id, type, position: centredAt(options.at) } }] };

  const chosen = (options.selected ?? []).map((s) => graph.nodes.find((n) => n.id === s)).filter((n): n is GraphNode => n !== undefined);
  const most = mostInputs(type);
  const feeding = chosen.filter((n) => givesOutput(n.type));
  const sources = feeding.length <= most ? feeding : [];
  const position = freeSpot(graph.nodes, wantedPlace(graph, chosen, options.visible));
  const node: GraphNode = { id, type, position };
  const edits: Edit[] = [{ kind: 'addNode', node }];
  sources.forEach((source, port) => {
    edits.push({ kind: 'connect', edge: most > 1 ? { source: source.id, target: id, targetPort: String(port) } : { source: source.id, target: id } });
  });
  return { id, edits };
}

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
export function addLayer(type: string, at?: Point): string | null {
  const { edit, readOnly } = documentStore.getState();
  if (readOnly) {
    uiStore.getState().notify('info', 'This file is open for reading only.');
    return null;
  }
  const visible = viewportStore.getState().controls?.visible();
  const { id, edits } = additionOf(graphHere(documentStore.getState()), type, { at, selected: uiStore.getState().selectedNodes, visible });
  edit(`Add ${layerOf(type)?.label ?? type}`, edits);
  if (at) uiStore.getState().select([id]);
  // Brings it into view where the chain has grown past the edge of the window.
  else if (visible && isOutside(graphHere(documentStore.getState()), id, visible)) uiStore.getState().goTo(id);
  else uiStore.getState().select([id]);
  return id;
}

/** Puts a layer onto a connection: what flowed along it now flows through the layer. A layer that cannot stand there is only placed. Returns its id. */
export function insertLayer(type: string, edge: GraphEdge, at: Point): string | null {
  const { edit, readOnly } = documentStore.getState();
  if (readOnly || mostInputs(type) === 0 || !givesOutput(type)) return addLayer(type, at);
  const { id, edits } = additionOf(graphHere(documentStore.getState()), type, { at });
  edit(`Insert ${layerOf(type)?.label ?? type}`, [
    ...edits,
    { kind: 'disconnect', edge },
    { kind: 'connect', edge: mostInputs(type) > 1 ? { source: edge.source, target: id, targetPort: '0' } : { source: edge.source, target: id } },
    { kind: 'connect', edge: edge.targetPort === undefined ? { source: id, target: edge.target } : { source: id, target: edge.target, targetPort: edge.targetPort } },
  ]);
  uiStore.getState().select([id]);
  return id;
}

function isOutside(graph: Graph, id: string, visible: Region): boolean {
  const position = graph.nodes.find((n) => n.id === id)?.position;
  if (!position) return false;
  const [x, y] = position;
  return x < visible.x || y < visible.y || x + NODE_WIDTH > visible.x + visible.width || y + NODE_HEIGHT > visible.y + visible.height;
}
