// The training run as the window sees it: starts, pauses and stops the worker, and keeps what it reports. Knows no React and no tfjs.

import { createStore } from 'zustand/vanilla';
import { obstacles, type Compilation } from '../compiler/compilation.ts';
import type { Program } from '../compiler/program.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { TrainingConfig } from '../graph/document.ts';
import type { Backend, Checkpoint, NamedTensor, TrainingEvent } from '../training/messages.ts';
import { compilationStore } from './compilationStore.ts';
import { connectTraining, type ConnectTraining, type TrainingConnection } from './connectTraining.ts';
import { dataStore } from './dataStore.ts';
import { documentStore, isAnother } from './documentStore.ts';
import { afterEvent, architectureChange, beginRun, isActive, NO_RUN, type RunState } from './trainingRun.ts';
import { goToNode } from './goToNode.ts';
import { uiStore } from './uiStore.ts';

/** What the store needs of its neighbours; the window's own in trainingStore, others in tests. */
export interface TrainingNeighbours {
  readonly connect: ConnectTraining;
  /** Compiles the open document now. */
  compile(): Compilation;
  training(): TrainingConfig;
  /** The chosen data, waiting for it while it loads; null if there is none. */
  dataset(): Promise<Dataset | null>;
  /** The network has errors: show them. */
  showProblems(compilation: Compilation): void;
  /** No data is chosen: ask for some. */
  askForData(): void;
  /** Milliseconds; tests have a clock of their own. */
  readonly now?: () => number;
}

export interface TrainingState extends RunState {
  /** The open network is not the one that trains or was trained. */
  readonly networkChanged: boolean;
  /** Stop was asked for and has not happened yet. */
  readonly stopping: boolean;
  /** Predictions were asked for and have not come yet. */
  readonly predicting: boolean;
  /** Why the last attempt to go on from a checkpoint was refused. */
  readonly refusal: string | null;
  /** Asked of the engine at the next start; null is the best there is. */
  readonly backend: Backend | null;

  /** Trains the open network from fresh weights. Resolves to whether it was started. */
  start(): Promise<boolean>;
  /** Goes on from the last checkpoint: to the planned end, or, where that is reached, as many epochs again. */
  continueFromCheckpoint(): Promise<boolean>;
  pause(): void;
  resume(): void;
  /** Asks the worker to stop after its step; asked twice, ends the worker at once. The last checkpoint stays. */
  stop(): void;
  requestPredictions(count?: number): void;
  /** The trained weights, the newest while it trains; null before the first checkpoint. */
  exportWeights(): Promise<TrainedWeights | null>;
  setBackend(backend: Backend | null): void;
  /** The document compiled anew: sees whether the network still is the one that trains. */
  compared(program: Program | null): void;
  /** Another document was opened: ends the run and forgets it. */
  reset(): void;
}

export interface TrainedWeights {
  readonly program: Program;
  readonly weights: readonly NamedTensor[];
  readonly step: number;
}

/** Predictions shown in the gallery; points need many to show where the border runs. */
export const GALLERY_COUNT = 24;
const POINTS_COUNT = 600;
/** A second press sooner than this is a double click, not a wish to end the worker at once. */
export const DOUBLE_CLICK_MS = 1500;
/** A worker that does not answer for so long is taken to hang. */
const ANSWER_MS = 8000;

export function createTrainingStore(neighbours: TrainingNeighbours) {
  let connection: TrainingConnection | null = null;
  let waitingForCheckpoint: (() => void)[] = [];
  /** Of several starts in a row the last one counts. */
  let attempt = 0;
  let stopAskedAt = 0;
  const now = neighbours.now ?? (() => performance.now());

  return createStore<TrainingState>()((set, get) => {
    const disconnect = (): void => {
      connection?.close();
      connection = null;
      answerCheckpoints();
    };
    const answerCheckpoints = (): void => {
      const waiting = waitingForCheckpoint;
      waitingForCheckpoint = [];
      for (const answer of waiting) answer();
    };

    const receive = (event: TrainingEvent): void => {
      set(afterEvent(get(), event));
      if (event.kind === 'predictions') set({ predicting: false });
      if (event.kind === 'checkpoint') answerCheckpoints();
      if (event.kind === 'epoch') get().requestPredictions();
      if (event.kind === 'finished') {
        set({ stopping: false });
        if (get().predictions?.step !== get().progress.step) get().requestPredictions();
      }
      if (event.kind === 'error') {
        // What a failed engine still holds cannot be trusted; the checkpoint is here.
        set({ stopping: false, predicting: false });
        disconnect();
      }
    };

    const begin = async (from: Checkpoint | null): Promise<boolean> => {
      if (isActive(get().status)) return false;
      const mine = ++attempt;
      const compilation = neighbours.compile();
      const { program } = compilation;
      if (!program) {
        neighbours.showProblems(compilation);
        return false;
      }
      const before = get();
      if (from && before.started) {
        const change = architectureChange(before.started.program, program);
        if (change) {
          set({ refusal: `The trained weights do not fit the network any more: ${change}. Undo that, or train from the start.` });
          return false;
        }
      }
      const dataset = await neighbours.dataset();
      if (mine !== attempt || isActive(get().status)) return false;
      if (!dataset) {
        neighbours.askForData();
        return false;
      }
      const training = from ? continued(neighbours.training(), from, get().progress.stepsPerEpoch) : neighbours.training();
      const { name, task, inputShape, targetShape, classes } = dataset;
      const data = { name, task, inputShape, targetShape, ...(classes ? { classes } : {}) };
      disconnect();
      set({ ...beginRun(get(), { program, training, data }, from), networkChanged: false, stopping: false, predicting: false, refusal: null });
      const { backend } = get();
      connection = neighbours.connect(receive);
      connection.send({ kind: 'start', program, training, dataset, ...(from ? { checkpoint: from } : {}), ...(backend ? { backend } : {}) });
      return true;
    };

    return {
      ...NO_RUN,
      networkChanged: false,
      stopping: false,
      predicting: false,
      refusal: null,
      backend: null,

      start: () => begin(null),
      continueFromCheckpoint: async () => {
        const { checkpoint } = get();
        return checkpoint ? begin(checkpoint) : false;
      },
      pause: () => {
        if (get().status === 'running' || get().status === 'validating') connection?.send({ kind: 'pause' });
      },
      resume: () => {
        if (get().status === 'paused') connection?.send({ kind: 'resume' });
      },
      stop: () => {
        if (!isActive(get().status)) return;
        if (!get().stopping) {
          stopAskedAt = now();
          set({ stopping: true });
          connection?.send({ kind: 'stop' });
          return;
        }
        if (now() - stopAskedAt < DOUBLE_CLICK_MS) return;
        disconnect();
        set({ ...afterEvent(get(), { kind: 'finished', reason: 'stopped' }), stopping: false, predicting: false });
      },
      requestPredictions: (count) => {
        const { started, status } = get();
        if (!connection || !started || status === 'preparing' || status === 'failed') return;
        const wanted = count ?? (isPlane(started.data.inputShape) ? POINTS_COUNT : GALLERY_COUNT);
        set({ predicting: true });
        connection.send({ kind: 'predict', count: wanted });
      },
      exportWeights: async () => {
        if (connection && isActive(get().status) && get().status !== 'preparing') {
          const open = connection;
          await new Promise<void>((resolve) => {
            waitingForCheckpoint.push(resolve);
            setTimeout(resolve, ANSWER_MS);
            open.send({ kind: 'checkpoint' });
          });
        }
        const { checkpoint, started } = get();
        return checkpoint && started ? { program: started.program, weights: checkpoint.weights, step: checkpoint.step } : null;
      },
      setBackend: (backend) => set({ backend }),
      compared: (program) => {
        const { started } = get();
        if (!started) return;
        const networkChanged = program === null || architectureChange(started.program, program) !== null;
        if (networkChanged !== get().networkChanged) set({ networkChanged });
        if (!networkChanged && get().refusal) set({ refusal: null });
      },
      reset: () => {
        attempt++;
        disconnect();
        set({ ...NO_RUN, engine: get().engine, networkChanged: false, stopping: false, predicting: false, refusal: null });
      },
    };
  });
}

export type TrainingStore = ReturnType<typeof createTrainingStore>;

const isPlane = (shape: readonly number[]): boolean => shape.length === 1 && shape[0] === 2;

/** The settings for going on: where the planned epochs are done, as many again. */
function continued(training: TrainingConfig, from: Checkpoint, stepsPerEpoch: number): TrainingConfig {
  const done = stepsPerEpoch > 0 ? Math.floor(from.step / stepsPerEpoch) : from.epoch;
  return done >= training.epochs ? { ...training, epochs: done + training.epochs } : training;
}

/** The window's training. */
export const trainingStore: TrainingStore = createTrainingStore({
  connect: connectTraining,
  compile: () => compilationStore.getState().flush(),
  training: () => documentStore.getState().document.training,
  dataset: () => dataStore.getState().whenLoaded(),
  showProblems: ({ diagnostics }) => {
    const errors = obstacles(diagnostics);
    const { showTab, notify } = uiStore.getState();
    // What is wrong with the data is mended where the data is chosen.
    showTab('problems');
    const first = errors[0];
    if (!first) return;
    if (first.code === 'empty') return notify('info', first.message);
    if (first.node) goToNode(first.node);
    notify('error', errors.length === 1 ? `Training needs a network without errors. ${first.message}` : `Training needs a network without errors; it has ${errors.length}. The first: ${first.message}`);
  },
  askForData: () => {
    uiStore.getState().showTab('data');
    uiStore.getState().notify('info', 'Choose what to train on first.');
  },
});

compilationStore.subscribe((state, before) => {
  // The program is put together when it is asked for: not at every edit.
  const { started, compared } = trainingStore.getState();
  if (started && state.compilation !== before.compilation) compared(state.compilation.program);
});
documentStore.subscribe((state, before) => {
  if (isAnother(state, before)) trainingStore.getState().reset();
});
