import { describe, expect, it } from 'vitest';
import { SLAB_BOX, slabOf } from './slab.ts';

const numbers = (path: string): number[] => (path.match(/-?[\d.]+/g) ?? []).map(Number);

describe('the tensor slab', () => {
  it('grows in height with the map and in thickness with the channels', () => {
    expect(slabOf([128, 128, 8]).height).toBeGreaterThan(slabOf([64, 64, 8]).height + 2);
    expect(slabOf([64, 64, 64]).thickness).toBeGreaterThan(slabOf([64, 64, 32]).thickness + 1);
    expect(slabOf([64, 64, 8]).height).toBe(slabOf([64, 64, 512]).height);
  });

  it('is a flat bar for a vector, longer with more units', () => {
    const bar = slabOf([1024]);
    expect(bar.kind).toBe('bar');
    expect(bar.thickness).toBeGreaterThan(bar.height);
    expect(bar.thickness).toBeGreaterThan(slabOf([10]).thickness);
  });

  it('stays inside its drawing area whatever the shape', () => {
    for (const shape of [[], [1], [1 << 20], [1, 1, 1], [4096, 4096, 4096], [1, 4096, 1], [null, null, 3], [100, 64], [64, 64, 64, 2048]]) {
      const { front, side, top } = slabOf(shape);
      for (const value of [front, side, top].flatMap(numbers)) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(SLAB_BOX);
      }
    }
  });
});
