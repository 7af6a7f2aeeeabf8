import { describe, expect, it } from 'vitest';
import type { Graph } from '../../graph/document.ts';
import { neighbour } from './travel.ts';

const graph: Graph = {
  nodes: [
    { id: 'image', type: 'input', position: [0, 0] },
    { id: 'a', type: 'conv2d', position: [0, 100] },
    { id: 'b', type: 'conv2d', position: [230, 100] },
    { id: 'join', type: 'add', position: [0, 200] },
  ],
  edges: [
    { source: 'image', target: 'join', targetPort: '0' },
    { source: 'image', target: 'a' },
    { source: 'image', target: 'b' },
    { source: 'b', target: 'join', targetPort: '1' },
  ],
};

describe('travelling', () => {
  it('goes on to the nearest layer that is fed, and back to the nearest that feeds', () => {
    expect(neighbour(graph, 'image', 'forward')).toBe('a');
    expect(neighbour(graph, 'join', 'back')).toBe('image');
    expect(neighbour(graph, 'b', 'forward')).toBe('join');
  });
  it('goes sideways to what stands beside, preferring the same row', () => {
    expect(neighbour(graph, 'a', 'right')).toBe('b');
    expect(neighbour(graph, 'b', 'left')).toBe('a');
    expect(neighbour(graph, 'a', 'left')).toBeNull();
  });
  it('begins where the network begins, and stops at its end', () => {
    expect(neighbour(graph, undefined, 'forward')).toBe('image');
    expect(neighbour(graph, 'join', 'forward')).toBeNull();
  });
});
