import { afterEach, expect, test } from 'vitest';
import { emptyDocument } from '../graph/document.ts';
import { documentStore } from './documentStore.ts';
import { keepSelectionLive } from './liveSelection.ts';
import { uiStore } from './uiStore.ts';

let stop = (): void => undefined;
afterEach(() => stop());

test('what undo takes away is selected no more, the rest stays selected', () => {
  documentStore.getState().open({ ...emptyDocument(), nodes: [{ id: 'a', type: 'input', position: [0, 0] }] });
  stop = keepSelectionLive();
  documentStore.getState().edit('Add', [{ kind: 'addNode', node: { id: 'b', type: 'dense', position: [0, 0] } }, { kind: 'connect', edge: { source: 'a', target: 'b' } }]);
  uiStore.getState().select(['b', 'a'], [{ source: 'a', target: 'b' }]);
  documentStore.getState().undo();
  expect(uiStore.getState()).toMatchObject({ selectedNodes: ['a'], selectedEdges: [] });
});
