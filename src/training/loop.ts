// A training run: steps, epochs, validation, pause, checkpoints, errors. The worker and the command line run the same one.
// Knows no DOM, no worker and no backend by name; the caller has set the backend.

import * as tf from '@tensorflow/tfjs';
import type { Program } from '../compiler/program.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { TrainingConfig } from '../graph/document.ts';
import { adaptLayers, epochOrder, evaluate, inputBatch, metricNames, targetBatch, trainStep, type OutputSpec } from '../runtime/index.ts';
import { fence } from './engines/fence.ts';
import { errorOf, TrainingFailure } from './failure.ts';
import type { Checkpoint, Metrics, TrainingError, TrainingEvent } from './messages.ts';
import { locateFailure, type LocatedFailure } from './locateFailure.ts';
import { disposeModel, isFinite, readSlots, readWeights, restoreWeights } from './modelState.ts';
import { nextTask } from './nextTask.ts';
import { predictSamples } from './predictions.ts';
import { firstNotFinite } from './probeLayers.ts';
import { Pace, stepReport, StepReader, type ReadStep } from './reports.ts';
import { checkData, makeTrainee, outputSpecs, planOf, type Plan, type Trainee } from './runSetup.ts';

export interface RunOptions {
  onEvent(event: TrainingEvent): void;
  /** Continue from here instead of fresh weights. */
  readonly checkpoint?: Checkpoint;
  /** Steps in all, whatever the document's epochs say. */
  readonly steps?: number;
  /** Judge the validation samples at the end too where that is within an epoch: one more `epoch` event, of the part done. */
  readonly validateAtEnd?: boolean;
  /** Milliseconds; default `performance.now`. */
  now?(): number;
}

/** A checkpoint is never older than this. */
const CHECKPOINT_MS = 30_000;
/** Steps that the device may be behind. */
const IN_FLIGHT = 3;

type State = 'idle' | 'running' | 'paused' | 'ended';

export class TrainingRun {
  private readonly program: Program;
  private readonly training: TrainingConfig;
  private readonly dataset: Dataset;
  private readonly options: RunOptions;
  private readonly outputs: OutputSpec[];
  private readonly names: readonly string[];
  private readonly plan: Plan;
  private readonly reader: StepReader;
  private readonly pace = new Pace();

  private state: State = 'idle';
  private trainee: Trainee | null = null;
  private stopping = false;
  private pausing = false;
  private requests: (() => Promise<void>)[] = [];
  private wake: () => void = () => {};
  private reject: (reason: TrainingFailure) => void = () => {};
  /** Rejects when the device is lost or has refused work, so that nothing waits for it for ever. */
  private readonly failed: Promise<never>;
  private failure: TrainingFailure | null = null;
  private hasFailed = false;
  private epochSteps = 0;
  private epochSums: Record<string, number> = {};
  private order: { epoch: number; indices: Uint32Array } | null = null;
  private lastGood: Checkpoint | null;
  private lastCheckpointAt = 0;

  constructor(program: Program, training: TrainingConfig, dataset: Dataset, options: RunOptions) {
    this.program = program;
    this.training = training;
    this.dataset = dataset;
    this.options = options;
    this.outputs = outputSpecs(program);
    this.names = metricNames(this.outputs);
    this.lastGood = options.checkpoint ?? null;
    this.plan = planOf(training, dataset, options.checkpoint?.seed ?? training.seed, options.steps);
    this.reader = new StepReader(this.names, (steps) => this.onRead(steps));
    this.failed = new Promise((_, reject) => {
      this.reject = reject;
    });
    this.failed.catch(() => {});
  }

  /** Trains to the end. Never rejects: whatever goes wrong is an `error` event. */
  async run(): Promise<void> {
    if (this.state !== 'idle') return;
    this.state = 'running';
    try {
      this.emit({ kind: 'phase', phase: 'building' });
      checkData(this.program, this.dataset);
      this.trainee = makeTrainee(this.program, this.training, this.plan.seed, this.options.checkpoint);
      const underway = this.options.checkpoint?.underway;
      if (underway !== undefined) [this.epochSteps, this.epochSums] = [underway.steps, { ...underway.sums }];
      const { totalSteps, stepsPerEpoch, trainCount, validationCount } = this.plan;
      this.emit({ kind: 'started', totalSteps, stepsPerEpoch, trainCount, validationCount });
      await this.train(this.trainee);
    } catch (thrown) {
      await this.fail(thrown);
    } finally {
      this.reader.dispose();
      this.state = 'ended';
    }
    await this.serve();
  }

  pause(): void {
    this.pausing = true;
  }

  resume(): void {
    this.pausing = false;
    this.wake();
  }

  stop(): void {
    this.stopping = true;
    this.wake();
  }

  /** Answers with a `predictions` event: at once when paused or ended, else after the step under way. */
  predict(count: number): void {
    this.request(async () => {
      const { trainee } = this;
      if (trainee === null || count <= 0) return;
      const predictions = await this.unlessFailed(predictSamples(trainee.model, this.dataset, this.plan, trainee.optimizer.step, count));
      this.emit({ kind: 'predictions', predictions });
    });
  }

  /** Answers with a `checkpoint` event. */
  checkpoint(): void {
    this.request(() => this.saveCheckpoint());
  }

  /** The device has failed; ends the run with this error. */
  abort(error: TrainingError): void {
    if (this.failure !== null || this.state === 'ended') return;
    this.failure = new TrainingFailure(error);
    this.reject(this.failure);
    this.wake();
  }

  /** Frees model and optimizer. Only after `run` has resolved. */
  dispose(): void {
    const { trainee } = this;
    this.trainee = null;
    if (trainee === null) return;
    try {
      trainee.optimizer.dispose();
      disposeModel(trainee.model);
    } catch (error) {
      // An engine that ran out of memory cannot even let go of any.
      if (!this.hasFailed) throw error;
    }
  }

  private emit(event: TrainingEvent): void {
    this.options.onEvent(event);
  }

  private now(): number {
    return this.options.now?.() ?? performance.now();
  }

  private unlessFailed<T>(work: Promise<T>): Promise<T> {
    work.catch(() => {});
    return Promise.race([work, this.failed]);
  }

  private request(task: () => Promise<void>): void {
    this.requests.push(task);
    if (this.state === 'ended') void this.serve().catch((thrown: unknown) => this.emit({ kind: 'error', error: errorOf(thrown) }));
    else this.wake();
  }

  private async serve(): Promise<void> {
    for (let task = this.requests.shift(); task !== undefined; task = this.requests.shift()) await task();
  }

  private async train(trainee: Trainee): Promise<void> {
    const { model, optimizer } = trainee;
    const { totalSteps, stepsPerEpoch } = this.plan;
    const fences: Promise<void>[] = [];
    this.lastCheckpointAt = this.now();
    if (this.options.checkpoint === undefined) {
      await this.unlessFailed(adaptLayers(model, (indices) => [inputBatch(this.dataset, indices)], this.plan.trainCount, this.plan.batchSize));
    }
    this.emit({ kind: 'phase', phase: 'compiling' });
    let compiled = false;
    while (optimizer.step < totalSteps && !this.stopping) {
      const epoch = Math.floor(optimizer.step / stepsPerEpoch) + 1;
      const { inputs, targets } = this.batch(epoch, optimizer.step % stepsPerEpoch);
      const values = trainStep(model, optimizer, [inputs], targets, this.outputs);
      inputs.dispose();
      for (const target of targets) target.dispose();
      this.reader.add({ step: optimizer.step, epoch, values });
      fences.push(fence());
      if (fences.length > IN_FLIGHT) await this.unlessFailed(fences.shift()!);
      if (!compiled) {
        // The first step compiles the GPU's programs: only when it is done does the clock run.
        await this.unlessFailed(Promise.all(fences.splice(0)));
        await this.flush();
        compiled = true;
        this.pace.mark(this.now(), optimizer.step);
        this.emit({ kind: 'phase', phase: 'training' });
      }
      this.reader.poll(this.now());
      await nextTask();
      this.throwIfFailed();

      if (optimizer.step % stepsPerEpoch === 0) await this.endEpoch(trainee, epoch);
      else if (this.now() - this.lastCheckpointAt >= CHECKPOINT_MS) await this.saveCheckpoint();
      if (this.requests.length > 0) {
        await this.flush();
        await this.serve();
      }
      if (this.pausing && !this.stopping && optimizer.step < totalSteps) await this.untilResumed();
    }
    await this.flush();
    if (this.lastGood?.step !== optimizer.step) await this.saveCheckpoint();
    if (this.options.validateAtEnd === true && this.epochSteps > 0 && !this.stopping) await this.judgeEpoch(trainee, Math.floor(optimizer.step / stepsPerEpoch) + 1);
    this.emit({ kind: 'finished', reason: optimizer.step >= totalSteps ? 'completed' : 'stopped' });
  }

  private async flush(): Promise<void> {
    await this.unlessFailed(this.reader.flush());
    this.throwIfFailed();
  }

  private throwIfFailed(): void {
    if (this.failure !== null) throw this.failure;
  }

  /** The batch of a step: the same for the same seed, epoch and place in it. */
  private batch(epoch: number, index: number): { inputs: tf.Tensor; targets: tf.Tensor[] } {
    const { trainCount, batchSize, seed } = this.plan;
    if (this.order?.epoch !== epoch) this.order = { epoch, indices: epochOrder(trainCount, seed, epoch) };
    return this.tensors(this.order.indices.subarray(index * batchSize, (index + 1) * batchSize));
  }

  private tensors(indices: ArrayLike<number>): { inputs: tf.Tensor; targets: tf.Tensor[] } {
    return {
      inputs: inputBatch(this.dataset, indices),
      targets: this.outputs.map(({ loss, shape }) => targetBatch(this.dataset, indices, loss, shape)),
    };
  }

  private onRead(steps: readonly ReadStep[]): void {
    const last = steps.at(-1);
    if (last === undefined) return;
    const stepsPerSecond = this.pace.mark(this.now(), last.step);
    this.emit({ kind: 'step', reports: steps.map((step) => stepReport(step, stepsPerSecond, this.plan.totalSteps)) });
    for (const { metrics, step } of steps) {
      this.epochSteps++;
      for (const name of this.names) this.epochSums[name] = (this.epochSums[name] ?? 0) + (metrics[name] ?? 0);
      if (!Number.isFinite(metrics['loss'])) {
        this.failure ??= new TrainingFailure({
          kind: 'not-finite',
          message: `The loss became ${String(metrics['loss'])} at step ${step}.`,
          advice: NOT_FINITE_ADVICE,
        });
        return;
      }
    }
  }

  private async endEpoch(trainee: Trainee, epoch: number): Promise<void> {
    await this.flush();
    await this.judgeEpoch(trainee, epoch);
    this.epochSteps = 0;
    this.epochSums = {};
    await this.saveCheckpoint();
    this.pace.reset();
    this.pace.mark(this.now(), trainee.optimizer.step);
  }

  /** Tells the means over the epoch's steps and over the validation samples. */
  private async judgeEpoch(trainee: Trainee, epoch: number): Promise<void> {
    const means = Object.fromEntries(this.names.map((name) => [name, (this.epochSums[name] ?? 0) / Math.max(1, this.epochSteps)]));
    const validation = await this.validate(trainee);
    this.emit({ kind: 'epoch', epoch, step: trainee.optimizer.step, metrics: { ...means, ...validation } });
  }

  /** Means over all validation samples in inference mode, with the prefix `val_`; nothing where there are none. */
  private async validate({ model }: Trainee): Promise<Metrics> {
    const { trainCount, validationCount, batchSize } = this.plan;
    if (validationCount === 0) return {};
    this.emit({ kind: 'phase', phase: 'validating' });
    const parts: { count: number; values: tf.Tensor }[] = [];
    const fences: Promise<void>[] = [];
    for (let start = 0; start < validationCount && !this.stopping; start += batchSize) {
      const count = Math.min(batchSize, validationCount - start);
      // Filled up with the last sample, so that the shapes stay the same; only `count` samples are judged.
      const indices = Array.from({ length: batchSize }, (_, i) => trainCount + start + Math.min(i, count - 1));
      const { inputs, targets } = this.tensors(indices);
      parts.push({ count, values: evaluate(model, [inputs], targets, this.outputs, count) });
      inputs.dispose();
      for (const target of targets) target.dispose();
      fences.push(fence());
      if (fences.length > IN_FLIGHT) await this.unlessFailed(fences.shift()!);
      await nextTask();
      this.throwIfFailed();
    }
    const all = tf.tidy(() => tf.stack(parts.map(({ values }) => values)));
    for (const { values } of parts) values.dispose();
    const values = await this.unlessFailed(all.data());
    all.dispose();
    const judged = parts.reduce((sum, { count }) => sum + count, 0);
    const mean = (column: number): number =>
      parts.reduce((sum, { count }, row) => sum + count * (values[row * this.names.length + column] ?? 0), 0) / judged;
    this.emit({ kind: 'phase', phase: 'training' });
    return Object.fromEntries(this.names.map((name, column) => [`val_${name}`, mean(column)]));
  }

  private async untilResumed(): Promise<void> {
    await this.flush();
    await this.saveCheckpoint();
    this.state = 'paused';
    this.emit({ kind: 'phase', phase: 'paused' });
    while (this.pausing && !this.stopping) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        if (this.requests.length > 0 || !this.pausing || this.stopping || this.failure !== null) resolve();
      });
      this.wake = () => {};
      this.throwIfFailed();
      await this.serve();
    }
    this.state = 'running';
    this.pace.reset();
    this.pace.mark(this.now(), this.trainee?.optimizer.step ?? 0);
    if (!this.stopping) this.emit({ kind: 'phase', phase: 'training' });
  }

  /** Reads the trained state and hands it out, if all of it is finite. */
  private async saveCheckpoint(): Promise<void> {
    if (this.trainee === null) return;
    if (this.state !== 'ended') await this.flush();
    const { model, optimizer } = this.trainee;
    const [weights, slots] = await this.unlessFailed(Promise.all([readWeights(model), readSlots(optimizer)]));
    // A refusal of what they come from may be told in a task of its own, after the read-back.
    await nextTask();
    if (this.state !== 'ended') this.throwIfFailed();
    if (!isFinite(weights)) {
      if (this.state === 'ended') return;
      throw new TrainingFailure({ kind: 'not-finite', message: `A weight is no longer finite after step ${optimizer.step}.`, advice: NOT_FINITE_ADVICE });
    }
    const checkpoint: Checkpoint = {
      step: optimizer.step,
      epoch: Math.max(1, Math.ceil(optimizer.step / this.plan.stepsPerEpoch)),
      seed: this.plan.seed,
      weights,
      optimizer: slots,
      ...(this.epochSteps > 0 ? { underway: { steps: this.epochSteps, sums: { ...this.epochSums } } } : {}),
    };
    this.lastGood = checkpoint;
    this.lastCheckpointAt = this.now();
    this.emit({ kind: 'checkpoint', checkpoint });
  }

  /** Says what went wrong and where; leaves the last good weights in the model. */
  private async fail(thrown: unknown): Promise<void> {
    this.hasFailed = true;
    // Where the device has said what is wrong, what was thrown follows from it.
    let error = errorOf(this.failure ?? thrown);
    try {
      if (error.kind === 'not-finite') error = await this.explainNotFinite(error);
      else if (error.kind === 'gpu-error' || error.kind === 'out-of-memory' || error.kind === 'internal') error = await this.nameNode(error);
    } catch {
      // The explanation is a courtesy: without it the error stands as it is.
    }
    this.emit({ kind: 'error', error });
  }

  /** Does the failed step once more to find the node at which it fails; then puts back the last good weights. */
  private async nameNode(error: TrainingError): Promise<TrainingError> {
    const { trainee } = this;
    if (trainee === null || error.node !== undefined) return error;
    const { stepsPerEpoch } = this.plan;
    const step = trainee.optimizer.step;
    const { inputs, targets } = this.batch(Math.floor(step / stepsPerEpoch) + 1, step % stepsPerEpoch);
    let located: LocatedFailure | null;
    try {
      located = await locateFailure(trainee, this.program, [inputs], targets, this.outputs);
    } finally {
      tf.dispose([inputs, ...targets]);
      if (this.lastGood !== null) restoreWeights(trainee.model, this.lastGood.weights);
    }
    return located === null ? error : { ...error, node: located.node, message: `${error.message} It happens ${STAGES[located.stage]} ${located.node}.` };
  }

  private async explainNotFinite(error: TrainingError): Promise<TrainingError> {
    const { trainee } = this;
    if (trainee === null) return error;
    const { stepsPerEpoch } = this.plan;
    const at = Math.max(0, trainee.optimizer.step - 1);
    const { inputs, targets } = this.batch(Math.floor(at / stepsPerEpoch) + 1, at % stepsPerEpoch);
    for (const target of targets) target.dispose();
    const good = await inputs.data();
    const dataIsBad = !good.every(Number.isFinite);
    const node = dataIsBad ? null : await firstNotFinite(trainee.model, this.program, [inputs]);
    inputs.dispose();
    if (this.lastGood !== null) restoreWeights(trainee.model, this.lastGood.weights);
    if (dataIsBad) return { ...error, kind: 'data', message: `${error.message} The data holds a value that is not a finite number.`, advice: 'Mend the data set.' };
    if (node === null) return error;
    return { ...error, node, message: `${error.message} The first values that are not finite come out of ${node}.` };
  }
}

const STAGES = { value: 'while the value is computed of', gradient: 'while the gradient is computed of', loss: 'in the loss of' } as const;

const NOT_FINITE_ADVICE =
  'The weights of the last checkpoint are kept. Lower the learning rate (a tenth is a good try), or put a batch normalization before the activations.';
