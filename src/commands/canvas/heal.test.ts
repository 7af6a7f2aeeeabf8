import { describe, expect, it } from 'vitest';
import { emptyDocument, type GraphEdge, type NetloomDocument } from '../../graph/document.ts';
import { applyEdits } from '../../graph/edits.ts';
import { healingEdits } from './heal.ts';

const documentOf = (types: Record<string, string>, edges: GraphEdge[]): NetloomDocument => ({
  ...emptyDocument(),
  nodes: Object.entries(types).map(([id, type], i) => ({ id, type, position: [0, i * 104] })),
  edges,
});
const chain = documentOf({ image: 'input', a: 'conv2d', b: 'activation', c: 'activation', join: 'add', end: 'output' }, [
  { source: 'image', target: 'a' },
  { source: 'a', target: 'b' },
  { source: 'b', target: 'c' },
  { source: 'c', target: 'join', targetPort: '0' },
  { source: 'a', target: 'join', targetPort: '1' },
  { source: 'join', target: 'end' },
]);
const without = (...ids: string[]): readonly string[] =>
  applyEdits(chain, [...ids.map((id) => ({ kind: 'removeNode', id }) as const), ...healingEdits(chain, new Set(ids))]).edges.map((e) => `${e.source}>${e.target}${e.targetPort ? `:${e.targetPort}` : ''}`);

describe('deleting a layer heals the edge', () => {
  it('its source feeds its target', () => {
    expect(without('b')).toContain('a>c');
  });
  it('a whole stretch is bridged, and the port of a merge is kept', () => {
    expect(without('b', 'c')).toEqual(['image>a', 'a>join:1', 'join>end', 'a>join:0']);
  });
  it('a layer that fed several leaves each of them its source', () => {
    expect(without('a')).toEqual(['b>c', 'c>join:0', 'join>end', 'image>b', 'image>join:1']);
  });
  it('a merge of several, an input and an end leave their gap', () => {
    expect(without('join')).toEqual(['image>a', 'a>b', 'b>c']);
    expect(without('image')).toHaveLength(5);
    expect(without('end')).toHaveLength(5);
  });
  it('never closes a circle', () => {
    const circle = documentOf({ a: 'conv2d', b: 'conv2d', c: 'add' }, [{ source: 'a', target: 'b' }, { source: 'b', target: 'c', targetPort: '0' }, { source: 'c', target: 'a' }]);
    expect(healingEdits(circle, new Set(['b']))).toEqual([]);
  });
  describe('of blocks', () => {
    const at = [0, 0] as const;
    const two = { nodes: [{ id: 'x', type: 'blockInput', position: at }, ...['y', 'z'].map((id) => ({ id, type: 'blockOutput', position: at }))], edges: [] };
    const blocked = (types: Record<string, string>, edges: GraphEdge[]) => ({ ...documentOf(types, edges), blocks: { two }, nodes: documentOf(types, edges).nodes.map((n) => (n.type === 'block' ? { ...n, block: 'two' } : n)) });

    it('goes on from the output that the gap began at', () => {
      const after = blocked({ both: 'block', relu: 'activation', end: 'output' }, [{ source: 'both', sourcePort: 'z', target: 'relu' }, { source: 'relu', target: 'end' }]);
      expect(healingEdits(after, new Set(['relu']))).toEqual([{ kind: 'connect', edge: { source: 'both', sourcePort: 'z', target: 'end' } }]);
    });
    it('knows no output of the one that is gone', () => {
      const before = blocked({ image: 'input', both: 'block', end: 'output' }, [{ source: 'image', target: 'both', targetPort: 'x' }, { source: 'both', sourcePort: 'z', target: 'end' }]);
      expect(healingEdits(before, new Set(['both']))).toEqual([{ kind: 'connect', edge: { source: 'image', target: 'end' } }]);
    });
    it('leaves the gap where two outputs of one ran together', () => {
      const merged = blocked({ both: 'block', join: 'add', end: 'output' }, [
        { source: 'both', sourcePort: 'y', target: 'join', targetPort: '0' },
        { source: 'both', sourcePort: 'z', target: 'join', targetPort: '1' },
        { source: 'join', target: 'end' },
      ]);
      expect(healingEdits(merged, new Set(['join']))).toEqual([]);
    });
  });
  it('two places that are deleted together are healed each by itself', () => {
    expect(without('a', 'c')).toEqual(['join>end', 'image>b', 'image>join:1', 'b>join:0']);
  });
});
