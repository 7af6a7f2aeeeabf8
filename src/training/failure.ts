// What goes wrong in training, as a value that a person can act on. Turns any exception into one; knows no tfjs.

import type { TrainingError } from './messages.ts';

/** Carries a TrainingError through code that throws. */
export class TrainingFailure extends Error {
  readonly error: TrainingError;
  constructor(error: TrainingError) {
    super(error.message);
    this.name = 'TrainingFailure';
    this.error = error;
  }
}

const MEMORY = /out of memory|allocation failed|array buffer allocation|cannot enlarge memory|invalid array length|maxBufferSize|memory access out of bounds/i;
/** What Emscripten says where C++ found no memory, of which it knows only that it gave up. */
const GAVE_UP = /^Aborted\(\)/;
const LOST = /device (was|is) lost|context lost|contextlost|device\.lost|GPU connection lost|no longer valid because/i;

const SMALLER = 'Use a smaller batch, fewer filters, or smaller images.';

/** The training error that an exception stands for. */
export function errorOf(thrown: unknown): TrainingError {
  if (thrown instanceof TrainingFailure) return thrown.error;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (LOST.test(message)) {
    return { kind: 'device-lost', message: `The GPU stopped answering: ${message}`, advice: LOST_ADVICE };
  }
  if (GAVE_UP.test(message)) {
    return { kind: 'out-of-memory', message: 'The WebAssembly engine gave up, most likely for want of memory: it can use 4 GiB at most.', advice: `${SMALLER} On a GPU there may be more.` };
  }
  if (MEMORY.test(message)) {
    return { kind: 'out-of-memory', message: `There is not enough memory for this network and batch: ${message}`, advice: SMALLER };
  }
  return { kind: 'internal', message, advice: 'The weights of the last checkpoint are kept. Please report this with the network file.' };
}

export const LOST_ADVICE = 'Nothing that was trained up to the last checkpoint is lost: press Resume to go on from there. A smaller batch asks less of the GPU.';
