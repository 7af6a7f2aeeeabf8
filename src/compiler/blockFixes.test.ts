import { describe, expect, it } from 'vitest';
import { block, network, type Block, type Tensor } from '../graph/builder.ts';
import type { GraphEdge, NetloomDocument } from '../graph/document.ts';
import { applyEdits, type Edit } from '../graph/edits.ts';
import { compile } from './compile.ts';
import type { Diagnostic } from './compilation.ts';

const told = (document: NetloomDocument): readonly string[] => compile(document).diagnostics.map((d) => `${d.code} ${d.node}${d.port === undefined ? '' : `:${d.port}`}`);
const errors = (document: NetloomDocument): readonly string[] => compile(document).diagnostics.filter((d) => d.severity === 'error').map((d) => `${d.code} ${d.node}`);
/** The edits of the fix with this label; after them nothing is wrong. */
function fix(document: NetloomDocument, label: string): readonly Edit[] {
  const [problem, ...more] = compile(document).diagnostics;
  expect(more).toEqual([]);
  const found = problem?.fixes.find((f) => f.label === label);
  if (!found) throw new Error(`No fix "${label}" among ${problem?.fixes.map((f) => f.label).join(', ')}`);
  expect(told(applyEdits(document, found.edits))).toEqual([]);
  return found.edits;
}
const labels = ([problem]: readonly Diagnostic[]): readonly string[] => problem!.fixes.map((f) => f.label);

const dense = block('dense', (b) => b.output('y', b.input('x').dense({ units: 4 }, { id: 'inner' })));
const exposing = block('exposing', (b) => b.output('y', b.input('x').dense({ units: 4 }, { id: 'inner' })), { params: { width: { targets: [['inner', 'units']] } } });
/** y = conv(x) + x, where conv gives 8 channels. */
const skip = block('skip', (b) => {
  const x = b.input('x');
  b.output('y', x.conv2d({ kernelSize: 1, filters: 8 }, { id: 'conv2d' }).add({}, { id: 'sum', with: [x] }));
});

describe('a port of a block takes one edge', () => {
  const connect = (edge: GraphEdge): Edit => ({ kind: 'connect', edge });
  it('at an instance, and the second is told of there', () => {
    const net = network('two');
    const [a, b] = [net.input([4], { id: 'a' }), net.input([4], { id: 'b' })];
    a.add({}, { id: 'sum', with: [b] }).output({}, { id: 'other' });
    a.block(dense, {}, { id: 'stage' }).output();
    const document = net.document();
    const twice = { ...document, edges: [...document.edges, { source: 'b', target: 'stage' }] };
    expect(told(twice)).toEqual(['too-many-edges stage:0']);
    expect(compile(twice).diagnostics[0]!.message).toMatch(/^Two edges arrive at `x` of `stage`/);
    // The first one holds.
    expect(compile(twice).report.nodes['stage']!.inputShapes).toEqual([[4]]);
    // By its name or by its number, it is the same port.
    expect(told({ ...document, edges: [...document.edges, { source: 'b', target: 'stage', targetPort: 'x' }] })).toEqual(['too-many-edges stage:0']);
    expect(told(applyEdits(document, [connect({ source: 'b', target: 'stage' })]))).toEqual([]);
  });

  it('at an output inside, once for all copies', () => {
    const net = network('two');
    net.input([4]).block(dense, { repeat: 2 }, { id: 'stage' }).output();
    const document = net.document();
    const inside = document.blocks['dense']!;
    const twice = { ...document, blocks: { dense: { ...inside, edges: [...inside.edges, { source: 'x', target: 'y' }] } } };
    expect(told(twice)).toEqual(['too-many-edges stage/1/y:0']);
  });
});

describe('the same problem in copies of a block', () => {
  const repeated = (inner: Block): NetloomDocument => {
    const net = network('copies');
    net.input([4], { id: 'image' }).block(inner, { repeat: 3 }, { id: 'stage' }).output();
    return net.document();
  };
  const wrong = (params: Readonly<Record<string, number>>): Edit => ({ kind: 'inBlock', block: 'dense', edit: { kind: 'setParams', id: 'inner', params } });

  it('is told of the first of them, in blocks within blocks too', () => {
    expect(told(applyEdits(repeated(dense), [wrong({ units: 0 })]))).toEqual(['bad-param stage/1/inner']);
    const outer = block('outer', (b) => b.output('y', b.input('x').block(dense, { repeat: 2 }, { id: 'in' })));
    expect(told(applyEdits(repeated(outer), [wrong({ units: 0 })]))).toEqual(['bad-param stage/1/in/1/inner']);
    // Another instance is not a copy.
    const net = network('two');
    net.input([4]).block(dense, {}, { id: 'a' }).block(dense, {}, { id: 'b' }).output();
    expect(told(applyEdits(net.document(), [wrong({ units: 0 })]))).toEqual(['bad-param a/inner', 'bad-param b/inner']);
  });

  it('is told of the copy in which it first is', () => {
    // Each copy halves a picture of 4 × 64: nothing of its height is left for the third.
    const halving = block('halving', (b) => b.output('y', b.input('x').maxPooling2d({ poolSize: 2, strides: 2 }, { id: 'pool' })));
    const net = network('halves');
    net.input([4, 64, 1], { id: 'image' }).block(halving, { repeat: 4 }, { id: 'stage' }).output();
    expect(errors(net.document())).toEqual(['non-positive-size stage/3/pool']);
  });
});

describe('a fix of a layer whose weights are shared', () => {
  /** Two towers with the same weights; the second does not fit the sum. */
  const towers = (tower: (x: Tensor, id: string, sharedWith?: Tensor) => Tensor): NetloomDocument => {
    const net = network('towers');
    const [a, b, c] = [net.input([6], { id: 'a' }), net.input([6], { id: 'b' }), net.input([5], { id: 'c' })];
    const left = tower(a, 'left');
    left.output({}, { id: 'out' });
    tower(b, 'right', left).add({}, { id: 'sum', with: [c] }).output();
    return net.document();
  };

  it('is an edit of the layer that has them', () => {
    const document = towers((x, id, sharedWith) => x.dense(sharedWith ? {} : { units: 4 }, { id, sharedWith }));
    expect(fix(document, 'Give `right` 5 units')).toEqual([{ kind: 'setParams', id: 'left', params: { units: 5 } }]);
  });

  it('is an edit of the instance that has them, where that sets the param', () => {
    const document = towers((x, id, sharedWith) => x.block(exposing, sharedWith ? {} : { width: 4 }, { id, sharedWith }));
    expect(fix(document, 'Give `right/inner` 5 units')).toEqual([{ kind: 'setParams', id: 'left', params: { width: 5 } }]);
  });

  it('is an edit of the definition where no instance sets the param', () => {
    const document = towers((x, id, sharedWith) => x.block(exposing, {}, { id, sharedWith }));
    expect(fix(document, 'Give `right/inner` 5 units')).toEqual([{ kind: 'inBlock', block: 'exposing', edit: { kind: 'setParams', id: 'inner', params: { units: 5 } } }]);
  });
});

describe('a fix of a param that an instance sets', () => {
  const bottleneck = block('bottleneck', (b) => b.output('y', b.input('x').conv2d({ kernelSize: 1 }, { id: 'narrow' }).conv2d({ kernelSize: 1 }, { id: 'wide' })), {
    params: { filters: { default: 2, targets: [['narrow', 'filters'], ['wide', 'filters', 4]] } },
  });
  const around = (channels: number, inner: Block = bottleneck, params: Readonly<Record<string, number>> = { filters: 4 }): NetloomDocument => {
    const net = network('times');
    const x = net.input([8, 8, channels], { id: 'x' });
    x.block(inner, params, { id: 'b' }).add({}, { id: 'sum', with: [x] }).output();
    return net.document();
  };

  it('sets there what the factor makes into the value wanted', () => {
    expect(fix(around(20), 'Give `b/wide` 20 filters')).toEqual([{ kind: 'setParams', id: 'b', params: { filters: 5 } }]);
    // Also where the instance has set nothing and the default holds.
    expect(fix(around(20, bottleneck, {}), 'Give `b/wide` 20 filters')).toEqual([{ kind: 'setParams', id: 'b', params: { filters: 5 } }]);
  });

  it('is not offered where no whole number makes it', () => {
    const offered = labels(compile(around(18)).diagnostics);
    expect(offered.length).toBeGreaterThan(0);
    expect(offered).not.toContain('Give `b/wide` 18 filters');
  });

  it('goes outward through the blocks that hand it on', () => {
    const outer = block('outer', (b) => b.output('y', b.input('x').block(bottleneck, {}, { id: 'inner' })), { params: { width: { targets: [['inner', 'filters', 2]] } } });
    expect(fix(around(24, outer, { width: 1 }), 'Give `b/inner/wide` 24 filters')).toEqual([{ kind: 'setParams', id: 'b', params: { width: 3 } }]);
    expect(fix(around(24, outer, {}), 'Give `b/inner/wide` 24 filters')).toEqual([
      { kind: 'inBlock', block: 'outer', edit: { kind: 'setParams', id: 'inner', params: { filters: 6 } } },
    ]);
  });
});

describe('a layer that a fix inserts', () => {
  const inside = (edit: Extract<Edit, { kind: 'inBlock' }>['edit']): Edit => ({ kind: 'inBlock', block: 'skip', edit });
  const document = (repeat = 1): NetloomDocument => {
    const net = network('insert');
    net.input([8, 8, 3], { id: 'image' }).block(skip, { repeat }, { id: 'stage' }).output();
    return net.document();
  };

  it('behind an input of the block stands in the definition, under a name that is free there', () => {
    for (const repeat of [1, 2]) {
      expect(fix(document(repeat), 'Insert a 1×1 convolution with 8 filters on input 2')).toEqual([
        inside({ kind: 'addNode', node: { id: 'conv2d_2', type: 'conv2d', position: expect.anything() as never, params: { filters: 8, kernelSize: 1 } } }),
        inside({ kind: 'connect', edge: { source: 'x', target: 'conv2d_2' } }),
        inside({ kind: 'connect', edge: { source: 'conv2d_2', target: 'sum', targetPort: '1' } }),
      ]);
    }
  });

  it('behind an instance begins at its output by name', () => {
    const two = block('two', (b) => {
      const x = b.input('x');
      b.output('first', x.dense({ units: 4 }, { id: 'p' }));
      b.output('second', x.dense({ units: 7 }, { id: 'q' }));
    });
    const net = network('outputs');
    const x = net.input([5], { id: 'image' });
    const both = x.block(two, {}, { id: 'stage' });
    both.output({}, { id: 'out' });
    both.out('second').add({}, { id: 'sum', with: [x] }).output();
    expect(fix(net.document(), 'Insert a dense layer with 5 units on input 1')).toContainEqual({ kind: 'connect', edge: { source: 'stage', sourcePort: 'second', target: 'dense' } });
  });
});

it('an open input of an instance that shares its weights is told at that instance', () => {
  const net = network('towers');
  const [a, b] = [net.input([6], { id: 'a' }), net.input([6], { id: 'b' })];
  const left = a.block(dense, { repeat: 2 }, { id: 'left' });
  left.add({}, { id: 'sum', with: [b.block(dense, {}, { id: 'right', sharedWith: left })] }).output();
  const open = applyEdits(net.document(), [{ kind: 'disconnect', edge: { source: 'b', target: 'right' } }]);
  expect(errors(open)).toEqual(['missing-input right']);
  const missing = compile(open).diagnostics.find((d) => d.code === 'missing-input')!;
  expect(missing.fixes[0]).toMatchObject({ label: 'Connect `b`', edits: [{ kind: 'connect', edge: { source: 'b', target: 'right', targetPort: 'x' } }] });
  expect(told(applyEdits(open, missing.fixes[0]!.edits))).toEqual([]);
});

describe('the ends of a network of blocks', () => {
  const ends = (): NetloomDocument => {
    const net = network('ends');
    net.input([4], { id: 'image', at: [0, 0] }).block(dense, { repeat: 2 }, { id: 'stage', at: [0, 5] }).output({}, { id: 'out', at: [0, 6] });
    return net.document();
  };

  it('are an input before an instance, not inside it', () => {
    const document = applyEdits(ends(), [{ kind: 'removeNode', id: 'image' }]);
    const problem = compile(document).diagnostics.find((d) => d.code === 'no-input')!;
    const flat = problem.fixes.find((f) => f.label === 'Add an input of 784 before `stage`')!;
    expect(flat.edits).toMatchObject([{ kind: 'addNode', node: { type: 'input', position: [0, 416] } }, { kind: 'connect', edge: { source: 'input', target: 'stage', targetPort: 'x' } }]);
    expect(told(applyEdits(document, flat.edits))).toEqual([]);
  });

  it('are not an input inside a definition, where a layer there lacks one', () => {
    const document = applyEdits(ends(), [{ kind: 'removeNode', id: 'image' }, { kind: 'inBlock', block: 'dense', edit: { kind: 'disconnect', edge: { source: 'x', target: 'inner' } } }]);
    expect(errors(document)).toContain('no-input undefined');
    expect(compile(document).diagnostics.find((d) => d.code === 'no-input')!.fixes).toEqual([]);
  });

  it('are an output after an instance, below it', () => {
    const document = applyEdits(ends(), [{ kind: 'removeNode', id: 'out' }]);
    const edits = fix(document, 'Add an output after `stage`');
    expect(edits).toMatchObject([{ kind: 'addNode', node: { type: 'output', position: [0, 624] } }, { kind: 'connect', edge: { source: 'stage', sourcePort: 'y', target: 'output' } }]);
  });
});
