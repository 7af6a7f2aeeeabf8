import { describe, expect, it } from 'vitest';
import { unet } from '../../templates/unet.ts';
import { block, network } from '../graph/builder.ts';
import type { NetloomDocument } from '../graph/document.ts';
import { applyEdits, type Edit } from '../graph/edits.ts';
import { completeParams } from '../layers/params.ts';
import type { NodeReport } from './compilation.ts';
import { compareDocuments } from './comparison.ts';
import { changeGroups, comparisonMarkdown, comparisonText, deltaText, valueText } from './comparisonText.ts';
import { compile } from './compile.ts';

const net: NetloomDocument = unet.build({ ...completeParams(unet.params, {}).params, depth: 1, width: 4, size: 8, blocks: false });
const compared = (...edits: readonly Edit[]) => {
  const now = applyEdits(net, edits);
  return compareDocuments({ document: net, compilation: compile(net) }, { document: now, compilation: compile(now) });
};

describe('two networks compared', () => {
  it('tell the change in cost of the whole and of each node, also of those that only got another input', () => {
    const comparison = compared({ kind: 'setParams', id: 'enc1a', params: { filters: 6 } });
    const { before, after } = comparison.totals;
    // 3×3 kernels over 3 channels and a bias for two more filters, then two more channels for the 4 filters of enc1b.
    expect(after.params - before.params).toBe(2 * (27 + 1) + 2 * 9 * 4);
    expect(comparison.costs.map((c) => c.id)).toEqual(['enc1a', 'enc1b']);
    expect(comparison.costs[1]).toMatchObject({ before: { params: 4 * (9 * 4 + 1) }, after: { params: 4 * (9 * 6 + 1) } });
  });

  it('list what came, what went, last, and what has another name only if its cost is another; comments cost nothing', () => {
    const drop = { kind: 'addNode', node: { id: 'drop', type: 'dropout', position: [0, 0] } } as const;
    const { costs } = compared(drop, { kind: 'connect', edge: { source: 'enc1b', target: 'drop' } }, { kind: 'removeNode', id: 'mask' }, { kind: 'renameNode', id: 'enc1a', to: 'first' });
    expect(costs.map(({ id, before, after }) => [id, before === null, after === null])).toEqual([['drop', true, false], ['mask', false, true]]);
    const said = applyEdits(net, [{ kind: 'addNode', node: { id: 'note', type: 'comment', position: [0, 0] } }]);
    expect(compareDocuments({ document: said, compilation: compile(said) }, { document: said, compilation: compile(said) }).costs).toEqual([]);
  });

  it('tell a cost that is another in its parameters, its work, its memory or its shape alone', () => {
    const compilation = compile(net);
    const { report } = compilation;
    const other = (part: Partial<NodeReport>) => ({ ...compilation, report: { ...report, nodes: { ...report.nodes, enc1a: { ...report.nodes['enc1a']!, ...part } } } });
    const listed = (part: Partial<NodeReport>) => compareDocuments({ document: net, compilation }, { document: net, compilation: other(part) }).costs.map((c) => c.id);
    expect([listed({ params: 1 }), listed({ macs: 1 }), listed({ activationBytes: 1 }), listed({ outputShape: [1] }), listed({ outputShape: null })]).toEqual(Array.from({ length: 5 }, () => ['enc1a']));
    expect(listed({ outputShape: [...report.nodes['enc1a']!.outputShape!] })).toEqual([]);
  });

  it('read as a list of changes', () => {
    const text = comparisonText(
      compared({ kind: 'setParams', id: 'image', params: { shape: [16, 16, 3] } }, { kind: 'removeNode', id: 'mask' }, { kind: 'moveNode', id: 'enc1a', position: [9, 9] }, { kind: 'setTraining', training: { epochs: 3 } }),
    );
    expect(text).toContain('Network\n  − mask  Output ');
    expect(text).toContain('  ~ image  shape 8×8×3 → 16×16×3\n');
    expect(text).toContain(`Training\n  ~ epochs  ${net.training.epochs} → 3\n`);
    expect(text).toContain('  enc1a  8×8×4 → 16×16×4\n');
    expect(text).toMatch(/Parameters {5}1,\d{3} → 1,\d{3} {2}\(0\)\n/);
    expect(text).toContain('1 node was moved on the canvas, which changes nothing.\n');
    expect(comparisonText(compared({ kind: 'moveNode', id: 'enc1a', position: [9, 9] }))).toBe('No difference. 1 node was moved on the canvas, which changes nothing.\n');
  });

  it('name what came, went and changed in the network, in blocks, in training and in the file, with edges only where their ends stayed', () => {
    const unit = block('unit', (b) => b.output('y', b.input('x').dense({ units: 4 }, { id: 'd' })));
    const built = network('net');
    built.input([4], { id: 'image' }).block(unit, {}, { id: 'u' }).dense({ units: 4 }, { id: 'a' }).add({}, { id: 'sum', with: [] }).output({}, { id: 'out' });
    const before: NetloomDocument = { ...built.document(), blocks: { ...built.document().blocks, old: unit.definition }, colour: 'red' };
    const { old: _, ...blocks } = before.blocks;
    const now = applyEdits({ ...before, blocks: { ...blocks, fresh: unit.definition }, colour: undefined, size: 3 } as unknown as NetloomDocument, [
      { kind: 'connect', edge: { source: 'image', target: 'sum', targetPort: '1' } },
      { kind: 'renameNode', id: 'a', to: 'b' },
      { kind: 'setParams', id: 'image', params: { shape: [null, 4] } },
      { kind: 'addNode', node: { id: 'v', type: 'block', block: 'unit', position: [0, 0] } },
      { kind: 'connect', edge: { source: 'u', target: 'v' } },
      { kind: 'addNode', node: { id: 'plus', type: 'dropout', position: [0, 0] } },
      { kind: 'connect', edge: { source: 'image', target: 'plus' } },
      { kind: 'connect', edge: { source: 'plus', target: 'sum', targetPort: '2' } },
      { kind: 'removeNode', id: 'out' },
      { kind: 'disconnect', edge: { source: 'b', target: 'sum' } },
      { kind: 'connect', edge: { source: 'u', sourcePort: 'y', target: 'sum', targetPort: '0' } },
      { kind: 'inBlock', block: 'unit', edit: { kind: 'addNode', node: { id: 'e', type: 'dropout', position: [0, 0] } } },
      { kind: 'setTraining', training: { epochs: 3 } },
    ]);
    const comparison = compareDocuments({ document: before, compilation: compile(before) }, { document: now, compilation: compile(now) });
    const inNetwork = ['+ v  block unit', '+ plus  Dropout 0.5', '− out  Output Mean squared error', '~ image  shape 4 → ?×4', '~ b  was a', '+ image → sum:1', '+ u.y → sum', '− a → sum'];
    const groups = [['Network', ...inNetwork], ['Block unit', '+ e  Dropout 0.5'], ['Blocks', '+ fresh', '− old'], ['Training', '~ epochs  5 → 3'], ['File', '− colour  red → none', '+ size  none → 3']];
    const text = comparisonText(comparison);
    expect(text.split('\n\n').slice(0, 5)).toEqual(groups.map(([title, ...rows]) => `${title}\n${rows.map((row) => `  ${row}`).join('\n')}`));
    expect(text).toContain('Shapes\n  image  4 → ?×4\n  u  4 → ?×4\n  b  4 → ?×4\n  sum  ? → ?×4\n\nCost of one sample\n  Parameters     40 → 60  (+20)\n  Trainable      40 → 60  (+20)\n  Multiply-adds  32 → ?  (?)\n');
    // What can be shown is in the network as it is now.
    expect(changeGroups(comparison.diff).map(({ rows }) => rows.map((row) => row.node))).toEqual([['v', 'plus', undefined, 'image', 'b', 'sum', 'sum', undefined], [undefined], [undefined, undefined], [undefined], [undefined, undefined]]);
    const markdown = comparisonMarkdown(comparison, before, now);
    expect(markdown).toContain('**Network**\n\n- added: `v` block unit\n- added: `plus` Dropout 0.5\n- removed: `out` Output Mean squared error\n- changed: `image` shape 4 → ?×4\n- changed: `b` was `a`\n');
    expect(markdown).toContain('\n| per sample | before | after | change |\n| --- | ---: | ---: | ---: |\n| Parameters | 40 | 60 | +20 |\n');
    expect(markdown).toContain('- changed: `epochs` 5 → 3\n');
    expect(markdown).not.toContain('on the canvas');
  });

  it('write values on one line, lists as shapes, long ones cut, and differences with their sign', () => {
    expect([undefined, 'same', 3, [3, null], [], [{ a: 1 }], { a: 1 }, true].map((value) => valueText(value))).toEqual(['none', 'same', '3', '3×?', '', '[{"a":1}]', '{"a":1}', 'true']);
    expect([80, 81].map((n) => valueText('x'.repeat(n)))).toEqual(['x'.repeat(80), `${'x'.repeat(77)}…`]);
    expect([deltaText(1000, 3500), deltaText(3500, 1000), deltaText(7, 7), deltaText(null, 1), deltaText(1, null)]).toEqual(['+2,500', '−2,500', '0', '?', '?']);
  });

  it('that are the same say so, and how many nodes were moved', () => {
    const moves: readonly Edit[] = ['enc1a', 'enc1b'].map((id) => ({ kind: 'moveNode', id, position: [9, 9] }));
    expect([comparisonText(compared()), comparisonText(compared(...moves))]).toEqual(['No difference.\n', 'No difference. 2 nodes were moved on the canvas, which changes nothing.\n']);
    expect(comparisonMarkdown(compared(...moves), net, net)).toBe('## unet → unet\n\nNo difference.\n\n2 nodes were moved on the canvas, which changes nothing.\n');
    expect(comparisonText(compared({ kind: 'setTraining', training: { epochs: 3 } }))).not.toMatch(/Shapes|moved/);
    expect(comparisonText(compared({ kind: 'setParams', id: 'enc1a', params: { useBias: false } }))).not.toContain('Shapes');
  });

  it('say what a block exposes in words', () => {
    const unit = block('unit', (b) => b.output('y', b.input('x').dense({ units: 4 }, { id: 'one' }).dense({ units: 4 }, { id: 'two' })), { params: { units: { default: 4, targets: [['one', 'units']] } } });
    const built = network('net');
    built.input([4]).block(unit).output();
    const document = built.document();
    const { params: _, ...rest } = document.blocks['unit']!;
    const definition = { ...rest, nodes: rest.nodes, edges: rest.edges };
    const targets = [{ node: 'one', param: 'units' }, { node: 'two', param: 'units', times: 2 }];
    const wider = applyEdits(document, [{ kind: 'setBlock', block: 'unit', definition: { ...definition, params: { units: { default: 8, targets }, bias: { targets: [{ node: 'one', param: 'useBias' }] } } } }]);
    const text = comparisonText(compareDocuments({ document, compilation: compile(document) }, { document: wider, compilation: compile(wider) }));
    expect(text).toContain('Block unit\n  ~ unit  exposes units one.units → one.units, two.units ×\u00a02, default of units 4 → 8, exposes bias none → one.useBias\n');
  });

  it('let no name break out of the Markdown', () => {
    const comparison = compared({ kind: 'addNode', node: { id: 'a`b\n# <b>', type: '<img src=x>', position: [0, 0] } });
    const text = comparisonMarkdown(comparison, net, { name: '<script>*x*' });
    expect(text).toContain('## unet → \\<script\\>\\*x\\*');
    expect(text).toContain('- added: `` a`b # <b> `` \\<img src=x\\>\n');
    const block = compared({ kind: 'setBlock', block: '*u*', definition: { nodes: [], edges: [] } }, { kind: 'setParams', id: 'enc1a', params: { colour: '<i>\n# x' } }, { kind: 'renameNode', id: 'mask', to: '*m*' }, { kind: 'renameNode', id: 'enc1b', to: 'a\nb' });
    const lines = comparisonMarkdown(block, net, net);
    expect(lines).toContain('- changed: `enc1a` colour none → \\<i\\> \\# x\n');
    expect(lines).toContain('- added: `*u*`\n');
    expect(lines).toContain('- changed: `a b` was `enc1b`\n');
    expect(comparisonText(block)).toContain('  ~ enc1a  colour none → <i> # x\n');
  });
});
