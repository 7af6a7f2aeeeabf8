import { beforeEach, describe, expect, it } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { builtinSignature } from '../../compiler/dataSize.ts';
import { block, network } from '../../graph/builder.ts';
import { emptyDocument, type NetloomDocument } from '../../graph/document.ts';
import { RANK_GAP } from '../../graph/layout.ts';
import { applyEdits } from '../../graph/edits.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { applyFix } from './applyFix.ts';

const places = () => Object.fromEntries(graphHere(documentStore.getState()).nodes.map((n) => [n.id, n.position]));

describe('a fix that inserts layers', () => {
  const chain: NetloomDocument = {
    ...emptyDocument('chain'),
    nodes: [
      { id: 'image', type: 'input', position: [100, 0], params: { shape: [28, 28, 1] } },
      { id: 'conv', type: 'conv2d', position: [100, RANK_GAP] },
      { id: 'end', type: 'output', position: [100, 2 * RANK_GAP], params: { loss: 'sparseCategoricalCrossentropy' } },
    ],
    edges: [{ source: 'image', target: 'conv' }, { source: 'conv', target: 'end' }],
  };
  const fixOf = (document: NetloomDocument, label: string) => {
    const data = builtinSignature(applyEdits(document, [{ kind: 'setTraining', training: { data: { type: 'glyphs' } } }]))!;
    return compile(document, { data }).diagnostics.flatMap((d) => d.fixes).find((f) => f.label === label)!;
  };

  beforeEach(() => documentStore.getState().open(chain));

  it('puts them in line, what follows makes room, and it is one step', () => {
    applyFix(fixOf(chain, 'Insert GlobalAveragePooling2D and Dense'));
    expect(places()).toEqual({ image: [100, 0], conv: [100, RANK_GAP], globalAveragePooling2d: [100, 2 * RANK_GAP], dense: [100, 3 * RANK_GAP], end: [100, 4 * RANK_GAP] });
    expect(documentStore.getState().past.map((s) => s.label)).toEqual(['Insert GlobalAveragePooling2D and Dense']);
    expect(documentStore.getState().gesture).toBeNull();
    documentStore.getState().undo();
    expect(documentStore.getState().document).toBe(chain);
  });

  it('moves nothing where there is room', () => {
    const wide = applyEdits(chain, [{ kind: 'moveNode', id: 'end', position: [100, 6 * RANK_GAP] }]);
    documentStore.getState().open(wide);
    applyFix(fixOf(wide, 'Insert GlobalAveragePooling2D and Dense'));
    expect(places()).toMatchObject({ globalAveragePooling2d: [100, 2 * RANK_GAP], dense: [100, 3 * RANK_GAP], end: [100, 6 * RANK_GAP] });
  });
});

it('a fix within a block opened in place makes room inside and around it', () => {
  const pair = block('pair', (b) => b.output('y', b.input('x', [0, 0]).dense({}, { id: 'one', at: [0, 1] }).dense({}, { id: 'two', at: [0, 2] }), [0, 3]));
  const net = network('net');
  net.input([4], { id: 'in', at: [0, 0] }).block(pair, {}, { id: 'p', at: [0, 1] }).output({}, { id: 'out', at: [0, 5] });
  documentStore.getState().open(applyEdits(net.document(), [{ kind: 'setNode', id: 'p', fields: { expanded: true } }]));
  const before = places();
  const edge = { source: 'one', target: 'two' };
  applyFix({
    label: 'Insert a `dropout`',
    edits: [
      { kind: 'addNode' as const, node: { id: 'dropout', type: 'dropout', position: [0, 0] as const } },
      { kind: 'disconnect' as const, edge },
      { kind: 'connect' as const, edge: { source: 'one', target: 'dropout' } },
      { kind: 'connect' as const, edge: { source: 'dropout', target: 'two' } },
    ].map((edit) => ({ kind: 'inBlock' as const, block: 'pair', edit })),
  });
  expect(places()['p/dropout']).toEqual(before['p/two']);
  expect(places()['p/two']![1]).toBe(before['p/two']![1] + RANK_GAP);
  expect(places()['out']![1]).toBeGreaterThanOrEqual(before['out']![1]);
  expect(documentStore.getState().past.map((s) => s.label)).toEqual(['Insert a dropout']);
});
