import { describe, expect, test } from 'vitest';
import { NO_PROGRESS } from '../state/trainingRun.ts';
import { durationText, trainingLine } from './trainingLine.ts';

const progress = { ...NO_PROGRESS, step: 412, totalSteps: 900, stepsPerSecond: 31.2, secondsLeft: 15.6 };
const line = (status: Parameters<typeof trainingLine>[0]['status'], more: Partial<Parameters<typeof trainingLine>[0]> = {}): string =>
  trainingLine({ status, phase: null, progress, stopping: false, ...more });

describe('the state of the run in one line', () => {
  test('says step, speed and time left while it runs', () => {
    expect(line('running')).toBe('step 412 / 900 · 31 steps/s · 16 s left');
  });
  test('says nothing before the first run', () => {
    expect(line('idle')).toBe('');
  });
  test('tells a run that was stopped from one that is done', () => {
    expect(line('finished')).toBe('step 412 / 900 · stopped');
    expect(line('finished', { progress: { ...progress, step: 900 } })).toBe('step 900 / 900 · done');
  });
  test('does not promise a time before the first speed is known', () => {
    expect(line('running', { progress: { ...progress, stepsPerSecond: 0 } })).toBe('step 412 / 900');
  });
  test('durations are in the unit people would use', () => {
    expect([0.2, 89, 91, 3600, 9000].map(durationText)).toEqual(['0 s', '89 s', '2 min', '60 min', '2 h 30 min']);
  });
});
