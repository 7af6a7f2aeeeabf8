import { describe, expect, it } from 'vitest';
import { emptyDocument, type NetloomDocument } from '../graph/document.ts';
import { applyEdits } from '../graph/edits.ts';
import { toIdentifier } from './identifiers.ts';
import { checkProgram } from './checkProgram.ts';
import { compile } from './compile.ts';
import { adjacencyOf } from '../graph/adjacency.ts';
import { order } from './order.ts';
import type { Program } from './program.ts';
import { documentOf, type NodeText } from './testDocuments.ts';

const image = (...shape: number[]): NodeText => ['image', 'input', { shape }];

/** Conv (p1) twice per level, max pooling, transposed convolution, skips by concatenation: depth 1, width 8. */
const unet = documentOf(
  [
    image(32, 32, 1),
    ['enc', 'conv2d', { filters: 8, padding: 1, activation: 'relu' }],
    ['pool', 'maxPooling2d'],
    ['mid', 'conv2d', { filters: 16, padding: 1, activation: 'relu' }],
    ['up', 'conv2dTranspose', { filters: 8, kernelSize: 2, strides: 2 }],
    ['join', 'concatenate'],
    ['dec', 'conv2d', { filters: 8, padding: 1, activation: 'relu' }],
    ['mask', 'conv2d', { filters: 1, kernelSize: 1, activation: 'sigmoid' }],
    ['out', 'output', { loss: 'binaryCrossentropy' }],
  ],
  ['image>enc', 'enc>pool', 'pool>mid', 'mid>up', 'enc>join:0', 'up>join:1', 'join>dec', 'dec>mask', 'mask>out'],
);

const residual = documentOf(
  [
    image(32, 32, 3),
    ['stem', 'conv2d', { filters: 16, padding: 'same', useBias: false }],
    ['bn', 'batchNormalization'],
    ['a', 'conv2d', { filters: 32, strides: 2, padding: 1, useBias: false }],
    ['b', 'conv2d', { filters: 32, padding: 'same', useBias: false }],
    ['short', 'conv2d', { filters: 32, kernelSize: 1, strides: 2, useBias: false }],
    ['sum', 'add'],
    ['pool', 'globalAveragePooling2d'],
    ['classes', 'dense', { units: 10, activation: 'softmax' }],
    ['out', 'output', { loss: 'sparseCategoricalCrossentropy' }],
  ],
  ['image>stem', 'stem>bn', 'bn>a', 'a>b', 'bn>short', 'short>sum:0', 'b>sum:1', 'sum>pool', 'pool>classes', 'classes>out'],
);

describe('the sample document of the design', () => {
  const sample = documentOf(
    [
      ['image', 'input', { shape: [64, 64, 3] }],
      ['down', 'conv2d', { filters: 8, kernelSize: 4, strides: 2, padding: 1 }],
      ['join', 'concatenate'],
      ['mask', 'output', { loss: 'binaryCrossentropy' }],
    ],
    ['image>down', 'down>join:0', 'down>join:1', 'join>mask'],
  );

  it('compiles, with a hint that no sigmoid stands before the loss', () => {
    const { ok, diagnostics, program } = compile(sample);
    expect([ok, diagnostics.map((d) => [d.severity, d.code])]).toEqual([true, [['warning', 'loss-activation']]]);
    expect(program?.calls.map((c) => [c.id, `${c.callee.from}.${c.callee.name}`, c.inputs, c.shape])).toEqual([
      ['image', 'tf.input', [], [64, 64, 3]],
      ['down', 'tf.layers.conv2d', ['image'], [32, 32, 8]],
      ['join', 'tf.layers.concatenate', ['down', 'down'], [32, 32, 16]],
    ]);
    expect(program?.outputs).toEqual([{ node: 'mask', call: 'join', shape: [32, 32, 16], loss: 'binaryCrossentropy', weight: 1 }]);
  });

  it('reports the halving with its arithmetic', () => {
    expect(compile(sample).report.nodes['down']?.steps[0]?.text).toBe('⌊(64 + 2·1 − 4) / 2⌋ + 1 = 32');
  });
});

describe('the report', () => {
  it('counts the parameters and multiply-accumulates of a small U-Net as by hand', () => {
    const { report, ok } = compile(unet);
    const params = { enc: 80, mid: 1168, up: 520, dec: 1160, mask: 9 };
    const macs = { enc: 1024 * 8 * 9, mid: 256 * 16 * 72, up: 256 * 16 * 4 * 8, dec: 1024 * 8 * 144, mask: 1024 * 8 };
    expect(ok).toBe(true);
    for (const [id, count] of Object.entries(params)) expect([id, report.nodes[id]?.params]).toEqual([id, count]);
    for (const [id, count] of Object.entries(macs)) expect([id, report.nodes[id]?.macs]).toEqual([id, count]);
    expect(report.totals.params).toBe(2937);
    expect(report.nodes['out']).toMatchObject({ outputShape: [32, 32, 1], params: 0, activationBytes: 0 });
    expect(report.nodes['enc']?.activationBytes).toBe(32 * 32 * 8 * 4);
  });

  it('tells trainable parameters from moving averages', () => {
    const { report } = compile(residual);
    expect(report.nodes['bn']).toMatchObject({ params: 64, trainableParams: 32 });
    expect(report.totals).toMatchObject({ params: 432 + 64 + 4608 + 9216 + 512 + 330, trainableParams: 432 + 32 + 4608 + 9216 + 512 + 330 });
  });

  it('follows the receptive field down, up and through a skip', () => {
    const field = (id: string) => compile(unet).report.nodes[id]?.receptiveField;
    expect(field('image')).toEqual({ size: [1, 1], jump: [1, 1] });
    expect(field('enc')).toEqual({ size: [3, 3], jump: [1, 1] });
    expect(field('pool')).toEqual({ size: [4, 4], jump: [2, 2] });
    expect(field('mid')).toEqual({ size: [8, 8], jump: [2, 2] });
    expect(field('up')).toEqual({ size: [8, 8], jump: [1, 1] });
    expect(field('join')).toEqual({ size: [8, 8], jump: [1, 1] });
    expect(field('dec')).toEqual({ size: [10, 10], jump: [1, 1] });
  });

  it('sees everything after a global pooling', () => {
    expect(compile(residual).report.nodes['classes']?.receptiveField?.size).toEqual([Infinity, Infinity]);
  });

  it('leaves what leads to no output out of the totals', () => {
    const loose = { ...unet, nodes: [...unet.nodes, ...documentOf([['loose', 'conv2d', { filters: 99 }]], []).nodes], edges: [...unet.edges, { source: 'mid', target: 'loose' }] };
    expect(compile(loose).report.totals).toEqual(compile(unet).report.totals);
    expect(compile(loose).report.nodes['loose']?.outputShape).toEqual([14, 14, 99]);
  });
});

describe('the program', () => {
  it('is none where nothing is drawn, or only comments are: there is no error, and nothing to build', () => {
    const comment: NetloomDocument = { ...emptyDocument(), nodes: [{ id: 'note', type: 'comment', position: [0, 0] }] };
    for (const document of [emptyDocument(), comment]) expect(compile(document)).toMatchObject({ ok: true, program: null });
  });
  it('numbers the seeds 0, 1, 2, … in the order of its calls', () => {
    const { program } = compile(documentOf([image(4), ['a', 'dense'], ['b', 'dropout'], ['c', 'dense'], ['o', 'output']], ['image>a', 'a>b', 'b>c', 'c>o']));
    const seeds = program?.calls.map((call) => /"\$seed":(\d+)/.exec(JSON.stringify(call.config))?.[1]);
    expect(seeds).toEqual([undefined, '0', '1', '2']);
    const shorter = compile(documentOf([image(4), ['b', 'dropout'], ['c', 'dense'], ['o', 'output']], ['image>b', 'b>c', 'c>o'])).program;
    expect(shorter?.calls.map((call) => /"\$seed":(\d+)/.exec(JSON.stringify(call.config))?.[1])).toEqual([undefined, '0', '1']);
  });

  it('names the calls after their nodes, and the earlier ones of a node by their role', () => {
    const { program } = compile(
      documentOf([image(9, 9, 3), ['down', 'conv2d', { strides: 2, padding: 1, kernelSize: 4 }], ['down_pad', 'activation'], ['o', 'output']], ['image>down', 'down>down_pad', 'down_pad>o']),
    );
    expect(program?.calls.map((c) => [c.id, c.node])).toEqual([
      ['image', 'image'],
      ['down_pad_2', 'down'],
      ['down', 'down'],
      ['down_pad', 'down_pad'],
    ]);
    expect(checkProgram(program!)).toEqual([]);
  });

  it('makes identifiers of any node ids without collisions', () => {
    const ids = ['my image', 'class', '3d', 'a-b', 'a_b', 'a b', '__proto__', 'constructor', 'ü', 'tf'];
    const nodes: NodeText[] = ids.map((id, i) => (i === 0 ? [id, 'input', { shape: [4] }] : [id, 'dropout']));
    const { program } = compile(documentOf([...nodes, ['o', 'output']], [...ids.slice(1).map((id, i) => `${ids[i]}>${id}`), `${ids.at(-1)}>o`]));
    const names = program?.calls.map((c) => c.id) ?? [];
    expect(new Set(names).size).toBe(ids.length);
    expect(checkProgram(program!)).toEqual([]);
    expect(names[4]).toBe('a_b');
    expect(names).not.toContain('__proto__');
    expect(['', 'class', '3d', '_x'].map(toIdentifier)).toEqual(['n', 'class_', 'n3d', 'n_x']);
  });

  it('keeps nodes called like parts of every object apart in the report', () => {
    const { report } = compile(documentOf([['__proto__', 'input', { shape: [4] }], ['constructor', 'dense', { units: 2 }], ['o', 'output']], ['__proto__>constructor', 'constructor>o']));
    expect(report.nodes['__proto__']?.outputShape).toEqual([4]);
    expect(report.nodes['constructor']?.outputShape).toEqual([2]);
    expect(report.nodes['toString']).toBeUndefined();
  });

  it('orders the inputs of a merge by their port numbers, gaps or not', () => {
    const { program } = compile(documentOf([image(4), ['a', 'dropout'], ['b', 'dropout'], ['c', 'concatenate'], ['o', 'output']], ['image>a', 'image>b', 'a>c:7', 'b>c:2', 'c>o']));
    expect(program?.calls.at(-1)?.inputs).toEqual(['b', 'a']);
  });
});

describe('checkProgram', () => {
  const program = compile(unet).program!;
  const change = (id: string, part: Partial<Program['calls'][number]>): Program => ({ ...program, calls: program.calls.map((c) => (c.id === id ? { ...c, ...part } : c)) });

  it('finds nothing in what the compiler made', () => expect(checkProgram(program)).toEqual([]));
  it('finds a wrong shape', () => expect(checkProgram(change('pool', { shape: [17, 16, 8] }))[0]).toContain('pool (tf.layers.maxPooling2d) gives 16×16×8, but the program says 17×16×8'));
  it('finds a config that does not give the shape', () => expect(checkProgram(change('up', { config: { filters: 8, kernelSize: 3, strides: 2 } }))[0]).toContain('33×33×8'));
  it('finds an input that is defined later or never', () => expect(checkProgram(change('mid', { inputs: ['dec'] }))[0]).toContain('dec'));
  it('finds a name given twice', () => expect(checkProgram({ ...program, calls: [...program.calls, program.calls[1]!] })).toContain('enc is defined twice'));
  it('finds a callee that it does not know', () => expect(checkProgram(change('pool', { callee: { from: 'runtime', name: 'nothing' } }))[0]).toContain('no shape rule'));

  describe('of a layer that is applied again', () => {
    const twice = compile(
      applyEdits(documentOf([['a', 'input', { shape: [4] }], ['first', 'dense', { units: 4 }], ['second', 'dense'], ['third', 'dense'], ['o', 'output']], ['a>first', 'first>second', 'second>third', 'third>o']), [
        { kind: 'setNode', id: 'second', fields: { sharedWith: 'first' } },
        { kind: 'setNode', id: 'third', fields: { sharedWith: 'first' } },
      ]),
    ).program!;
    const changed = (id: string, part: Partial<Program['calls'][number]>): readonly string[] => checkProgram({ ...twice, calls: twice.calls.map((c) => (c.id === id ? { ...c, ...part } : c)) });

    it('finds nothing in what the compiler made, and counts its seeds once', () => {
      expect(twice.calls.map((c) => c.reuses)).toEqual([undefined, undefined, 'first', 'first']);
      expect(checkProgram(twice)).toEqual([]);
      expect(changed('second', { reuses: undefined }).join()).toContain('seeds');
    });
    it('finds one that is made later, never, or is itself another applied again', () => {
      expect(changed('second', { reuses: 'third' })).toEqual(['second reuses third, which makes no layer before it']);
      expect(changed('second', { reuses: 'gone' })).toEqual(['second reuses gone, which makes no layer before it']);
      expect(changed('third', { reuses: 'second' })).toEqual(['third reuses second, which makes no layer before it']);
    });
    it('finds one of another kind, or set otherwise', () => {
      const { callee, config } = twice.calls[1]!;
      expect(changed('second', { callee: { ...callee, from: callee.from === 'runtime' ? 'tf.layers' : 'runtime' } }).join()).toContain('second reuses first, but is another layer');
      expect(changed('third', { config: { ...config, useBias: false } })).toEqual(['third reuses first, but is another layer']);
    });
  });

  it('finds seeds out of order', () => expect(checkProgram({ ...program, calls: program.calls.toReversed() }).join()).toContain('seeds'));
});

describe('order', () => {
  const graph = (count: number, edges: readonly (readonly [number, number])[]) => adjacencyOf(count, edges.map(([a]) => a), edges.map(([, b]) => b));

  it('keeps the order of the document where it can', () => {
    expect(order(graph(5, [[0, 1], [0, 3], [3, 2]])).sorted).toEqual([0, 1, 3, 2, 4]);
  });

  it('names one path per knot, beginning at its first node, and sorts what does not depend on it', () => {
    expect(order(graph(7, [[0, 1], [1, 2], [2, 3], [3, 1], [3, 4], [5, 6], [6, 5]]))).toEqual({ sorted: [0], cycles: [[1, 2, 3], [5, 6]] });
  });

  it('takes chains of a hundred thousand nodes, and circles as long', () => {
    const count = 100_000;
    const all = Array.from({ length: count }, (_, n) => n);
    const circle = graph(count, all.map((n) => [n, (n + 1) % count] as const));
    expect(order(circle).cycles[0]).toHaveLength(count);
    const chain = graph(count, all.slice(1).map((n) => [n - 1, n] as const));
    expect(order(chain).sorted).toEqual(all);
  });
});
