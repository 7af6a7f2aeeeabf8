import { expect, it } from 'vitest';
import { headsOf, isSqueezed, liesOver } from './labelRoom.ts';

it('a label that would lie over the name of an opened block gives way, from far away sooner, where letters are larger', () => {
  // A line comes in from above, in the middle of a card of 190 px: 111 px from the border.
  const over = (id: string, text = '16² · 32') => liesOver(headsOf([{ id, position: [0, 0], size: [222, 300] }]), [111, -2], text);
  expect(over('body')).toBeUndefined();
  expect(over('model/1/body')).toBeUndefined();
  expect(over('stage2')).toBe('far');
  expect(over('stage2_first')).toBe('always');
  expect(over('a_very_long_name_of_a_block')).toBe('always');
  expect(liesOver(headsOf([{ id: 'a_very_long_name_of_a_block', position: [0, 0], size: [222, 300] }]), [111, 60], '32')).toBeUndefined();
  expect(liesOver([], [111, -2], '32')).toBeUndefined();
});

it('from far away a label between two cards that stand close gives way, where they would cut it off', () => {
  expect(isSqueezed('M190 40 L232 40', '8² · 24')).toBe(true);
  expect(isSqueezed('M232 40 L190 40', '8² · 24')).toBe(true);
  expect(isSqueezed('M190 40 L252 40', '8² · 24')).toBe(true);
  expect(isSqueezed('M190 40 L232 40', '24')).toBe(false);
  expect(isSqueezed('M190 40 L315 40', '392² · 128')).toBe(false);
  expect(isSqueezed('M190 40 C211 40 231 52 252 52', '8² · 24')).toBe(true);
  expect(isSqueezed('M190 40 L215 40 Q220 40 220 45 L220 60 Q220 65 225 65 L252 65', '8² · 24')).toBe(false);
  // Down a column there is room beside the line.
  expect(isSqueezed('M95 56 L95 96', '8² · 24')).toBe(false);
});
