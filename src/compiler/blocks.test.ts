import { describe, expect, it } from 'vitest';
import { block, network } from '../graph/builder.ts';
import { graphAt, makeBlock, ungroup, unlink } from '../graph/blocks.ts';
import { emptyDocument, type NetloomDocument } from '../graph/document.ts';
import { applyEdits } from '../graph/edits.ts';
import { parseDocument, serializeDocument } from '../graph/parse.ts';
import { checkProgram } from './checkProgram.ts';
import { compile } from './compile.ts';
import type { Compilation } from './compilation.ts';
import { documentOf } from './testDocuments.ts';

/** y = conv(relu(conv(x))) + x, both convolutions with as many filters as the instance says. */
const residual = block(
  'residual',
  (b) => {
    const x = b.input('x');
    const y = x
      .conv2d({ kernelSize: 3, padding: 1, filters: 8 }, { id: 'conv1' })
      .activation({ activation: 'relu' }, { id: 'relu' })
      .conv2d({ kernelSize: 3, padding: 1, filters: 8 }, { id: 'conv2' });
    b.output('y', y.add({}, { id: 'sum', with: [x] }));
  },
  { params: { filters: { default: 8, targets: [['conv1', 'filters'], ['conv2', 'filters']] } } },
);

function stages(repeat: number, filters = 8): NetloomDocument {
  const net = network('stages');
  net.input([8, 8, 8], { id: 'image' }).block(residual, { ...(repeat === 1 ? {} : { repeat }), ...(filters === 8 ? {} : { filters }) }, { id: 'stage' }).output({}, { id: 'out' });
  return net.document();
}

/** The calls without the names of nodes: what is computed. */
const computed = ({ program }: Compilation) => {
  const number = new Map(program!.calls.map((call, i) => [call.id, i]));
  return program!.calls.map(({ callee, config, inputs, shape, reuses }) => ({ callee, config, inputs: inputs.map((id) => number.get(id)), shape, reuses: reuses === undefined ? null : number.get(reuses) }));
};
const codesOf = ({ diagnostics }: Compilation): readonly string[] => diagnostics.map((d) => `${d.severity} ${d.code} ${d.node ?? ''}`);

describe('a block', () => {
  it('computes what its nodes would compute in its place', () => {
    const net = network('flat');
    const x = net.input([8, 8, 8]);
    x.conv2d({ kernelSize: 3, padding: 1, filters: 8 }).activation({ activation: 'relu' }).conv2d({ kernelSize: 3, padding: 1, filters: 8 }).add({}, { with: [x] }).output();
    expect(computed(compile(stages(1)))).toEqual(computed(compile(net.document())));
  });

  it('that is repeated is so many copies in a row, with weights of their own', () => {
    const once = compile(stages(1));
    const thrice = compile(stages(3));
    expect(codesOf(thrice)).toEqual([]);
    expect(checkProgram(thrice.program!)).toEqual([]);
    expect(thrice.report.totals.params).toBe(3 * once.report.totals.params);
    expect(thrice.program!.calls.map((c) => c.node)).toContain('stage/3/conv2');
    expect(thrice.program!.calls.find((c) => c.node === 'stage/2/conv1')!.inputs).toEqual(thrice.program!.calls.filter((c) => c.node === 'stage/1/sum').map((c) => c.id));
  });

  it('reports sums and shapes for the instance, and shapes for its ports', () => {
    const { report } = compile(stages(2));
    expect(report.nodes['stage']).toMatchObject({ inputShapes: [[8, 8, 8]], outputShape: [8, 8, 8], params: 4 * (9 * 8 * 8 + 8) });
    expect(report.nodes['stage/1/x']!.outputShape).toEqual([8, 8, 8]);
    expect(report.nodes['stage/2/y']!.outputShape).toEqual([8, 8, 8]);
    expect(report.nodes['stage']!.macs).toBe(report.totals.macs);
    expect(report.nodes['stage']!.receptiveField).toEqual({ size: [9, 9], jump: [1, 1] });
  });

  it('takes the values of its instance for the params it exposes, times the factor', () => {
    const bottleneck = block('bottleneck', (b) => b.output('y', b.input('x').conv2d({}, { id: 'narrow' }).conv2d({}, { id: 'wide' })), {
      params: { filters: { targets: [['narrow', 'filters'], ['wide', 'filters', 4]] } },
    });
    const net = network('wide');
    net.input([8, 8, 3]).block(bottleneck, { filters: 5 }, { id: 'b' }).output();
    expect(compile(net.document()).report.nodes['b']!.outputShape?.at(-1)).toBe(20);
  });

  it('stands inside other blocks, which hand their params on', () => {
    const stage = block('stage', (b) => b.output('y', b.input('x').block(residual, {}, { id: 'unit' })), { params: { depth: { targets: [['unit', 'repeat']] }, width: { targets: [['unit', 'filters']] } } });
    const net = network('nested');
    net.input([8, 8, 4]).block(stage, { depth: 3, width: 4 }, { id: 's' }).output();
    const compilation = compile(net.document());
    expect(codesOf(compilation)).toEqual([]);
    expect(compilation.report.nodes['s/unit/3/conv2']!.outputShape).toEqual([8, 8, 4]);
    expect(compilation.report.totals.params).toBe(6 * (9 * 4 * 4 + 4));
  });

  it('has inputs and outputs by name', () => {
    const two = block('two', (b) => {
      const [a, c] = [b.input('left'), b.input('right')];
      b.output('sum', a.add({}, { with: [c] }));
      b.output('side', a.concatenate({}, { with: [c] }));
    });
    const net = network('ports');
    const x = net.input([4, 4, 2], { id: 'x' });
    const y = net.input([4, 4, 2], { id: 'y' });
    const both = x.block(two, {}, { id: 'b', with: [y] });
    both.output({}, { id: 'o1' });
    both.out('side').output({}, { id: 'o2' });
    const { report, program } = compile(net.document());
    expect(program!.outputs.map((o) => o.shape)).toEqual([[4, 4, 2], [4, 4, 4]]);
    expect(report.nodes['b']!.outputShapes).toEqual([[4, 4, 2], [4, 4, 4]]);
  });

  it('keeps its file text through reading and writing, one node per line', () => {
    const document = applyEdits(stages(2, 4), [{ kind: 'setParams', id: 'image', params: { shape: [8, 8, 4] } }]);
    const text = serializeDocument(document);
    const parsed = parseDocument(text);
    expect(parsed.ok && serializeDocument(parsed.document)).toBe(text);
    expect(text).toContain('\n        { "id": "conv1", "type": "conv2d"');
    expect(parsed.ok && computed(compile(parsed.document))).toEqual(computed(compile(document)));
  });

  it('is derived anew only where something changed', () => {
    const document = stages(3);
    const before = compile(document);
    const moved = applyEdits(document, [{ kind: 'setParams', id: 'out', params: { weight: 2 } }]);
    const after = compile(moved, { previous: before });
    expect(after.report.nodes['stage/2/conv1']).toBe(before.report.nodes['stage/2/conv1']);
  });
});

describe('what is wrong inside a block', () => {
  const broken = (): NetloomDocument => applyEdits(stages(2), [{ kind: 'inBlock', block: 'residual', edit: { kind: 'setParams', id: 'conv2', params: { padding: 0 } } }]);

  it('is told of the first copy only, at the node inside', () => {
    expect(codesOf(compile(broken()))).toEqual(['error size-mismatch stage/1/sum']);
  });

  it('is mended in the definition', () => {
    const document = broken();
    const [problem] = compile(document).diagnostics;
    expect(problem!.fixes.length).toBeGreaterThan(0);
    for (const fix of problem!.fixes) {
      expect(fix.edits.every((edit) => edit.kind === 'inBlock' && edit.block === 'residual')).toBe(true);
      expect(codesOf(compile(applyEdits(document, fix.edits)))).toEqual([]);
    }
  });

  it('is mended at the instance where the param is exposed', () => {
    const document = stages(1, 6);
    const compilation = compile(document);
    expect(codesOf(compilation)).toEqual(['error channel-mismatch stage/sum']);
    const fixes = compilation.diagnostics[0]!.fixes;
    expect(fixes.length).toBeGreaterThan(0);
    for (const fix of fixes) expect(codesOf(compile(applyEdits(document, fix.edits)))).toEqual([]);
  });

  it('is an open input of the instance where nothing is connected to it', () => {
    const document = applyEdits(stages(2), [{ kind: 'disconnect', edge: { source: 'image', target: 'stage' } }]);
    const compilation = compile(document);
    expect(codesOf(compilation).filter((c) => c.startsWith('error'))).toEqual(['error missing-input stage']);
    const missing = compilation.diagnostics.find((d) => d.code === 'missing-input')!;
    expect(missing.fixes[0]).toMatchObject({ label: 'Connect `image`' });
    expect(codesOf(compile(applyEdits(document, missing.fixes[0]!.edits)))).toEqual([]);
  });

  it('names what no definition is there for, what contains itself, and too many repeats', () => {
    const instance = (block: string) => ({ id: 'b', type: 'block', block, position: [0, 0] as const });
    const inside = { nodes: [instance('loop')], edges: [] };
    const loop: NetloomDocument = { ...emptyDocument(), nodes: [instance('loop')], blocks: { loop: inside } };
    expect(codesOf(compile(loop))).toContain('error block-cycle b/b');
    expect(codesOf(compile({ ...loop, nodes: [instance('gone')] }))).toContain('error unknown-block b');
    expect(codesOf(compile(stages(1001)))).toContain('error bad-param stage');
    const billions = block('outer', (b) => b.output('y', b.input('x').block(residual, { repeat: 1000 })));
    const net = network('bomb');
    net.input([8, 8, 8]).block(billions, { repeat: 1000 }).output();
    expect(codesOf(compile(net.document())).filter((c) => c.includes('too-many-nodes'))).toHaveLength(1);
  });
});

describe('shared weights', () => {
  const siamese = (): NetloomDocument => {
    const net = network('siamese');
    const [a, b] = [net.input([6], { id: 'a' }), net.input([6], { id: 'b' })];
    const left = a.dense({ units: 4 }, { id: 'left' });
    const right = b.dense({}, { id: 'right', sharedWith: left });
    left.subtract({}, { with: [right] }).output();
    return net.document();
  };

  it('count once, and the layer is made once', () => {
    const compilation = compile(siamese());
    expect(codesOf(compilation)).toEqual([]);
    expect(checkProgram(compilation.program!)).toEqual([]);
    expect(compilation.report.totals.params).toBe(6 * 4 + 4);
    expect(compilation.report.nodes['right']!.params).toBe(0);
    expect(compilation.program!.calls.find((c) => c.id === 'right')!.reuses).toBe('left');
  });

  it('count in the total where the layer that they are named after leads to no output', () => {
    const { ok, report } = compile(applyEdits(siamese(), [{ kind: 'disconnect', edge: { source: 'left', target: 'subtract', targetPort: '0' } }, { kind: 'connect', edge: { source: 'right', target: 'subtract', targetPort: '0' } }]));
    expect(ok).toBe(true);
    expect(report.totals.params).toBe(6 * 4 + 4);
  });

  it('of a whole block are shared layer by layer', () => {
    const net = network('towers');
    const [a, b] = [net.input([8, 8, 8], { id: 'a' }), net.input([8, 8, 8], { id: 'b' })];
    const left = a.block(residual, { repeat: 2 }, { id: 'left' });
    left.subtract({}, { with: [b.block(residual, {}, { id: 'right', sharedWith: left })] }).output();
    const { program, report } = compile(net.document());
    expect(program!.calls.filter((c) => c.reuses !== undefined).map((c) => c.reuses)).toEqual(['left_1_conv1', 'left_1_conv2', 'left_2_conv1', 'left_2_conv2']);
    expect(report.totals.params).toBe(4 * (9 * 8 * 8 + 8));
  });

  it('that cannot be shared are an error with a fix that compiles', () => {
    const document = siamese();
    for (const sharedWith of ['gone', 'right', 'a']) {
      const broken = applyEdits(document, [{ kind: 'setNode', id: 'right', fields: { sharedWith } }]);
      const problem = compile(broken).diagnostics.find((d) => d.code === 'shared-weights')!;
      expect(problem.node).toBe('right');
      for (const fix of problem.fixes) expect(codesOf(compile(applyEdits(broken, fix.edits)))).not.toContain('error shared-weights right');
    }
    const narrower = applyEdits(document, [{ kind: 'setParams', id: 'b', params: { shape: [5] } }]);
    expect(codesOf(compile(narrower))).toContain('error shared-weights right');
    const deeper = applyEdits(document, [{ kind: 'setParams', id: 'b', params: { shape: [3, 6] } }]);
    expect(codesOf(compile(deeper))).toContain('error shared-weights right');
  });
});

it('one layer cannot be padded in two ways, where what "same" pads is worked out for each size', () => {
  const tower = (padding: 'same' | number) => {
    const net = network('same');
    const first = net.input([6, 5, 2], { id: 'in' }).depthwiseConv2d({ strides: 2, dilationRate: 3, padding, useBias: false }, { id: 'a' });
    first.depthwiseConv2d({}, { id: 'b', sharedWith: first }).output();
    return compile(net.document());
  };
  expect(codesOf(tower('same'))).toEqual(['error shared-weights b']);
  expect(codesOf(tower(3))).toEqual([]);
});

describe('making a block of nodes', () => {
  it('and dissolving it again changes nothing of what is computed', () => {
    const net = network('chain');
    const x = net.input([8, 8, 3], { id: 'in' }).conv2d({ filters: 4, padding: 1, kernelSize: 3 }, { id: 'a' });
    const y = x.conv2d({ filters: 4, padding: 1, kernelSize: 3 }, { id: 'b' });
    x.add({}, { id: 'c', with: [y] }).output({}, { id: 'out' });
    const document = net.document();
    const before = computed(compile(document));
    const made = makeBlock(document, graphAt(document, [])!, ['b', 'c'], 'Residual unit');
    if (typeof made === 'string') throw new Error(made);
    expect(made.block).toBe('residual-unit');
    const blocked = applyEdits(document, made.edits);
    expect(blocked.nodes.map((n) => n.id)).toEqual(['in', 'a', 'out', 'residual_unit']);
    expect(blocked.blocks['residual-unit']!.nodes.map((n) => n.id)).toEqual(['x', 'b', 'c', 'y']);
    expect(computed(compile(blocked))).toEqual(before);
    const dissolved = ungroup(blocked, graphAt(blocked, [])!, made.instance);
    if (typeof dissolved === 'string') throw new Error(dissolved);
    expect(computed(compile(applyEdits(blocked, dissolved.edits)))).toEqual(before);
  });

  it('says why where it cannot be', () => {
    const document = stages(1);
    expect(makeBlock(document, graphAt(document, [])!, ['image'], '')).toMatch(/an end of the network/);
    const inside = graphAt(document, ['stage'])!;
    expect(makeBlock(document, inside, ['conv1', 'sum'], '')).toMatch(/A path leads/);
    expect(makeBlock(document, inside, ['x', 'conv1'], '')).toMatch(/port of the block/);
  });

  it('inside a block makes a block in the block', () => {
    const document = stages(2);
    const made = makeBlock(document, graphAt(document, ['stage'])!, ['conv1', 'relu'], 'conv relu');
    if (typeof made === 'string') throw new Error(made);
    const nested = applyEdits(document, made.edits);
    expect(computed(compile(nested))).toEqual(computed(compile(document)));
    expect(Object.keys(nested.blocks)).toEqual(['residual', 'conv-relu']);
    // What was exposed stays exposed.
    expect(compile(applyEdits(nested, [{ kind: 'setParams', id: 'stage', params: { filters: 4 } }, { kind: 'setParams', id: 'image', params: { shape: [8, 8, 4] } }])).ok).toBe(true);
  });

  it('a repeated one dissolves into its copies with their values', () => {
    const document = stages(3, 8);
    const dissolved = ungroup(document, graphAt(document, [])!, 'stage');
    if (typeof dissolved === 'string') throw new Error(dissolved);
    expect(computed(compile(applyEdits(document, dissolved.edits)))).toEqual(computed(compile(document)));
  });

  it('a repeated one dissolves into copies whose layers share weights within their own copy, in whatever order they stand', () => {
    const sharing = block('sharing', (b) => {
      const first = b.input('x').dense({ units: 4 }, { id: 'first' });
      b.output('y', first.dense({}, { id: 'second', sharedWith: first }));
    });
    const net = network('copies');
    net.input([4], { id: 'image' }).block(sharing, { repeat: 2 }, { id: 'stage' }).output();
    const document = net.document();
    const { nodes, edges } = sharing.definition;
    for (const order of [nodes, nodes.toReversed()]) {
      const blocked = { ...document, blocks: { sharing: { nodes: order, edges } } };
      const dissolved = ungroup(blocked, graphAt(blocked, [])!, 'stage');
      if (typeof dissolved === 'string') throw new Error(dissolved);
      const flat = applyEdits(blocked, dissolved.edits);
      expect(Object.fromEntries(flat.nodes.filter((n) => n.sharedWith !== undefined).map((n) => [n.id, n.sharedWith]))).toEqual({ second: 'first', second_2: 'first_2' });
    }
  });

  it('an unlinked instance changes alone', () => {
    const net = network('two');
    net.input([8, 8, 8]).block(residual, {}, { id: 'a' }).block(residual, {}, { id: 'b' }).output();
    const document = net.document();
    const own = unlink(document, graphAt(document, [])!, 'b');
    if (typeof own === 'string') throw new Error(own);
    const unlinked = applyEdits(document, [...own.edits, { kind: 'inBlock', block: own.block, edit: { kind: 'setParams', id: 'relu', params: { activation: 'elu' } } }]);
    const calls = compile(unlinked).program!.calls;
    expect(calls.filter((c) => JSON.stringify(c.config).includes('elu"')).map((c) => c.node)).toEqual(['a/relu', 'b/relu']);
    expect(JSON.stringify(calls.find((c) => c.node === 'a/relu')!.config)).toContain('"relu"');
    expect(JSON.stringify(calls.find((c) => c.node === 'b/relu')!.config)).toContain('"elu"');
  });
});

describe('renaming inside a block', () => {
  it('carries edges at the instances and exposed params along', () => {
    const document = applyEdits(stages(2), [
      { kind: 'inBlock', block: 'residual', edit: { kind: 'renameNode', id: 'x', to: 'left' } },
      { kind: 'inBlock', block: 'residual', edit: { kind: 'renameNode', id: 'conv1', to: 'first' } },
      { kind: 'setParams', id: 'stage', params: { filters: 8 } },
    ]);
    expect(codesOf(compile(document))).toEqual([]);
    expect(document.blocks['residual']!.params!['filters']!.targets.map((t) => t.node)).toEqual(['first', 'conv2']);
  });
});

describe('params that a block exposes', () => {
  const stage = (): NetloomDocument => ({
    ...documentOf([['x', 'input', { shape: [8, 8, 3] }], ['stage', 'block', { filters: 5 }], ['out', 'output']], ['x>stage', 'stage>out']),
    blocks: {
      conv: {
        ...documentOf([['in', 'blockInput'], ['conv1', 'conv2d'], ['conv2', 'conv2d'], ['y', 'blockOutput']], ['in>conv1', 'conv1>conv2', 'conv2>y']),
        params: { filters: { targets: [{ node: 'conv1', param: 'filters' }, { node: 'conv2', param: 'filters', times: 2 }] } },
      },
    },
  });
  const widths = (document: NetloomDocument): unknown[] => compile(document).program!.calls.map(({ config }) => config['filters']).filter((filters) => filters !== undefined);
  const inside = (document: NetloomDocument) => ({ ...document.blocks['conv']!, block: 'conv', prefix: '', instance: null });

  it('reach layers that are made a block within it, and still do when that one is dissolved', () => {
    const document = applyEdits(stage(), [{ kind: 'setNode', id: 'stage', fields: { block: 'conv' } }]);
    expect(widths(document)).toEqual([5, 10]);
    const made = makeBlock(document, inside(document), ['conv2'], 'inner');
    if (typeof made === 'string') throw new Error(made);
    const nested = applyEdits(document, made.edits);
    expect(widths(nested)).toEqual([5, 10]);
    const free = ungroup(nested, inside(nested), made.instance);
    if (typeof free === 'string') throw new Error(free);
    const flat = applyEdits(nested, free.edits);
    expect(widths(flat)).toEqual([5, 10]);
    expect(Object.keys(flat.blocks['conv']!.params!)).toEqual(['filters']);
  });
});
