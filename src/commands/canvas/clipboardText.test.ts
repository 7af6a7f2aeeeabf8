import { describe, expect, it } from 'vitest';
import { boxOf } from '../../graph/boxes.ts';
import { block, network } from '../../graph/builder.ts';
import { emptyDocument, type NetloomDocument } from '../../graph/document.ts';
import { applyEdits } from '../../graph/edits.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { viewAt } from '../../graph/view.ts';
import { copyText, nodesIn, pasteEdits } from './clipboardText.ts';

const document: NetloomDocument = {
  ...emptyDocument(),
  nodes: [
    { id: 'image', type: 'input', position: [0, 0], params: { shape: [8, 8, 1] } },
    { id: 'conv2d_2', type: 'conv2d', position: [0, 100], params: { filters: 4 }, note: 'kept' },
    { id: 'join', type: 'add', position: [0, 200] },
  ],
  edges: [
    { source: 'image', target: 'conv2d_2' },
    { source: 'conv2d_2', target: 'join', targetPort: '0' },
    { source: 'conv2d_2', target: 'join', targetPort: '1' },
  ],
};
const copied = nodesIn(copyText(document, ['conv2d_2', 'join']))!;

describe('the clipboard', () => {
  it('carries the chosen nodes with params and unknown keys, and only the edges between them', () => {
    expect(copied.nodes.map((n) => n.id)).toEqual(['conv2d_2', 'join']);
    expect(copied.nodes[0]).toMatchObject({ params: { filters: 4 }, note: 'kept' });
    expect(copied.edges).toEqual(document.edges.slice(1));
  });

  it('pastes with fresh ids and the inner edges, both ports', () => {
    const { ids, edits } = pasteEdits(document, copied, null);
    const next = applyEdits(document, edits);
    expect(ids).toEqual(['conv2d', 'join_2']);
    expect(next.nodes).toHaveLength(5);
    expect(next.edges.slice(3)).toEqual([
      { source: 'conv2d', target: 'join_2', targetPort: '0' },
      { source: 'conv2d', target: 'join_2', targetPort: '1' },
    ]);
  });

  it('pastes with the middle of the copies at the pointer, and aside of what already lies there', () => {
    const first = applyEdits(document, pasteEdits(document, copied, [500, 400]).edits);
    const [a, b] = first.nodes.slice(3);
    expect((a!.position[0] + b!.position[0] + NODE_WIDTH) / 2).toBeCloseTo(500, 0);
    expect((a!.position[1] + b!.position[1] + NODE_HEIGHT) / 2).toBeCloseTo(400, 0);
    const second = applyEdits(first, pasteEdits(first, copied, [500, 400]).edits);
    expect(second.nodes.at(-1)!.position).not.toEqual(b!.position);
  });

  it('carries no edge of which one end stays behind', () => {
    expect(nodesIn(copyText(document, ['image']))!.edges).toEqual([]);
    expect(nodesIn(copyText(document, ['image', 'join']))!.edges).toEqual([]);
  });

  it('shares weights with the owner that is here, and with none where there is none', () => {
    const at = [0, 0] as const;
    const towers: NetloomDocument = { ...emptyDocument(), nodes: [{ id: 'own', type: 'dense', position: at }, { id: 'again', type: 'dense', position: [0, 100], sharedWith: 'own' }] };
    const alone = nodesIn(copyText(towers, ['again']))!;
    expect(applyEdits(towers, pasteEdits(towers, alone, null).edits).nodes.at(-1)).toMatchObject({ id: 'again_2', sharedWith: 'own' });
    expect(applyEdits(document, pasteEdits(document, alone, null).edits).nodes.at(-1)).not.toHaveProperty('sharedWith');
  });

  it('gives copies of nodes that differ in their number names that differ', () => {
    const { ids } = pasteEdits(emptyDocument(), { nodes: ['a', 'a_2', 'a_3'].map((id) => ({ id, type: 'add', position: [0, 0] })), edges: [] }, null);
    expect(new Set(ids).size).toBe(3);
  });

  it('takes the first of several nodes of one name', () => {
    const { ids } = pasteEdits(emptyDocument(), { nodes: [...copied.nodes, ...copied.nodes], edges: copied.edges }, null);
    expect(ids).toEqual(['conv2d', 'join']);
  });

  it('pastes into a frame, which is no card to keep clear of', () => {
    const framed: NetloomDocument = { ...emptyDocument(), nodes: [{ id: 'f', type: 'frame', position: [0, 0], size: [1000, 1000] }] };
    const [a, b] = applyEdits(framed, pasteEdits(framed, copied, [300, 400]).edits).nodes.slice(1);
    expect((a!.position[0] + b!.position[0] + NODE_WIDTH) / 2).toBeCloseTo(300, 0);
  });

  it('takes nothing from text that is no network, is hostile, or of a newer version', () => {
    expect(nodesIn('hello')).toBeNull();
    expect(nodesIn('{"format":"netloom","version":1,"nodes":[{"id":3}]}')).toBeNull();
    expect(nodesIn('{"format":"netloom","version":1,"nodes":[]}')).toBeNull();
    expect(nodesIn(copyText({ ...document, version: 99 }, ['image']))).toBeNull();
  });
});

describe('blocks on the clipboard', () => {
  const unit = block('unit', (b) => b.output('y', b.input('x').dense({}, { id: 'd' })));
  const net = network('with blocks');
  const first = net.input([4], { id: 'in' }).block(unit, { repeat: 2 }, { id: 'u' });
  first.block(unit, {}, { id: 'v', sharedWith: first }).output({}, { id: 'out' });
  const document = net.document();

  it('bring their definitions along, once', () => {
    const copied = nodesIn(copyText(document, ['u', 'v']))!;
    expect(Object.keys(copied.blocks)).toEqual(['unit']);
    const empty = emptyDocument();
    const once = applyEdits(empty, pasteEdits(empty, copied, [0, 0]).edits);
    expect(once.blocks).toEqual(document.blocks);
    expect(once.nodes.find((n) => n.id === 'v')!.sharedWith).toBe('u');
    const twice = applyEdits(once, pasteEdits(once, copied, [0, 0]).edits);
    expect(Object.keys(twice.blocks)).toEqual(['unit']);
    expect(twice.nodes.find((n) => n.id === 'v_2')!.sharedWith).toBe('u_2');
  });

  it('stay linked, in whatever order the keys of their definition came', () => {
    const shuffled: NetloomDocument = {
      ...document,
      blocks: { unit: { edges: document.blocks['unit']!.edges, nodes: document.blocks['unit']!.nodes.map(({ id, type, position, ...rest }) => ({ ...rest, position, type, id })) } },
    };
    const pasted = applyEdits(shuffled, pasteEdits(shuffled, nodesIn(copyText(shuffled, ['u']))!, null).edits);
    expect(pasted.blocks).toBe(shuffled.blocks);
    expect(pasted.nodes.at(-1)!.block).toBe('unit');
  });

  it('of which the definition is nowhere stay the instances they are', () => {
    const lost = nodesIn(copyText({ ...document, blocks: {} }, ['u']))!;
    expect(applyEdits(emptyDocument(), pasteEdits(emptyDocument(), lost, null).edits)).toMatchObject({ blocks: {}, nodes: [{ id: 'u', block: 'unit' }] });
  });

  it('do not go into what they contain themselves, be it that this is only known from the copy', () => {
    const outer = block('outer', (b) => b.output('y', b.input('x').block(unit)));
    const net = network('outer');
    net.input([4]).block(outer, {}, { id: 'o' }).output();
    const around = net.document();
    const copied = nodesIn(copyText(around, ['o']))!;
    expect(pasteEdits(viewAt(around, ['o', around.blocks['outer']!.nodes.find((n) => n.type === 'block')!.id]), copied, null)).toEqual({ ids: [], edits: [] });
    expect(pasteEdits(viewAt(document, ['u']), copied, null)).toEqual({ ids: [], edits: [] });
  });

  it('get names that none of the others gets', () => {
    const of = (name: string, units: number) => block(name, (b) => b.output('y', b.input('x').dense({ units })));
    const both = network('both');
    both.input([4]).block(of('unit', 1), {}, { id: 'a' }).block(of('unit-2', 2), {}, { id: 'b' }).output();
    const pasted = applyEdits(document, pasteEdits(document, nodesIn(copyText(both.document(), ['a', 'b']))!, null).edits);
    expect(pasted.nodes.slice(-2).map((n) => pasted.blocks[n.block!]!.nodes.find((inner) => inner.type === 'dense')!.params!['units'])).toEqual([1, 2]);
  });

  it('that are other ones of the same name get a name of their own', () => {
    const copied = nodesIn(copyText(document, ['u']))!;
    const other: NetloomDocument = { ...emptyDocument(), blocks: { unit: block('unit', (b) => b.output('y', b.input('x'))).definition } };
    const pasted = applyEdits(other, pasteEdits(other, copied, null).edits);
    expect(pasted.nodes[0]!.block).toBe('unit-2');
    expect(pasted.blocks['unit-2']).toEqual(document.blocks['unit']);
  });

  it('do not go into themselves, and their ports not out of blocks', () => {
    const inside = viewAt(document, ['u']);
    expect(pasteEdits(inside, nodesIn(copyText(document, ['u']))!, null).ids).toEqual([]);
    const ports = nodesIn(copyText(document, ['x', 'd'], inside))!;
    expect(pasteEdits(viewAt(document, []), ports, null).ids).toEqual(['d']);
    expect(pasteEdits(inside, ports, null).ids).toEqual(['x_2', 'd_2']);
  });

  it('opened in place are copied as the one node they are', () => {
    const opened = applyEdits(document, [{ kind: 'setNode', id: 'u', fields: { expanded: true } }]);
    const view = viewAt(opened, []);
    expect(nodesIn(copyText(opened, ['u', 'u/1/d'], view))!.nodes.map((n) => n.id)).toEqual(['u']);
    expect(nodesIn(copyText(opened, ['u'], view))!.nodes[0]!.position).toEqual(document.nodes.find((n) => n.id === 'u')!.position);
    const layer = nodesIn(copyText(opened, ['u/1/d'], view))!;
    expect(pasteEdits(view, layer, null).ids).toEqual(['u/1/d_2']);
    expect(pasteEdits(view, layer, [9000, 9000]).ids).toEqual(['d']);
  });
});

describe('copies', () => {
  const net = network('column');
  net.input([4], { id: 'in', at: [0, 0] }).dense({}, { id: 'd', at: [0, 1] }).output({}, { id: 'out', at: [0, 2] });
  const document = net.document();
  const boxes = (d: NetloomDocument) => d.nodes.map((n) => ({ id: n.id, ...boxOf(n) }));
  const covered = (d: NetloomDocument): readonly string[] =>
    boxes(d).flatMap((a, i, all) => all.slice(i + 1).filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height).map((b) => `${a.id} on ${b.id}`));

  it('stand in the row of the originals, beside them, and cover nothing; further ones beside those', () => {
    const copied = nodesIn(copyText(document, ['in', 'd']))!;
    const once = applyEdits(document, pasteEdits(document, copied, null).edits);
    const twice = applyEdits(once, pasteEdits(once, copied, null).edits);
    expect(covered(twice)).toEqual([]);
    const at = (id: string): readonly [number, number] => twice.nodes.find((n) => n.id === id)!.position;
    for (const id of ['d_2', 'd_3']) expect(at(id)[1]).toBe(at('d')[1]);
    expect(at('d_2')[0]).toBeLessThan(NODE_WIDTH + 60);
  });

  it('take the first free place to the right, not the one beyond everything, and rows apart do not matter', () => {
    const wide: NetloomDocument = { ...emptyDocument(), nodes: [['a', 0, 0], ['b', 1000, 0], ['above', 230, -200], ['below', 230, 200]].map(([id, x, y]) => ({ id: String(id), type: 'dense', position: [Number(x), Number(y)] })) };
    const pasted = applyEdits(wide, pasteEdits(wide, nodesIn(copyText(wide, ['a']))!, null).edits);
    const [x, y] = pasted.nodes.at(-1)!.position;
    expect([x >= NODE_WIDTH + 8, x < NODE_WIDTH + 8 + 24, y]).toEqual([true, true, 0]);
    // A gap that lacks only the room between two cards is passed over, wherever on the canvas.
    for (const left of [0, 5000]) {
      const b = left + x + NODE_WIDTH + 4;
      const narrow = applyEdits(wide, [{ kind: 'moveNode', id: 'a', position: [left, 0] }, { kind: 'moveNode', id: 'b', position: [b, 0] }]);
      expect(applyEdits(narrow, pasteEdits(narrow, nodesIn(copyText(narrow, ['a']))!, null).edits).nodes.at(-1)!.position[0]).toBeGreaterThanOrEqual(b + NODE_WIDTH + 8);
    }
  });

  it('of a frame, which is in no card\'s way, do not lie on it', () => {
    const framed: NetloomDocument = { ...emptyDocument(), nodes: [{ id: 'f', type: 'frame', position: [0, 0], size: [300, 300] }] };
    expect(applyEdits(framed, pasteEdits(framed, nodesIn(copyText(framed, ['f']))!, null).edits).nodes.at(-1)!.position).toEqual([24, 0]);
  });

  it('stand at whole numbers, wherever the pointer is', () => {
    const pasted = applyEdits(document, pasteEdits(document, nodesIn(copyText(document, ['in']))!, [900.3, 700.7]).edits);
    expect(pasted.nodes.at(-1)!.position.every(Number.isInteger)).toBe(true);
  });

  it('pasted over cards make way to the right', () => {
    const copied = nodesIn(copyText(document, ['d']))!;
    const pasted = applyEdits(document, pasteEdits(document, copied, [95, 133]).edits);
    expect(covered(pasted)).toEqual([]);
    expect(pasted.nodes.at(-1)!.position[1]).toBe(104);
  });
});
