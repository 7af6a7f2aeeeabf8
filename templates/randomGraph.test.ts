import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomGraph, type GraphModel } from './randomGraph.ts';

const models: readonly GraphModel[] = [
  { kind: 'wattsStrogatz', neighbours: 4, rewiring: 0.75 },
  { kind: 'barabasiAlbert', links: 5 },
  { kind: 'erdosRenyi', probability: 0.2 },
];

it.each(models)('$kind has no edge twice, none backwards, and is the same for the same seed', (model) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 1000 }), (nodes, seed) => {
      const edges = randomGraph(nodes, model, seed);
      expect(edges.every(([from, to]) => 0 <= from && from < to && to < nodes)).toBe(true);
      expect(new Set(edges.map(String)).size).toBe(edges.length);
      expect(randomGraph(nodes, model, seed)).toEqual(edges);
    }),
    { numRuns: 30 },
  );
  expect(randomGraph(32, model, 1)).not.toEqual(randomGraph(32, model, 2));
});

describe('Watts and Strogatz', () => {
  const graph = (rewiring: number, seed = 1) => randomGraph(32, { kind: 'wattsStrogatz', neighbours: 4, rewiring }, seed);

  it('has N·K/2 edges, however many are moved', () => {
    for (const rewiring of [0, 0.25, 0.75, 1]) expect(graph(rewiring)).toHaveLength(64);
  });

  it('is the ring itself where none is moved', () => {
    expect(graph(0).every(([a, b]) => [1, 2, 30, 31].includes(b - a))).toBe(true);
  });

  it('moves about as many as it says: three quarters', () => {
    const all = Array.from({ length: 40 }, (_, seed) => graph(0.75, seed)).flat();
    // Of the moved ones, a few land in the ring again: 4 of 31 places, of which some are taken.
    const far = all.filter(([a, b]) => ![1, 2, 30, 31].includes(b - a)).length / all.length;
    expect(far).toBeGreaterThan(0.6);
    expect(far).toBeLessThan(0.75);
  });
});

describe('Barabási and Albert', () => {
  it('has M·(N − M) edges, M of them into each node after the first', () => {
    const edges = randomGraph(32, { kind: 'barabasiAlbert', links: 5 }, 3);
    expect(edges).toHaveLength(5 * 27);
    for (let node = 5; node < 32; node++) expect(edges.filter(([, to]) => to === node)).toHaveLength(5);
  });

  it('prefers what has many edges: the largest hub has far more than the mean', () => {
    const degrees = Array.from({ length: 20 }, (_, seed) => {
      const edges = randomGraph(64, { kind: 'barabasiAlbert', links: 2 }, seed).flat();
      return Math.max(...Array.from({ length: 64 }, (_, node) => edges.filter((end) => end === node).length));
    });
    expect(degrees.reduce((a, b) => a + b) / 20).toBeGreaterThan(12);
  });
});

describe('Erdős and Rényi', () => {
  it('joins about as many pairs as it says', () => {
    const edges = Array.from({ length: 50 }, (_, seed) => randomGraph(32, { kind: 'erdosRenyi', probability: 0.2 }, seed).length);
    expect(edges.reduce((a, b) => a + b) / 50 / ((32 * 31) / 2)).toBeCloseTo(0.2, 1);
  });
});
