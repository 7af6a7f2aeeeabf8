// Going to a node by the id that reports and diagnostics give it, into the blocks it stands in. Knows no React.

import { locate } from '../graph/view.ts';
import { documentStore } from './documentStore.ts';
import { uiStore } from './uiStore.ts';

/** Enters the blocks around the node, selects it and brings it into view. */
export function goToNode(id: string): void {
  const found = locate(documentStore.getState().document, id);
  if (!found) return;
  documentStore.getState().setScope(found.scope);
  uiStore.getState().goTo(found.id);
}
