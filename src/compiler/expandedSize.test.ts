import { describe, expect, it } from 'vitest';
import { block, network, type Block } from '../graph/builder.ts';
import type { GraphNode, NetloomDocument } from '../graph/document.ts';
import { applyEdits } from '../graph/edits.ts';
import { compile } from './compile.ts';
import { expand } from './expand.ts';
import { expandedSize } from './expandedSize.ts';

const unit = block('unit', (b) => b.output('y', b.input('x').dense({ units: 4 }, { id: 'dense' })));
/** Each level holds the one below, so many instances of it in a row. */
const nested = (levels: number, instances: number, params: Readonly<Record<string, number>> = {}): Block => {
  let inner = unit;
  for (let level = 1; level <= levels; level++) {
    const within = inner;
    inner = block(`level${level}`, (b) => {
      let x = b.input('x');
      for (let i = 0; i < instances; i++) x = x.block(within, params);
      b.output('y', x);
    });
  }
  return inner;
};
const networkOf = (inner: Block, params: Readonly<Record<string, number>> = {}): NetloomDocument => {
  const net = network('test');
  net.input([4], { id: 'image' }).block(inner, params, { id: 'b' }).output();
  return net.document();
};
/** The same document, in which it is counted how often a layer inside the innermost block is read as a whole. */
function watched(document: NetloomDocument): { readonly document: NetloomDocument; readonly reads: () => number } {
  let reads = 0;
  const nodes = document.blocks['unit']!.nodes.map((node): GraphNode =>
    Object.defineProperty({ ...node }, 'position', {
      enumerable: true,
      get: () => {
        reads++;
        return node.position;
      },
    }),
  );
  return { document: { ...document, blocks: { ...document.blocks, unit: { ...document.blocks['unit']!, nodes } } }, reads: () => reads };
}

describe('a network of too many layers', () => {
  it('is told of by that alone, and nothing of it is expanded', () => {
    // 200 blocks in each other, of which 40 hold two of the next: 2^40 layers, about 10^12, and the two ends of the network.
    let inner: Block = nested(40, 2);
    for (let level = 0; level < 160; level++) {
      const within = inner;
      inner = block(`around${level}`, (b) => b.output('y', b.input('x').block(within)));
    }
    for (const document of [networkOf(inner), networkOf(nested(200, 1, { repeat: 1000 })), networkOf(nested(4, 1, { repeat: 1000 }))]) {
      const { document: seen, reads } = watched(document);
      const { diagnostics } = compile(seen, { deferAbove: 0 });
      expect(diagnostics.map((d) => [d.code, d.node])).toEqual([['too-many-nodes', 'b']]);
      const { origins, instances, flat } = expand(seen);
      expect([origins.size, instances.size, flat.nodes.length, reads()]).toEqual([0, 0, 0, 0]);
    }
    expect(compile(networkOf(inner)).diagnostics[0]!.message).toContain('1,099,511,627,778 layers');
    expect(compile(networkOf(nested(200, 1, { repeat: 1000 })), { deferAbove: 0 }).diagnostics[0]!.message).toContain('more than 10^15 layers');
  });

  it('is one with a layer more than 50,000, those of the network itself among them', () => {
    const document = networkOf(nested(1, 1, { repeat: 1000 }), { repeat: 49 });
    const more = Array.from({ length: 998 }, (_, i) => ({ kind: 'addNode', node: { id: `n${i}`, type: 'dense', position: [0, 0] } }) as const);
    const full = applyEdits(document, more);
    expect(expandedSize(full)).toMatchObject({ layers: 49 * 1000 + 2 + 998, copies: 49 * 1001 });
    expect(expand(full).findings).toEqual([]);
    const over = applyEdits(full, [{ kind: 'addNode', node: { id: 'last', type: 'dense', position: [0, 0] } }]);
    expect(expand(over).findings.map((f) => f.code)).toEqual(['too-many-nodes']);
  });

  it('is one of blocks that hold no layer at all too', () => {
    const hollow = block('hollow', (b) => b.output('y', b.input('x')));
    const outer = block('outer', (b) => b.output('y', b.input('x').block(hollow, { repeat: 1000 })));
    const [told, ...more] = compile(networkOf(outer, { repeat: 1000 }), { deferAbove: 0 }).diagnostics;
    expect(more).toEqual([]);
    expect(told!.message).toContain('1,001,000 copies of blocks');
    // As many as are taken pass on what arrives, each copy to the next.
    const { flat, instances } = expand(networkOf(outer, { repeat: 49 }));
    expect(flat.edges).toEqual([{ source: 'image', target: 'output' }]);
    expect(instances.get('b')).toMatchObject({ inputs: ['image'], outputs: ['image'] });
  });

  it('is counted with the repeats that a block around hands on, or the owner of shared weights has', () => {
    const stage = block('stage', (b) => b.output('y', b.input('x').block(unit, {}, { id: 'unit' })), { params: { depth: { default: 3, targets: [['unit', 'repeat']] } } });
    const net = network('test');
    const x = net.input([4]).block(stage, {}, { id: 'by_default' }).block(stage, { depth: 700 }, { id: 'deep' });
    const owner = x.block(unit, { repeat: 20 }, { id: 'owner' });
    owner.block(unit, {}, { id: 'again', sharedWith: owner }).output();
    const document = net.document();
    expect(expandedSize(document)).toEqual({ layers: 3 + 700 + 20 + 20 + 2, copies: 4 + 701 + 20 + 20, largest: 'deep' });
    expect(expand(document).flat.nodes).toHaveLength(745);
  });

  it('is not one of blocks that contain themselves: those are told of as such', () => {
    const within = (name: string): GraphNode => ({ id: 'i', type: 'block', block: name, position: [0, 0], params: { repeat: 1000 } });
    const document = { ...networkOf(unit), nodes: [within('block')], edges: [], blocks: { block: { nodes: [within('other')], edges: [] }, other: { nodes: [within('block')], edges: [] } } };
    expect(compile(document).diagnostics.map((d) => d.code)).toContain('block-cycle');
    expect(compile(document).diagnostics.map((d) => d.code)).not.toContain('too-many-nodes');
  });
});
