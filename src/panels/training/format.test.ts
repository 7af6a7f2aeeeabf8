import { describe, expect, it } from 'vitest';
import { formatDuration, formatMetric, formatRate, metricLabel } from './format.ts';

describe('formatMetric', () => {
  it.each([
    [0.18234, '0.182'],
    [1, '1.000'],
    [12.44, '12.4'],
    [1234.6, '1,235'],
    [0.00021, '2.1e-4'],
    [0, '0'],
    [-0.5, '-0.500'],
    [3.2e9, '3.20e+9'],
    [undefined, '–'],
    [NaN, 'not finite'],
  ])('%s is %s', (value, text) => expect(formatMetric(value)).toBe(text));
});

it('durations grow from seconds to hours', () => {
  expect([16, 200, 3900, 59.6, Infinity].map(formatDuration)).toEqual(['16 s', '3 min 20 s', '1 h 05 min', '1 min 0 s', '–']);
});

it('slow steps are told in seconds per step', () => {
  expect([31.4, 2.44, 0.25, 0].map(formatRate)).toEqual(['31 steps/s', '2.4 steps/s', '4.0 s/step', '–']);
});

it('metrics have names for people, also where there are several outputs', () => {
  expect(['loss', 'mask_dice', 'f1'].map(metricLabel)).toEqual(['Loss', 'Dice of mask', 'f1']);
});
