import { describe, expect, it } from 'vitest';
import { block, network } from './builder.ts';
import { emptyDocument, type GraphNode, type NetloomDocument } from './document.ts';
import { applyEdits, type Edit } from './edits.ts';
import { NODE_HEIGHT, NODE_WIDTH } from './layout.ts';
import { edgesAt, givenParams, GROUP_PADDING, hiddenPorts, inputIndex, locate, toDocumentEdits, viewAt } from './view.ts';

const pair = block('pair', (b) => b.output('y', b.input('x', [0, 0]).dense({}, { id: 'one', at: [0, 1] }).dense({}, { id: 'two', at: [0, 2] }), [0, 3]));
const outer = block('outer', (b) => b.output('y', b.input('x').block(pair, { repeat: 2 }, { id: 'inner' })));

function chain(expanded: readonly string[] = []): NetloomDocument {
  const net = network('chain');
  net.input([4], { id: 'in', at: [0, 0] }).block(pair, {}, { id: 'p', at: [0, 1] }).block(outer, {}, { id: 'o', at: [0, 2] }).output({}, { id: 'out', at: [0, 3] });
  return applyEdits(net.document(), expanded.map((id): Edit => ({ kind: 'setNode', id, fields: { expanded: true } })));
}
const wires = (document: NetloomDocument, scope: readonly string[] = []): readonly string[] => viewAt(document, scope).edges.map((e) => `${e.source}>${e.target}`);

describe('the view', () => {
  it('of a network without opened blocks is the network itself', () => {
    const document = chain();
    const view = viewAt(document, []);
    expect(view.nodes).toBe(document.nodes);
    expect(view.edges).toBe(document.edges);
  });

  it('shows what is inside an opened block, with edges straight to it and without its ports', () => {
    const document = chain(['p']);
    expect(viewAt(document, []).nodes.map((n) => n.id)).toEqual(['in', 'p/one', 'p/two', 'o', 'out']);
    expect(wires(document)).toEqual(['in>p/one', 'p/one>p/two', 'p/two>o', 'o>out']);
    const [group] = viewAt(document, []).groups;
    expect(group).toMatchObject({ id: 'p', members: ['p/one', 'p/two'] });
    for (const node of viewAt(document, []).nodes.filter((n) => group!.members.includes(n.id))) {
      expect(node.position[0]).toBeGreaterThan(group!.position[0]);
      expect(node.position[1] + 58).toBeLessThan(group!.position[1] + group!.size[1]);
    }
  });

  it('shows the first copy of a repeated block, and blocks opened inside opened ones', () => {
    const document = applyEdits(chain(['o']), [{ kind: 'inBlock', block: 'outer', edit: { kind: 'setNode', id: 'inner', fields: { expanded: true } } }]);
    const view = viewAt(document, []);
    expect(view.nodes.map((n) => n.id)).toEqual(['in', 'p', 'o/inner/1/one', 'o/inner/1/two', 'out']);
    expect(view.groups.map((g) => g.id)).toEqual(['o', 'o/inner']);
    expect(wires(document).toSorted()).toEqual(['in>p', 'o/inner/1/one>o/inner/1/two', 'o/inner/1/two>out', 'p>o/inner/1/one']);
  });

  it('draws the border of an opened block around that of one opened in it, and one as large as a card where nothing is inside', () => {
    const nested = applyEdits(chain(['o']), [{ kind: 'inBlock', block: 'outer', edit: { kind: 'setNode', id: 'inner', fields: { expanded: true } } }]);
    const [around, within] = viewAt(nested, []).groups.map(({ position: [x, y], size: [width, height] }) => ({ left: x, top: y, right: x + width, bottom: y + height }));
    const { side, top, bottom } = GROUP_PADDING;
    expect(around).toEqual({ left: within!.left - side, top: within!.top - top, right: within!.right + side, bottom: within!.bottom + bottom });
    const empty: NetloomDocument = { ...emptyDocument(), blocks: { none: { nodes: [{ id: 'x', type: 'blockInput', position: [0, 0] }], edges: [] } }, nodes: [{ id: 'n', type: 'block', block: 'none', expanded: true, position: [0, 0] }] };
    expect(viewAt(empty, []).groups[0]!.size).toEqual([NODE_WIDTH + 2 * side, NODE_HEIGHT + top + bottom]);
  });

  it('shows a block that stands inside itself closed there', () => {
    const self: GraphNode = { id: 'n', type: 'block', block: 'self', expanded: true, position: [0, 0] };
    const view = viewAt({ ...emptyDocument(), blocks: { self: { nodes: [self], edges: [] } }, nodes: [self] }, []);
    expect([view.nodes.map((n) => n.id), view.groups.map((g) => g.id)]).toEqual([['n/n'], ['n']]);
  });

  it('opens no blocks that would make more nodes than can be shown', () => {
    const doubled = (inner: string): NetloomDocument['blocks'][string] => ({
      nodes: ['a', 'b'].map((id) => ({ id, type: 'block', block: inner, expanded: true, position: [0, 0] })),
      edges: [],
    });
    const blocks = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`b${i}`, i === 0 ? pair.definition : doubled(`b${i - 1}`)]));
    const opening = (block: string) => viewAt({ ...emptyDocument(), blocks, nodes: [{ id: 'all', type: 'block', block, expanded: true, position: [0, 0] }] }, []);
    expect(opening('b5').nodes).toHaveLength(64);
    expect(opening('b39').nodes.map((n) => n.id)).toEqual(['all']);
  });

  it('of what was entered has the prefix under which reports know it', () => {
    expect(viewAt(chain(), ['o', 'inner'])).toMatchObject({ block: 'pair', prefix: 'o/inner/1/' });
    expect(viewAt(chain(), ['o', 'gone'])).toMatchObject({ block: null, prefix: '' });
  });
});

describe('an edit of the view', () => {
  const after = (document: NetloomDocument, scope: readonly string[], edits: readonly Edit[]): NetloomDocument => applyEdits(document, toDocumentEdits(viewAt(document, scope), edits));

  it('of what was entered goes to the definition', () => {
    const document = after(chain(), ['p'], [{ kind: 'setParams', id: 'one', params: { units: 7 } }, { kind: 'addNode', node: { id: 'new', type: 'dense', position: [0, 0] } }]);
    expect(document.blocks['pair']!.nodes.find((n) => n.id === 'one')!.params).toEqual({ units: 7 });
    expect(document.blocks['pair']!.nodes.at(-1)!.id).toBe('new');
    expect(document.nodes).toBe(document.nodes);
  });

  it('of what stands in an opened block goes to its definition, places without the shift', () => {
    const document = chain(['p']);
    const view = viewAt(document, []);
    const [x, y] = view.nodes.find((n) => n.id === 'p/one')!.position;
    const own = document.blocks['pair']!.nodes.find((n) => n.id === 'one')!.position;
    const moved = after(document, [], [{ kind: 'moveNode', id: 'p/one', position: [x + 10, y - 5] }]);
    expect(moved.blocks['pair']!.nodes.find((n) => n.id === 'one')!.position).toEqual([own[0] + 10, own[1] - 5]);
  });

  it('of what stands in a block opened upwards goes to its definition the other way round, through a block that is turned in a turned one too', () => {
    const up = { expanded: 'up' };
    const document = applyEdits(chain(), [{ kind: 'setNode', id: 'o', fields: up }, { kind: 'inBlock', block: 'outer', edit: { kind: 'setNode', id: 'inner', fields: up } }, { kind: 'setNode', id: 'p', fields: up }]);
    const view = viewAt(document, []);
    const at = (id: string): readonly [number, number] => [...view.nodes, ...view.groups].find((n) => n.id === id)!.position;
    expect(at('p/one')[1]).toBeGreaterThan(at('p/two')[1]);
    expect(at('o/inner/1/one')[1]).toBeLessThan(at('o/inner/1/two')[1]);
    const back = [...view.nodes, ...view.groups].map(({ id, position }): Edit => ({ kind: 'moveNode', id, position }));
    expect(after(document, [], back)).toEqual(document);
    const added = after(document, [], [{ kind: 'addNode', node: { id: 'p/new', type: 'dense', position: at('p/one') } }]);
    expect(added.blocks['pair']!.nodes.at(-1)!.position).toEqual(document.blocks['pair']!.nodes.find((n) => n.id === 'one')!.position);
  });

  it('that cuts an edge into an opened block cuts the edge at its border', () => {
    const document = chain(['p']);
    const cut = after(document, [], [{ kind: 'disconnect', edge: { source: 'p/two', target: 'o' } }]);
    expect(cut.edges.map((e) => `${e.source}>${e.target}`)).toEqual(['in>p', 'o>out']);
    const inside = after(document, [], [{ kind: 'disconnect', edge: { source: 'p/one', target: 'p/two' } }]);
    expect(inside.blocks['pair']!.edges.map((e) => `${e.source}>${e.target}`)).toEqual(['x>one', 'two>y']);
  });

  it('that cuts an edge to an opened block or to a port, which are not shown as ends, cuts it in its own graph', () => {
    const document = applyEdits(chain(['o']), [{ kind: 'inBlock', block: 'outer', edit: { kind: 'setNode', id: 'inner', fields: { expanded: true } } }]);
    const view = viewAt(document, []);
    const own = ['', 'o/', 'o/inner/1/'].map((level) => edgesAt(view, level).map((e) => `${e.source}>${e.target}`));
    expect(own).toEqual([['in>p', 'p>o', 'o>out'], ['o/x>o/inner', 'o/inner>o/y'], ['o/inner/1/x>o/inner/1/one', 'o/inner/1/one>o/inner/1/two', 'o/inner/1/two>o/inner/1/y']]);
    expect(hiddenPorts(view).map((n) => n.id)).toEqual(['o/x', 'o/y', 'o/inner/1/x', 'o/inner/1/y']);
    for (const [level, name] of [['o/', 'outer'], ['o/inner/1/', 'pair']] as const) {
      const edge = edgesAt(view, level).at(-1)!;
      const cut = after(document, [], [{ kind: 'disconnect', edge }]);
      expect(cut.blocks[name]!.edges).toEqual(document.blocks[name]!.edges.slice(0, -1));
      expect(cut.edges).toBe(document.edges);
    }
    expect(after(document, [], [{ kind: 'disconnect', edge: { source: 'o', target: 'out' } }]).edges).toHaveLength(2);
  });

  it('that would run an edge across a border where no port lets it through changes nothing', () => {
    const document = chain(['p']);
    expect(after(document, [], [{ kind: 'connect', edge: { source: 'p/one', target: 'out' } }])).toBe(document);
    expect(after(document, [], [{ kind: 'connect', edge: { source: 'o', target: 'p/two' } }])).toBe(document);
  });

  it('runs an edge across a border through the port that lets the values pass', () => {
    const document = chain(['p', 'o']);
    const edges = (edit: Edit, name?: string) => after(document, [], [edit])[name === undefined ? 'edges' : 'blocks'] as unknown;
    expect(edges({ kind: 'connect', edge: { source: 'in', target: 'p/two' } }, 'pair')).toMatchObject({ pair: { edges: expect.arrayContaining([{ source: 'x', target: 'two' }]) } });
    expect(edges({ kind: 'connect', edge: { source: 'p/two', target: 'out' } })).toContainEqual({ source: 'p', target: 'out' });
  });

  it('that adds a node beside those of an opened block puts it and its edges into the definition', () => {
    const document = chain(['p']);
    const [x, y] = viewAt(document, []).nodes.find((n) => n.id === 'p/two')!.position;
    const own = document.blocks['pair']!.nodes.find((n) => n.id === 'two')!.position;
    const added = after(document, [], [
      { kind: 'addNode', node: { id: 'p/relu', type: 'activation', position: [x, y + 90] } },
      { kind: 'connect', edge: { source: 'p/two', target: 'p/relu' } },
    ]);
    expect(added.nodes).toBe(document.nodes);
    expect(added.blocks['pair']!.nodes.at(-1)).toEqual({ id: 'relu', type: 'activation', position: [own[0], own[1] + 90] });
    expect(added.blocks['pair']!.edges.at(-1)).toEqual({ source: 'two', target: 'relu' });
  });
});

describe('an instance that shares its weights', () => {
  const exposing = block('exposing', (b) => b.output('y', b.input('x').dense({}, { id: 'one' })), { params: { width: { targets: [['one', 'units']] } } });
  const towers = (): NetloomDocument => {
    const net = network('towers');
    const x = net.input([4], { id: 'in' });
    const left = x.block(exposing, { repeat: 2, width: 7 }, { id: 'left' });
    left.add({}, { with: [x.block(exposing, { width: 3 }, { id: 'right', sharedWith: left })] }).output();
    return net.document();
  };

  it('is repeated and set as the one that has them, entered or opened', () => {
    const entered = viewAt(towers(), ['right']);
    expect(entered.prefix).toBe('right/1/');
    expect(givenParams(entered, 'one')).toEqual({ units: 7 });
    const opened = viewAt(applyEdits(towers(), [{ kind: 'setNode', id: 'right', fields: { expanded: true } }]), []);
    expect(opened.groups.map((g) => [g.prefix, ...g.members])).toEqual([['right/1/', 'right/1/one']]);
    expect(givenParams(opened, 'right/1/one')).toEqual({ units: 7 });
    expect(locate(towers(), 'right/2/one')).toEqual({ scope: ['right'], id: 'one' });
  });
});

it('a name of the reports leads to the blocks to enter, where a block around hands on how often one is repeated too', () => {
  const deep = block('deep', (b) => b.output('y', b.input('x').block(pair, {}, { id: 'inner' })), { params: { depth: { targets: [['inner', 'repeat']] } } });
  const net = network('deep');
  net.input([4], { id: 'in' }).block(deep, { depth: 3 }, { id: 'd' }).output();
  expect(locate(net.document(), 'd/inner/3/two')).toEqual({ scope: ['d', 'inner'], id: 'two' });
});

it('a name of the reports leads to the blocks to enter', () => {
  expect(locate(chain(), 'o/inner/2/one')).toEqual({ scope: ['o', 'inner'], id: 'one' });
  expect(locate(chain(), 'p')).toEqual({ scope: [], id: 'p' });
  expect(locate(chain(), 'p/none')).toBeNull();
});

it('an input of a block is told by its name, or by its number', () => {
  const two = block('two', (b) => b.output('y', b.input('a').add({}, { with: [b.input('b')] })));
  const blocks = { two: two.definition };
  const node = { id: 't', type: 'block', block: 'two', position: [0, 0] as const };
  expect(['a', 'b', '1', 'c'].map((targetPort) => inputIndex(blocks, node, { source: 's', target: 't', targetPort }))).toEqual([0, 1, 1, -1]);
});
