import { beforeEach, describe, expect, it } from 'vitest';
import { block, network } from '../../graph/builder.ts';
import { emptyDocument, type GraphNode } from '../../graph/document.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { toggleExpanded } from './blocks.ts';
import { canShare, canUnshare, shareWeights, unshareWeights } from './sharing.ts';

const doc = () => documentStore.getState();
const select = (...ids: string[]): void => uiStore.getState().select(ids);
const node = (id: string): GraphNode => graphHere(doc()).nodes.find((n) => n.id === id)!;
const owners = () => Object.fromEntries(doc().document.nodes.filter((n) => n.sharedWith !== undefined).map((n) => [n.id, n.sharedWith]));

const types = { in: 'input', also: 'input', a: 'dense', b: 'dense', c: 'dense', conv: 'conv2d', out: 'output', last: 'output' };

beforeEach(() => {
  uiStore.setState({ screen: 'editor', selectedNodes: [], selectedEdges: [], notice: null });
  doc().open({ ...emptyDocument('net'), nodes: Object.entries(types).map(([id, type]): GraphNode => ({ id, type, position: [0, 0], ...(type === 'dense' ? { params: { units: id === 'a' ? 8 : 3 } } : {}) })) });
});

describe('sharing weights', () => {
  it('is for several of one kind that can have weights', () => {
    for (const [ids, can] of [[['a', 'b'], true], [['a', 'b', 'c'], true], [['a'], false], [['a', 'conv'], false], [['in', 'also'], false], [['out', 'last'], false]] as const) {
      select(...ids);
      expect(canShare(), ids.join()).toBe(can);
    }
  });
  it('is for instances of one block, and not across the frame of an opened one', () => {
    const [unit, other] = ['unit', 'other'].map((name) => block(name, (b) => b.output('y', b.input('x').dense({ units: 4 }, { id: 'dense' }))));
    const net = network('net');
    net.input([4]).block(unit!, {}, { id: 'u' }).block(unit!, {}, { id: 'v' }).block(other!, {}, { id: 'w' }).dense({ units: 4 }, { id: 'dense' }).output();
    doc().open(net.document());
    select('u', 'v');
    expect(canShare()).toBe(true);
    select('u', 'w');
    expect(canShare()).toBe(false);
    toggleExpanded('u');
    select('dense', 'u/dense');
    expect(canShare()).toBe(false);
  });
  it('the first selected owns them', () => {
    select('c', 'a');
    shareWeights();
    expect(owners()).toEqual({ a: 'c' });
    expect(doc().past).toHaveLength(1);
    expect(uiStore.getState().notice?.text).toBe('a applies the weights of c now.');
  });
  it('makes no chains: with one that shares itself it is its owner’s, and who shared with one that shares now follows', () => {
    select('a', 'b');
    shareWeights();
    select('b', 'c');
    shareWeights();
    expect(owners()).toEqual({ b: 'a', c: 'a' });
    unshareWeights();
    select('b', 'c');
    shareWeights();
    select('a', 'b');
    shareWeights();
    expect(owners()).toEqual({ b: 'a', c: 'a' });
  });
  it('an owner that is selected behind one that shares with it keeps its weights', () => {
    select('a', 'b');
    shareWeights();
    select('b', 'a', 'c');
    shareWeights();
    expect(owners()).toEqual({ b: 'a', c: 'a' });
  });
  it('given weights of its own it keeps the params that held for it', () => {
    select('a', 'b');
    expect(canUnshare()).toBe(false);
    shareWeights();
    select('a');
    expect(canUnshare()).toBe(false);
    select('a', 'b');
    expect(canUnshare()).toBe(true);
    unshareWeights();
    expect(owners()).toEqual({});
    expect(node('b').params).toEqual({ units: 8 });
    // Defaults held for it as well.
    doc().edit('set', [{ kind: 'setParams', id: 'a', params: { units: undefined } }, { kind: 'setParams', id: 'c', params: { units: 3, useBias: false } }]);
    select('a', 'c');
    shareWeights();
    unshareWeights();
    expect(node('c').params).toBeUndefined();
  });
});
