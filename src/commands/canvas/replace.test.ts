import { describe, expect, it } from 'vitest';
import { emptyDocument, type NetloomDocument } from '../../graph/document.ts';
import { applyEdits } from '../../graph/edits.ts';
import { replacementOf } from './replace.ts';

const start: NetloomDocument = {
  ...emptyDocument(),
  nodes: [
    { id: 'image', type: 'input', position: [0, 0] },
    { id: 'conv2d', type: 'conv2d', position: [0, 100], params: { filters: 8, strides: 2, padding: 'same', kernelSize: [3, 5] }, colour: 'kept' },
    { id: 'mix', type: 'add', position: [0, 200] },
    { id: 'end', type: 'output', position: [0, 300] },
  ],
  edges: [
    { source: 'image', target: 'conv2d' },
    { source: 'conv2d', target: 'mix', targetPort: '0' },
    { source: 'image', target: 'mix', targetPort: '1' },
    { source: 'mix', target: 'end' },
  ],
};
const replaced = (id: string, type: string): NetloomDocument => applyEdits(start, replacementOf(start, id, type).edits);

describe('replacing the type of a node', () => {
  it('keeps params of the same name that are accepted, other keys, its place and its edges', () => {
    const next = replaced('conv2d', 'maxPooling2d');
    expect(next.nodes[1]).toEqual({ id: 'maxPooling2d', type: 'maxPooling2d', position: [0, 100], params: { strides: 2, padding: 'same' }, colour: 'kept' });
    expect(next.edges.map((e) => `${e.source}>${e.target}`)).toEqual(['image>maxPooling2d', 'maxPooling2d>mix', 'image>mix', 'mix>end']);
  });

  it('a value that the new layer does not accept goes', () => {
    expect(replaced('conv2d', 'conv1d').nodes[1]!.params).toEqual({ filters: 8, strides: 2, padding: 'same' });
  });

  it('a name of its own stays', () => {
    expect(replaced('mix', 'concatenate').nodes[2]!.id).toBe('mix');
    expect(replaced('mix', 'concatenate').edges).toEqual(start.edges);
  });

  it('a layer with one input keeps the first edge, without a port, and gives up the others', () => {
    const next = replaced('mix', 'activation').edges.filter((e) => e.target === 'mix');
    expect(next).toEqual([{ source: 'conv2d', target: 'mix' }]);
  });

  it('what arrives at ports that the new layer lacks moves up to those it has', () => {
    const at = (...ports: readonly string[]): NetloomDocument => ({ ...start, edges: ports.map((targetPort, i) => ({ source: ['image', 'conv2d', 'conv2d'][i]!, target: 'mix', targetPort })) });
    const ports = (document: NetloomDocument, type: string) => applyEdits(document, replacementOf(document, 'mix', type).edits).edges.map((e) => `${e.source}:${e.targetPort ?? ''}`).toSorted();
    expect(ports(at('1', '2'), 'subtract')).toEqual(['conv2d:1', 'image:0']);
    expect(ports(at('0', '1', '2'), 'subtract')).toEqual(['conv2d:1', 'image:0']);
    expect(ports(at('1'), 'subtract')).toEqual(['image:1']);
    expect(ports(at('2'), 'activation')).toEqual(['image:']);
  });

  it('goes on taking the output of a block that it took', () => {
    const two = { nodes: ['y', 'z'].map((id) => ({ id, type: 'blockOutput', position: [0, 0] as const })), edges: [] };
    const graph: NetloomDocument = { ...start, blocks: { two }, nodes: [...start.nodes, { id: 'both', type: 'block', block: 'two', position: [0, 0] }], edges: [{ source: 'both', sourcePort: 'z', target: 'conv2d' }] };
    expect(applyEdits(graph, replacementOf(graph, 'conv2d', 'add').edits).edges).toEqual([{ source: 'both', sourcePort: 'z', target: 'add', targetPort: '0' }]);
  });

  it('an edge to what is now a merge names its port', () => {
    expect(replaced('conv2d', 'add').edges.find((e) => e.target === 'add')).toEqual({ source: 'image', target: 'add', targetPort: '0' });
  });

  it('an end gives nothing on, and where data enters takes nothing', () => {
    expect(replaced('mix', 'output').edges.filter((e) => e.source === 'mix')).toEqual([]);
    expect(replaced('mix', 'input').edges.filter((e) => e.target === 'mix')).toEqual([]);
  });
});
