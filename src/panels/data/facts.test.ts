import { expect, it } from 'vitest';
import type { Dataset } from '../../datasets/dataset.ts';
import { splitOf } from '../../runtime/index.ts';
import { bytesOf, classShares, formatBytes, splitSizes, targetText, valuesOf } from './facts.ts';

const letters: Dataset = {
  name: 'letters',
  task: 'classification',
  inputShape: [8],
  targetShape: [],
  classes: ['a', 'b', 'c'],
  count: 4,
  inputs: new Float32Array(32).map((_, i) => i / 10),
  targets: new Float32Array([0, 2, 2, 0]),
  origin: 'test',
};
const masks: Dataset = { ...letters, task: 'segmentation', targetShape: [2, 1, 1], classes: ['background', 'cell'], count: 2, targets: new Float32Array([0, 1, 0, 0]) };

it('counts the samples of each class, also of classes that have none', () => {
  expect(classShares(letters)).toEqual([
    { label: 'a', count: 2, share: 0.5 },
    { label: 'b', count: 0, share: 0 },
    { label: 'c', count: 2, share: 0.5 },
  ]);
});

it('counts the pixels of a mask', () => {
  expect(classShares(masks).map(({ label, share }) => [label, share])).toEqual([['background', 0.75], ['cell', 0.25]]);
});

it('values have no classes', () => {
  expect(classShares({ ...letters, task: 'regression' })).toEqual([]);
});

it('tells a sample in words', () => {
  expect(targetText(letters, 1)).toBe('c');
  expect(targetText(masks, 0)).toBeNull();
  expect(valuesOf(letters, 1, 2)).toBe('0.80  0.90 …');
});

it('sizes are told in binary units', () => {
  expect(bytesOf(letters)).toBe(32 * 4 + 16);
  expect([500, 1536, 31_360_000].map(formatBytes)).toEqual(['500 B', '1.5 KiB', '30 MiB']);
});

it('splits as the runtime does', () => {
  for (const count of [0, 1, 2, 10, 99, 10_000]) {
    for (const fraction of [0, 0.05, 0.1, 0.15, 0.3, 0.5, 0.9]) expect(splitSizes(count, fraction)).toEqual(splitOf(count, fraction));
  }
});
