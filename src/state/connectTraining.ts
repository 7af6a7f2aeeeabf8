// Connects the training store to a worker of its own: one per run, so that no run finds what another one left behind.

import type { Command, TrainingEvent } from '../training/messages.ts';

/** A connection to a worker that trains. After `close` no event comes any more. */
export interface TrainingConnection {
  send(command: Command): void;
  close(): void;
}
export type ConnectTraining = (onEvent: (event: TrainingEvent) => void) => TrainingConnection;

export const connectTraining: ConnectTraining = (onEvent) => {
  const worker = new Worker(new URL('../training/worker.ts', import.meta.url), { type: 'module', name: 'training' });
  let open = true;
  worker.addEventListener('message', (event: MessageEvent<TrainingEvent>) => {
    if (open) onEvent(event.data);
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    if (!open) return;
    onEvent({
      kind: 'error',
      error: {
        kind: 'internal',
        message: `The training worker stopped: ${event.message || 'it could not be started'}.`,
        advice: 'Start again, or continue from the last checkpoint. If it happens again, choose a smaller batch.',
      },
    });
  });
  return {
    send: (command) => worker.postMessage(command, []),
    close: () => {
      open = false;
      worker.terminate();
    },
  };
};
