import { describe, expect, it } from 'vitest';
import { emptyDocument, type GraphEdge, type NetloomDocument } from '../../graph/document.ts';
import { applyEdits } from '../../graph/edits.ts';
import { additionOf } from './addLayer.ts';
import { quickConnect } from './quickConnect.ts';

const documentOf = (types: Record<string, string>, edges: GraphEdge[] = []): NetloomDocument => ({
  ...emptyDocument(),
  nodes: Object.entries(types).map(([id, type], i) => ({ id, type, position: [0, i * 104] })),
  edges,
});
const arrows = (d: NetloomDocument): readonly string[] => d.edges.map((e) => `${e.source}>${e.target}${e.targetPort ? `:${e.targetPort}` : ''}`);
const connected = (d: NetloomDocument, ids: readonly string[]): readonly string[] => arrows(applyEdits(d, quickConnect(d, ids).edits));

describe('connecting the selection', () => {
  const plain = documentOf({ image: 'input', a: 'conv2d', b: 'conv2d', join: 'add', end: 'output' });
  it('the upper feeds the lower, in whatever order they were selected', () => {
    expect(connected(plain, ['b', 'image'])).toEqual(['image>b']);
  });
  it('several become a chain', () => {
    expect(connected(plain, ['image', 'a', 'b'])).toEqual(['image>a', 'a>b']);
  });
  it('all feed a merge below them, each at a port of its own', () => {
    expect(connected(plain, ['join', 'a', 'b'])).toEqual(['a>join:0', 'b>join:1']);
  });
  it('two that fit only the other way round are connected so', () => {
    const upsideDown = documentOf({ a: 'conv2d', image: 'input' });
    expect(connected(upsideDown, ['a', 'image'])).toEqual(['image>a']);
  });
  it('what cannot be says why', () => {
    expect(quickConnect(plain, ['a']).problem).toMatch(/two layers/);
    const circle = documentOf({ a: 'output', b: 'output' });
    expect(quickConnect(circle, ['a', 'b']).problem).toMatch(/no output/);
  });
});

describe('a layer on an edge', () => {
  const chain = documentOf({ image: 'input', a: 'conv2d', end: 'output', other: 'input' }, [{ source: 'image', target: 'a' }, { source: 'a', target: 'end' }]);
  it('gets room: what comes after it steps down by a rank, and lies on nothing there', () => {
    const next = applyEdits(chain, additionOf(chain, 'dropout', { at: [95, 80], link: { kind: 'on', edge: chain.edges[0]! } }).edits);
    const at = Object.fromEntries(next.nodes.map((n) => [n.id, n.position[1]]));
    expect(at).toEqual({ image: 0, dropout: 104, a: 208, end: 312, other: 416 });
    expect(arrows(next).toSorted()).toEqual(['a>end', 'dropout>a', 'image>dropout']);
  });
  it('in a column that is read upwards has what comes after it step up', () => {
    const upwards = { ...chain, nodes: chain.nodes.map((n, i) => ({ ...n, position: [0, 1000 - 104 * i] as const })) };
    const next = applyEdits(upwards, additionOf(upwards, 'dropout', { at: [95, 980], link: { kind: 'on', edge: chain.edges[0]! } }).edits);
    expect(Object.fromEntries(next.nodes.map((n) => [n.id, n.position[1]]))).toEqual({ image: 1000, dropout: 896, a: 792, end: 688, other: 584 });
  });
  it('on a level line stands in that line, and the columns that follow make room', () => {
    const level = { ...chain, nodes: chain.nodes.map((n, i) => ({ ...n, position: [300 * i, 0] as const })) };
    const next = applyEdits(level, additionOf(level, 'dropout', { at: [245, 40], link: { kind: 'on', edge: chain.edges[0]! } }).edits);
    expect(Object.fromEntries(next.nodes.map((n) => [n.id, n.position]))).toEqual({ image: [0, 0], dropout: [290, 0], a: [580, 0], end: [880, 0], other: [1180, 0] });
  });
  it('where there is room for it moves nothing', () => {
    const wide = { ...chain, nodes: chain.nodes.map((n, i) => ({ ...n, position: [0, 300 * i] as const })) };
    const next = applyEdits(wide, additionOf(wide, 'dropout', { at: [95, 170], link: { kind: 'on', edge: chain.edges[0]! } }).edits);
    expect(Object.fromEntries(next.nodes.map((n) => [n.id, n.position[1]]))).toEqual({ image: 0, dropout: 141, a: 300, end: 600, other: 900 });
  });
  it('keeps the port it led to', () => {
    const merge = documentOf({ image: 'input', join: 'add' }, [{ source: 'image', target: 'join', targetPort: '1' }]);
    const next = applyEdits(merge, additionOf(merge, 'dropout', { at: [95, 80], link: { kind: 'on', edge: merge.edges[0]! } }).edits);
    expect(arrows(next)).toEqual(['image>dropout', 'dropout>join:1']);
  });
  it('feeds the input a connection was drawn from', () => {
    const next = applyEdits(chain, additionOf(chain, 'conv2d', { at: [300, 90], link: { kind: 'before', node: 'end', port: 0 } }).edits);
    expect(arrows(next)).toEqual(['image>a', 'conv2d>end']);
  });
  it('takes the output a connection was drawn from, with its upper edge where that was dropped', () => {
    const next = applyEdits(chain, additionOf(chain, 'conv2d', { at: [300, 90], link: { kind: 'after', nodes: ['a'] } }).edits);
    expect(next.nodes.at(-1)!.position).toEqual([205, 90]);
    expect(arrows(next)).toContain('a>conv2d');
  });
});
