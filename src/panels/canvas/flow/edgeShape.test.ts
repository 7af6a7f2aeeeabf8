import { expect, it } from 'vitest';
import { edgeShape } from './edgeShape.ts';

it('writes shapes as short as they can be read', () => {
  expect(edgeShape([128, 128, 32])).toBe('128² · 32');
  expect(edgeShape([96, 64, 32])).toBe('96×64 · 32');
  expect(edgeShape([16, 16, 16, 8])).toBe('16³ · 8');
  expect(edgeShape([100, 64])).toBe('100 · 64');
  expect(edgeShape([128])).toBe('128');
  expect(edgeShape([])).toBe('1');
});

it('marks what is not known', () => {
  expect(edgeShape(null)).toBe('?');
  expect(edgeShape([null, null, 3])).toBe('?×? · 3');
  expect(edgeShape([null])).toBe('?');
});
