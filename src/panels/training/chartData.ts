// Turns two series of a run into the aligned columns that the chart draws. Pure; knows no chart library.

import { smooth, type MetricSeries } from '../../state/metricSeries.ts';

/** A smoothed point holds so many of the measured ones: a share of all, so that short runs are not drawn late. */
const smoothingOf = (points: number): number => 1 - 1 / (1 + Math.min(30, points / 25));

export interface ChartOptions {
  /** A logarithmic axis has no place for zero and below: such values become gaps. */
  readonly log: boolean;
  readonly smooth: boolean;
}

/** `undefined`: no value at this step, the line goes on; `null`: a gap. As uPlot has it. */
export type Column = (number | null | undefined)[];

/**
 * [steps, training as measured, training as drawn, validation]. The measured column is empty unless smoothing is on.
 * Steps of both series are merged; series have strictly rising steps.
 */
export function chartColumns(train: MetricSeries | undefined, validation: MetricSeries | undefined, options: ChartOptions): [number[], Column, Column, Column] {
  const trainSteps = train?.steps ?? [];
  const measured = train?.values ?? [];
  const drawn = options.smooth ? smooth(measured, smoothingOf(measured.length)) : measured;
  const valSteps = validation?.steps ?? [];
  const valValues = validation?.values ?? [];
  const show = (value: number): number | null => (Number.isFinite(value) && (!options.log || value > 0) ? value : null);

  const steps: number[] = [];
  const columns: [Column, Column, Column] = [[], [], []];
  let t = 0;
  let v = 0;
  while (t < trainSteps.length || v < valSteps.length) {
    const step = Math.min(trainSteps[t] ?? Infinity, valSteps[v] ?? Infinity);
    steps.push(step);
    const isTrain = trainSteps[t] === step;
    columns[0].push(isTrain && options.smooth ? show(measured[t]!) : undefined);
    columns[1].push(isTrain ? show(drawn[t]!) : undefined);
    columns[2].push(valSteps[v] === step ? show(valValues[v]!) : undefined);
    if (isTrain) t++;
    if (valSteps[v] === step) v++;
  }
  return [steps, ...columns];
}

/** The value at the step, or at the nearest one that has a value; undefined if there is none. */
export function valueNear(column: Column, index: number): number | undefined {
  for (let distance = 0; distance < column.length; distance++) {
    const before = column[index - distance];
    if (typeof before === 'number') return before;
    const after = column[index + distance];
    if (typeof after === 'number') return after;
  }
  return undefined;
}

/** Numbers beside the grid lines, all with as many decimals as the distance between them needs; on a logarithmic axis each as short as it can be. */
export function axisValues(splits: readonly (number | null)[], log: boolean): string[] {
  const numbers = splits.filter((split) => split !== null);
  const distance = Math.abs((numbers[1] ?? 1) - (numbers[0] ?? 0));
  let decimals = Math.max(0, -Math.floor(Math.log10(distance || 1) + 1e-9));
  // A distance of 0.25 has a digit more than its magnitude says.
  if (Math.abs(distance * 10 ** decimals - Math.round(distance * 10 ** decimals)) > 1e-6) decimals++;
  return splits.map((split) => {
    if (split === null) return '';
    if (split === 0) return '0';
    if (log) return split < 1e-3 || split > 1e3 ? split.toExponential(0).replace('e+', 'e') : String(Number(split.toPrecision(1)));
    return decimals > 4 || Math.abs(split) >= 1e5 ? split.toExponential(1) : split.toFixed(decimals);
  });
}

/** Grid lines of a logarithmic axis: powers of ten, of many every second or third; with 2 and 5 between them where there are few. */
export function logSplits(min: number, max: number): number[] {
  const low = Math.floor(Math.log10(min) + 1e-9);
  const high = Math.ceil(Math.log10(max) - 1e-9);
  const stride = Math.max(1, Math.ceil((high - low) / 5));
  const splits: number[] = [];
  for (let power = low; power <= high; power += stride) {
    for (const digit of high - low <= 1 ? [1, 2, 5] : [1]) {
      const value = Number((digit * 10 ** power).toPrecision(1));
      if (value >= min * (1 - 1e-9) && value <= max * (1 + 1e-9)) splits.push(value);
    }
  }
  return splits;
}
