import { expect, it } from 'vitest';
import { bubblePlace, codeParts, overlap, titleAndText } from './bubblePlace.ts';

const bubble = { width: 320, height: 220 };
const pane = { width: 900, height: 600 };

it('never covers its own card, wherever that stands', () => {
  for (let x = -150; x < pane.width; x += 50) {
    for (let y = -40; y < pane.height; y += 40) {
      const card = { x, y, width: 190, height: 58 };
      expect(overlap(card, { ...bubblePlace(card, bubble, pane, []), ...bubble })).toBe(0);
    }
  }
});

it('keeps inside the pane and off the other cards where there is room', () => {
  const card = { x: 700, y: 100, width: 190, height: 58 };
  const others = [{ x: 660, y: 200, width: 190, height: 58 }, { x: 60, y: 100, width: 190, height: 58 }];
  const box = { ...bubblePlace(card, bubble, pane, others), ...bubble };
  expect(others.every((other) => overlap(other, box) === 0)).toBe(true);
  expect(overlap(box, { x: 0, y: 0, ...pane })).toBe(bubble.width * bubble.height);
});

it('takes the first sentence as title, decimal points and lists left whole', () => {
  expect(titleAndText('Heights differ, 128 and 127. The skip is 0.5 larger.')).toEqual({ title: 'Heights differ, 128 and 127', text: 'The skip is 0.5 larger.' });
  expect(titleAndText('Nothing arrives here.')).toEqual({ title: 'Nothing arrives here', text: '' });
});

it('marks names in backticks', () => {
  expect(codeParts('The layer `up1` gives')).toEqual([{ text: 'The layer ', code: false }, { text: 'up1', code: true }, { text: ' gives', code: false }]);
});
