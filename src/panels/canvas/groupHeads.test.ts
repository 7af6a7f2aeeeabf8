import { expect, it } from 'vitest';
import { headsOf, liesOver } from './groupHeads.ts';

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
