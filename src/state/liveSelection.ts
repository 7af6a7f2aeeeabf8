// Keeps the selection to what is there: undo, fixes and other edits take away nodes and edges that were selected, entering a block shows others. Knows no React.

import { amongEdges } from '../graph/edits.ts';
import { graphHere } from './currentGraph.ts';
import { documentStore } from './documentStore.ts';
import { uiStore } from './uiStore.ts';

/** Watches the document from now on; returns what ends it. */
export function keepSelectionLive(): () => void {
  return documentStore.subscribe((state, before) => {
    // Ids belong to the graph that is seen.
    if (state.scope !== before.scope) return uiStore.getState().select([]);
    const [graph, last] = [graphHere(state), graphHere(before)];
    if (graph.nodes === last.nodes && graph.edges === last.edges) return;
    const { selectedNodes, selectedEdges, select } = uiStore.getState();
    if (selectedNodes.length === 0 && selectedEdges.length === 0) return;
    const ids = new Set([...graph.nodes, ...graph.groups].map((n) => n.id));
    const nodes = selectedNodes.filter((id) => ids.has(id));
    const edges = selectedEdges.length === 0 ? selectedEdges : selectedEdges.filter(amongEdges(graph.edges));
    if (nodes.length < selectedNodes.length || edges.length < selectedEdges.length) select(nodes, edges);
  });
}
