// Arranging the network anew: every layer by its rank, as one undoable step.

import type { Edit } from '../graph/edits.ts';
import { layout } from '../graph/layout.ts';
import { documentStore } from '../state/documentStore.ts';
import { viewportStore } from '../state/viewportStore.ts';

export function arrange(): void {
  const { document, edit } = documentStore.getState();
  const places = layout(document.nodes, document.edges);
  const edits = document.nodes.flatMap((node): Edit[] => {
    const place = places.get(node.id);
    return !place || (place[0] === node.position[0] && place[1] === node.position[1]) ? [] : [{ kind: 'moveNode', id: node.id, position: place }];
  });
  edit('Arrange layers', edits);
  // After the canvas has the new places.
  requestAnimationFrame(() => viewportStore.getState().controls?.fit());
}
