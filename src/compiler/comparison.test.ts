import { describe, expect, it } from 'vitest';
import { unet } from '../../templates/unet.ts';
import { block, network } from '../graph/builder.ts';
import type { NetloomDocument } from '../graph/document.ts';
import { applyEdits, type Edit } from '../graph/edits.ts';
import { completeParams } from '../layers/params.ts';
import type { NodeReport } from './compilation.ts';
import { compareDocuments } from './comparison.ts';
import { comparisonMarkdown, comparisonText } from './comparisonText.ts';
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
  });
});
