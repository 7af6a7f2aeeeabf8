import { afterEach, expect, test } from 'vitest';
import { block, network } from '../graph/builder.ts';
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

test('inside another block nothing stays selected, also what has the same name there', () => {
  const unit = block('unit', (b) => b.output('y', b.input('x').dense({ units: 4 }, { id: 'dense' })));
  const net = network('net');
  net.input([4]).block(unit, {}, { id: 'a' }).block(unit, {}, { id: 'b' }).dense({ units: 4 }, { id: 'dense' }).output();
  documentStore.getState().open(net.document());
  stop = keepSelectionLive();
  uiStore.getState().select(['dense']);
  documentStore.getState().setScope(['a']);
  expect(uiStore.getState().selectedNodes).toEqual([]);
});

test('a block opened in place stays selected, and so does what is inside until it is closed', () => {
  const unit = block('unit', (b) => b.output('y', b.input('x').dense({ units: 4 }, { id: 'dense' })));
  const net = network('net');
  net.input([4]).block(unit, {}, { id: 'a' }).output();
  documentStore.getState().open(net.document());
  stop = keepSelectionLive();
  uiStore.getState().select(['a']);
  const expand = (expanded: true | undefined): void => documentStore.getState().edit('Open', [{ kind: 'setNode', id: 'a', fields: { expanded } }]);
  expand(true);
  expect(uiStore.getState().selectedNodes).toEqual(['a']);
  uiStore.getState().select(['a', 'a/dense']);
  expand(undefined);
  expect(uiStore.getState().selectedNodes).toEqual(['a']);
});
