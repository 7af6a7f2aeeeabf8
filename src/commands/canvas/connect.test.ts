import { describe, expect, it } from 'vitest';
import { emptyDocument, type GraphEdge, type NetloomDocument } from '../../graph/document.ts';
import { applyEdits } from '../../graph/edits.ts';
import { connectEdits, connectionProblem, freePort, leadsTo, meantPort } from './connect.ts';

const documentOf = (types: Record<string, string>, edges: GraphEdge[]): NetloomDocument => ({
  ...emptyDocument(),
  nodes: Object.entries(types).map(([id, type], i) => ({ id, type, position: [0, i * 104] })),
  edges,
});
const plain = documentOf({ image: 'input', a: 'conv2d', b: 'conv2d', join: 'add', end: 'output' }, [
  { source: 'image', target: 'a' },
  { source: 'a', target: 'b' },
  { source: 'b', target: 'join', targetPort: '0' },
]);

describe('connecting', () => {
  it('refuses a node to itself, a circle, an input of data as target and the end as source, each with its reason', () => {
    expect(connectionProblem(plain, 'a', 'a')).toMatch(/itself/);
    expect(connectionProblem(plain, 'b', 'a')).toMatch(/circle.*b already depends on a/);
    expect(connectionProblem(plain, 'join', 'a')).toMatch(/circle/);
    expect(connectionProblem(plain, 'a', 'image')).toMatch(/takes no input/);
    expect(connectionProblem(plain, 'end', 'join')).toMatch(/no output/);
    expect(connectionProblem(plain, 'gone', 'a')).toMatch(/gone/);
  });

  it('allows a skip and the same source twice', () => {
    expect(connectionProblem(plain, 'image', 'join')).toBeNull();
    expect(connectionProblem(plain, 'b', 'join')).toBeNull();
  });

  it('finds its way through a document that already holds a circle', () => {
    const circle = documentOf({ a: 'conv2d', b: 'conv2d', c: 'conv2d' }, [{ source: 'a', target: 'b' }, { source: 'b', target: 'a' }]);
    expect(leadsTo(circle, 'a', 'c')).toBe(false);
    expect(leadsTo(circle, 'a', 'b')).toBe(true);
  });

  it('takes the first free port of a merge, also one left open in the middle', () => {
    expect(freePort(plain, 'join')).toBe(1);
    expect(freePort({ ...plain, edges: [{ source: 'a', target: 'join', targetPort: '1' }] }, 'join')).toBe(0);
  });

  it('replaces the edge at the only port of a layer, as one change', () => {
    const next = applyEdits(plain, connectEdits(plain, 'image', 'b'));
    expect(next.edges.filter((e) => e.target === 'b')).toEqual([{ source: 'image', target: 'b' }]);
  });

  it('names the port for merges only, as files do', () => {
    expect(connectEdits(plain, 'a', 'join')).toEqual([{ kind: 'connect', edge: { source: 'a', target: 'join', targetPort: '1' } }]);
    expect(connectEdits(plain, 'b', 'end')).toEqual([{ kind: 'connect', edge: { source: 'b', target: 'end' } }]);
  });

  it('moves the end of an edge: the old place is given up', () => {
    const moved = plain.edges[1]!;
    const next = applyEdits(plain, connectEdits(plain, 'a', 'end', 0, moved));
    expect(next.edges).not.toContain(moved);
    expect(next.edges).toContainEqual({ source: 'a', target: 'end' });
  });
});

it('a connection let go on a card takes a free input rather than the place of another one', () => {
  const graph = documentOf({ a: 'dense', b: 'dense', c: 'dense', mix: 'concatenate' }, [{ source: 'a', target: 'mix', targetPort: '0' }, { source: 'b', target: 'c' }]);
  expect(meantPort(graph, 'mix', 0)).toBe(1);
  expect(meantPort(graph, 'mix', 1)).toBe(1);
  expect(meantPort(graph, 'c', 0)).toBe(0);
});
