// Find a layer: every node of what is seen, with its shape; Enter goes there.

import { useCallback } from 'react';
import { isAnnotation, type GraphNode } from '../graph/document.ts';
import type { View } from '../graph/view.ts';
import { describe, nodeWords } from '../panels/canvas/flow/describeNode.ts';
import { SearchList, type SearchGroup } from '../panels/controls/SearchList.tsx';
import { shapeText } from '../panels/quantities.ts';
import { useCompilation, useDocument } from '../panels/useStores.ts';
import { diagnosticsHere, graphHere, reportsHere } from '../state/currentGraph.ts';
import { uiStore } from '../state/uiStore.ts';
import { findNodes } from './findNodes.ts';
import { SearchDialog } from './SearchDialog.tsx';

const MOST_SHOWN = 100;

export function FindNode() {
  return (
    <SearchDialog overlay="find" title="Find a layer">
      <FindList />
    </SearchDialog>
  );
}

function FindList() {
  const graph = useDocument(graphHere);
  const compilation = useCompilation((c) => c.compilation);
  const find = useCallback(
    (query: string): readonly SearchGroup[] => {
      const reports = reportsHere(graph, compilation);
      const found = findNodes(query, { nodes: graph.nodes, reports, diagnostics: diagnosticsHere(graph, compilation) });
      const title = found.length > MOST_SHOWN ? `${MOST_SHOWN} of ${found.length} layers` : found.length === 1 ? '1 layer' : `${found.length} layers`;
      return [{ title, options: found.slice(0, MOST_SHOWN).map((node) => optionOf(node, graph, shapeText(reports[node.id]?.outputShape ?? null))) }];
    },
    [graph, compilation],
  );
  const onChoose = (id: string): void => {
    uiStore.getState().setOverlay(null);
    uiStore.getState().goTo(id);
  };
  return <SearchList label="Find a layer in the network" placeholder="Name, layer, 64×64, >1M params, error" find={find} onChoose={onChoose} none={(query) => `No layer here fits “${query}”.`} />;
}

function optionOf(node: GraphNode, view: View, shape: string) {
  return {
    key: node.id,
    text: node.id,
    icon: <span className="palette-dot" data-category={describe(node, view).category} />,
    side: (
      <>
        {nodeWords(node, view)}
        {isAnnotation(node) ? null : <span className="search-shape"> {shape}</span>}
      </>
    ),
  };
}
