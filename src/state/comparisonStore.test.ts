import { describe, expect, it } from 'vitest';
import { network } from '../graph/builder.ts';
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
    expect([...marksOf(comparison!, null, documents.getState().document.nodes)!.added]).toEqual(['in', 'hidden']);
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
    const marks = marksOf(comparison!, null, documents.getState().document.nodes)!;
    expect([[...marks.changed], marks.removed.map((n) => n.id)]).toEqual([['a'], ['out']]);
    expect([...marksOf(comparison!, 'unit', documents.getState().document.blocks['unit']!.nodes)!.added]).toEqual(['y']);
  });
});
