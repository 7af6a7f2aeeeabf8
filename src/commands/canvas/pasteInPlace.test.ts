import { describe, expect, it } from 'vitest';
import { boxOf } from '../../graph/boxes.ts';
import { block, network, type Block } from '../../graph/builder.ts';
import { emptyDocument, type GraphNode, type Json, type NetloomDocument } from '../../graph/document.ts';
import { applyEdits, type Edit } from '../../graph/edits.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { toDocumentEdits, viewAt, type View } from '../../graph/view.ts';
import { copyText, nodesIn, pasteEdits } from './clipboardText.ts';

const unit = block('unit', (b) => b.output('y', b.input('x', [0, 0]).dense({}, { id: 'd', at: [0, 1] }).dense({}, { id: 'e', at: [0, 2] }), [0, 3]));
const outer = block('outer', (b) => b.output('y', b.input('x').block(unit, {}, { id: 'in' })));

/** A layer beside a block, these of which are opened. */
function shown(opened: Readonly<Record<string, Json>>, of: Block = unit): NetloomDocument {
  const net = network('net');
  net.input([4], { id: 'image', at: [0, 0] }).block(of, {}, { id: 'u', at: [0, 1] }).output({}, { id: 'out', at: [0, 12] });
  const open = (id: string, expanded: Json): Edit => {
    const [first, inner] = id.split('/') as [string, string | undefined];
    const edit = { kind: 'setNode', id: inner ?? first, fields: { expanded } } as const;
    return inner === undefined ? edit : { kind: 'inBlock', block: 'outer', edit };
  };
  return applyEdits(net.document(), Object.entries(opened).map(([id, expanded]) => open(id, expanded)));
}

const groupOf = (view: View, id: string) => view.groups.find((g) => g.id === id)!;
const middleOf = (view: View, id: string): readonly [number, number] => {
  const { position: [x, y], size: [width, height] } = groupOf(view, id);
  return [x + width / 2, y + height / 2];
};
const copied = (document: NetloomDocument, ids: readonly string[], view: View = viewAt(document, [])): NetloomDocument => nodesIn(copyText(document, ids, view))!;
const layers = (...nodes: readonly (readonly [id: string, type: string, x?: number, y?: number])[]): NetloomDocument => ({ ...emptyDocument(), nodes: nodes.map(([id, type, x = 0, y = 0]): GraphNode => ({ id, type, position: [x, y] })) });
/** What is seen after pasting. */
function pasted(document: NetloomDocument, what: NetloomDocument, at: readonly [number, number] | null) {
  const view = viewAt(document, []);
  const { ids, edits } = pasteEdits(view, what, at);
  const after = applyEdits(document, toDocumentEdits(view, edits));
  return { ids, edits, after, seen: viewAt(after, []) };
}

describe('pasted over a block that is opened in place', () => {
  const document = shown({ u: true });
  const view = viewAt(document, []);

  it('layers go into it, at the pointer, whatever of the network lies over it', () => {
    const at = [groupOf(view, 'u').position[0] + 1000, middleOf(view, 'u')[1]] as const;
    const wide = applyEdits(document, [
      { kind: 'inBlock', block: 'unit', edit: { kind: 'moveNode', id: 'e', position: [2000, 200] } },
      { kind: 'addNode', node: { id: 'over', type: 'dropout', position: [at[0], at[1]] } },
    ]);
    const { ids, after, seen } = pasted(wide, layers(['drop', 'dropout']), at);
    expect(ids).toEqual(['u/drop']);
    expect(after.blocks['unit']!.nodes.map((n) => n.id)).toContain('drop');
    const [x, y] = seen.nodes.find((n) => n.id === 'u/drop')!.position;
    expect([Math.abs(x + NODE_WIDTH / 2 - at[0]) <= 1, Math.abs(y + NODE_HEIGHT / 2 - at[1]) <= 1]).toEqual([true, true]);
  });

  it('take no name of one of its ports', () => {
    expect(pasted(document, layers(['x', 'dropout']), middleOf(view, 'u')).ids).toEqual(['u/x_2']);
  });

  it('it does not go into itself, nor does what contains it, nor ports of blocks', () => {
    expect(pasteEdits(view, copied(document, ['u']), middleOf(view, 'u'))).toEqual({ ids: [], edits: [] });
    expect(pasteEdits(view, copied(shown({}, outer), ['u']), middleOf(view, 'u'))).toEqual({ ids: [], edits: [] });
    const inside = viewAt(document, ['u']);
    const { ids, edits } = pasteEdits(view, copied(document, ['x', 'd'], inside), middleOf(view, 'u'));
    expect(ids).toEqual(['u/d_2']);
    expect(edits.map((e) => e.kind)).toEqual(['addNode']);
  });

  it('another block of its name does, under a name of its own', () => {
    const other = block('unit', (b) => b.output('y', b.input('x').dropout()));
    const net = network('other');
    net.input([4]).block(other, {}, { id: 'b' }).output();
    const { ids, after } = pasted(document, copied(net.document(), ['b']), middleOf(view, 'u'));
    expect(ids).toEqual(['u/b']);
    expect(after.blocks['unit']!.nodes.at(-1)).toMatchObject({ id: 'b', block: 'unit-2' });
  });

  it('a block that is opened itself stands where it was meant to, also where the network around is read upwards', () => {
    const leaf = block('leaf', (b) => b.output('y', b.input('x', [0, 0]).dropout({}, { id: 'a', at: [0, 1] }).dropout({}, { id: 'b', at: [0, 4] })));
    const net = network('leaves');
    net.input([4]).block(leaf, {}, { id: 'l' }).output();
    const leaves = applyEdits(net.document(), [{ kind: 'setNode', id: 'l', fields: { expanded: true } }]);
    for (const way of [true, 'up']) {
      // Far enough apart that what is pasted becomes neither the topmost nor the leftmost.
      const turned = applyEdits(shown({ u: way }), [{ kind: 'inBlock', block: 'unit', edit: { kind: 'moveNode', id: 'e', position: [900, 3000] } }]);
      const before = viewAt(turned, []);
      const at = middleOf(before, 'u');
      const what = copied(leaves, ['l']);
      const { edits, seen } = pasted(turned, what, at);
      const wanted = edits.find((e) => e.kind === 'addNode')!.node.position;
      const { position, size } = groupOf(seen, 'u/l');
      // Its border reaches out around the place that it has.
      expect([position[0] + 16, position[1] + 24, size[1] > 2 * NODE_HEIGHT]).toEqual([...wanted, true]);
    }
  });
});

describe('copied out of blocks opened in place', () => {
  it('layers go back beside the originals; of several levels, or where it is closed, into the network', () => {
    const document = shown({ u: true });
    expect(pasted(document, copied(document, ['u/d', 'u/e']), null).ids).toEqual(['u/d_2', 'u/e_2']);
    expect(pasted(document, copied(document, ['u/d', 'out']), null).ids).toEqual(['d', 'out_2']);
    expect(pasted(shown({}), copied(document, ['u/d']), null).ids).toEqual(['d']);
  });

  it('a block opened inside another is one node, where it is seen', () => {
    const document = shown({ u: true, 'u/in': true }, outer);
    const view = viewAt(document, []);
    const inner = groupOf(view, 'u/in');
    expect(copied(document, ['u', 'u/in', 'u/in/d']).nodes.map((n) => n.id)).toEqual(['u']);
    expect(copied(document, ['u/in']).nodes[0]!.position).toEqual([inner.position[0] + 16, inner.position[1] + 24]);
  });

  it('an opened block gets a name of its own, brings the blocks inside it, and covers nothing', () => {
    const opened = shown({ u: true, 'u/in': true }, outer);
    const { x: left, y: top, width: wide } = boxOfGroup(groupOf(viewAt(opened, []), 'u'));
    const document = applyEdits(opened, [{ kind: 'addNode', node: { id: 'lower', type: 'dropout', position: [left + 2 * wide, top + 2 * NODE_HEIGHT] } }]);
    const what = copied(document, ['u']);
    expect(Object.keys(what.blocks).toSorted()).toEqual(['outer', 'unit']);
    const { ids, seen } = pasted(document, what, null);
    expect(ids).toEqual(['u_2']);
    const cards = [...seen.nodes.filter((n) => !n.id.includes('/')).map(boxOf), boxOfGroup(groupOf(seen, 'u'))];
    const { x, y, width, height } = boxOfGroup(groupOf(seen, 'u_2'));
    expect(cards.filter((b) => x < b.x + b.width && b.x < x + width && y < b.y + b.height && b.y < y + height)).toEqual([]);
  });

  it('a card beside an opened block keeps clear of its border', () => {
    const document = applyEdits(shown({ u: true }), [{ kind: 'addNode', node: { id: 'c', type: 'dropout', position: [-120, 120] } }]);
    const { seen } = pasted(document, copied(document, ['c']), null);
    const { position: [left], size: [width] } = groupOf(seen, 'u');
    expect(seen.nodes.find((n) => n.id === 'c_2')!.position[0]).toBeGreaterThanOrEqual(left + width);
  });
});

const boxOfGroup = ({ position: [x, y], size: [width, height] }: View['groups'][number]) => ({ x, y, width, height });
