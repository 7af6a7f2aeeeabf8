import { beforeEach, describe, expect, it } from 'vitest';
import type { Compilation } from '../compiler/compilation.ts';
import type { Call, Program } from '../compiler/program.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { DEFAULT_TRAINING, type TrainingConfig } from '../graph/document.ts';
import type { Checkpoint, Command, PredictionSet, StepReport, TrainingEvent } from '../training/messages.ts';
import { architectureChange, mainMetric } from './trainingRun.ts';
import { createTrainingStore, type TrainingStore } from './trainingStore.ts';

const call = (id: string, config: Call['config'] = {}, inputs: readonly string[] = []): Call => ({
  id,
  node: id,
  callee: { from: 'tf.layers', name: 'dense' },
  config,
  inputs,
  shape: [2],
});
const program = (units = 2): Program => ({
  name: 'tiny',
  calls: [call('x'), call('dense', { units }, ['x'])],
  inputs: ['x'],
  outputs: [{ node: 'y', call: 'dense', shape: [2], loss: 'sparseCategoricalCrossentropy', weight: 1 }],
});
const dataset: Dataset = {
  name: 'spiral',
  task: 'classification',
  inputShape: [2],
  targetShape: [],
  classes: ['A', 'B'],
  count: 2,
  inputs: new Float32Array(4),
  targets: new Float32Array(2),
  origin: 'test',
};
const checkpoint = (step: number, epoch: number): Checkpoint => ({
  step,
  epoch,
  seed: 1,
  weights: [{ name: 'dense/kernel', shape: [2, 2], data: new Float32Array([1, 2, 3, step]) }],
  optimizer: [],
});
const predictions = (step: number): PredictionSet => ({ step, inputShape: [2], targetShape: [], outputShape: [2], samples: [] });
const report = (step: number, loss: number, epoch = 1): StepReport => ({
  step,
  epoch,
  metrics: { loss, accuracy: 1 - loss },
  stepsPerSecond: 20,
  secondsLeft: 3,
  numTensors: 42,
});

/** A worker that does nothing by itself: the test says what it reports. */
class FakeWorker {
  readonly sent: Command[] = [];
  closed = false;
  constructor(readonly onEvent: (event: TrainingEvent) => void) {}
  send(command: Command): void {
    this.sent.push(command);
  }
  close(): void {
    this.closed = true;
  }
  emit(...events: TrainingEvent[]): void {
    for (const event of events) if (!this.closed) this.onEvent(event);
  }
  kinds(): string[] {
    return this.sent.map((command) => command.kind);
  }
}

let workers: FakeWorker[];
let open: Program | null;
let data: Dataset | null;
let training: TrainingConfig;
let shown: string[];
let store: TrainingStore;
let clock: number;

beforeEach(() => {
  workers = [];
  open = program();
  data = dataset;
  training = DEFAULT_TRAINING;
  shown = [];
  clock = 0;
  store = createTrainingStore({
    connect: (onEvent) => {
      const worker = new FakeWorker(onEvent);
      workers.push(worker);
      return worker;
    },
    compile: () => ({ ok: open !== null, program: open, diagnostics: [], report: { nodes: {}, totals: { layers: 1, params: 0, trainableParams: 0, macs: 0, activationBytes: 0 } } }) satisfies Compilation,
    training: () => training,
    dataset: async () => data,
    showProblems: () => shown.push('problems'),
    askForData: () => shown.push('data'),
    now: () => clock,
  });
});

/** A run of 10 steps in 2 epochs that stands at `step`. */
async function runTo(step: number): Promise<FakeWorker> {
  await store.getState().start();
  const worker = workers.at(-1)!;
  worker.emit(
    { kind: 'engine', engine: { backend: 'webgl', adapter: 'a GPU', fallback: 'WebGPU is not there' } },
    { kind: 'phase', phase: 'building' },
    { kind: 'started', totalSteps: 10, stepsPerEpoch: 5, trainCount: 80, validationCount: 20 },
    { kind: 'phase', phase: 'training' },
    { kind: 'step', reports: Array.from({ length: step }, (_, i) => report(i + 1, 1 / (i + 1), i < 5 ? 1 : 2)) },
  );
  return worker;
}

describe('starting', () => {
  it('sends program, settings and data to a worker and prepares', async () => {
    expect(await store.getState().start()).toBe(true);
    expect(store.getState().status).toBe('preparing');
    expect(workers[0]!.sent[0]).toMatchObject({ kind: 'start', program: open, training, dataset });
  });

  it('refuses a network with errors and shows them', async () => {
    open = null;
    expect(await store.getState().start()).toBe(false);
    expect(shown).toEqual(['problems']);
    expect(workers).toHaveLength(0);
    expect(store.getState().status).toBe('idle');
  });

  it('asks for data when there is none', async () => {
    data = null;
    expect(await store.getState().start()).toBe(false);
    expect(shown).toEqual(['data']);
  });

  it('starts once when pressed twice', async () => {
    const [first, second] = await Promise.all([store.getState().start(), store.getState().start()]);
    expect([first, second]).toEqual([false, true]);
    expect(workers).toHaveLength(1);
  });

  it('asks for the chosen engine', async () => {
    store.getState().setBackend('cpu');
    await store.getState().start();
    expect(workers[0]!.sent[0]).toMatchObject({ backend: 'cpu' });
  });
});

describe('a running training', () => {
  it('keeps engine, progress and the curves', async () => {
    const worker = await runTo(4);
    worker.emit({ kind: 'epoch', epoch: 1, step: 4, metrics: { loss: 0.5, val_loss: 0.6, val_accuracy: 0.4 } });
    const state = store.getState();
    expect(state.engine).toEqual({ backend: 'webgl', adapter: 'a GPU', fallback: 'WebGPU is not there' });
    expect(state.progress).toMatchObject({ step: 4, totalSteps: 10, epoch: 1, epochs: 5, stepsPerSecond: 20, secondsLeft: 3, numTensors: 42 });
    expect(state.series['loss']!.values).toEqual([1, 1 / 2, 1 / 3, 1 / 4]);
    expect(state.series['val_loss']!.steps).toEqual([4]);
    expect(state.latest).toMatchObject({ loss: 1 / 4, val_loss: 0.6 });
    expect(state.epochEnds).toEqual([4]);
  });

  it('pauses, resumes and stops by what the worker says, not by what was asked', async () => {
    const worker = await runTo(2);
    store.getState().pause();
    expect(store.getState().status).toBe('running');
    worker.emit({ kind: 'phase', phase: 'paused' });
    expect(store.getState().status).toBe('paused');
    store.getState().resume();
    worker.emit({ kind: 'phase', phase: 'training' });
    store.getState().stop();
    expect(store.getState()).toMatchObject({ status: 'running', stopping: true });
    worker.emit({ kind: 'checkpoint', checkpoint: checkpoint(2, 1) }, { kind: 'finished', reason: 'stopped' });
    expect(store.getState()).toMatchObject({ status: 'finished', finishedBecause: 'stopped', stopping: false });
    expect(worker.kinds()).toEqual(['start', 'pause', 'resume', 'stop', 'predict']);
  });

  it('ends a worker that hangs when stop is pressed again, and keeps the checkpoint', async () => {
    const worker = await runTo(3);
    worker.emit({ kind: 'checkpoint', checkpoint: checkpoint(3, 1) });
    store.getState().stop();
    clock += 300;
    store.getState().stop();
    expect(worker.closed, 'a double click is one wish').toBe(false);
    clock += 5000;
    store.getState().stop();
    expect(worker.closed).toBe(true);
    expect(store.getState()).toMatchObject({ status: 'finished', checkpoint: { step: 3 } });
  });

  it('asks for predictions after each epoch, many of them for points in the plane', async () => {
    const worker = await runTo(5);
    worker.emit({ kind: 'epoch', epoch: 1, step: 5, metrics: {} });
    expect(worker.sent.at(-1)).toEqual({ kind: 'predict', count: 600 });
    expect(store.getState().predicting).toBe(true);
    worker.emit({ kind: 'predictions', predictions: predictions(5) });
    expect(store.getState()).toMatchObject({ predicting: false, predictions: { step: 5 } });
  });

  it('goes on with the started network when the document changes, and says so', async () => {
    const worker = await runTo(3);
    store.getState().compared(program(8));
    expect(store.getState()).toMatchObject({ networkChanged: true, status: 'running' });
    expect(worker.closed).toBe(false);
    store.getState().compared(program());
    expect(store.getState().networkChanged).toBe(false);
    store.getState().compared(null);
    expect(store.getState().networkChanged).toBe(true);
  });

  it('gives the newest weights for export, asking the worker for them', async () => {
    const worker = await runTo(3);
    const weights = store.getState().exportWeights();
    expect(worker.kinds().at(-1)).toBe('checkpoint');
    worker.emit({ kind: 'checkpoint', checkpoint: checkpoint(3, 1) });
    expect(await weights).toMatchObject({ step: 3, weights: [{ name: 'dense/kernel' }] });
  });
});

describe('after a failure', () => {
  it('a lost device leaves the checkpoint, and continuing takes it to a new worker with the curve up to there', async () => {
    const first = await runTo(7);
    first.emit({ kind: 'checkpoint', checkpoint: checkpoint(5, 1) });
    first.emit({ kind: 'error', error: { kind: 'device-lost', message: 'The GPU was lost.', advice: 'Continue.' } });
    expect(store.getState()).toMatchObject({ status: 'failed', error: { kind: 'device-lost' }, checkpoint: { step: 5 } });
    expect(first.closed).toBe(true);

    expect(await store.getState().continueFromCheckpoint()).toBe(true);
    expect(workers[1]!.sent[0]).toMatchObject({ kind: 'start', checkpoint: { step: 5 }, training: { epochs: 5 } });
    expect(store.getState()).toMatchObject({ status: 'preparing', error: null, progress: { step: 5 } });
    workers[1]!.emit({ kind: 'step', reports: [report(6, 0.1, 2)] });
    expect(store.getState().series['loss']!.steps).toEqual([1, 2, 3, 4, 5, 6]);
    expect(store.getState().series['loss']!.values[5]).toBe(0.1);
  });

  it('refuses to continue with another architecture, and says which layer', async () => {
    const worker = await runTo(5);
    worker.emit({ kind: 'checkpoint', checkpoint: checkpoint(5, 1) }, { kind: 'finished', reason: 'stopped' });
    open = program(16);
    expect(await store.getState().continueFromCheckpoint()).toBe(false);
    expect(store.getState().refusal).toContain('dense has changed');
    expect(store.getState().status).toBe('finished');
    expect(await store.getState().start()).toBe(true);
    expect(store.getState().refusal).toBeNull();
  });

  it('continuing after the planned end trains as many epochs again', async () => {
    training = { ...DEFAULT_TRAINING, epochs: 2 };
    const worker = await runTo(10);
    worker.emit({ kind: 'checkpoint', checkpoint: checkpoint(10, 2) }, { kind: 'finished', reason: 'completed' });
    await store.getState().continueFromCheckpoint();
    expect(workers[1]!.sent[0]).toMatchObject({ training: { epochs: 4 } });
  });

  it('hears nothing more of a worker it has closed', async () => {
    const worker = await runTo(3);
    store.getState().reset();
    worker.emit({ kind: 'step', reports: [report(4, 0.2)] });
    expect(store.getState()).toMatchObject({ status: 'idle', revision: 0, engine: { adapter: 'a GPU' } });
  });
});

describe('mainMetric', () => {
  it('prefers Dice, then accuracy, then the absolute error', () => {
    expect(mainMetric({ loss: 1, accuracy: 1, dice: 1 })).toBe('dice');
    expect(mainMetric({ loss: 1, val_accuracy: 1 })).toBe('accuracy');
    expect(mainMetric({ loss: 1, mask_loss: 2, mask_dice: 1 })).toBe('mask_dice');
    expect(mainMetric({ loss: 1, mask_loss: 2 })).toBeNull();
  });
});

describe('architectureChange', () => {
  it('takes no notice of the name', () => {
    expect(architectureChange(program(), { ...program(), name: 'other' })).toBeNull();
  });
  it('names a layer that was added', () => {
    const longer = { ...program(), calls: [...program().calls, call('more')] };
    expect(architectureChange(program(), longer)).toBe('the network had 2 layers and has 3 now');
    expect(architectureChange(longer, program())).toBe('the network had 3 layers and has 2 now');
  });
});
