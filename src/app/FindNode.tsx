// Find a layer: every node of what is seen, with its shape; Enter goes there.

import { Dialog } from 'radix-ui';
import { useCallback } from 'react';
import { layerOf } from '../layers/index.ts';
import type { GraphNode } from '../graph/document.ts';
import { SearchList, type SearchGroup } from '../panels/controls/SearchList.tsx';
import { layerWords, shapeText } from '../panels/quantities.ts';
import { useCompilation, useDocument, useUi } from '../panels/useStores.ts';
import { diagnosticsHere, graphHere, reportsHere } from '../state/currentGraph.ts';
import { uiStore } from '../state/uiStore.ts';
import { viewportStore } from '../state/viewportStore.ts';
import { findNodes } from './findNodes.ts';

const MOST_SHOWN = 100;

export function FindNode() {
  const open = useUi((ui) => ui.overlay === 'find');
  const setOverlay = useUi((ui) => ui.setOverlay);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => setOverlay(next ? 'find' : null)}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay overlay-light" />
        <Dialog.Content
          className="command-palette"
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            viewportStore.getState().controls?.focus();
          }}
        >
          <Dialog.Title className="visually-hidden">Find a layer</Dialog.Title>
          <FindList />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
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
      return [{ title, options: found.slice(0, MOST_SHOWN).map((node) => optionOf(node, shapeText(reports[node.id]?.outputShape ?? null))) }];
    },
    [graph, compilation],
  );
  const onChoose = (id: string): void => {
    uiStore.getState().setOverlay(null);
    uiStore.getState().goTo(id);
  };
  return <SearchList label="Find a layer in the network" placeholder="Name, layer, 64×64, >1M params, error" find={find} onChoose={onChoose} none={(query) => `No layer here fits “${query}”.`} />;
}

function optionOf(node: GraphNode, shape: string) {
  const layer = layerOf(node.type);
  const words = typeof node['text'] === 'string' ? node['text'].split('\n')[0]! : layer ? layerWords(layer.label) : node.type;
  return {
    key: node.id,
    text: node.id,
    icon: <span className="palette-dot" data-category={layer?.category} />,
    side: (
      <>
        {words}
        {layer ? <span className="search-shape"> {shape}</span> : null}
      </>
    ),
  };
}
