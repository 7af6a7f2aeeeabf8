import { describe, expect, it } from 'vitest';
import { detailAt } from './detail.ts';

describe('the detail of cards', () => {
  it('is whole in a network of usual size, however far away it is', () => {
    expect(detailAt(0.1, 300)).toBe('all');
  });

  it('of a large network goes down with the zoom, first words and ports, then shapes', () => {
    expect([1, 0.3, 0.29, 0.2, 0.19].map((zoom) => detailAt(zoom, 301))).toEqual(['all', 'all', 'outlines', 'outlines', 'marks']);
  });
});
