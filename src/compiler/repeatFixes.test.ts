// What is offered where repeats make too many layers. Sizes are counted, not expanded, but where a fix is proven.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { block, network, type Block } from '../graph/builder.ts';
import type { GraphNode, NetloomDocument } from '../graph/document.ts';
import { applyEdits } from '../graph/edits.ts';
import { atOnce } from '../graph/steps.ts';
import type { Fix } from './compilation.ts';
import { compile, complete } from './compile.ts';
import { expandedSize, fits } from './expandedSize.ts';
import type { FixContext } from './fixes/candidate.ts';
import { repeatLess } from './fixes/repeats.ts';

/** Before they are proven. */
function ideasFor(original: NetloomDocument): readonly Fix[] {
  const ideas = repeatLess({ severity: 'error', code: 'too-many-nodes', message: '' }, undefined, { original } as FixContext);
  return 'next' in ideas ? atOnce(ideas) : ideas;
}

const unit = block('unit', (b) => b.output('y', b.input('x').dense({ units: 4 }, { id: 'dense' })));
/** So many layers, and a copy more than layers. */
const long = (layers: number): Block => block(`long${layers}`, (b) => b.output('y', b.input('x').block(unit, { repeat: layers }, { id: 'units' })));
const hundred = long(100);
const around = (name: string, inner: Block, params: Readonly<Record<string, number>> = {}): Block => block(name, (b) => b.output('y', b.input('x').block(inner, params, { id: 'inner' })));
const networkOf = (inner: Block, params: Readonly<Record<string, number>> = {}): NetloomDocument => {
  const net = network('test');
  net.input([4], { id: 'image' }).block(inner, params, { id: 'b' }).output();
  return net.document();
};
/** Its label, and what it makes of the size. */
const offered = (document: NetloomDocument): readonly unknown[] => ideasFor(document).map(({ label, edits }) => [label, edits, expandedSize(applyEdits(document, edits)).copies]);

describe('where repeats make too many layers, it is offered to repeat less', () => {
  it('at the instance that adds the most, as often as the limit allows', () => {
    const net = network('test');
    net.input([4]).block(hundred, { repeat: 50 }, { id: 'a' }).block(hundred, { repeat: 1000 }, { id: 'b' }).output();
    // 50 × 101 copies are taken, 50,000 the most.
    expect(offered(net.document())).toEqual([['Repeat `b` 445 times instead of 1000', [{ kind: 'setParams', id: 'b', params: { repeat: 445 } }], 495 * 101]]);
    expect(offered(networkOf(long(1000), { repeat: 1000 }))).toEqual([['Repeat `b` 49 times instead of 1000', [{ kind: 'setParams', id: 'b', params: { repeat: 49 } }], 49 * 1001]]);
  });

  it('once, where there is room for no more', () => {
    const thirty = around('thirty', long(1000), { repeat: 30 });
    expect(offered(networkOf(thirty, { repeat: 2 }))).toMatchObject([['Repeat `b` once instead of 2 times', [{ kind: 'setParams', id: 'b', params: { repeat: 1 } }], 1 + 30 * 1001]]);
  });

  it('inside a block, where only there is something repeated', () => {
    const document = networkOf(around('outer', long(1000), { repeat: 1000 }));
    expect(offered(document)).toEqual([['Repeat `inner` in block `outer` 49 times instead of 1000', [{ kind: 'inBlock', block: 'outer', edit: { kind: 'setParams', id: 'inner', params: { repeat: 49 } } }], 1 + 49 * 1001]]);
  });

  it('inside a block, where the instance itself would have to be repeated less than once', () => {
    const deep = around('deep', around('middle', hundred, { repeat: 1000 }), { repeat: 1 });
    expect(offered(networkOf(deep, { repeat: 3 }))).toMatchObject([['Repeat `inner` in block `middle` 164 times instead of 1000', [{ kind: 'inBlock', block: 'middle' }], 3 * (2 + 164 * 101)]]);
  });

  it('by the param that the instance sets, where its block hands the repeat on', () => {
    const stage = block('stage', (b) => b.output('y', b.input('x').block(hundred, {}, { id: 'part' })), { params: { depth: { default: 3, targets: [['part', 'repeat']] } } });
    expect(offered(networkOf(stage, { depth: 700 }))).toEqual([['Set `depth` of `b` to 495 instead of 700', [{ kind: 'setParams', id: 'b', params: { depth: 495 } }], 1 + 495 * 101]]);
    // The default holds, and another instance goes on with it; what another block hands on is said there.
    const whole = block('whole', (b) => b.output('y', b.input('x').block(stage, {}, { id: 'stage' })), { params: { size: { default: 500, targets: [['stage', 'depth', 2]] } } });
    expect(offered(networkOf(whole))).toEqual([['Set `size` of `b` to 247 instead of 500', [{ kind: 'setParams', id: 'b', params: { size: 247 } }], 2 + 494 * 101]]);
    const fixed = around('fixed', stage, { depth: 700 });
    expect(offered(networkOf(fixed))).toMatchObject([['Set `depth` of `inner` in block `fixed` to 495 instead of 700', [{ kind: 'inBlock', block: 'fixed' }], 2 + 495 * 101]]);
  });

  it('at the instance whose weights others share, which are repeated with it', () => {
    const net = network('test');
    const owner = net.input([4]).block(hundred, { repeat: 300 }, { id: 'owner' });
    owner.block(hundred, {}, { id: 'again', sharedWith: owner }).output();
    const document = net.document();
    for (const nodes of [document.nodes, document.nodes.toReversed()]) {
      expect(offered({ ...document, nodes })).toEqual([['Repeat `owner` 247 times instead of 300', [{ kind: 'setParams', id: 'owner', params: { repeat: 247 } }], 2 * 247 * 101]]);
    }
  });

  it('at all that are repeated more often than some number, where no single one is enough', () => {
    let inner: Block = unit;
    for (let level = 1; level <= 3; level++) inner = around(`level${level}`, inner, { repeat: 1000 });
    const [fix, ...more] = ideasFor(networkOf(inner, { repeat: 1000 }));
    expect(more).toEqual([]);
    // 14 + 14² + 14³ + 14⁴ = 41,370 copies; of 15 there would be 54,240.
    expect(fix!.label).toBe('Repeat no block more than 14 times');
    expect(fix!.edits.map((edit) => (edit.kind === 'inBlock' ? `${edit.block}: ${JSON.stringify(edit.edit)}` : JSON.stringify(edit)))).toEqual([
      '{"kind":"setParams","id":"b","params":{"repeat":14}}',
      ...[3, 2, 1].map((level) => `level${level}: {"kind":"setParams","id":"inner","params":{"repeat":14}}`),
    ]);
  });

  it('at the only one that is repeated, also where another adds more', () => {
    let large: Block = long(1);
    for (let level = 0; level < 14; level++) large = ((within) => block(`large${level}`, (b) => b.output('y', b.input('x').block(within).block(within))))(large);
    const net = network('test');
    net.input([4]).block(large, {}, { id: 'large' }).block(long(10), { repeat: 1000 }, { id: 'small' }).output();
    expect(expandedSize(net.document()).largest).toBe('large');
    expect(offered(net.document())).toMatchObject([['Repeat `small` 77 times instead of 1000', [{ id: 'small' }], 3 * 2 ** 14 - 1 + 77 * 11]]);
  });

  it('not at all, where without any repeat there are still too many', () => {
    let inner: Block = unit;
    for (let level = 0; level < 20; level++) inner = ((within) => block(`level${level}`, (b) => b.output('y', b.input('x').block(within).block(within, { repeat: 2 }))))(inner);
    expect(compile(networkOf(inner)).diagnostics.map((d) => [d.code, d.fixes])).toEqual([['too-many-nodes', []]]);
  });

  it('with a proof, which may uncover what else is wrong, and which large networks get afterwards', () => {
    const document = networkOf(around('many', long(1000), { repeat: 26 }), { repeat: 2 });
    const unconnected = applyEdits(document, [{ kind: 'addNode', node: { id: 'sum', type: 'add', position: [0, 0] } }, { kind: 'connect', edge: { source: 'sum', target: 'output' } }]);
    const open = compile(unconnected, { deferAbove: 200 });
    expect(open).toMatchObject({ isOpen: true, diagnostics: [{ code: 'too-many-nodes', fixes: [] }] });
    const [told, ...more] = atOnce(complete(unconnected, open)).diagnostics;
    expect(more).toEqual([]);
    expect(told!.fixes.map(({ label }) => label)).toEqual(['Repeat `b` once instead of 2 times']);
  });
});

describe('any network of repeated blocks', () => {
  const repeat = fc.oneof({ weight: 2, arbitrary: fc.integer({ min: 1, max: 1000 }) }, { weight: 1, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 8 }) });
  interface Use {
    readonly of: number;
    readonly repeat: number;
    readonly handsOn: boolean;
    readonly shares: boolean;
  }
  const uses = fc.array(fc.record({ of: fc.nat(3), repeat, handsOn: fc.boolean(), shares: fc.boolean() }), { minLength: 1, maxLength: 3 });
  /** Blocks of the blocks before them; of an odd one the repeat of its first instance is a param. */
  const documents = fc.array(uses, { minLength: 1, maxLength: 4 }).map((levels): NetloomDocument => {
    const names = ['unit'];
    const blocks: Record<string, NetloomDocument['blocks'][string]> = { unit: { nodes: [{ id: 'dense', type: 'dense', position: [0, 0] }], edges: [] } };
    const nodesOf = (some: readonly Use[]): GraphNode[] =>
      some.map(({ of, repeat: count, handsOn, shares }, i) => {
        const name = names[of % names.length]!;
        const owner = some.findIndex((other) => names[other.of % names.length] === name);
        return { id: `n${i}`, type: 'block', block: name, position: [0, 0], params: { repeat: count, ...(blocks[name]!.params && handsOn ? { depth: count } : {}) }, ...(shares && owner < i ? { sharedWith: `n${owner}` } : {}) };
      });
    levels.slice(0, -1).forEach((some, level) => {
      const params = level % 2 === 1 ? { params: { depth: { default: some[0]!.repeat, targets: [{ node: 'n0', param: 'repeat' }] } } } : {};
      blocks[`level${level}`] = { nodes: nodesOf(some), edges: [], ...params };
      names.push(`level${level}`);
    });
    return { ...networkOf(unit), nodes: nodesOf(levels.at(-1)!), edges: [], blocks };
  });
  /** No repeat, said where and how it may be, above a number. */
  const capped = (document: NetloomDocument, most: number): NetloomDocument => {
    const inGraph = <G extends { readonly nodes: readonly GraphNode[] }>(graph: G): G => ({
      ...graph,
      nodes: graph.nodes.map((node) => (node.params && node.type === 'block' ? { ...node, params: Object.fromEntries(Object.entries(node.params).map(([name, value]) => [name, Math.min(Number(value), most)])) } : node)),
    });
    const blocks = Object.entries(document.blocks).map(([name, { params, ...rest }]) => {
      const depth = params?.['depth'];
      return [name, { ...inGraph(rest), ...(depth ? { params: { depth: { ...depth, default: Math.min(Number(depth.default), most) } } } : {}) }];
    });
    return { ...inGraph(document), blocks: Object.fromEntries(blocks) as NetloomDocument['blocks'] };
  };

  it('is brought to the largest size that fits, by one repeat or by a limit of all, and is offered nothing only where no repeat is to blame', () => {
    const seen = { one: 0, all: 0, none: 0 };
    fc.assert(
      fc.property(documents, (document) => {
        const size = (some: NetloomDocument): boolean => fits(expandedSize(some));
        if (size(document)) return;
        const [fix, ...more] = ideasFor(document);
        expect(more).toEqual([]);
        if (!fix) {
          seen.none++;
          expect(size(capped(document, 1))).toBe(false);
          return;
        }
        const mended = applyEdits(document, fix.edits);
        expect(size(mended), fix.label).toBe(true);
        const limit = /^Repeat no block more than (once|(\d+) times)$/.exec(fix.label);
        if (limit) {
          seen.all++;
          const most = Number(limit[2] ?? 1);
          expect(expandedSize(mended)).toEqual(expandedSize(capped(document, most)));
          expect(size(capped(document, most + 1)), fix.label).toBe(false);
          return;
        }
        seen.one++;
        expect(fix.edits).toHaveLength(1);
        const [edit] = fix.edits;
        const inner = edit!.kind === 'inBlock' ? edit!.edit : edit!;
        if (inner.kind !== 'setParams') throw new Error(inner.kind);
        const [[param, value]] = Object.entries(inner.params) as [[string, number]];
        const oneMore = { ...inner, params: { [param]: value + 1 } };
        expect(size(applyEdits(document, [edit!.kind === 'inBlock' ? { ...edit!, edit: oneMore } : oneMore])), fix.label).toBe(false);
      }),
      { numRuns: 600, seed: 5 },
    );
    expect(Math.min(seen.one, seen.all)).toBeGreaterThan(20);
  });
});
