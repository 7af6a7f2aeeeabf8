import { describe, expect, it } from 'vitest';
import type { AxisWindow, TransposedAxis } from './size.ts';
import { convolvedAxis, transposedAxis } from './size.ts';

const window = (over: Partial<AxisWindow>): AxisWindow => ({ axis: 'height', input: 64, kernel: 3, stride: 1, dilation: 1, padding: 0, ...over });
const transposed = (over: Partial<TransposedAxis>): TransposedAxis => ({ ...window(over), outputPadding: 0, ...over });

describe('the size of a convolution', () => {
  it('4×4 with stride 2 and padding 1 halves, and says how', () => {
    expect(convolvedAxis(window({ kernel: 4, stride: 2, padding: 1 }))).toEqual({
      axis: 'height',
      formula: '⌊(in + 2·p − k) / s⌋ + 1',
      text: '⌊(64 + 2·1 − 4) / 2⌋ + 1 = 32',
      result: 32,
    });
  });
  it('3×3 with padding 1 keeps', () => {
    expect(convolvedAxis(window({ padding: 1 })).text).toBe('⌊(64 + 2·1 − 3) / 1⌋ + 1 = 64');
  });
  it('"valid" is a padding of 0', () => {
    expect(convolvedAxis(window({ padding: 'valid' })).text).toBe('⌊(64 + 2·0 − 3) / 1⌋ + 1 = 62');
  });
  it('with a dilation the formula shows the kernel that it spans', () => {
    const step = convolvedAxis(window({ dilation: 2, padding: 2 }));
    expect(step.formula).toBe('⌊(in + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1');
    expect(step.text).toBe('⌊(64 + 2·2 − 2·(3 − 1) − 1) / 1⌋ + 1 = 64');
  });
  it('a remainder is reported: the rows that no window reaches', () => {
    expect(convolvedAxis(window({ input: 7, kernel: 2, stride: 2 })).note).toBe('1 row at the bottom is never seen');
    expect(convolvedAxis(window({ axis: 'width', input: 9, kernel: 3, stride: 4 })).note).toBe('2 columns on the right are never seen; the stride skips 1 column between windows');
    expect(convolvedAxis(window({ kernel: 3, stride: 2, padding: 1 })).note).toBe('1 row of padding at the bottom is never seen');
    expect(convolvedAxis(window({ kernel: 4, stride: 2, padding: 1 })).note).toBeUndefined();
  });
  it('"same" gives ⌈in / stride⌉ and tells where its zeros go', () => {
    const even = convolvedAxis(window({ stride: 2, padding: 'same' }));
    expect(even.text).toBe('⌈64 / 2⌉ = 32');
    expect(even.note).toBe('1 row of zeros: 0 at the top, 1 at the bottom');
    expect(convolvedAxis(window({ axis: 'width', input: 7, kernel: 4, padding: 'same' })).note).toBe('3 columns of zeros: 1 on the left, 2 on the right');
  });
  it('an unknown length stays unknown', () => {
    expect(convolvedAxis(window({ input: null }))).toMatchObject({ text: '⌊(? + 2·0 − 3) / 1⌋ + 1 = ?', result: null });
    expect(convolvedAxis(window({ input: null, padding: 'same', stride: 2 })).result).toBeNull();
  });
  it('a window that does not fit has a result below 1, with a real minus sign', () => {
    expect(convolvedAxis(window({ input: 3, kernel: 5 })).text).toBe('⌊(3 + 2·0 − 5) / 1⌋ + 1 = −1');
  });
});

describe('the size of a transposed convolution', () => {
  it('4×4 with stride 2 and padding 1 doubles', () => {
    expect(transposedAxis(transposed({ input: 32, kernel: 4, stride: 2, padding: 1 })).text).toBe('32·2 − 2 + 4 − 2·1 = 64');
  });
  it('3×3 without padding adds 2', () => {
    expect(transposedAxis(transposed({ input: 8 })).text).toBe('8·1 − 1 + 3 − 2·0 = 10');
  });
  it('3×3 with stride 2 and padding 1 gives an odd size, which outputPadding makes even', () => {
    const odd = transposedAxis(transposed({ kernel: 3, stride: 2, padding: 1 }));
    expect(odd.text).toBe('64·2 − 2 + 3 − 2·1 = 127');
    expect(odd.formula).toBe('in·stride − stride + kernel − 2·padding');
    const even = transposedAxis(transposed({ kernel: 3, stride: 2, padding: 1, outputPadding: 1 }));
    expect(even.text).toBe('64·2 − 2 + 3 − 2·1 + 1 = 128');
    expect(even.formula).toBe('in·stride − stride + kernel − 2·padding + outputPadding');
  });
  it('a kernel smaller than the stride follows the formula exactly', () => {
    const step = transposedAxis(transposed({ input: 4, kernel: 2, stride: 3, padding: 'valid' }));
    expect(step).toMatchObject({ result: 11, text: '4·3 − 3 + 2 − 2·0 = 11', note: 'the kernel leaves 1 row of every 3 empty' });
  });
  it('"same" multiplies by the stride, whatever the kernel', () => {
    expect(transposedAxis(transposed({ input: 4, kernel: 2, stride: 3, padding: 'same' })).result).toBe(12);
    expect(transposedAxis(transposed({ input: 4, kernel: 3, stride: 2, padding: 'same' }))).toMatchObject({ text: '4·2 = 8', note: '0 at the top and 1 at the bottom are cut off' });
  });
  it('a dilated kernel counts with what it spans', () => {
    expect(transposedAxis(transposed({ input: 4, dilation: 2 })).text).toBe('4·1 − 1 + (2·(3 − 1) + 1) − 2·0 = 8');
  });
  it('an unknown length stays unknown', () => {
    expect(transposedAxis(transposed({ input: null, stride: 2 })).result).toBeNull();
  });
});
