// React Flow's nodes and edges, derived from document, compilation and selection, with the cards under the pointer's drag moved ahead of the document.

import type { EdgeChange, NodeChange } from '@xyflow/react';
import { useCallback, useMemo, useState } from 'react';
import type { Edit } from '../../graph/edits.ts';
import { sameEdge } from '../../graph/edits.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { useCompilation, useDocument, useUi } from '../useStores.ts';
import { documentToFlow, type CardNode, type Flow, type FlowInput, type ShapeEdge } from './documentToFlow.ts';
import type { Place } from './route.ts';

const NOWHERE: ReadonlyMap<string, Place> = new Map();

/** Keeps the last flow, so that the next one shares with it what has not changed. */
function rememberingFlow(): (input: FlowInput) => Flow {
  let last: Flow | null = null;
  return (input) => (last = documentToFlow(input, last));
}

export function useFlow() {
  const graph = useDocument(graphHere);
  const compilation = useCompilation((s) => s.compilation);
  const selectedNodes = useUi((s) => s.selectedNodes);
  const selectedEdges = useUi((s) => s.selectedEdges);
  const [moved, setMoved] = useState(NOWHERE);
  const [derive] = useState(rememberingFlow);
  const flow = useMemo(
    () => derive({ graph, compilation, selectedNodes, selectedEdges, moved }),
    [derive, graph, compilation, selectedNodes, selectedEdges, moved],
  );

  const onNodesChange = useCallback((changes: NodeChange<CardNode>[]) => {
    const places = new Map<string, Place>();
    const selection: { id: string; selected: boolean }[] = [];
    for (const change of changes) {
      if (change.type === 'position' && change.dragging && change.position) places.set(change.id, [Math.round(change.position.x), Math.round(change.position.y)]);
      if (change.type === 'select') selection.push(change);
    }
    if (places.size > 0) setMoved((before) => new Map([...before, ...places]));
    if (selection.length > 0) {
      const { selectedNodes, selectedEdges, select } = uiStore.getState();
      const off = new Set(selection.filter((s) => !s.selected).map((s) => s.id));
      const on = selection.filter((s) => s.selected && !selectedNodes.includes(s.id)).map((s) => s.id);
      select([...selectedNodes.filter((id) => !off.has(id)), ...on], selectedEdges);
    }
  }, []);

  const onEdgesChange = useCallback(
    (changes: EdgeChange<ShapeEdge>[]) => {
      const selection = changes.filter((change) => change.type === 'select');
      if (selection.length === 0) return;
      const { selectedNodes, selectedEdges, select } = uiStore.getState();
      let edges = selectedEdges;
      for (const { id, selected } of selection) {
        const edge = flow.drawn.get(id)?.edge.data?.edge;
        if (!edge) continue;
        const others = edges.filter((e) => !sameEdge(e, edge));
        edges = selected ? [...others, edge] : others;
      }
      select(selectedNodes, edges);
    },
    [flow],
  );

  /** Puts the dragged cards into the document: one step, however long the drag was. */
  const settle = useCallback((_event: unknown, dragged: readonly CardNode[]) => {
    setMoved(NOWHERE);
    const edits = dragged.map((n): Edit => ({ kind: 'moveNode', id: n.id, position: [Math.round(n.position.x), Math.round(n.position.y)] }));
    const places = new Map(graphHere(documentStore.getState()).nodes.map((n) => [n.id, n.position.join()]));
    const real = edits.filter((e) => e.kind === 'moveNode' && places.get(e.id) !== e.position.join());
    if (real.length === 0) return;
    documentStore.getState().edit(dragged.length === 1 ? `Move ${dragged[0]!.id}` : `Move ${dragged.length} layers`, real);
  }, []);

  return { flow, dragging: moved.size > 0, onNodesChange, onEdgesChange, settle };
}
