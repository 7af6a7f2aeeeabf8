import { describe, expect, it } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { block, network } from '../../../graph/builder.ts';
import type { NetloomDocument } from '../../../graph/document.ts';
import { graphHere } from '../../../state/currentGraph.ts';
import { createDocumentStore } from '../../../state/documentStore.ts';
import { documentToFlow } from './documentToFlow.ts';
import type { Flow } from './flow.ts';

const unit = block('unit', (b) => b.output('y', b.input('x').dense({ units: 4 }, { id: 'dense' }).activation({}, { id: 'act' })), { params: { units: { targets: [['dense', 'units']] } } });

function twice(): NetloomDocument {
  const net = network('twice');
  net.input([4]).block(unit, { repeat: 2 }, { id: 'a' }).block(unit, { units: 6 }, { id: 'b' }).output();
  return net.document();
}

/** A canvas over a store: draws anew from what it drew before, as the window does. */
function canvas() {
  const store = createDocumentStore(twice());
  let flow: Flow | null = null;
  const draw = (): Flow => {
    const state = store.getState();
    return (flow = documentToFlow({ graph: graphHere(state), compilation: compile(state.document), selectedNodes: [], selectedEdges: [] }, flow));
  };
  const notation = (id: string): string | undefined => draw().nodes.find((n) => n.id === id)?.data.notation;
  return { store, draw, notation, ...store.getState() };
}

describe('the canvas of blocks', () => {
  it('shows a change inside one instance inside the other', () => {
    const { setScope, edit, notation } = canvas();
    setScope(['a']);
    expect(notation('act')).toBe('ReLU');
    edit('Set activation', [{ kind: 'setParams', id: 'act', params: { activation: 'tanh' } }]);
    expect(notation('act')).toBe('tanh');
    setScope([]);
    expect(notation('a')).toContain('×2');
    setScope(['b']);
    expect(notation('act')).toBe('tanh');
  });

  it('shows inside what the instance gives, and what it is in the shapes', () => {
    const { setScope, draw, notation } = canvas();
    setScope(['a']);
    expect(notation('dense')).toBe('4');
    setScope(['b']);
    expect(notation('dense')).toBe('6');
    expect(draw().nodes.find((n) => n.id === 'dense')!.data.shape).toEqual([6]);
  });

  it('tells of an instance what its card has room for: repeats, name, first values', () => {
    const dense = (b: Parameters<Parameters<typeof block>[1]>[0]) => b.output('y', b.input('x').dense({}, { id: 'dense' }));
    const params = { filters: { default: 512, targets: [['dense', 'units']] }, width: { default: 128, targets: [['dense', 'units']] } } as const;
    const named = (label: string, repeat: number): string => {
      const net = network('net');
      net.input([4]).block(block(label.replaceAll(/\W/g, ''), dense, { label, params }), { repeat }, { id: 'b' }).output();
      const document = net.document();
      return documentToFlow({ graph: graphHere(createDocumentStore(document).getState()), compilation: compile(document), selectedNodes: [], selectedEdges: [] }, null).nodes.find((n) => n.id === 'b')!.data.notation;
    };
    expect([named('Unit', 1), named('Bottleneck', 3), named('Bottleneck, projected', 1), named('Inverted residual', 2)]).toEqual(['Unit · 512 · 128', '×3 Bottleneck · 512', 'Bottleneck · 512', '×2 · 512 · 128']);
  });

  it('says what a block waits for, closed and opened, and that a layer inside does', () => {
    const { edit, setScope, draw } = canvas();
    edit('Cut', [{ kind: 'disconnect', edge: { source: 'input', target: 'a' } }]);
    const needs = (id: string) => [...draw().nodes, ...draw().groups].filter((n) => n.id === id).map((n) => [n.data.needs, n.data.errors]);
    expect(needs('a')).toEqual([['needs an input', 0]]);
    edit('Open', [{ kind: 'setNode', id: 'a', fields: { expanded: true } }]);
    expect(draw().groups).toHaveLength(1);
    expect(needs('a')).toEqual([['needs an input', 0]]);
    edit('Connect', [{ kind: 'connect', edge: { source: 'input', target: 'a' } }]);
    expect(needs('a')).toEqual([['', 0]]);
    setScope(['b']);
    edit('Cut', [{ kind: 'disconnect', edge: { source: 'dense', target: 'act' } }]);
    expect(needs('act')).toEqual([['needs an input', 0]]);
    setScope([]);
    expect(needs('b')).toEqual([['a layer inside needs an input', 0]]);
  });

  it('frames what is inside an opened block, and draws edges to it', () => {
    const { edit, draw } = canvas();
    edit('Open', [{ kind: 'setNode', id: 'a', fields: { expanded: true } }]);
    const flow = draw();
    expect(flow.groups.map((g) => [g.id, g.data.repeat])).toEqual([['a', 2]]);
    expect(flow.nodes.map((n) => n.id)).toEqual(['input', 'a/1/dense', 'a/1/act', 'b', 'output']);
    expect(flow.edges.map((e) => `${e.source}>${e.target} ${e.data!.label}`)).toEqual(['input>a/1/dense 4', 'a/1/dense>a/1/act 4', 'a/1/act>b 4', 'b>output 6']);
  });
});
