import { describe, expect, it } from 'vitest';
import { MetricSeries } from '../../state/metricSeries.ts';
import { axisValues, chartColumns, logSplits, valueNear } from './chartData.ts';

const series = (points: readonly (readonly [number, number])[]): MetricSeries => {
  const made = new MetricSeries();
  for (const [step, value] of points) made.push(step, value);
  return made;
};

describe('chartColumns', () => {
  const train = series([[1, 4], [2, 2], [4, 1]]);
  const validation = series([[3, 3], [4, 2]]);

  it('merges steps; where one series has none the line goes on', () => {
    expect(chartColumns(train, validation, { log: false, smooth: false })).toEqual([
      [1, 2, 3, 4],
      [undefined, undefined, undefined, undefined],
      [4, 2, undefined, 1],
      [undefined, undefined, 3, 2],
    ]);
  });

  it('keeps what was measured beside the smoothed line', () => {
    const [, measured, drawn] = chartColumns(train, undefined, { log: false, smooth: true });
    expect(measured).toEqual([4, 2, 1]);
    expect(drawn[0]).toBeCloseTo(4);
    expect(drawn[2]).toBeGreaterThan(1);
  });

  it('leaves a gap where a value is not finite, and on a logarithmic axis where it is not positive', () => {
    const odd = series([[1, NaN], [2, 0], [3, 1]]);
    expect(chartColumns(odd, undefined, { log: false, smooth: false })[2]).toEqual([null, 0, 1]);
    expect(chartColumns(odd, undefined, { log: true, smooth: false })[2]).toEqual([null, null, 1]);
  });

  it('has nothing to draw before the first report', () => {
    expect(chartColumns(undefined, undefined, { log: false, smooth: false })).toEqual([[], [], [], []]);
  });
});

it('the cursor reads the nearest value', () => {
  expect(valueNear([undefined, 5, undefined, undefined, 7], 2)).toBe(5);
  expect(valueNear([undefined, 5, undefined, undefined, 7], 4)).toBe(7);
  expect(valueNear([undefined, null], 0)).toBeUndefined();
});

it('numbers of an axis have as many decimals as the distance between them needs', () => {
  expect(axisValues([1.35, 1.4, 1.45, 1.5], false)).toEqual(['1.35', '1.40', '1.45', '1.50']);
  expect(axisValues([0, 0.2, 0.4], false)).toEqual(['0', '0.2', '0.4']);
  expect(axisValues([0, 0.25, 0.5, 0.75], false)).toEqual(['0', '0.25', '0.50', '0.75']);
  expect(axisValues([0, 500, 1000], false)).toEqual(['0', '500', '1000']);
  expect(axisValues([0, 2.5, 5], false)).toEqual(['0', '2.5', '5.0']);
  expect(axisValues([0.00001, 0.01, 0.5, null, 1], true)).toEqual(['1e-5', '0.01', '0.5', '', '1']);
});

it('a logarithmic axis has few lines: powers of ten, and 2 and 5 within a decade', () => {
  expect(logSplits(0.001, 10)).toEqual([0.001, 0.01, 0.1, 1, 10]);
  expect(logSplits(0.1, 1)).toEqual([0.1, 0.2, 0.5, 1]);
  expect(logSplits(1e-9, 1).length).toBeLessThanOrEqual(6);
});
