import { beforeEach, describe, expect, it } from 'vitest';
import { block, network } from '../../graph/builder.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import { NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { commandOf, isEnabled, type CommandId } from '../index.ts';
import { addPort, enterBlock, leaveBlock, makeBlockOfSelection, pathHere, selectedInstance, toggleExpanded, toggleMeantExpanded, ungroupSelected, unlinkSelected } from './blocks.ts';

const doc = () => documentStore.getState();
const here = () => graphHere(doc());
const select = (...ids: string[]): void => uiStore.getState().select(ids);
const selected = () => uiStore.getState().selectedNodes;
const at = (id: string): readonly [number, number] => [...here().nodes, ...here().groups].find((n) => n.id === id)!.position;
const can = (id: CommandId): boolean => isEnabled(commandOf(id));

const unit = block('unit', (b) => b.output('y', b.input('x').dense({ units: 4 }, { id: 'dense' }).activation({}, { id: 'act' })), { label: 'Unit' });
const pair = block('pair', (b) => b.output('y', b.input('x').block(unit, { repeat: 2 }, { id: 'first' }).block(unit, {}, { id: 'second' })));

function units(): NetloomDocument {
  const net = network('net');
  net.input([4], { id: 'in' }).block(unit, {}, { id: 'a' }).block(unit, {}, { id: 'b' }).dense({ units: 2 }, { id: 'head' }).output();
  return net.document();
}

function pairs(): NetloomDocument {
  const net = network('net');
  net.input([4], { id: 'in' }).block(pair, {}, { id: 'p' }).output();
  return net.document();
}

beforeEach(() => {
  uiStore.setState({ screen: 'editor', selectedNodes: [], selectedEdges: [], notice: null });
  doc().open(units());
});

describe('which block is meant', () => {
  it('the one that is selected, alone and defined', () => {
    select('a');
    expect(selectedInstance()?.id).toBe('a');
    for (const others of [['a', 'b'], ['head'], []]) {
      select(...others);
      expect(selectedInstance()).toBeNull();
    }
    doc().open({ ...units(), blocks: {} });
    select('a');
    expect(selectedInstance()).toBeNull();
  });
  it('of what is opened in place only the outermost', () => {
    doc().open(pairs());
    toggleExpanded('p');
    select('p/first');
    expect(selectedInstance()).toBeNull();
    select('p');
    expect(selectedInstance()?.id).toBe('p');
  });
});

describe('making and dissolving', () => {
  it('the new instance is selected, and one undo takes all of it back', () => {
    const before = doc().document;
    select('b', 'head');
    makeBlockOfSelection();
    expect(selected()).toHaveLength(1);
    expect(here().nodes.map((n) => n.id)).toEqual(expect.arrayContaining(['in', 'a', ...selected(), 'output']));
    expect(here().nodes).toHaveLength(4);
    doc().undo();
    expect(doc().document).toBe(before);
  });
  it('what cannot be a block says why and stays', () => {
    const before = doc().document;
    select('a', 'head');
    makeBlockOfSelection();
    expect(doc().document).toBe(before);
    expect(uiStore.getState().notice?.text).toMatch(/b/);
  });
  it('dissolving selects what came out', () => {
    select('a');
    ungroupSelected();
    expect(selected()).toEqual(['dense', 'act']);
    expect(here().edges.map((e) => `${e.source}>${e.target}`)).toEqual(expect.arrayContaining(['in>dense', 'dense>act', 'act>b']));
  });
});

describe('unlinking', () => {
  it('gives one instance a definition of its own, once', () => {
    select('a');
    expect(can('block.unlink')).toBe(true);
    unlinkSelected();
    expect(here().nodes.filter((n) => n.type === 'block').map((n) => n.block)).toEqual(['unit-2', 'unit']);
    expect(uiStore.getState().notice?.text).toContain('unit-2');
    expect(can('block.unlink')).toBe(false);
    const after = doc().document;
    unlinkSelected();
    expect(doc().document).toBe(after);
  });
  it('counts instances inside other blocks too', () => {
    doc().open(pairs());
    select('p');
    expect(can('block.unlink')).toBe(false);
    enterBlock('p');
    select('first');
    expect(can('block.unlink')).toBe(true);
  });
});

describe('entering and leaving', () => {
  it('goes through blocks that are opened in place around it, and back to the instance it came from', () => {
    doc().open(pairs());
    toggleExpanded('p');
    enterBlock('p/second');
    expect(doc().scope).toEqual(['p', 'second']);
    expect(here().nodes.map((n) => n.id)).toEqual(['x', 'dense', 'act', 'y']);
    expect(pathHere()).toEqual([{ label: 'net', depth: 0 }, { label: 'p · pair', depth: 1 }, { label: 'second · Unit', depth: 2 }]);
    leaveBlock();
    expect([doc().scope, selected()]).toEqual([['p'], ['second']]);
    leaveBlock();
    expect([doc().scope, selected()]).toEqual([[], ['p']]);
    leaveBlock();
    expect([doc().scope, selected()]).toEqual([[], ['p']]);
  });
  it('goes on inwards from where one is', () => {
    doc().open(pairs());
    enterBlock('p');
    enterBlock('first');
    expect(doc().scope).toEqual(['p', 'first']);
  });
  it('a port is named like the others, stands in their row and is selected; the network has none', () => {
    const before = doc().document;
    addPort('blockInput');
    expect(doc().document).toBe(before);
    enterBlock('a');
    addPort('blockInput');
    addPort('blockOutput');
    expect(here().nodes.map((n) => `${n.type} ${n.id}`)).toEqual(expect.arrayContaining(['blockInput x_2', 'blockOutput y_2']));
    expect(at('x_2')).toEqual([at('x')[0] + NODE_WIDTH + 40, at('x')[1]]);
    expect(at('y_2')).toEqual([at('y')[0] + NODE_WIDTH + 40, at('y')[1]]);
    expect(selected()).toEqual(['y_2']);
  });
});

describe('opening in place', () => {
  it('what stands below makes room for exactly what it grows by; closing takes it back', () => {
    const [before, places] = [doc().document, here().nodes.map((n) => n.position)];
    toggleExpanded('a');
    expect(at('a/dense')).toEqual(places[1]);
    expect(at('b')[1] - at('a/act')[1]).toBe(places[2]![1] - places[1]![1]);
    expect(at('in')).toEqual(places[0]);
    expect(doc().past).toHaveLength(1);
    toggleExpanded('a');
    expect(here().nodes.map((n) => n.position)).toEqual(places);
    doc().undo();
    doc().undo();
    expect(doc().document).toBe(before);
  });
  it('inside an opened block what stands around that makes room too', () => {
    doc().open(pairs());
    const before = doc().document;
    toggleExpanded('p');
    const places = [...here().nodes, ...here().groups].map((n) => [n.id, n.position]);
    toggleExpanded('p/first');
    const last = here().nodes.find((n) => n.id === 'p/second')!.position;
    expect(last[1] - at('p/first/1/act')[1]).toBe(RANK_GAP);
    const out = here().nodes.find((n) => n.type === 'output')!.position;
    expect(out[1] - last[1]).toBe(RANK_GAP);
    toggleExpanded('p/first');
    expect([...here().nodes, ...here().groups].map((n) => [n.id, n.position])).toEqual(places);
    toggleExpanded('p');
    expect(doc().document.nodes).toEqual(before.nodes);
  });
  it('two blocks opened one after the other are two steps', () => {
    toggleExpanded('a');
    toggleExpanded('b');
    expect(doc().past.map((step) => step.label)).toEqual(['Open Unit in place', 'Open Unit in place']);
  });
});

describe('opening several in place', () => {
  const open = (): readonly string[] => here().groups.map((g) => g.id).toSorted();

  it('is all of them where nothing is selected, in one step, and closes all where all are open', () => {
    const before = doc().document;
    toggleMeantExpanded();
    expect(open()).toEqual(['a', 'b']);
    expect(doc().past.at(-1)?.label).toBe('Open 2 blocks in place');
    toggleMeantExpanded();
    expect(open()).toEqual([]);
    expect(doc().past.at(-1)?.label).toBe('Close 2 blocks');
    doc().undo();
    doc().undo();
    expect(doc().document).toBe(before);
  });
  it('is those that are selected, and of these the closed ones first', () => {
    toggleExpanded('a');
    select('in', 'a', 'b', 'a/dense');
    toggleMeantExpanded();
    expect(open()).toEqual(['a', 'b']);
    expect(doc().past.at(-1)?.label).toBe('Open Unit in place');
    select('b');
    toggleMeantExpanded();
    expect(open()).toEqual(['a']);
    select('in', 'head');
    expect(can('block.expand')).toBe(false);
    toggleMeantExpanded();
    expect(open()).toEqual(['a']);
  });
  it('leaves alone what is inside one that is meant too', () => {
    doc().open(pairs());
    toggleExpanded('p');
    select('p', 'p/first', 'p/second');
    toggleMeantExpanded();
    expect(open()).toEqual([]);
  });
  it('is refused where more would be shown than can be, and where they are too many', () => {
    let nested = unit;
    // Eight times eight and so on: more than 50,000 layers.
    for (let i = 0; i < 6; i++) {
      const inner = nested;
      nested = block(`level${i}`, (b) => b.output('y', Array.from({ length: 8 }).reduce<ReturnType<typeof b.input>>((from, _, k) => from.block(inner, {}, { id: `part${k}` }), b.input('x'))));
    }
    const net = network('net');
    net.input([4], { id: 'in' }).block(nested, {}, { id: 'a' }).output();
    const deep = net.document();
    const opened = { ...deep, blocks: Object.fromEntries(Object.entries(deep.blocks).map(([name, definition]) => [name, { ...definition, nodes: definition.nodes.map((n) => (n.type === 'block' ? { ...n, expanded: true } : n)) }])) };
    doc().open(opened);
    toggleMeantExpanded();
    expect(uiStore.getState().notice?.text).toBe('level5 opened in place would show more than 50,000 layers.');
    expect(doc().document).toBe(opened);

    const many = network('net');
    let last = many.input([4], { id: 'in' });
    for (let i = 0; i < 61; i++) last = last.block(unit, {}, { id: `unit${i}` });
    last.output();
    doc().open(many.document());
    toggleMeantExpanded();
    expect(uiStore.getState().notice?.text).toBe('61 blocks are many to open at once: select up to 60 of them.');
    expect(open()).toEqual([]);
  });
});
