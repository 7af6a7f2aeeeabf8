import { describe, expect, test } from 'vitest';
import { layers } from '../../layers/index.ts';
import type { AnyLayer } from '../../layers/layer.ts';
import { borders, integer, number, padding, perAxis, shape } from '../../layers/params.ts';
import { formatParam, readParam, stepParam } from './paramText.ts';

const kernel = perAxis({ label: 'Kernel', doc: '', default: 3, axes: 2 });
const pad = padding({ label: 'Padding', doc: '', default: 'same', axes: 2 });
const frame = borders({ label: 'Padding', doc: '', default: 1, axes: 2 });
const size = shape({ label: 'Shape', doc: '', default: [64, 64, 3], unknownAxes: true });
const rate = number({ label: 'Rate', doc: '', default: 0.5, min: 0, max: 1 });
const filters = integer({ label: 'Filters', doc: '', default: 32, min: 1 });

describe('params as text', () => {
  test('one field takes one number or one per axis, however they are separated', () => {
    for (const text of ['3 × 5', '3x5', '3,5', '3 5', '[3, 5]']) expect(readParam(kernel, text)).toEqual({ ok: true, value: [3, 5] });
    expect(readParam(kernel, '3 × 3')).toEqual({ ok: true, value: 3 });
  });
  test('a wrong number of axes is refused with the number that is expected', () => {
    expect(readParam(kernel, '3 × 3 × 5')).toMatchObject({ ok: false, problem: expect.stringContaining('2 of them') });
  });
  test('padding takes words as well', () => {
    expect(readParam(pad, 'Valid')).toEqual({ ok: true, value: 'valid' });
    expect(readParam(pad, 'half')).toMatchObject({ ok: false, problem: expect.stringContaining('same') });
    expect(readParam(pad, '-1').ok).toBe(false);
  });
  test('a padding takes the words of its layer, and names them', () => {
    const along = padding({ label: 'Padding', doc: '', default: 'same', axes: 1, causal: true });
    expect(readParam(along, 'Causal')).toEqual({ ok: true, value: 'causal' });
    expect(readParam(along, 'half')).toMatchObject({ ok: false, problem: expect.stringContaining('“causal”') });
    expect(readParam(pad, 'causal').ok).toBe(false);
  });
  test('borders are before,after per axis', () => {
    expect(readParam(frame, '0,1 × 2,3')).toEqual({ ok: true, value: [[0, 1], [2, 3]] });
    expect(formatParam(frame, [[0, 1], [2, 3]])).toBe('0,1 × 2,3');
  });
  test('an unknown axis of a shape is a question mark', () => {
    expect(readParam(size, '? × 64 × 3')).toEqual({ ok: true, value: [null, 64, 3] });
    expect(formatParam(size, [null, 64, 3])).toBe('? × 64 × 3');
  });
  test('what is shown reads back as the same value, for the defaults of every layer', () => {
    for (const layer of layers as readonly unknown[] as readonly AnyLayer[]) {
      for (const spec of Object.values(layer.params)) {
        if (spec.kind === 'boolean') continue;
        expect(readParam(spec, formatParam(spec, spec.default)), `${layer.type}.${spec.label}`).toEqual({ ok: true, value: spec.default });
      }
    }
  });
  test('steps stay within the bounds and leave no floating-point crumbs', () => {
    expect(stepParam(filters, '1', -1, 1)).toBe('1');
    expect(stepParam(filters, '32', 1, 10)).toBe('42');
    expect(stepParam(rate, '0.3', -1, 1)).toBe('0.2');
    expect(stepParam(kernel, '3 × 5', 1, 1)).toBe('4 × 6');
    expect(stepParam(pad, 'same', 1, 1)).toBeNull();
  });
});
