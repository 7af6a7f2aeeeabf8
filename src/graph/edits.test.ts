import { describe, expect, it } from 'vitest';
import { emptyDocument, portOf, type NetloomDocument } from './document.ts';
import { applyEdit, applyEdits, freshId, type Edit } from './edits.ts';

const at = [0, 0] as const;
const abc: NetloomDocument = {
  ...emptyDocument('abc'),
  nodes: ['a', 'b', 'c'].map((id) => ({ id, type: 'dense', position: at })),
  edges: [
    { source: 'a', target: 'b' },
    { source: 'b', target: 'c' },
  ],
};

describe('an edit', () => {
  it('leaves the document it was given alone', () => {
    const before = structuredClone(abc);
    applyEdits(abc, [{ kind: 'setParams', id: 'a', params: { units: 3 } }, { kind: 'removeNode', id: 'b' }]);
    expect(abc).toEqual(before);
  });

  it('of what is not there returns the very same document', () => {
    const edits: Edit[] = [
      { kind: 'removeNode', id: 'x' },
      { kind: 'setParams', id: 'x', params: { units: 1 } },
      { kind: 'moveNode', id: 'x', position: [1, 1] },
      { kind: 'renameNode', id: 'x', to: 'y' },
      { kind: 'renameNode', id: 'a', to: 'b' },
      { kind: 'disconnect', edge: { source: 'a', target: 'c' } },
      { kind: 'connect', edge: { source: 'a', target: 'b', targetPort: '0' } },
      { kind: 'addNode', node: { id: 'a', type: 'add', position: at } },
    ];
    for (const edit of edits) expect(applyEdit(abc, edit)).toBe(abc);
  });

  it('that removes a node takes its edges with it', () => {
    expect(applyEdit(abc, { kind: 'removeNode', id: 'b' }).edges).toEqual([]);
  });

  it('that renames a node takes its edges along', () => {
    expect(applyEdit(abc, { kind: 'renameNode', id: 'b', to: 'hidden' }).edges).toEqual([
      { source: 'a', target: 'hidden' },
      { source: 'hidden', target: 'c' },
    ]);
  });

  it('that connects a port replaces the edge that stood there', () => {
    const edges = applyEdit(abc, { kind: 'connect', edge: { source: 'a', target: 'c' } }).edges;
    expect(edges.filter((e) => e.target === 'c')).toEqual([{ source: 'a', target: 'c' }]);
  });

  it('that takes the last param back to its default leaves no empty params', () => {
    const set = applyEdit(abc, { kind: 'setParams', id: 'a', params: { units: 3 } });
    expect(applyEdit(set, { kind: 'setParams', id: 'a', params: { units: undefined } })).toEqual(abc);
  });
});

it('ports are whole numbers as text; anything else is no port', () => {
  expect(portOf({ source: 'a', target: 'b' })).toBe(0);
  expect(portOf({ source: 'a', target: 'b', targetPort: '12' })).toBe(12);
  for (const targetPort of ['', '-1', '1.5', 'x', '1e3', '99999']) expect(portOf({ source: 'a', target: 'b', targetPort })).toBe(-1);
});

it('a fresh id is the stem, then the stem with the first free number', () => {
  expect(freshId(new Set(), 'add')).toBe('add');
  expect(freshId(new Set(['add', 'add_2']), 'add')).toBe('add_3');
});
