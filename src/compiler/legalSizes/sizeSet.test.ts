import { describe, expect, it } from 'vitest';
import { firstSizes, includesSize, nearestSizes, sizeSetOf, sizeSetText } from './sizeSet.ts';

const text = (sizes: readonly number[], last = Math.max(...sizes)): string => sizeSetText(sizeSetOf(sizes, 1, last));
const upTo = (last: number, belongs: (n: number) => boolean): readonly number[] => Array.from({ length: last }, (_, i) => i + 1).filter(belongs);
const oneOf = (period: number, ...remainders: readonly number[]) => (n: number): boolean => remainders.includes(n % period);

describe('a rule for sizes', () => {
  it('is believed once it held three times over, and for half of what lies between the first and the last size', () => {
    expect(text([1, 3, 5, 6, 8, 10, 11, 13, 15])).toBe('5·k, 5·k + 1 or 5·k + 3, from 1');
    expect(text([1, 3, 5, 6, 8, 10, 11])).toBe('1, 3, 5, 6, 8, … 11 (7 sizes)');
    expect(text([13, 14, 19, 20, 25, 26])).toBe('13, 14, 19, 20, 25 or 26');
    expect(text([1, ...upTo(21, (n) => n >= 11)])).toBe('1; any from 11');
    expect(text([1, ...upTo(21, (n) => n >= 12)])).toBe('1, 12, 13, 14, 15, … 21 (11 sizes)');
  });

  it('needs four sizes; up to six without one are named, of more the first five and the last', () => {
    expect(text([2, 4, 6, 8])).toBe('multiples of 2');
    expect(text([2, 4, 6])).toBe('2, 4 or 6');
    expect(text([1, 2, 4, 8, 16, 32])).toBe('1, 2, 4, 8, 16 or 32');
    expect(text([1, 2, 4, 8, 16, 32, 64])).toBe('1, 2, 4, 8, 16, … 64 (7 sizes)');
  });

  it('says where it ends when one more size would have been tried', () => {
    const multiples = upTo(1008, oneOf(16, 0));
    expect(text(multiples, 1024)).toBe('multiples of 16, from 16 to 1008');
    expect(text(multiples, 1023)).toBe('multiples of 16');
    expect(text(upTo(12, () => true), 20)).toBe('any from 1 to 12');
  });

  it('names up to three sizes below it, and begins the rest there', () => {
    const above = upTo(64, (n) => n >= 20 && n % 2 === 0);
    expect(text([1, 5, 7, ...above])).toBe('1, 5, 7; multiples of 2, from 20');
    expect(text([1, 5, 7, 11, ...above])).toBe('1, 5, 7, …; multiples of 2, from 20');
  });

  it('names remainders in their order, up to three in full, up to six in short, and counts more', () => {
    expect(text(upTo(60, (n) => n > 1 && oneOf(4, 1, 2)(n)))).toBe('4·k + 1 or 4·k + 2, from 2');
    expect(text(upTo(96, (n) => n > 15 && oneOf(16, 0, 4)(n)))).toBe('16·k or 16·k + 4, from 16');
    expect(text(upTo(96, oneOf(16, 1, 2, 4)))).toBe('16·k + 1, 16·k + 2 or 16·k + 4, from 1');
    expect(text(upTo(96, oneOf(16, 1, 2, 4, 7)))).toBe('16·k + 1, 2, 4 or 7, from 1');
    expect(text(upTo(96, oneOf(16, 1, 2, 4, 7, 8, 11)))).toBe('16·k + 1, 2, 4, 7, 8 or 11, from 1');
    expect(text(upTo(96, oneOf(16, 1, 2, 4, 7, 8, 11, 13)))).toBe('7 of every 16, from 1');
  });

  it('gives neighbours and examples up to the ends of what was tried, also of a mere list', () => {
    const any = sizeSetOf(upTo(20, () => true), 1, 20);
    expect([nearestSizes(any, 2, 20), nearestSizes(any, 19, 20)]).toEqual([{ smaller: 1, larger: 3 }, { smaller: 18, larger: 20 }]);
    const listed = sizeSetOf([24, 28, 96], 1, 100);
    expect([firstSizes(listed, 2), firstSizes(listed, 2, 28), firstSizes(listed, 2, 29)]).toEqual([[24, 28], [28, 96], [96]]);
    expect([24, 25, 96].map((n) => includesSize(listed, n))).toEqual([true, false, true]);
  });
});
