// Draws digits from strokes, each turned, stretched, shifted and thickened at random.
// Imports only the random numbers; shipped verbatim with exported projects.

import { addNoise, permutation, random, type Random } from './random.ts';

export interface GlyphsParams {
  readonly count: number;
  /** Height and width in pixels. */
  readonly size: number;
  /** 1: light on black. 3: any two colours that differ enough. */
  readonly channels: number;
  /** The digits from 0 to classes − 1. */
  readonly classes: number;
  /** Standard deviation of the noise on every pixel. */
  readonly noise: number;
  /** What is to be answered: the digit, or the image as it was before the noise. */
  readonly target: 'class' | 'image';
}

/** Points of a stroke as x, y, x, y, … in a box of width and height 1, y downwards. */
type Stroke = readonly number[];

/** A piece of an ellipse as a stroke; degrees count clockwise from the right, as y points down. */
function arc(centreX: number, centreY: number, radiusX: number, radiusY: number, from: number, to: number): Stroke {
  const steps = Math.max(4, Math.ceil(Math.abs(to - from) / 20));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
    return [centreX + radiusX * Math.cos(angle), centreY + radiusY * Math.sin(angle)];
  }).flat();
}

const digits: readonly (readonly Stroke[])[] = [
  [arc(0.5, 0.5, 0.28, 0.42, 0, 360)],
  [[0.32, 0.25, 0.54, 0.08, 0.54, 0.92]],
  [[...arc(0.5, 0.32, 0.26, 0.24, 190, 400), 0.24, 0.92, 0.78, 0.92]],
  [arc(0.46, 0.29, 0.26, 0.21, 200, 450), arc(0.46, 0.71, 0.29, 0.21, 270, 520)],
  [[0.6, 0.92, 0.6, 0.08, 0.2, 0.64, 0.82, 0.64]],
  [[0.74, 0.08, 0.32, 0.08, 0.28, 0.46, ...arc(0.48, 0.66, 0.28, 0.26, 225, 500)]],
  [[0.66, 0.08, 0.4, 0.26, 0.26, 0.52, 0.24, 0.68], arc(0.5, 0.68, 0.26, 0.24, 0, 360)],
  [[0.22, 0.08, 0.78, 0.08, 0.42, 0.92]],
  [arc(0.5, 0.28, 0.22, 0.2, 0, 360), arc(0.5, 0.7, 0.27, 0.22, 0, 360)],
  [arc(0.5, 0.32, 0.25, 0.24, 0, 360), [0.75, 0.32, 0.74, 0.5, 0.6, 0.92]],
];

/** `inputs` holds `count` images [size, size, channels] in [0, 1], `targets` as many class numbers, or images. Classes are equally frequent, in random order. */
export function generateGlyphs(params: GlyphsParams, seed: number): { inputs: Float32Array<ArrayBuffer>; targets: Float32Array<ArrayBuffer> } {
  const { count, size, channels, classes, noise, target } = params;
  const pixels = size * size;
  const values = pixels * channels;
  const inputs = new Float32Array(count * values);
  const ink = new Float32Array(pixels);
  const targets = new Float32Array(target === 'image' ? count * values : count);
  const order = permutation(count, random(seed));
  for (let i = 0; i < count; i++) {
    const source = random(seed, i + 1);
    const label = order[i]! % classes;
    const image = inputs.subarray(i * values, (i + 1) * values);
    ink.fill(0);
    drawGlyph(ink, size, digits[label]!, source);
    if (channels === 1) image.set(ink);
    else colourIn(image, ink, channels, source);
    if (target === 'image') targets.set(image, i * values);
    else targets[i] = label;
    addNoise(image, noise, source);
  }
  return { inputs, targets };
}

/** Lays the ink in one colour over another: at least a third of the way from black to white apart in every channel. */
function colourIn(image: Float32Array, ink: Float32Array, channels: number, source: Random): void {
  for (let c = 0; c < channels; c++) {
    const ground = source.between(0, 1);
    const colour = ground < 0.5 ? source.between(ground + 0.34, 1) : source.between(0, ground - 0.34);
    for (let k = 0; k < ink.length; k++) image[k * channels + c] = ground + (colour - ground) * ink[k]!;
  }
}

function drawGlyph(image: Float32Array, size: number, strokes: readonly Stroke[], source: Random): void {
  const angle = source.between(-0.22, 0.22);
  const shear = source.between(-0.2, 0.2);
  const width = size * source.between(0.6, 0.85);
  const height = size * source.between(0.65, 0.85);
  const centreX = size * source.between(0.42, 0.58);
  const centreY = size * source.between(0.45, 0.55);
  const halfThickness = (size * source.between(0.06, 0.13)) / 2;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  for (const stroke of strokes) {
    let previousX = 0;
    let previousY = 0;
    for (let p = 0; p < stroke.length; p += 2) {
      const v = (stroke[p + 1]! - 0.5) * height;
      const u = (stroke[p]! - 0.5) * width - shear * v;
      // A trembling hand: each point of a stroke moves a little.
      const x = centreX + cos * u - sin * v + size * source.between(-0.01, 0.01);
      const y = centreY + sin * u + cos * v + size * source.between(-0.01, 0.01);
      if (p > 0) drawSegment(image, size, previousX, previousY, x, y, halfThickness);
      previousX = x;
      previousY = y;
    }
  }
}

/** Lightens the pixels near the segment; a pixel half a pixel inside the edge is full, half a pixel outside is untouched. */
function drawSegment(image: Float32Array, size: number, x0: number, y0: number, x1: number, y1: number, halfThickness: number): void {
  const reach = halfThickness + 1;
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
  const right = Math.min(size - 1, Math.ceil(Math.max(x0, x1) + reach));
  const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
  const bottom = Math.min(size - 1, Math.ceil(Math.max(y0, y1) + reach));
  const dx = x1 - x0;
  const dy = y1 - y0;
  const lengthSquared = dx * dx + dy * dy || 1;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const px = x + 0.5 - x0;
      const py = y + 0.5 - y0;
      const along = Math.min(1, Math.max(0, (px * dx + py * dy) / lengthSquared));
      const cover = halfThickness + 0.5 - Math.hypot(px - along * dx, py - along * dy);
      const k = y * size + x;
      if (cover > image[k]!) image[k] = cover > 1 ? 1 : cover;
    }
  }
}
