// Carries out commands: one run at a time, each exception an event. The worker's whole behaviour, without the worker.

import type { WasmFiles } from './engines/wasm.ts';
import { selectEngine } from './engines/selectEngine.ts';
import { errorOf } from './failure.ts';
import { TrainingRun } from './loop.ts';
import type { Command, TrainingEvent } from './messages.ts';

type Start = Extract<Command, { kind: 'start' }>;

export class RunHost {
  private readonly send: (event: TrainingEvent) => void;
  private readonly wasmFiles: WasmFiles | undefined;
  /** The run that commands go to. */
  private run: TrainingRun | null = null;
  /** The run before it, whose model is freed when the next one begins. */
  private previous: TrainingRun | null = null;
  /** Ends when the last run that was started has ended. */
  private last: Promise<void> = Promise.resolve();
  /** Counts starts: what an earlier one still says is not sent. */
  private turn = 0;
  /** Commands that came while the run was still being set up. */
  private early: Exclude<Command, Start>[] = [];

  constructor(send: (event: TrainingEvent) => void, wasmFiles?: WasmFiles) {
    this.send = send;
    this.wasmFiles = wasmFiles;
  }

  receive(command: Command): void {
    if (command.kind !== 'start') {
      if (this.run === null) this.early.push(command);
      else this.pass(this.run, command);
      return;
    }
    const turn = ++this.turn;
    this.early = [];
    if (this.run !== null) {
      this.run.stop();
      this.previous = this.run;
      this.run = null;
    }
    const before = this.last;
    this.last = before.then(() => this.begin(command, turn)).catch((thrown: unknown) => this.report(thrown));
  }

  /** An exception that no run has caught. */
  report(thrown: unknown): void {
    this.send({ kind: 'error', error: errorOf(thrown) });
  }

  private async begin({ program, training, dataset, checkpoint, backend }: Start, turn: number): Promise<void> {
    this.previous?.dispose();
    this.previous = null;
    // A newer start has taken over meanwhile.
    if (turn !== this.turn) return;
    const emit = (event: TrainingEvent): void => {
      if (turn === this.turn) this.send(event);
    };
    emit({ kind: 'phase', phase: 'loading' });
    let run: TrainingRun | null = null;
    const engine = await selectEngine({
      ...(backend === undefined ? {} : { preferred: backend }),
      ...(this.wasmFiles === undefined ? {} : { wasmFiles: this.wasmFiles }),
      onFailure: (error) => run?.abort(error),
    });
    emit({ kind: 'engine', engine });
    if (turn !== this.turn) return;
    run = new TrainingRun(program, training, dataset, { onEvent: emit, ...(checkpoint === undefined ? {} : { checkpoint }) });
    this.run = run;
    for (const command of this.early.splice(0)) this.pass(run, command);
    await run.run();
  }

  private pass(run: TrainingRun, command: Exclude<Command, Start>): void {
    switch (command.kind) {
      case 'pause':
        run.pause();
        break;
      case 'resume':
        run.resume();
        break;
      case 'stop':
        run.stop();
        break;
      case 'predict':
        run.predict(command.count);
        break;
      case 'checkpoint':
        run.checkpoint();
        break;
      default:
        throw new Error(`Unknown command ${JSON.stringify(command satisfies never)}`);
    }
  }
}
