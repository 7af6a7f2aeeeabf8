import { describe, expect, it } from 'vitest';
import { bringBlock, packageOf } from './blockPackage.ts';
import { block, definitionsOf } from './builder.ts';
import type { NetloomDocument } from './document.ts';
import { emptyDocument } from './document.ts';
import { applyEdits } from './edits.ts';

const unitOf = (units: number) => block('unit', (b) => b.output('y', b.input('x').dense({ units }, { id: 'dense' })));
/** A block with two instances of `unit`. */
const pairOf = (units: number) => {
  const unit = unitOf(units);
  return block('pair', (b) => b.output('y', b.input('x').block(unit, {}, { id: 'one' }).block(unit, {}, { id: 'two' })));
};
const having = (...blocks: Parameters<typeof definitionsOf>[0]): NetloomDocument => ({ ...emptyDocument(), blocks: definitionsOf(blocks) });
const brought = (document: NetloomDocument, from: NetloomDocument, name: string) => {
  const { name: as, edits } = bringBlock(document, packageOf(from, name));
  const { blocks } = applyEdits(document, edits);
  return { as, blocks, inside: blocks[as]!.nodes.flatMap((n) => n.block ?? []) };
};

describe('a block that comes into a document', () => {
  it('brings those inside it, and no others', () => {
    const { as, blocks } = brought(having(), having(pairOf(4), block('other', (b) => b.output('y', b.input('x')))), 'pair');
    expect(as).toBe('pair');
    expect(Object.keys(blocks).toSorted()).toEqual(['pair', 'unit']);
  });

  it('is what is there already, where that is equal', () => {
    const document = having(pairOf(4));
    expect(bringBlock(document, packageOf(document, 'pair'))).toEqual({ name: 'pair', edits: [] });
  });

  it('takes another name beside one that is different, and so do those inside it, which it goes on meaning', () => {
    const { as, blocks, inside } = brought(having(unitOf(9)), having(pairOf(4)), 'pair');
    expect([as, inside]).toEqual(['pair', ['unit-2', 'unit-2']]);
    expect(blocks['unit']).toEqual(unitOf(9).definition);
    expect(blocks['unit-2']).toEqual(unitOf(4).definition);
    // One that means another one inside is another one too.
    const both = brought(having(pairOf(9)), having(pairOf(4)), 'pair');
    expect([both.as, both.inside]).toEqual(['pair-2', ['unit-2', 'unit-2']]);
  });

  it('finds the next name where several are taken', () => {
    const taken = { ...having(unitOf(9)), blocks: { unit: unitOf(9).definition, 'unit-2': unitOf(8).definition } };
    expect(brought(taken, having(unitOf(4)), 'unit').as).toBe('unit-3');
  });

  it('finds names that those that come with it do not have either', () => {
    const second = { name: 'unit-2', definition: unitOf(5).definition, inner: [] };
    const both = block('both', (b) => b.output('y', b.input('x').block(unitOf(4), {}, { id: 'one' }).block(second, {}, { id: 'two' })));
    const { blocks, inside } = brought(having(unitOf(9)), having(both), 'both');
    expect(inside.map((name) => blocks[name]!.nodes.find((n) => n.id === 'dense')!.params)).toEqual([{ units: 4 }, { units: 5 }]);
    expect(blocks['unit']).toEqual(unitOf(9).definition);
  });

  it('does not run in circles where it contains itself', () => {
    const loop = { ...emptyDocument(), blocks: { loop: { nodes: [{ id: 'in', type: 'block', block: 'loop', position: [0, 0] as const }], edges: [] } } };
    expect(brought(having(), loop, 'loop')).toMatchObject({ as: 'loop', inside: ['loop'] });
  });
});
