import { describe, expect, it } from 'vitest';
import type { Prediction, PredictionSet } from '../../training/messages.ts';
import { classAnswer, fieldPixels, galleryKind, maskAnswer, outline, planePoints, shareRight } from './gallery.ts';

const prediction = (input: number[], target: number[], output: number[]): Prediction => ({
  index: 0,
  input: new Float32Array(input),
  target: new Float32Array(target),
  output: new Float32Array(output),
});

describe('galleryKind', () => {
  it.each([
    ['segmentation', [8, 8, 3], [8, 8, 1], 'mask'],
    ['classification', [28, 28, 1], [], 'class'],
    ['classification', [2], [], 'plane'],
    ['classification', [5], [], 'class'],
    ['regression', [2], [1], 'field'],
    ['regression', [2], [3], 'field'],
    ['regression', [2], [4], 'values'],
    ['regression', [3], [1], 'values'],
    ['regression', [128, 1], [128, 1], 'values'],
    ['classification', [128, 1], [], 'class'],
    ['segmentation', [8, 8, 8, 1], [8, 8, 8, 1], 'mask'],
    ['regression', [8, 8, 1], [8, 8, 1], 'maps'],
  ] as const)('%s of %j to %j is shown as %s', (task, inputShape, targetShape, kind) => {
    expect(galleryKind({ task, inputShape, targetShape })).toBe(kind);
  });
});

describe('fieldPixels', () => {
  it('puts colours in their places and fills gaps from nearby', () => {
    const places = [
      { place: [-0.75, -0.75], colour: [0] },
      { place: [0.75, 0.75], colour: [1] },
      { place: [0.75, 0.25], colour: [0.2] },
    ];
    const grey = fieldPixels(places, 4)!;
    const rows = Array.from({ length: 4 }, (_, y) => Array.from({ length: 4 }, (_, x) => grey.data[(y * 4 + x) * 4]));
    expect(rows[0]).toEqual([0, 0, 0, 51]);
    expect(rows[2]!.slice(1)).toEqual([51, 51, 51]);
    expect(rows[3]!.slice(2)).toEqual([255, 255]);
  });

  it('is nothing without places', () => {
    expect(fieldPixels([], 4)).toBeNull();
  });
});

describe('classAnswer', () => {
  it('ranks the three most probable classes and marks a right answer', () => {
    const answer = classAnswer(prediction([0], [2], [0.1, 0.2, 0.6, 0.1]), ['a', 'b', 'c', 'd']);
    expect(answer.top.map((guess) => guess.label)).toEqual(['c', 'b', 'a']);
    expect(answer).toMatchObject({ target: 'c', right: true });
  });

  it('marks a wrong answer', () => {
    expect(classAnswer(prediction([0], [0], [0.1, 0.9]), ['a', 'b'])).toMatchObject({ target: 'a', right: false });
  });

  it('takes one number for the probability of the second of two classes', () => {
    const answer = classAnswer(prediction([0], [1], [0.75]), ['no', 'yes']);
    expect(answer.top).toEqual([
      { label: 'yes', probability: 0.75 },
      { label: 'no', probability: 0.25 },
    ]);
    expect(answer.right).toBe(true);
  });
});

describe('maskAnswer', () => {
  const shapes = { inputShape: [2, 2, 1], targetShape: [2, 2, 1], outputShape: [2, 2, 1] };

  it('cuts at one half and measures the overlap', () => {
    const answer = maskAnswer(shapes, prediction([0, 0, 0, 0], [1, 1, 0, 0], [0.9, 0.2, 0.5, 0.1]))!;
    expect(Array.from(answer.predicted)).toEqual([1, 0, 1, 0]);
    expect(answer.dice).toBeCloseTo(2 / 4);
  });

  it('of a volume shows the slice that holds most of the target, and measures the overlap over all of them', () => {
    const answer = maskAnswer(
      { inputShape: [3, 1, 2, 1], targetShape: [3, 1, 2, 1], outputShape: [3, 1, 2, 1] },
      prediction([0, 0, 0.2, 0.6, 0, 0], [0, 1, 1, 1, 0, 0], [0, 0, 0, 0.9, 0, 0]),
    )!;
    expect(answer).toMatchObject({ width: 2, height: 1 });
    expect([...answer.target]).toEqual([1, 1]);
    expect([...answer.predicted]).toEqual([0, 1]);
    expect(answer.image?.data[4]).toBe(153);
    expect(answer.dice).toBeCloseTo(2 / 4);
  });

  it('is perfect where there is nothing to find and nothing is found', () => {
    expect(maskAnswer(shapes, prediction([0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]))!.dice).toBe(1);
  });

  it('of two channels the second is the foreground', () => {
    const answer = maskAnswer(shapes, prediction([0, 0, 0, 0], [1, 0, 0, 0], [0.25, 0.75, 1, 0, 0.5, 0.5, 1, 0]))!;
    expect(Array.from(answer.probability)).toEqual([0.75, 0, 0.5, 0]);
  });

  it('shows nothing where the sizes differ', () => {
    expect(maskAnswer(shapes, prediction([0, 0, 0, 0], [1, 1, 0, 0], [1, 0, 0]))).toBeNull();
  });
});

it('an outline is the rim of a mask, open at the edge of the picture', () => {
  // A 3×3 block in a 5×5 picture has a hole in its middle; one that fills the picture has no rim at all.
  const block = Uint8Array.from({ length: 25 }, (_, i) => (i % 5 >= 1 && i % 5 <= 3 && i >= 5 && i < 20 ? 1 : 0));
  const rim = outline(block, 5, 5);
  expect(rim[12]).toBe(0);
  expect(rim.reduce((a, b) => a + b, 0)).toBe(8);
  expect(outline(new Uint8Array(9).fill(1), 3, 3).some((v) => v === 1)).toBe(false);
});

it('points keep their place, class and confidence, and the share of right ones is counted', () => {
  const set: PredictionSet = {
    step: 1,
    inputShape: [2],
    targetShape: [],
    outputShape: [2],
    samples: [prediction([0.5, -0.5], [1], [0.25, 0.75]), prediction([0, 0], [0], [0.4, 0.6])],
  };
  expect(planePoints(set)[0]).toEqual({ x: 0.5, y: -0.5, target: 1, predicted: 1, confidence: 0.75 });
  expect(shareRight({ task: 'classification' }, set)).toBe(0.5);
});
