// What Whitening says of shapes, cost and what does not fit; that it whitens is tested beside the runtime.

import { describe, expect, it } from 'vitest';
import { complete } from '../conformance/build.ts';
import { layerOf } from '../index.ts';
import type { Problem, Shape } from '../layer.ts';

const layer = layerOf('whitening')!;
const params = (given: object) => complete(layer, given as Readonly<Record<string, unknown>>);
const problemsOf = (given: object, input: Shape): readonly Problem[] => {
  const outcome = layer.shape(params(given), [input]);
  return outcome.ok ? [] : outcome.problems;
};

describe('what does not fit is told', () => {
  it('1,024 numbers go together, 1,025 do not', () => {
    expect(problemsOf({}, [1024])).toEqual([]);
    expect(problemsOf({}, [1025])[0]?.message).toMatch(/^Whitening takes at most 1,024 numbers together, but a sample has 1,025: their covariance would be 1,050,625 numbers/);
    expect(problemsOf({ per: 'channel' }, [2, 1025])[0]?.message).toContain('but there are 1,025');
  });
  it('a map that is too large is pooled as far as it takes, or its pixels are whitened each by itself', () => {
    const [problem] = problemsOf({}, [32, 32, 3]);
    expect(problem?.repairs).toEqual([
      { kind: 'insertBefore', label: 'Insert an average pooling by 2 before it', port: 0, layer: 'averagePooling2d', params: { poolSize: 2 } },
      { kind: 'setParams', label: 'Whiten the channels of each pixel together', params: { per: 'channel' } },
    ]);
    expect(problemsOf({ per: 'channel' }, [2, 2, 2000])[0]?.repairs).toEqual([]);
  });
  it('more components than numbers are not kept; the repair keeps them all', () => {
    expect(problemsOf({ kind: 'pca', components: 3 }, [3])).toEqual([]);
    const [problem] = problemsOf({ kind: 'pca', components: 4 }, [3]);
    expect(problem).toMatchObject({ code: 'value-out-of-range', message: 'Whitening cannot keep 4 components of 3 numbers.', repairs: [{ kind: 'setParams', label: 'Keep all 3', params: { components: 0 } }] });
  });
  it('an unknown axis, unless only the channels count, and no axis at all', () => {
    expect(problemsOf({}, [null, 4]).map(({ code }) => code)).toEqual(['unknown-size']);
    expect(problemsOf({ per: 'channel' }, [null, null]).map(({ code }) => code)).toEqual(['unknown-size']);
    expect(problemsOf({ per: 'channel' }, [null, 4])).toEqual([]);
    expect(problemsOf({}, []).map(({ code }) => code)).toEqual(['rank-mismatch']);
  });
});

it('every number of the result costs a product with every number that goes into it', () => {
  const macs = (given: object, input: Shape, output: Shape) => layer.macs(params(given), [input], output);
  expect(macs({}, [2, 3, 4], [2, 3, 4])).toBe(24 * 24);
  expect(macs({ kind: 'pca', components: 5 }, [2, 3, 4], [5])).toBe(24 * 5);
  expect(macs({ kind: 'pca', components: 2, per: 'channel' }, [2, 3, 4], [2, 3, 2])).toBe(6 * 4 * 2);
  expect(macs({ per: 'channel' }, [null, 3, 4], [null, 3, 4])).toBeNull();
});

it('sees the whole sample, or with the channels alone one pixel', () => {
  expect(layer.receptive(params({}), [[4, 4, 3]])).toEqual({ kind: 'global' });
  expect(layer.receptive(params({ per: 'channel' }), [[4, 4, 3]])).toEqual({ kind: 'pointwise' });
});

it('components count for pca alone, and epsilon is passed on', () => {
  const config = (given: object) => layer.lower(params(given), [[5]], [5])[0]!.config;
  expect(config({ components: 2 })).toEqual({});
  expect(config({ kind: 'pca', components: 2, epsilon: 0.1 })).toEqual({ kind: 'pca', components: 2, epsilon: 0.1 });
  expect(layer.weights(params({ components: 2 }), [[5]], [5]).map(({ shape }) => shape)).toEqual([[5], [5, 5]]);
});
