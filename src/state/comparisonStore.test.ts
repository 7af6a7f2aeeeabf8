import { describe, expect, it } from 'vitest';
import { block, network } from '../graph/builder.ts';
import { applyEdits, type Edit, type GraphEdit } from '../graph/edits.ts';
import { viewAt } from '../graph/view.ts';
import { createCompilationStore } from './compilationStore.ts';
import { createComparisonStore, marksOf } from './comparisonStore.ts';
import { createDocumentStore } from './documentStore.ts';

function open() {
  const net = network('small');
  net.input([4], { id: 'in' }).dense({ units: 3 }, { id: 'hidden' }).output({}, { id: 'out' });
  const documents = createDocumentStore(net.document());
  return { documents, comparisons: createComparisonStore(documents, createCompilationStore(documents)) };
}

describe('the comparison with the saved state', () => {
  it('follows edits, undo and saving', () => {
    const { documents, comparisons } = open();
    comparisons.getState().begin({ kind: 'saved' });
    expect(comparisons.getState().comparison?.same).toBe(true);
    documents.getState().edit('Widen', [{ kind: 'setParams', id: 'hidden', params: { units: 5 } }]);
    expect(comparisons.getState().comparison).toMatchObject({ same: false, totals: { before: { params: 15 }, after: { params: 25 } } });
    documents.getState().undo();
    expect(comparisons.getState().comparison?.same).toBe(true);
    documents.getState().redo();
    documents.getState().markSaved(documents.getState().document, 'small', {});
    expect(comparisons.getState().comparison?.same).toBe(true);
  });

  it('ends when told, and another document stays what it is compared with', () => {
    const { documents, comparisons } = open();
    const label = 'other.netloom.json';
    comparisons.getState().begin({ kind: 'other', label, document: { ...documents.getState().document, nodes: [] } });
    documents.getState().edit('Drop', [{ kind: 'removeNode', id: 'out' }]);
    const { comparison } = comparisons.getState();
    expect([...marksOf(comparison!, viewAt(documents.getState().document, [])).added]).toEqual(['in', 'hidden']);
    comparisons.getState().end();
    documents.getState().undo();
    expect(comparisons.getState()).toMatchObject({ source: null, comparison: null });
  });

  it('marks what is gone where it stood, and instances whose definition changed', () => {
    const { documents, comparisons } = open();
    comparisons.getState().begin({ kind: 'opened' });
    const inner = { nodes: [{ id: 'x', type: 'blockInput', position: [0, 0] as const }], edges: [] };
    documents.getState().edit('Block', [
      { kind: 'setBlock', block: 'unit', definition: inner },
      { kind: 'addNode', node: { id: 'a', type: 'block', block: 'unit', position: [0, 0] } },
    ]);
    comparisons.getState().begin({ kind: 'other', label: 'then', document: documents.getState().document });
    documents.getState().edit('Inside', [{ kind: 'inBlock', block: 'unit', edit: { kind: 'addNode', node: { id: 'y', type: 'blockOutput', position: [0, 9] } } }, { kind: 'removeNode', id: 'out' }]);
    const { comparison } = comparisons.getState();
    const marks = marksOf(comparison!, viewAt(documents.getState().document, []));
    expect([[...marks.changed], marks.removed.map((n) => n.id)]).toEqual([['a'], ['out']]);
    expect([...marksOf(comparison!, viewAt(documents.getState().document, ['a'])).added]).toEqual(['y']);
  });

  it('marks what changed inside a block opened in place', () => {
    const pair = block('pair', (b) => b.output('y', b.input('x').dense({}, { id: 'one' }).dense({}, { id: 'two' })));
    const net = network('net');
    net.input([4]).block(pair, { repeat: 2 }, { id: 'p' }).output();
    const { documents, comparisons } = open();
    const opened = applyEdits(net.document(), [{ kind: 'setNode', id: 'p', fields: { expanded: true } }]);
    documents.getState().open(opened);
    comparisons.getState().begin({ kind: 'opened' });
    const inBlock = (edit: GraphEdit): Edit => ({ kind: 'inBlock', block: 'pair', edit });
    documents.getState().editDocument('Inside', [
      inBlock({ kind: 'setParams', id: 'one', params: { units: 7 } }),
      inBlock({ kind: 'removeNode', id: 'two' }),
      inBlock({ kind: 'addNode', node: { id: 'act', type: 'activation', position: [0, 104] } }),
      inBlock({ kind: 'connect', edge: { source: 'one', target: 'act' } }),
    ]);
    const marks = marksOf(comparisons.getState().comparison!, viewAt(documents.getState().document, []));
    expect([[...marks.added], [...marks.changed], marks.removed.map((n) => n.id)]).toEqual([['p/1/act'], ['p/1/one', 'p'], ['p/1/two']]);
    expect([...marks.edgesAdded].map((e) => `${e.source}>${e.target}`)).toEqual(['p/1/one>p/1/act']);
    expect(marks.removed[0]!.position).toEqual(viewAt(opened, []).nodes.find((n) => n.id === 'p/1/two')!.position);
  });
});
