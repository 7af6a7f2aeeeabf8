// The one contract between the window and the training worker (and the command line, which runs the same loop without a worker).

import type { Program } from '../compiler/program.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { TrainingConfig } from '../graph/document.ts';

export const backends = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type Backend = (typeof backends)[number];

/** What actually computes. Never a silent fallback: `fallback` says why a better backend was not used. */
export interface Engine {
  readonly backend: Backend;
  /** For people: `NVIDIA RTX 4070`, `SwiftShader (CPU)`, `CPU`. */
  readonly adapter: string;
  readonly fallback?: string;
}

/** Metrics by Keras's names without prefix: `loss`, `accuracy`, `dice`, `mae`; per output `mask_loss` where there are several. */
export type Metrics = Readonly<Record<string, number>>;

/** Trained state: everything needed to go on as if never stopped. Structured-cloneable. */
export interface Checkpoint {
  readonly step: number;
  readonly epoch: number;
  readonly seed: number;
  /** Model weights in `model.getWeights()` order, by tfjs weight name. */
  readonly weights: readonly NamedTensor[];
  /** Optimizer slots (momentum, first and second moments). */
  readonly optimizer: readonly NamedTensor[];
  /** Sums of the metrics over the steps of the epoch that is under way, so that its mean is the same after a resume. */
  readonly underway?: { readonly steps: number; readonly sums: Metrics };
}
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** A validation sample with its prediction, for the gallery. Values as stored in the data set. */
export interface Prediction {
  /** Index in the data set. */
  readonly index: number;
  readonly input: Float32Array<ArrayBuffer>;
  readonly target: Float32Array<ArrayBuffer>;
  /** The first output's values. */
  readonly output: Float32Array<ArrayBuffer>;
}
export interface PredictionSet {
  readonly step: number;
  readonly inputShape: readonly number[];
  readonly targetShape: readonly number[];
  readonly outputShape: readonly number[];
  readonly samples: readonly Prediction[];
}

export type TrainingErrorKind = 'unsupported' | 'out-of-memory' | 'device-lost' | 'not-finite' | 'gpu-error' | 'data' | 'internal';

export interface TrainingError {
  readonly kind: TrainingErrorKind;
  readonly message: string;
  /** What the person can do about it. */
  readonly advice: string;
  /** The node where it began, where that is known. */
  readonly node?: string;
}

export type Command =
  | {
      readonly kind: 'start';
      readonly program: Program;
      readonly training: TrainingConfig;
      readonly dataset: Dataset;
      /** Continue from here instead of fresh weights. */
      readonly checkpoint?: Checkpoint;
      /** Ask for one backend; left out: WebGPU, then WebGL, then CPU. */
      readonly backend?: Backend;
    }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'stop' }
  /** Predictions of `count` validation samples; allowed while running, paused and finished. */
  | { readonly kind: 'predict'; readonly count: number }
  /** Asks for a `checkpoint` event. */
  | { readonly kind: 'checkpoint' };

export interface StepReport {
  /** Optimizer steps done. */
  readonly step: number;
  /** Epoch this step belongs to, from 1. */
  readonly epoch: number;
  readonly metrics: Metrics;
  readonly stepsPerSecond: number;
  readonly secondsLeft: number;
  /** `tf.memory().numTensors` after the step; constant in a healthy run. */
  readonly numTensors: number;
}

export type TrainingEvent =
  | { readonly kind: 'engine'; readonly engine: Engine }
  | { readonly kind: 'phase'; readonly phase: 'loading' | 'building' | 'compiling' | 'training' | 'validating' | 'paused' }
  | { readonly kind: 'started'; readonly totalSteps: number; readonly stepsPerEpoch: number; readonly trainCount: number; readonly validationCount: number }
  /** Batched: several steps may have passed since the last one. */
  | { readonly kind: 'step'; readonly reports: readonly StepReport[] }
  /** After each epoch: means over the epoch's steps, and over the validation samples with the prefix `val_`. */
  | { readonly kind: 'epoch'; readonly epoch: number; readonly step: number; readonly metrics: Metrics }
  | { readonly kind: 'predictions'; readonly predictions: PredictionSet }
  /** On request, at every epoch's end, on pause and at the end, so that a lost device loses nothing. */
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'finished'; readonly reason: 'completed' | 'stopped' }
  | { readonly kind: 'error'; readonly error: TrainingError };
