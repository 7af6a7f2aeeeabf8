import { describe, expect, it } from 'vitest';
import { compile } from '../compiler/compile.ts';
import { block, network } from '../graph/builder.ts';
import type { NetloomDocument } from '../graph/document.ts';
import { applyEdits } from '../graph/edits.ts';
import { diagnosticsHere, graphHere, reportsHere, shownHere } from './currentGraph.ts';

/** `dead` leads nowhere; `wrong` takes no features, and says which of its params and inputs that is about. */
const unit = block('unit', (b) => {
  const x = b.input('x');
  x.conv2d({ filters: 2 }, { id: 'wrong' });
  b.output('y', x.dense({ units: 4 }, { id: 'dense' }));
});
const pair = block('pair', (b) => b.output('y', b.input('x').block(unit, { repeat: 2 }, { id: 'u' })));

function document(): NetloomDocument {
  const net = network('net');
  net.input([4], { id: 'in' }).block(pair, {}, { id: 'p' }).dense({ units: 2 }, { id: 'head' }).output();
  return net.document();
}
const opened = (doc: NetloomDocument): NetloomDocument => applyEdits(doc, [{ kind: 'setNode', id: 'p', fields: { expanded: true } }]);
const NETWORK: readonly string[] = [];

describe('the graph that is seen', () => {
  it('is the same object for as long as its nodes, edges and blocks are, whatever was asked in between', () => {
    const doc = document();
    const scope = ['p'];
    const seen = graphHere({ document: doc, scope });
    const renamed = applyEdits(doc, [{ kind: 'setName', name: 'other' }]);
    expect(graphHere({ document: renamed, scope })).toBe(seen);
    const changed = applyEdits(renamed, [{ kind: 'inBlock', block: 'pair', edit: { kind: 'moveNode', id: 'u', position: [9, 9] } }]);
    expect(graphHere({ document: changed, scope })).not.toBe(seen);
    expect(graphHere({ document: changed, scope: NETWORK }).block).toBeNull();
    expect(graphHere({ document: doc, scope })).toBe(seen);
    expect(graphHere({ document: doc, scope: NETWORK })).not.toBe(seen);
  });

  it('has the reports of its nodes by the names they have in it, of repeated blocks those of the first copy', () => {
    const doc = document();
    const compilation = compile(doc);
    const inside = graphHere({ document: doc, scope: ['p', 'u'] });
    const reports = reportsHere(inside, compilation);
    expect(Object.keys(reports).toSorted()).toEqual(['dense', 'wrong', 'x', 'y']);
    expect(reports['dense']).toBe(compilation.report.nodes['p/u/1/dense']);
    expect(reportsHere(inside, compilation)).toBe(reports);
    expect(reportsHere(graphHere({ document: doc, scope: NETWORK }), compilation)).toBe(compilation.report.nodes);
  });

  it('knows the card that stands for a node: its own, or that of the closed block around it', () => {
    const doc = document();
    const outside = graphHere({ document: doc, scope: NETWORK });
    expect([shownHere(outside, 'head'), shownHere(outside, 'p/u/2/dense'), shownHere(outside, 'nothing')]).toEqual(['head', 'p', null]);
    expect(shownHere(graphHere({ document: opened(doc), scope: NETWORK }), 'p/u/2/dense')).toBe('p/u');
    const inside = graphHere({ document: doc, scope: ['p'] });
    expect([shownHere(inside, 'p/u/1/dense'), shownHere(inside, 'head'), shownHere(inside, 'p'), shownHere(inside, 'q_u')]).toEqual(['u', null, null, null]);
  });

  it('shows problems at the card that is there: within a closed block without port and param, which the card has others of', () => {
    const doc = document();
    const compilation = compile(doc);
    const wrong = (view: ReturnType<typeof graphHere>) => diagnosticsHere(view, compilation).filter((d) => d.code === 'rank-mismatch').map(({ node, port }) => ({ node, port }));
    expect(wrong(graphHere({ document: doc, scope: NETWORK }))).toEqual([{ node: 'p', port: undefined }]);
    expect(wrong(graphHere({ document: opened(doc), scope: NETWORK }))).toEqual([{ node: 'p/u', port: undefined }]);
    expect(wrong(graphHere({ document: doc, scope: ['p'] }))).toEqual([{ node: 'u', port: undefined }]);
    expect(wrong(graphHere({ document: doc, scope: ['p', 'u'] }))).toEqual([{ node: 'wrong', port: 0 }]);
  });

  it('inside a block shows nothing of what is outside', () => {
    const doc = applyEdits(document(), [{ kind: 'addNode', node: { id: 'q_u', type: 'dense', position: [0, 0] } }]);
    const compilation = compile(doc);
    expect(diagnosticsHere(graphHere({ document: doc, scope: NETWORK }), compilation).some((d) => d.node === 'q_u')).toBe(true);
    const inside = diagnosticsHere(graphHere({ document: doc, scope: ['p'] }), compilation);
    expect(inside.map((d) => d.message)).toEqual(compilation.diagnostics.filter((d) => d.node?.startsWith('p/')).map((d) => d.message));
  });
});
