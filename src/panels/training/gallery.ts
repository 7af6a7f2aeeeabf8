// What a prediction looks like beside its target: which picture fits the data, and the numbers and pixels in it. Pure; knows no canvas.

import type { DataSignature } from '../../datasets/dataset.ts';
import { imagePixels, type Pixels } from '../../datasets/imagePixels.ts';
import type { Prediction, PredictionSet } from '../../training/messages.ts';

/**
 * `mask`: image with overlay; `class`: image, curve or values with class bars; `plane`: scatter plot; `maps`: images side by side;
 * `field`: colours at places of the plane, as a picture; `values`: numbers.
 */
export type GalleryKind = 'mask' | 'class' | 'plane' | 'maps' | 'field' | 'values';

const isVolume = (shape: readonly number[]): boolean => shape.length === 4;
const isPlace = (shape: readonly number[]): boolean => shape.length === 1 && shape[0] === 2;
/** A sequence of a few channels, to be drawn as curves. */
export const isSignal = (shape: readonly number[]): boolean => shape.length === 2 && shape[1]! <= 8 && shape[0]! > 2 * shape[1]!;
const isImage = (shape: readonly number[]): boolean => shape.length === 3 || isVolume(shape) || (shape.length === 2 && shape[0]! > 1 && shape[1]! > 1 && !isSignal(shape));

export function galleryKind(data: Pick<DataSignature, 'task' | 'inputShape' | 'targetShape'>): GalleryKind {
  switch (data.task) {
    case 'segmentation':
      return isImage(data.inputShape) ? 'mask' : 'values';
    case 'classification':
      return isPlace(data.inputShape) ? 'plane' : 'class';
    case 'regression':
      if (isPlace(data.inputShape) && data.targetShape.length === 1 && data.targetShape[0]! <= 3) return 'field';
      return isImage(data.targetShape) ? 'maps' : 'values';
    default:
      return data.task satisfies never;
  }
}

/** Probability per class: as they came, or of one number the probability of the second class. */
export function classProbabilities(output: ArrayLike<number>): readonly number[] {
  const values = Array.from(output);
  return values.length === 1 ? [1 - values[0]!, values[0]!] : values;
}

export interface ClassGuess {
  readonly label: string;
  readonly probability: number;
}
export interface ClassAnswer {
  /** Most probable first. */
  readonly top: readonly ClassGuess[];
  readonly target: string;
  readonly right: boolean;
}

export function classAnswer(prediction: Prediction, classes: readonly string[] | undefined, count = 3): ClassAnswer {
  const label = (i: number): string => classes?.[i] ?? `class ${i}`;
  const ranked = classProbabilities(prediction.output)
    .map((probability, i) => ({ i, probability }))
    .sort((a, b) => b.probability - a.probability);
  const target = prediction.target[0] ?? -1;
  return {
    top: ranked.slice(0, count).map(({ i, probability }) => ({ label: label(i), probability })),
    target: label(target),
    right: ranked[0]?.i === target,
  };
}

export interface MaskAnswer {
  readonly width: number;
  readonly height: number;
  /** Larger than the mask where the network has no padding; both have the same centre. */
  readonly image: Pixels | null;
  /** 1 where the prediction says foreground (at least one half), row by row. */
  readonly predicted: Uint8Array;
  readonly target: Uint8Array;
  /** Probability of foreground per pixel. */
  readonly probability: Float32Array;
  /** 2·|P∩T| / (|P| + |T|); 1 where both are empty. Over all slices of a volume, of which the one with most of the target is shown. */
  readonly dice: number;
}

/** Null where prediction and target are maps of different sizes, which no picture can show. */
export function maskAnswer(set: Pick<PredictionSet, 'inputShape' | 'targetShape' | 'outputShape'>, prediction: Prediction): MaskAnswer | null {
  const pixels = set.targetShape.slice(0, -1).reduce((a, b) => a * b, 1);
  const [height = 0, width = 0] = isVolume(set.targetShape) ? set.targetShape.slice(1) : set.targetShape;
  if (pixels === 0 || height * width === 0 || prediction.target.length < pixels || prediction.output.length % pixels !== 0 || prediction.output.length === 0) return null;
  const channels = prediction.output.length / pixels;
  const probability = new Float32Array(pixels);
  const predicted = new Uint8Array(pixels);
  const target = new Uint8Array(pixels);
  let both = 0;
  let sum = 0;
  for (let i = 0; i < pixels; i++) {
    // Of several channels the first is background.
    const p = channels === 1 ? prediction.output[i]! : 1 - prediction.output[i * channels]!;
    probability[i] = p;
    predicted[i] = p >= 0.5 ? 1 : 0;
    target[i] = prediction.target[i]! >= 0.5 ? 1 : 0;
    both += predicted[i]! & target[i]!;
    sum += predicted[i]! + target[i]!;
  }
  const slice = isVolume(set.targetShape) ? fullestSlice(target, height * width) : 0;
  const shown = <T extends Uint8Array | Float32Array>(values: T): T => values.subarray(slice * height * width, (slice + 1) * height * width) as T;
  return {
    width,
    height,
    image: inputSlice(set, prediction, slice),
    predicted: shown(predicted),
    target: shown(target),
    probability: shown(probability),
    dice: sum === 0 ? 1 : (2 * both) / sum,
  };
}

/** Number of the slice that holds most of the mask; the middle one where it is empty. */
function fullestSlice(mask: Uint8Array, size: number): number {
  const slices = mask.length / size;
  let fullest = Math.floor(slices / 2);
  let most = 0;
  for (let s = 0; s < slices; s++) {
    let count = 0;
    for (let i = s * size; i < (s + 1) * size; i++) count += mask[i]!;
    if (count > most) [most, fullest] = [count, s];
  }
  return fullest;
}

/** The image, or the slice of the volume at which this slice of the mask lies; both volumes have the same centre. */
function inputSlice(set: Pick<PredictionSet, 'inputShape' | 'targetShape'>, { input }: Prediction, slice: number): Pixels | null {
  if (!isVolume(set.inputShape)) return imagePixels(input, set.inputShape);
  const [depth = 1, ...shape] = set.inputShape;
  const size = shape.reduce((a, b) => a * b, 1);
  return imagePixels(input, shape, (slice + Math.floor((depth - (set.targetShape[0] ?? depth)) / 2)) * size);
}

/** 1 where a pixel of the mask has a neighbour outside it (the picture's edge is none). */
export function outline(mask: Uint8Array, width: number, height: number): Uint8Array {
  const edge = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (!mask[i]) continue;
      const inside = (x === 0 || mask[i - 1]) && (x === width - 1 || mask[i + 1]) && (y === 0 || mask[i - width]) && (y === height - 1 || mask[i + width]);
      if (!inside) edge[i] = 1;
    }
  }
  return edge;
}

export interface PlanePoint {
  readonly x: number;
  readonly y: number;
  readonly target: number;
  readonly predicted: number;
  /** Probability of the predicted class. */
  readonly confidence: number;
}

export function planePoints(set: PredictionSet): readonly PlanePoint[] {
  return set.samples.map((sample) => {
    const probabilities = classProbabilities(sample.output);
    let predicted = 0;
    for (let i = 1; i < probabilities.length; i++) if (probabilities[i]! > probabilities[predicted]!) predicted = i;
    return { x: sample.input[0] ?? 0, y: sample.input[1] ?? 0, target: sample.target[0] ?? 0, predicted, confidence: probabilities[predicted] ?? 0 };
  });
}

export interface ColouredPlace {
  /** x and y from −1 to 1, y downwards. */
  readonly place: ArrayLike<number>;
  /** One number (grey) or three, in [0, 1]. */
  readonly colour: ArrayLike<number>;
}

/** Colours at places as a picture of side² pixels; a pixel without a place of its own has the colour of one nearby. */
export function fieldPixels(places: readonly ColouredPlace[], side: number): Pixels | null {
  const channels = places[0]?.colour.length ?? 0;
  if (channels === 0) return null;
  const own: (ColouredPlace | undefined)[] = Array.from({ length: side * side });
  const cell = (position: number): number => Math.min(side - 1, Math.max(0, Math.floor(((position + 1) / 2) * side)));
  for (const sample of places) own[cell(sample.place[1] ?? 0) * side + cell(sample.place[0] ?? 0)] = sample;
  const values = new Float32Array(side * side * channels);
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) values.set(nearby(own, side, x, y).colour as ArrayLike<number>, (y * side + x) * channels);
  return imagePixels(values, [side, side, channels]);
}

/** The place in this cell, else the nearest one in the smallest square around it that has any. */
function nearby(own: readonly (ColouredPlace | undefined)[], side: number, x: number, y: number): ColouredPlace {
  for (let reach = 0; ; reach++) {
    let found: ColouredPlace | undefined;
    let least = Infinity;
    for (let v = Math.max(0, y - reach); v <= Math.min(side - 1, y + reach); v++) {
      // Inner rows of the square were searched before, but for their ends.
      const step = reach === 0 || Math.abs(v - y) === reach ? 1 : 2 * reach;
      for (let u = x - reach; u <= x + reach; u += step) {
        const sample = u < 0 || u >= side ? undefined : own[v * side + u];
        const distance = (u - x) ** 2 + (v - y) ** 2;
        if (sample && distance < least) [least, found] = [distance, sample];
      }
    }
    if (found) return found;
  }
}

/** The share of samples whose class is right; null where the data has no classes. */
export function shareRight(data: Pick<DataSignature, 'task'>, set: PredictionSet): number | null {
  if (data.task !== 'classification' || set.samples.length === 0) return null;
  return set.samples.filter((sample) => classAnswer(sample, undefined, 1).right).length / set.samples.length;
}
