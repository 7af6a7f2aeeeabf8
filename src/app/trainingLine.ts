// The state of the run in one line: `step 412 / 900 · 31 steps/s · 16 s left`.

import type { TrainingState } from '../state/trainingStore.ts';

/** `16 s`, `4 min`, `2 h 10 min`. */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const rate = (perSecond: number): string => (perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toFixed(perSecond >= 1 ? 1 : 2));

/** Empty while nothing runs or ran. */
export function trainingLine({ status, phase, progress, stopping }: Pick<TrainingState, 'status' | 'phase' | 'progress' | 'stopping'>): string {
  const steps = `step ${progress.step} / ${progress.totalSteps}`;
  switch (status) {
    case 'idle':
      return '';
    case 'preparing':
      return phase === 'compiling' ? 'compiling GPU programs…' : phase === 'building' ? 'building the model…' : 'loading the engine…';
    case 'running':
      return stopping ? `${steps} · stopping…` : progress.stepsPerSecond > 0 ? `${steps} · ${rate(progress.stepsPerSecond)} steps/s · ${durationText(progress.secondsLeft)} left` : steps;
    case 'validating':
      return `${steps} · validating…`;
    case 'paused':
      return `${steps} · paused`;
    case 'finished':
      return progress.step >= progress.totalSteps ? `${steps} · done` : `${steps} · stopped`;
    case 'failed':
      return progress.step > 0 ? `${steps} · failed` : 'failed';
    default:
      return status satisfies never;
  }
}
