// What the spec of refusals runs in its page: the training worker's host, on WebGPU, and what makes a real device refuse or go. Knows no app.

import * as tf from '@tensorflow/tfjs';
import { runFlat } from '../../src/runtime/kernels/webgpuBackend.ts';
import { trainStep } from '../../src/runtime/index.ts';
import { Sgd } from '../../src/runtime/sgd.ts';
import type { Program } from '../../src/compiler/program.ts';
import type { Checkpoint, TrainingEvent } from '../../src/training/messages.ts';
import { RunHost } from '../../src/training/runHost.ts';
import { bars, programOf, trainingOf } from '../../src/training/testPrograms.ts';

/** What to do to the engine once the first epoch is over. */
export type Sabotage = 'refuse the value' | 'refuse the gradient' | 'destroy the device' | 'nothing';

export interface Told {
  readonly engine?: string;
  readonly error?: Extract<TrainingEvent, { kind: 'error' }>['error'];
  readonly finished: boolean;
  /** Steps that were reported, in order. */
  readonly steps: readonly number[];
  readonly checkpoint?: Checkpoint;
  /** Whether all weights of that checkpoint are finite. */
  readonly isFinite: boolean;
}

export interface RefusalsPage {
  /** Trains 20 steps in 4 epochs, from the checkpoint of the run before if `resume`. */
  train(sabotage: Sabotage, resume?: boolean): Promise<Told>;
  /** Trains a network one of whose tensors is larger than any buffer may be. */
  trainTooLarge(): Promise<Told>;
  /** Steps as exported code does them, with a refusal after the first; the message of what is thrown. */
  exportedSteps(): Promise<string>;
}

/** Node `gelu-node` computes with erf, which no other does; its gradient takes exp. */
const network = (): Program =>
  programOf(
    [8, 8, 1],
    [
      ['flat', 'tf.layers', 'flatten', {}, [64]],
      ['wide', 'tf.layers', 'dense', { units: 16 }, [16]],
      ['gelu', 'runtime', 'activation', { activation: 'gelu' }, [16]],
      ['classes', 'tf.layers', 'dense', { units: 3, activation: 'softmax' }, [3]],
    ],
    'categoricalCrossentropy',
  );

/** 8 samples of 600,000 rows of 64: 1.2 GB, which no device takes in one buffer by default and SwiftShader never. */
const tooLarge = (): Program =>
  programOf(
    [8, 8, 1],
    [
      ['flat', 'tf.layers', 'flatten', {}, [64]],
      ['rows', 'runtime', 'repeatVector', { n: 600_000 }, [600_000, 64]],
      ['mean', 'runtime', 'globalAveragePooling', {}, [64]],
      ['classes', 'tf.layers', 'dense', { units: 3, activation: 'softmax' }, [3]],
    ],
    'categoricalCrossentropy',
  );

/** A kernel whose program has more threads in a workgroup than any device takes. */
const refused = (args: { inputs: object }): tf.TensorInfo => {
  const x = Object.values(args.inputs)[0] as tf.Tensor;
  return runFlat({ name: 'refused', outputShape: x.shape, threads: x.size, inputs: { X: x }, workgroup: 65_536, code: 'fn main(index : i32) { result[index] = X[index]; }' });
};

const restore: (() => void)[] = [];
function replace(kernelName: string): void {
  const kernel = tf.getKernel(kernelName, 'webgpu') as { kernelFunc: unknown };
  const kept = kernel.kernelFunc;
  kernel.kernelFunc = refused;
  restore.push(() => (kernel.kernelFunc = kept));
}

function sabotaged(sabotage: Sabotage): void {
  if (sabotage === 'refuse the value') replace('Erf');
  if (sabotage === 'refuse the gradient') replace('Exp');
  if (sabotage === 'destroy the device') (tf.backend() as unknown as { readonly device: GPUDevice }).device.destroy();
}

let last: Checkpoint | undefined;
let host: { receive: RunHost['receive']; listen(listener: (event: TrainingEvent) => void): void } | null = null;

/** One host for all runs, as a window has one worker. */
function openHost() {
  if (host !== null) return host;
  let listener: (event: TrainingEvent) => void = () => {};
  const runs = new RunHost((event) => listener(event));
  host = { receive: (command) => runs.receive(command), listen: (next) => (listener = next) };
  return host;
}

function run(program: Program, sabotage: Sabotage, checkpoint?: Checkpoint): Promise<Told> {
  for (const undo of restore.splice(0)) undo();
  const told: { engine?: string; error?: Told['error']; steps: number[]; checkpoint?: Checkpoint } = { steps: [] };
  return new Promise((resolve) => {
    const end = (finished: boolean): void => {
      if (told.checkpoint !== undefined) last = told.checkpoint;
      resolve({ ...told, finished, isFinite: (told.checkpoint?.weights ?? []).every(({ data }) => data.every(Number.isFinite)) } as Told);
    };
    const { receive, listen } = openHost();
    listen((event) => {
      if (event.kind === 'engine') told.engine = event.engine.backend;
      if (event.kind === 'step') told.steps.push(...event.reports.map(({ step }) => step));
      // It comes at the end of an epoch, after the epoch's own event.
      if (event.kind === 'checkpoint') {
        told.checkpoint = event.checkpoint;
        if (event.checkpoint.step === 5) sabotaged(sabotage);
      }
      if (event.kind === 'error') {
        told.error = event.error;
        end(false);
      }
      if (event.kind === 'finished') end(true);
    });
    receive({ kind: 'start', program, training: trainingOf(), dataset: bars(50), backend: 'webgpu', ...(checkpoint === undefined ? {} : { checkpoint }) });
  });
}

const page: RefusalsPage = {
  train: (sabotage, resume = false) => run(network(), sabotage, resume ? last : undefined),
  trainTooLarge: () => run(tooLarge(), 'nothing'),
  async exportedSteps() {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
    const optimizer = new Sgd({ learningRate: 0.1 });
    const outputs = [{ name: 'y', loss: 'meanSquaredError', shape: [1] }] as const;
    const step = async (): Promise<void> => {
      await trainStep(model, optimizer, [tf.ones([4, 2])], [tf.ones([4, 1])], outputs).data();
    };
    try {
      await step();
      await refusedWork();
      await step();
    } catch (thrown) {
      return String(thrown);
    }
    return 'nothing was thrown';
  },
};

async function refusedWork(): Promise<void> {
  tf.engine().makeTensorFromTensorInfo(refused({ inputs: { x: tf.ones([4]) } }));
  await tf.ones([1]).data();
  await new Promise((resolve) => setTimeout(resolve, 100));
}

Object.assign(globalThis, { refusals: page });
