import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byId, emptyDocument, portOf, type GraphEdge, type NetloomDocument } from './document.ts';
import { applyEdit, applyEdits, edgeId, freshId, sameEdge, type Edit } from './edits.ts';

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

/** Two instances of a block with two inputs and outputs and exposed params, one in the network and one in another block. */
const withBlocks: NetloomDocument = {
  ...emptyDocument('blocks'),
  nodes: [
    { id: 'a', type: 'dense', position: at },
    { id: 'twin', type: 'dense', position: at, sharedWith: 'a' },
    { id: 'stage', type: 'block', block: 'mix', position: at },
    { id: 'other', type: 'block', block: 'around', position: at },
  ],
  edges: [
    { source: 'a', target: 'stage', targetPort: 'left' },
    { source: 'twin', target: 'stage', targetPort: 'right' },
    { source: 'stage', sourcePort: 'sum', target: 'other', targetPort: 'left' },
  ],
  blocks: {
    mix: {
      nodes: [...['left', 'right'].map((id) => ({ id, type: 'blockInput', position: at })), ...['one', 'two'].map((id) => ({ id, type: 'dense', position: at })), ...['sum', 'rest'].map((id) => ({ id, type: 'blockOutput', position: at }))],
      edges: [{ source: 'left', target: 'one' }, { source: 'right', target: 'two' }, { source: 'one', target: 'sum' }, { source: 'two', target: 'rest' }],
      params: { width: { targets: [{ node: 'one', param: 'units' }, { node: 'two', param: 'units', times: 2 }] }, bias: { targets: [{ node: 'two', param: 'useBias' }] } },
    },
    around: {
      nodes: [{ id: 'left', type: 'blockInput', position: at }, { id: 'inner', type: 'block', block: 'mix', position: at }, { id: 'y', type: 'blockOutput', position: at }],
      edges: [{ source: 'left', target: 'inner', targetPort: 'left' }, { source: 'inner', sourcePort: 'rest', target: 'y' }],
    },
  },
};

describe('an edit inside a block', () => {
  const inside = (edit: Extract<Edit, { kind: 'inBlock' }>['edit']): NetloomDocument => applyEdit(withBlocks, { kind: 'inBlock', block: 'mix', edit });

  it('that renames a port takes along the edges at every instance, and no others', () => {
    const input = inside({ kind: 'renameNode', id: 'left', to: 'first' });
    expect(input.edges.map((e) => e.targetPort)).toEqual(['first', 'right', 'left']);
    expect(input.blocks['around']!.edges.map((e) => e.targetPort)).toEqual(['first', undefined]);
    expect(input.blocks['mix']!.edges[0]).toEqual({ source: 'first', target: 'one' });
    const output = inside({ kind: 'renameNode', id: 'rest', to: 'second' });
    expect(output.edges).toEqual(withBlocks.edges);
    expect(output.blocks['around']!.edges.map((e) => e.sourcePort)).toEqual([undefined, 'second']);
    // A layer that happens to be called as a port of another block is none.
    expect(inside({ kind: 'renameNode', id: 'one', to: 'three' }).edges).toBe(withBlocks.edges);
  });

  it('that removes or renames a layer does the same to what exposed params stand for', () => {
    expect(inside({ kind: 'renameNode', id: 'two', to: 'three' }).blocks['mix']!.params!['width']!.targets).toEqual([{ node: 'one', param: 'units' }, { node: 'three', param: 'units', times: 2 }]);
    expect(inside({ kind: 'removeNode', id: 'two' }).blocks['mix']!.params).toEqual({ width: { targets: [{ node: 'one', param: 'units' }] } });
    const none = applyEdits(withBlocks, ['one', 'two'].map((id) => ({ kind: 'inBlock', block: 'mix', edit: { kind: 'removeNode', id } })));
    expect('params' in none.blocks['mix']!).toBe(false);
  });

  it('of a block that is not there returns the very same document', () => {
    expect(applyEdit(withBlocks, { kind: 'inBlock', block: 'gone', edit: { kind: 'removeNode', id: 'one' } })).toBe(withBlocks);
    expect(inside({ kind: 'removeNode', id: 'gone' })).toBe(withBlocks);
  });
});

it('who shares the weights of a renamed layer still does', () => {
  expect(applyEdit(withBlocks, { kind: 'renameNode', id: 'a', to: 'owner' }).nodes.find((n) => n.id === 'twin')!.sharedWith).toBe('owner');
  expect(applyEdit(withBlocks, { kind: 'renameNode', id: 'twin', to: 'again' }).nodes.find((n) => n.id === 'again')!.sharedWith).toBe('a');
});

it('an edge to an input of a block takes the place of the one there, whether it tells the input by name or by number', () => {
  const arriving = (...edges: readonly GraphEdge[]): readonly GraphEdge[] =>
    applyEdits({ ...withBlocks, edges: [] }, edges.map((edge): Edit => ({ kind: 'connect', edge }))).edges;
  const [left, right] = withBlocks.edges as [GraphEdge, GraphEdge, GraphEdge];
  const byNumber = { source: 'a', target: 'stage', targetPort: '1' };
  expect(arriving({ source: 'twin', target: 'stage' }, left)).toEqual([left]);
  expect(arriving(right, byNumber)).toEqual([byNumber]);
  expect(arriving(left, right)).toEqual([left, right]);
  expect(arriving(left, ...['gone', 'lost'].map((targetPort) => ({ source: 'twin', target: 'stage', targetPort })))).toHaveLength(3);
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

it('many edits do what each does after the other, whatever is named twice or not there', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'none');
  const edge = fc.record({ source: id, target: id, targetPort: fc.constantFrom('0', '1') }) as fc.Arbitrary<GraphEdge>;
  const place = fc.tuple(fc.nat(9), fc.nat(9));
  const edit: fc.Arbitrary<Edit> = fc.oneof(
    fc.record({ kind: fc.constant('addNode' as const), node: fc.record({ id, type: fc.constant('dense'), position: place }) }),
    fc.record({ kind: fc.constant('removeNode' as const), id }),
    fc.record({ kind: fc.constant('moveNode' as const), id, position: place }),
    fc.record({ kind: fc.constant('disconnect' as const), edge }),
    fc.record({ kind: fc.constant('connect' as const), edge }),
  );
  const kindsInRuns = fc.array(edit, { maxLength: 14 }).chain((edits) => fc.constantFrom(edits, edits.toSorted((x, y) => x.kind.localeCompare(y.kind)), edits.toSorted((x, y) => y.kind.localeCompare(x.kind))));
  const edges = fc.array(edge, { maxLength: 8 });
  // A broken file may hold two of one name.
  const nodes = fc.array(fc.record({ id, type: fc.constant('add'), position: place }), { maxLength: 6 });
  fc.assert(
    fc.property(nodes, edges, kindsInRuns, (nodes, edges, edits) => {
      const document = { ...emptyDocument(), nodes, edges };
      const [all, each] = [applyEdits(document, edits), edits.reduce(applyEdit, document)];
      expect(all).toEqual(each);
      if (each === document) expect(all).toBe(document);
    }),
    { numRuns: 500 },
  );
});

it('two edges have one name if and only if they are the same', () => {
  expect(edgeId({ source: 'a.', target: 'b' })).not.toBe(edgeId({ source: 'a', sourcePort: '.', target: 'b' }));
  expect(edgeId({ source: 'a', target: 'b', targetPort: '0' })).toBe(edgeId({ source: 'a', target: 'b' }));
  const word = fc.constantFrom('a', 'b', '.', 'a.', 'a b', ' a', '"', '0');
  const edge = fc.record({ source: word, target: word, sourcePort: fc.option(word, { nil: undefined }), targetPort: fc.option(word, { nil: undefined }) }).map((e) => JSON.parse(JSON.stringify(e)) as GraphEdge);
  fc.assert(fc.property(edge, edge, (a, b) => void expect(edgeId(a) === edgeId(b)).toBe(sameEdge(a, b))), { numRuns: 3000 });
});

it('of two nodes of one name, which a broken file may hold, the first is meant', () => {
  const twice = { ...emptyDocument(), nodes: [{ id: 'a', type: 'add', position: at }, { id: 'a', type: 'add', position: at }] };
  expect(applyEdits(twice, [{ kind: 'moveNode', id: 'a', position: [1, 1] }, { kind: 'moveNode', id: 'a', position: [5, 5] }]).nodes.map((n) => n.position)).toEqual([[5, 5], [0, 0]]);
  expect(byId(twice.nodes).get('a')).toBe(twice.nodes[0]);
});
