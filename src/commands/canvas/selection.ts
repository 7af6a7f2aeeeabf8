// What can be done with the selection: all of it, delete it, nudge it.

import { without, type Edit } from '../../graph/edits.ts';
import { withContents } from '../../graph/boxes.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { alignEdits, distributeEdits, type Alignment } from './align.ts';
import { healingEdits } from './heal.ts';

export function selectAll(): void {
  const { nodes, edges } = graphHere(documentStore.getState());
  uiStore.getState().select(nodes.map((n) => n.id), edges);
}

/** Deletes the selected nodes with their edges, and the selected edges. `heal`: what fed a deleted layer feeds what came after it. */
export function deleteSelection({ verb = 'Delete', heal = false } = {}): void {
  const { selectedNodes, selectedEdges, select } = uiStore.getState();
  if (selectedNodes.length === 0 && selectedEdges.length === 0) return;
  const graph = graphHere(documentStore.getState());
  const edits: Edit[] = [
    ...selectedEdges.map((edge): Edit => ({ kind: 'disconnect', edge })),
    ...selectedNodes.map((id): Edit => ({ kind: 'removeNode', id })),
    // An edge that is deleted too is no way to heal.
    ...(heal ? healingEdits({ ...graph, edges: without(graph.edges, selectedEdges) }, new Set(selectedNodes)) : []),
  ];
  documentStore.getState().edit(`${verb} ${describe(selectedNodes, selectedEdges.length)}`, edits);
  if (!documentStore.getState().readOnly) select([]);
}

function describe(nodes: readonly string[], edges: number): string {
  if (nodes.length === 1) return nodes[0]!;
  if (nodes.length > 1) return `${nodes.length} layers`;
  return edges === 1 ? 'connection' : `${edges} connections`;
}

const ALIGNED: { readonly [A in Alignment]: string } = { left: 'left', centre: 'centres', right: 'right', top: 'top', middle: 'middles', bottom: 'bottom' };

export function alignSelection(alignment: Alignment): void {
  documentStore.getState().edit(`Align ${ALIGNED[alignment]}`, alignEdits(graphHere(documentStore.getState()), uiStore.getState().selectedNodes, alignment));
}

export function distributeSelection(axis: 'x' | 'y'): void {
  documentStore.getState().edit(`Distribute ${axis === 'x' ? 'horizontally' : 'vertically'}`, distributeEdits(graphHere(documentStore.getState()), uiStore.getState().selectedNodes, axis));
}

/** Moves the selected nodes; a run of nudges is one undo step until `documentStore.endGesture()`. */
export function nudgeSelection(dx: number, dy: number): void {
  const { selectedNodes } = uiStore.getState();
  const graph = graphHere(documentStore.getState());
  const selected = withContents(graph, selectedNodes);
  const edits = graph.nodes
    .filter((n) => selected.has(n.id))
    .map((n): Edit => ({ kind: 'moveNode', id: n.id, position: [n.position[0] + dx, n.position[1] + dy] }));
  documentStore.getState().edit(edits.length === 1 ? `Move ${selectedNodes[0]!}` : `Move ${edits.length} layers`, edits, `nudge ${selectedNodes.join(' ')}`);
}
