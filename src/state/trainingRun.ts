// What is known of a training run: the state, and how each event of the worker changes it. Pure; the store in trainingStore.ts drives it.

import type { Program } from '../compiler/program.ts';
import type { DataSignature } from '../datasets/dataset.ts';
import type { TrainingConfig } from '../graph/document.ts';
import type { Checkpoint, Engine, Metrics, PredictionSet, StepReport, TrainingError, TrainingEvent } from '../training/messages.ts';
import { MetricSeries } from './metricSeries.ts';

export type TrainingStatus = 'idle' | 'preparing' | 'running' | 'validating' | 'paused' | 'finished' | 'failed';
export type TrainingPhase = Extract<TrainingEvent, { kind: 'phase' }>['phase'];

export interface Progress {
  readonly step: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  /** From 1; 0 before the first step. */
  readonly epoch: number;
  readonly epochs: number;
  readonly stepsPerSecond: number;
  readonly secondsLeft: number;
  readonly numTensors: number;
  readonly trainCount: number;
  readonly validationCount: number;
}

export const NO_PROGRESS: Progress = {
  step: 0,
  totalSteps: 0,
  stepsPerEpoch: 0,
  epoch: 0,
  epochs: 0,
  stepsPerSecond: 0,
  secondsLeft: 0,
  numTensors: 0,
  trainCount: 0,
  validationCount: 0,
};

/** What was started: a run goes on with this, however the document changes meanwhile. */
export interface StartedRun {
  readonly program: Program;
  readonly training: TrainingConfig;
  readonly data: DataSignature;
}

export interface RunState {
  readonly status: TrainingStatus;
  readonly phase: TrainingPhase | null;
  readonly engine: Engine | null;
  readonly started: StartedRun | null;
  readonly progress: Progress;
  /**
   * By name: `loss`, `dice` per step; `val_loss`, `val_dice` per epoch. The series are filled in place, for their length;
   * `revision` counts the changes.
   */
  readonly series: Readonly<Record<string, MetricSeries>>;
  readonly revision: number;
  /** The newest value of every metric. */
  readonly latest: Metrics;
  /** Steps at which an epoch ended. */
  readonly epochEnds: readonly number[];
  readonly checkpoint: Checkpoint | null;
  readonly predictions: PredictionSet | null;
  readonly error: TrainingError | null;
  readonly finishedBecause: 'completed' | 'stopped' | null;
}

export const NO_RUN: RunState = {
  status: 'idle',
  phase: null,
  engine: null,
  started: null,
  progress: NO_PROGRESS,
  series: {},
  revision: 0,
  latest: {},
  epochEnds: [],
  checkpoint: null,
  predictions: null,
  error: null,
  finishedBecause: null,
};

/** Whether a worker is at work on it. */
export const isActive = (status: TrainingStatus): boolean =>
  status === 'preparing' || status === 'running' || status === 'validating' || status === 'paused';

/** A run that begins: fresh, or going on from a checkpoint with the curves up to there. */
export function beginRun(before: RunState, started: StartedRun, from: Checkpoint | null): RunState {
  const fresh: RunState = {
    ...NO_RUN,
    status: 'preparing',
    engine: before.engine,
    started,
    revision: before.revision + 1,
    progress: { ...NO_PROGRESS, epochs: started.training.epochs },
  };
  if (!from) return fresh;
  for (const series of Object.values(before.series)) series.truncate(from.step);
  return {
    ...fresh,
    series: before.series,
    latest: before.latest,
    epochEnds: before.epochEnds.filter((step) => step <= from.step),
    checkpoint: from,
    predictions: before.predictions,
    progress: { ...before.progress, epochs: started.training.epochs, step: from.step, epoch: from.epoch, stepsPerSecond: 0, secondsLeft: 0 },
  };
}

/** The state after an event. */
export function afterEvent(state: RunState, event: TrainingEvent): RunState {
  switch (event.kind) {
    case 'engine':
      return { ...state, engine: event.engine };
    case 'phase':
      return { ...state, phase: event.phase, status: statusOf(event.phase) };
    case 'started': {
      const { totalSteps, stepsPerEpoch, trainCount, validationCount } = event;
      return { ...state, progress: { ...state.progress, totalSteps, stepsPerEpoch, trainCount, validationCount } };
    }
    case 'step':
      return afterSteps(state, event.reports);
    case 'epoch': {
      const validation = Object.entries(event.metrics).filter(([name]) => name.startsWith('val_'));
      return {
        ...push(state, event.step, Object.fromEntries(validation)),
        epochEnds: state.epochEnds.at(-1) === event.step ? state.epochEnds : [...state.epochEnds, event.step],
      };
    }
    case 'predictions':
      return { ...state, predictions: event.predictions };
    case 'checkpoint':
      return { ...state, checkpoint: event.checkpoint };
    case 'finished':
      return { ...state, status: 'finished', phase: null, finishedBecause: event.reason, progress: { ...state.progress, secondsLeft: 0 } };
    case 'error':
      return { ...state, status: 'failed', phase: null, error: event.error };
    default:
      return event satisfies never;
  }
}

function statusOf(phase: TrainingPhase): TrainingStatus {
  switch (phase) {
    case 'loading':
    case 'building':
    case 'compiling':
      return 'preparing';
    case 'training':
      return 'running';
    case 'validating':
    case 'paused':
      return phase;
    default:
      return phase satisfies never;
  }
}

function afterSteps(state: RunState, reports: readonly StepReport[]): RunState {
  const last = reports.at(-1);
  if (!last) return state;
  let next = state;
  for (const report of reports) next = push(next, report.step, report.metrics);
  const { step, epoch, stepsPerSecond, secondsLeft, numTensors } = last;
  return { ...next, progress: { ...next.progress, step, epoch, stepsPerSecond, secondsLeft, numTensors } };
}

function push(state: RunState, step: number, metrics: Metrics): RunState {
  const names = Object.keys(metrics);
  if (names.length === 0) return state;
  const missing = names.filter((name) => !(name in state.series));
  const series = missing.length > 0 ? { ...state.series, ...Object.fromEntries(missing.map((name) => [name, new MetricSeries()])) } : state.series;
  for (const name of names) series[name]!.push(step, metrics[name]!);
  return { ...state, series, revision: state.revision + 1, latest: { ...state.latest, ...metrics } };
}

/**
 * The metric that says most beside the loss, without the prefix: Dice for masks, accuracy for classes, the absolute error for
 * values; null if only losses were reported.
 */
export function mainMetric(latest: Metrics): string | null {
  const names = Object.keys(latest).map((name) => name.replace(/^val_/, ''));
  for (const wanted of ['dice', 'accuracy', 'mae']) {
    const found = names.find((name) => name === wanted || name.endsWith(`_${wanted}`));
    if (found) return found;
  }
  return names.find((name) => name !== 'loss' && !name.endsWith('_loss')) ?? null;
}

/** Why weights of one program do not fit another; null where they do. Names of nodes are part of it: they name the weights. */
export function architectureChange(from: Program, to: Program): string | null {
  for (const [i, call] of from.calls.entries()) {
    const other = to.calls[i];
    if (!other) return `the network had ${from.calls.length} layers and has ${to.calls.length} now`;
    if (call.id !== other.id) return `where ${call.id} was, ${other.id} is now`;
    if (JSON.stringify([call.callee, call.inputs, call.config]) !== JSON.stringify([other.callee, other.inputs, other.config])) {
      return `${call.id} has changed`;
    }
  }
  if (to.calls.length !== from.calls.length) return `the network had ${from.calls.length} layers and has ${to.calls.length} now`;
  if (JSON.stringify(from.outputs) !== JSON.stringify(to.outputs)) return 'its outputs or their losses have changed';
  return null;
}
