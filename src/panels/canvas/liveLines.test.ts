import { describe, expect, it } from 'vitest';
import type { ShapeEdge } from './flow/flow.ts';
import { LiveLines } from './liveLines.ts';

const line = (id: string, path: string): ShapeEdge => ({ id, source: 'a', target: 'b', data: { edge: { source: 'a', target: 'b' }, label: '', name: '', tone: 'plain', way: { path, label: null } } });

describe('lines that follow a drag', () => {
  const [one, two] = [line('one', 'M0 0'), line('two', 'M1 1')];

  it('wake only those that take another way, and give them their new one', () => {
    const lines = new LiveLines();
    const woken: string[] = [];
    for (const id of ['one', 'two']) lines.subscribe(id, () => woken.push(id));
    const rerouted = line('two', 'M2 2');
    lines.show([one, two], [rerouted]);
    expect(woken).toEqual(['two']);
    expect([lines.get('one'), lines.get('two')]).toEqual([null, rerouted.data]);
    lines.show([one, two], [one, rerouted]);
    expect(woken).toEqual(['two']);
  });

  it('let go of their line when it is dropped', () => {
    const lines = new LiveLines();
    const rerouted = line('two', 'M2 2');
    lines.show([one, two], [one, rerouted]);
    let woken = 0;
    const off = lines.subscribe('two', () => woken++);
    lines.show([one, rerouted], [one, rerouted]);
    expect([woken, lines.get('two')]).toEqual([1, null]);
    off();
    lines.show([one, two], [one, rerouted]);
    expect(woken).toBe(1);
  });
});
