import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { block, network } from '../graph/builder.ts';
import { emptyDocument, type NetloomDocument } from '../graph/document.ts';
import type { Edit } from '../graph/edits.ts';
import { createDocumentStore, isAnother, isDirty } from './documentStore.ts';

const at = [0, 0] as const;
const abc: NetloomDocument = {
  ...emptyDocument('abc'),
  nodes: ['a', 'b', 'c'].map((id) => ({ id, type: 'dense', position: at })),
  edges: [
    { source: 'a', target: 'b' },
    { source: 'b', target: 'c' },
  ],
};

it('another document is told from one that is edited, undone or saved', () => {
  const store = createDocumentStore(abc);
  const told: boolean[] = [];
  store.subscribe((state, before) => told.push(isAnother(state, before)));
  const { edit, undo, markSaved, open } = store.getState();
  edit('Add', [{ kind: 'addNode', node: { id: 'd', type: 'dense', position: at } }]);
  undo();
  markSaved(abc, 'other name', null);
  expect(told).toEqual([false, false, false]);
  open(emptyDocument());
  open(emptyDocument());
  expect(told.slice(3)).toEqual([true, true]);
});

describe('undo', () => {
  const node = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const edit: fc.Arbitrary<Edit> = fc.oneof(
    node.map((id): Edit => ({ kind: 'addNode', node: { id, type: 'add', position: at } })),
    node.map((id): Edit => ({ kind: 'removeNode', id })),
    fc.tuple(node, fc.option(fc.integer(), { nil: undefined })).map(([id, units]): Edit => ({ kind: 'setParams', id, params: { units } })),
    fc.tuple(node, fc.integer()).map(([id, x]): Edit => ({ kind: 'moveNode', id, position: [x, 0] })),
    fc.tuple(node, node).map(([id, to]): Edit => ({ kind: 'renameNode', id, to })),
    fc.tuple(node, node, fc.nat(3)).map(([source, target, port]): Edit => ({ kind: 'connect', edge: { source, target, targetPort: String(port) } })),
    fc.tuple(node, node).map(([source, target]): Edit => ({ kind: 'disconnect', edge: { source, target } })),
    fc.integer({ min: 1, max: 64 }).map((batchSize): Edit => ({ kind: 'setTraining', training: { batchSize } })),
    fc.string({ maxLength: 5 }).map((name): Edit => ({ kind: 'setName', name })),
  );

  it('of any row of edits gives back the very first document, and redo the last', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(edit, fc.option(fc.constantFrom('drag', 'slide'), { nil: undefined })), { maxLength: 60 }), (steps) => {
        const store = createDocumentStore(abc);
        for (const [step, gesture] of steps) store.getState().edit('step', [step], gesture);
        const last = store.getState().document;
        while (store.getState().past.length > 0) store.getState().undo();
        expect(store.getState().document).toBe(abc);
        while (store.getState().future.length > 0) store.getState().redo();
        expect(store.getState().document).toBe(last);
      }),
    );
  });

  it('takes a whole drag back in one step, and two drags in two', () => {
    const store = createDocumentStore(abc);
    const drag = (x: number): void => store.getState().edit('Move', [{ kind: 'moveNode', id: 'a', position: [x, 0] }], 'drag-a');
    [1, 2, 3].forEach(drag);
    store.getState().endGesture();
    [4, 5].forEach(drag);
    expect(store.getState().past).toHaveLength(2);
    store.getState().undo();
    expect(store.getState().document.nodes[0]!.position).toEqual([3, 0]);
    store.getState().undo();
    expect(store.getState().document).toBe(abc);
  });

  it('a step that others join is called what the last of them did', () => {
    const store = createDocumentStore(abc);
    const { edit } = store.getState();
    edit('Disconnect a from b', [{ kind: 'disconnect', edge: abc.edges[0]! }], 'let go');
    edit('Add d', [{ kind: 'addNode', node: { id: 'd', type: 'dense', position: at } }], 'let go');
    expect(store.getState().past.map((step) => step.label)).toEqual(['Add d']);
    store.getState().undo();
    expect(store.getState().document).toBe(abc);
  });

  it('back to the saved state makes the document clean again', () => {
    const store = createDocumentStore(abc);
    store.getState().edit('Rename', [{ kind: 'setName', name: 'x' }]);
    expect(isDirty(store.getState())).toBe(true);
    store.getState().undo();
    expect(isDirty(store.getState())).toBe(false);
  });

  it('saving under a new name keeps the history and leaves the document clean', () => {
    const store = createDocumentStore(abc);
    store.getState().edit('Add', [{ kind: 'addNode', node: { id: 'd', type: 'add', position: at } }]);
    store.getState().markSaved(store.getState().document, 'renamed', 'handle');
    expect(isDirty(store.getState())).toBe(false);
    expect(store.getState().document.name).toBe('renamed');
    store.getState().undo();
    expect(store.getState().document.nodes).toHaveLength(3);
    expect(isDirty(store.getState())).toBe(true);
    store.getState().redo();
    expect(isDirty(store.getState())).toBe(false);
  });

  it('what was edited while the file was being written stays unsaved', () => {
    const store = createDocumentStore(abc);
    const written = store.getState().document;
    store.getState().edit('Add', [{ kind: 'addNode', node: { id: 'd', type: 'add', position: at } }]);
    store.getState().markSaved(written, 'abc', 'handle');
    expect(isDirty(store.getState())).toBe(true);
  });

  it('a read-only document takes no edits', () => {
    const store = createDocumentStore();
    store.getState().open(abc, { readOnly: true });
    store.getState().edit('Remove', [{ kind: 'removeNode', id: 'a' }]);
    expect(store.getState().document).toBe(abc);
  });
});

describe('blocks that are entered', () => {
  const inner = block('inner', (b) => b.output('y', b.input('x').dense({ units: 4 }, { id: 'dense' })));
  const outer = block('outer', (b) => b.output('y', b.input('x').block(inner, {}, { id: 'one' })));
  const net = network('net');
  net.input([4]).block(outer, {}, { id: 'a' }).output();
  const document = net.document();
  const units = (d: NetloomDocument) => d.blocks['inner']!.nodes.find((n) => n.id === 'dense')!.params!['units'];

  it('only as far as they are there', () => {
    const store = createDocumentStore(document);
    store.getState().setScope(['a', 'one', 'dense']);
    expect(store.getState().scope).toEqual(['a', 'one']);
    store.getState().setScope(['gone']);
    expect(store.getState().scope).toEqual([]);
  });

  it('take the edits, and are left when they go', () => {
    const store = createDocumentStore(document);
    store.getState().setScope(['a', 'one']);
    store.getState().edit('Set units', [{ kind: 'setParams', id: 'dense', params: { units: 9 } }]);
    expect(units(store.getState().document)).toBe(9);
    store.getState().editDocument('Delete', [{ kind: 'inBlock', block: 'outer', edit: { kind: 'removeNode', id: 'one' } }]);
    expect(store.getState().scope).toEqual(['a']);
  });

  it('are entered again by undo and redo where the edit was made', () => {
    const store = createDocumentStore(document);
    const { setScope, edit, undo, redo } = store.getState();
    setScope(['a', 'one']);
    edit('Set units', [{ kind: 'setParams', id: 'dense', params: { units: 9 } }]);
    setScope([]);
    undo();
    expect([store.getState().scope, units(store.getState().document)]).toEqual([['a', 'one'], 4]);
    setScope(['a']);
    redo();
    expect([store.getState().scope, units(store.getState().document)]).toEqual([['a', 'one'], 9]);
  });

  it('end a running gesture, and another document begins outside of them', () => {
    const store = createDocumentStore(document);
    const drag = (to: number): void => store.getState().edit('Drag', [{ kind: 'setParams', id: 'dense', params: { units: to } }], 'drag');
    store.getState().setScope(['a', 'one']);
    drag(5);
    store.getState().setScope([]);
    store.getState().setScope(['a', 'one']);
    drag(6);
    expect(store.getState().past).toHaveLength(2);
    store.getState().open(document);
    expect(store.getState().scope).toEqual([]);
  });
});
