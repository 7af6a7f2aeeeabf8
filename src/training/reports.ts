// Fetches what steps have computed without stopping them: a few at a time, some steps behind, at most 20 times a second.

import * as tf from '@tensorflow/tfjs';
import type { Metrics, StepReport } from './messages.ts';

/** One step whose values are still on the device. */
export interface PendingStep {
  readonly step: number;
  readonly epoch: number;
  /** The values of `metricNames`. */
  readonly values: tf.Tensor;
}

export interface ReadStep {
  readonly step: number;
  readonly epoch: number;
  readonly metrics: Metrics;
  readonly numTensors: number;
}

/** Between two read-backs. */
export const READ_INTERVAL_MS = 50;

export class StepReader {
  private readonly names: readonly string[];
  private readonly onRead: (steps: readonly ReadStep[]) => void;
  private waiting: (PendingStep & { readonly numTensors: number })[] = [];
  private reading: Promise<void> | null = null;
  private lastRead = -Infinity;
  /** Tensors that exist only because they wait to be read. */
  private held = 0;

  constructor(names: readonly string[], onRead: (steps: readonly ReadStep[]) => void) {
    this.names = names;
    this.onRead = onRead;
  }

  /** Takes over the step's tensor. Counts tensors as it stands, leaving out those that only wait here: what is left must not grow. */
  add(step: PendingStep): void {
    this.held++;
    this.waiting.push({ ...step, numTensors: tf.memory().numTensors - this.held });
  }

  /** Starts a read-back if the last one is long enough ago and none is under way. Its failure shows at the next `flush`. */
  poll(now: number): void {
    if (this.reading !== null || this.waiting.length === 0 || now - this.lastRead < READ_INTERVAL_MS) return;
    this.lastRead = now;
    const started = this.read();
    // Kept until a flush has seen a failure; a success makes room for the next one.
    this.reading = started;
    started.then(
      () => {
        if (this.reading === started) this.reading = null;
      },
      () => {},
    );
  }

  /** Resolves when everything added so far has been read. @throws what the device threw */
  async flush(): Promise<void> {
    while (this.reading !== null || this.waiting.length > 0) {
      const current: Promise<void> = this.reading ?? this.read();
      this.reading = current;
      await current;
      this.reading = null;
    }
  }

  private async read(): Promise<void> {
    const steps = this.waiting;
    this.waiting = [];
    const all = tf.tidy(() => tf.concat(steps.map(({ values }) => values as tf.Tensor1D)));
    this.held++;
    try {
      const values = await all.data();
      const width = this.names.length;
      this.onRead(
        steps.map(({ step, epoch, numTensors }, i) => ({
          step,
          epoch,
          numTensors,
          metrics: Object.fromEntries(this.names.map((name, j) => [name, values[i * width + j] ?? Number.NaN])),
        })),
      );
    } finally {
      all.dispose();
      for (const { values } of steps) values.dispose();
      this.held -= steps.length + 1;
    }
  }

  dispose(): void {
    for (const { values } of this.waiting) values.dispose();
    this.held -= this.waiting.length;
    this.waiting = [];
  }
}

/** How fast it goes, over the last seconds. */
export class Pace {
  private marks: { at: number; step: number }[] = [];

  reset(): void {
    this.marks = [];
  }

  /** Steps per second up to now; 0 until two moments are known. `at` in milliseconds. */
  mark(at: number, step: number): number {
    this.marks.push({ at, step });
    while (this.marks.length > 2 && at - this.marks[0]!.at > 3000) this.marks.shift();
    const first = this.marks[0]!;
    return at > first.at ? ((step - first.step) * 1000) / (at - first.at) : 0;
  }
}

/** What the window is told of a step. */
export function stepReport(step: ReadStep, stepsPerSecond: number, totalSteps: number): StepReport {
  return { ...step, stepsPerSecond, secondsLeft: stepsPerSecond > 0 ? (totalSteps - step.step) / stepsPerSecond : 0 };
}
