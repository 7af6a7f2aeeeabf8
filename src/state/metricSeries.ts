// One metric over the steps of a run, in bounded memory: older points are thinned, extremes stay. Knows no stores and no chart.

/** Points kept before the series is thinned to half. 5,000 is more than a chart has pixels. */
export const LONGEST_SERIES = 5000;
/** Of so many neighbours the lowest and the highest stay. */
const BUCKET = 4;

/**
 * Steps rise strictly. A value that is not finite is kept as it came: the chart shows a gap there.
 * Thinning keeps the minimum and the maximum of every bucket at their own steps, so no spike is ever lost, and the last point.
 */
export class MetricSeries {
  private xs: number[] = [];
  private ys: number[] = [];

  constructor(private readonly longest: number = LONGEST_SERIES) {}

  get steps(): readonly number[] {
    return this.xs;
  }
  get values(): readonly number[] {
    return this.ys;
  }
  get length(): number {
    return this.xs.length;
  }
  get last(): number | undefined {
    return this.ys.at(-1);
  }

  /** A step at or before the last one is a report that came twice: it replaces nothing and is left out. */
  push(step: number, value: number): void {
    const last = this.xs.at(-1);
    if (last !== undefined && step <= last) return;
    this.xs.push(step);
    this.ys.push(value);
    if (this.xs.length > this.longest) this.thin();
  }

  /** Forgets what came after `step`, as when a run goes on from a checkpoint. */
  truncate(step: number): void {
    let length = this.xs.length;
    while (length > 0 && this.xs[length - 1]! > step) length--;
    this.xs.length = length;
    this.ys.length = length;
  }

  private thin(): void {
    const xs: number[] = [];
    const ys: number[] = [];
    const end = this.xs.length - 1;
    for (let start = 0; start < end; start += BUCKET) {
      const stop = Math.min(start + BUCKET, end);
      let low = start;
      let high = start;
      for (let i = start + 1; i < stop; i++) {
        // Comparisons with NaN are false; a bucket that begins with NaN takes the first number it meets.
        if (Number.isNaN(this.ys[low]!) || this.ys[i]! < this.ys[low]!) low = i;
        if (Number.isNaN(this.ys[high]!) || this.ys[i]! > this.ys[high]!) high = i;
      }
      for (const i of low === high ? [low] : [Math.min(low, high), Math.max(low, high)]) {
        xs.push(this.xs[i]!);
        ys.push(this.ys[i]!);
      }
    }
    xs.push(this.xs[end]!);
    ys.push(this.ys[end]!);
    this.xs = xs;
    this.ys = ys;
  }
}

/** Exponential moving average with the start corrected as in Adam, so that the first value is the first value. */
export function smooth(values: readonly number[], factor: number): number[] {
  let mean = 0;
  let weight = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    mean = factor * mean + (1 - factor) * value;
    weight = factor * weight + (1 - factor);
    return mean / weight;
  });
}
