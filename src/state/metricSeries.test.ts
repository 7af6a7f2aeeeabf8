import { describe, expect, it } from 'vitest';
import { MetricSeries, smooth } from './metricSeries.ts';

describe('MetricSeries', () => {
  it('keeps every point while there are few', () => {
    const series = new MetricSeries(100);
    for (let i = 0; i < 100; i++) series.push(i, i * 2);
    expect(series.length).toBe(100);
    expect(series.values[37]).toBe(74);
  });

  it('stays within its bound over a long run, with steps that rise strictly', () => {
    const series = new MetricSeries(500);
    for (let i = 0; i < 100_000; i++) series.push(i, Math.sin(i / 50));
    expect(series.length).toBeLessThanOrEqual(500);
    expect(series.length).toBeGreaterThan(200);
    expect(series.steps.every((x, i) => i === 0 || x > series.steps[i - 1]!)).toBe(true);
    expect(series.steps.at(-1)).toBe(99_999);
  });

  it('never loses a spike, up or down, however often it is thinned', () => {
    const series = new MetricSeries(500);
    for (let i = 0; i < 50_000; i++) series.push(i, i === 12_345 ? 99 : i === 777 ? -99 : 0.5);
    expect(Math.max(...series.values)).toBe(99);
    expect(Math.min(...series.values)).toBe(-99);
    expect(series.steps[series.values.indexOf(99)]).toBe(12_345);
    expect(series.steps[series.values.indexOf(-99)]).toBe(777);
  });

  it('keeps the first point and a bucket that begins with NaN', () => {
    const series = new MetricSeries(8);
    for (const [i, y] of [NaN, 1, 5, 2, 3, 3, 3, 3, 3].entries()) series.push(i, y);
    expect(series.values).toContain(5);
    expect(series.values).toContain(1);
  });

  it('leaves out a report that comes twice', () => {
    const series = new MetricSeries();
    series.push(1, 10);
    series.push(1, 11);
    expect(series.values).toEqual([10]);
  });

  it('forgets what came after a checkpoint', () => {
    const series = new MetricSeries();
    for (let i = 1; i <= 10; i++) series.push(i, i);
    series.truncate(6);
    expect(series.steps).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('smooth', () => {
  it('starts at the first value and leaves a constant alone', () => {
    expect(smooth([4, 4, 4], 0.9)).toEqual([4, 4, 4].map((v) => expect.closeTo(v, 12)));
  });
  it('passes over what is not finite', () => {
    const out = smooth([1, NaN, 1], 0.5);
    expect(out[1]).toBeNaN();
    expect(out[2]).toBeCloseTo(1);
  });
});
