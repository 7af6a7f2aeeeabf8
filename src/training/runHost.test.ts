import { describe, expect, test } from 'vitest';
import type { TrainingEvent } from './messages.ts';
import { RunHost } from './runHost.ts';
import { bars, smallConvNet, trainingOf } from './testPrograms.ts';

const start = (epochs = 2) => ({ kind: 'start', program: smallConvNet(), training: trainingOf({ epochs }), dataset: bars(50), backend: 'cpu' }) as const;

/** Events up to the one that `last` accepts. */
function until(last: (event: TrainingEvent) => boolean, drive: (host: RunHost) => void, react: (event: TrainingEvent, host: RunHost) => void = () => {}): Promise<TrainingEvent[]> {
  return new Promise((resolve) => {
    const events: TrainingEvent[] = [];
    const host = new RunHost((event) => {
      events.push(event);
      react(event, host);
      if (last(event)) resolve(events);
    });
    drive(host);
  });
}
const ended = (event: TrainingEvent): boolean => event.kind === 'finished' || event.kind === 'error';

describe('the host of runs', () => {
  test('says what computes before it trains', async () => {
    const events = await until(ended, (host) => host.receive(start()));
    expect(events.slice(0, 3)).toEqual([
      { kind: 'phase', phase: 'loading' },
      { kind: 'engine', engine: { backend: 'cpu', adapter: 'CPU, plain JavaScript' } },
      { kind: 'phase', phase: 'building' },
    ]);
    expect(events.at(-1)).toEqual({ kind: 'finished', reason: 'completed' });
  });

  test('a stop that comes while the engine is still being chosen counts', async () => {
    const events = await until(ended, (host) => {
      host.receive(start(500));
      host.receive({ kind: 'stop' });
    });
    expect(events.at(-1)).toEqual({ kind: 'finished', reason: 'stopped' });
  });

  test('a second start ends the first run and is the only one heard from then on', async () => {
    let restarted = false;
    const events = await until(
      (event) => event.kind === 'finished',
      (host) => host.receive(start(500)),
      (event, host) => {
        if (event.kind === 'step' && !restarted) {
          restarted = true;
          host.receive(start(1));
        }
      },
    );
    const again = events.findLastIndex((event) => event.kind === 'started');
    expect(events[again]).toMatchObject({ totalSteps: 5 });
    expect(events.at(-1)).toEqual({ kind: 'finished', reason: 'completed' });
    const loading = events.findLastIndex((event) => event.kind === 'phase' && event.phase === 'loading');
    expect(events.slice(loading).flatMap((event) => (event.kind === 'step' ? event.reports.map(({ step }) => step) : []))).toEqual([1, 2, 3, 4, 5]);
  });

  test('falls back from what is not here and says why', async () => {
    const events = await until(ended, (host) => host.receive({ ...start(1), backend: 'webgpu' }));
    const engine = events.find((event) => event.kind === 'engine')?.engine;
    expect(engine?.backend).toBe('cpu');
    expect(engine?.fallback).toMatch(/^WebGPU: .+\. WebGL: .+\. WebAssembly: .+\.$/);
  });

  test('a program that cannot be built is an error event, not an exception', async () => {
    const program = smallConvNet();
    const broken = { ...program, calls: program.calls.map((call) => (call.id === 'conv' ? { ...call, callee: { from: 'runtime', name: 'gone' } as const } : call)) };
    const events = await until(ended, (host) => host.receive({ ...start(), program: broken }));
    expect(events.at(-1)).toMatchObject({ kind: 'error', error: { kind: 'internal', message: 'runtime has no layer "gone".' } });
  });
});
