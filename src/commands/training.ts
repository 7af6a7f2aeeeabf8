// Train, pause, go on, stop: the run of the open network.

import { trainingStore } from '../state/trainingStore.ts';
import { isActive } from '../state/trainingRun.ts';
import { uiStore } from '../state/uiStore.ts';

const training = () => trainingStore.getState();

export const canTrain = (): boolean => !isActive(training().status) || training().status === 'paused';
export const canPause = (): boolean => training().status === 'running' || training().status === 'validating';
export const canStop = (): boolean => isActive(training().status);
export const canContinue = (): boolean => !isActive(training().status) && training().checkpoint !== null;

/** Starts a run, or goes on with a paused one, and shows its curves. */
export async function train(): Promise<void> {
  if (training().status === 'paused') training().resume();
  else if (!(await training().start())) return;
  uiStore.getState().showTab('training');
}

export async function continueTraining(): Promise<void> {
  if (await training().continueFromCheckpoint()) uiStore.getState().showTab('training');
}

export const pause = (): void => training().pause();
export const stop = (): void => training().stop();
