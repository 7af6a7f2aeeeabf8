// Draws discs, rectangles and triangles on noisy textured backgrounds, with the mask of what was drawn.
// Imports only the random numbers; shipped verbatim with exported projects.

import { addNoise, random, type Random } from './random.ts';

export interface ShapesParams {
  readonly count: number;
  /** Height and width in pixels. */
  readonly size: number;
  /** 1 for grey, 3 for colour. */
  readonly channels: number;
  /** Standard deviation of the noise on every value, where 1 is the span from black to white. */
  readonly noise: number;
  /** Pixels that the mask lacks at every side, at least one is left of it. */
  readonly margin: number;
}

/**
 * `inputs` holds `count` images [size, size, channels] in [0, 1], `targets` as many masks of 0 and 1,
 * [size − 2·margin, size − 2·margin, 1]. Image i depends on the seed and i only.
 */
export function generateShapes(params: ShapesParams, seed: number): { inputs: Float32Array<ArrayBuffer>; targets: Float32Array<ArrayBuffer> } {
  const { count, size, channels, noise, margin } = params;
  const pixels = size * size;
  const inputs = new Float32Array(count * pixels * channels);
  const inner = maskSize(size, margin);
  const targets = new Float32Array(count * inner * inner);
  const mask = new Float32Array(pixels);
  for (let i = 0; i < count; i++) {
    const source = random(seed, i + 1);
    const image = inputs.subarray(i * pixels * channels, (i + 1) * pixels * channels);
    mask.fill(0);
    const background = colour(source, channels);
    paintTexture(image, size, channels, background, source);
    const shapes = 1 + source.below(3);
    for (let s = 0; s < shapes; s++) paintShape(image, mask, size, channels, contrasting(source, background), source);
    addNoise(image, noise, source);
    targets.set(cutBorder(mask, size, margin), i * inner * inner);
  }
  return { inputs, targets };
}

/** Height and width of a mask that lacks `margin` pixels at every side. */
export const maskSize = (size: number, margin: number): number => Math.max(1, size - 2 * margin);

/** The middle of the mask. */
function cutBorder(mask: Float32Array, size: number, margin: number): Float32Array {
  if (margin === 0) return mask;
  const inner = maskSize(size, margin);
  const first = Math.floor((size - inner) / 2);
  const middle = new Float32Array(inner * inner);
  for (let y = 0; y < inner; y++) middle.set(mask.subarray((first + y) * size + first, (first + y) * size + first + inner), y * inner);
  return middle;
}

function colour(source: Random, channels: number): number[] {
  return Array.from({ length: channels }, () => source.between(0.15, 0.85));
}

/** A colour whose mean distance per channel from the background is at least 0.25, so that a mask can be learnt. */
function contrasting(source: Random, background: readonly number[]): number[] {
  for (;;) {
    const candidate = background.map(() => source.next());
    const distance = candidate.reduce((sum, value, c) => sum + Math.abs(value - background[c]!), 0) / background.length;
    if (distance >= 0.25) return candidate;
  }
}

/** The background's colour with soft light and dark spots: random values on a coarse grid, interpolated. */
function paintTexture(image: Float32Array, size: number, channels: number, background: readonly number[], source: Random): void {
  const cells = 3 + source.below(5);
  const grid = Float32Array.from({ length: (cells + 1) * (cells + 1) }, () => source.between(-0.1, 0.1));
  for (let y = 0; y < size; y++) {
    const gy = (y / size) * cells;
    const row = Math.floor(gy);
    const fy = gy - row;
    for (let x = 0; x < size; x++) {
      const gx = (x / size) * cells;
      const column = Math.floor(gx);
      const fx = gx - column;
      const corner = row * (cells + 1) + column;
      const top = grid[corner]! * (1 - fx) + grid[corner + 1]! * fx;
      const bottom = grid[corner + cells + 1]! * (1 - fx) + grid[corner + cells + 2]! * fx;
      const light = top * (1 - fy) + bottom * fy;
      for (let c = 0; c < channels; c++) image[(y * size + x) * channels + c] = background[c]! + light;
    }
  }
}

function paintShape(image: Float32Array, mask: Float32Array, size: number, channels: number, paint: readonly number[], source: Random): void {
  const radius = size * source.between(0.13, 0.27);
  const centreX = source.between(radius * 0.7, size - radius * 0.7);
  const centreY = source.between(radius * 0.7, size - radius * 0.7);
  const angle = source.between(0, 2 * Math.PI);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const kind = source.below(3);
  const aspect = source.between(0.5, 1);
  const top = Math.max(0, Math.floor(centreY - radius));
  const bottom = Math.min(size - 1, Math.ceil(centreY + radius));
  const left = Math.max(0, Math.floor(centreX - radius));
  const right = Math.min(size - 1, Math.ceil(centreX + radius));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      // The pixel's centre in the shape's own turned frame, where its circumscribed circle has radius 1.
      const dx = (x + 0.5 - centreX) / radius;
      const dy = (y + 0.5 - centreY) / radius;
      if (!inside(kind, dx * cos + dy * sin, dy * cos - dx * sin, aspect)) continue;
      mask[y * size + x] = 1;
      for (let c = 0; c < channels; c++) image[(y * size + x) * channels + c] = paint[c]!;
    }
  }
}

function inside(kind: number, u: number, v: number, aspect: number): boolean {
  if (kind === 0) return u * u + v * v <= 1;
  if (kind === 1) {
    const half = 1 / Math.hypot(1, aspect);
    return Math.abs(u) <= half && Math.abs(v) <= half * aspect;
  }
  // An equilateral triangle: within 1/2 of the centre along each of the three normals.
  const side = (Math.sqrt(3) / 2) * v;
  return -u <= 0.5 && u / 2 + side <= 0.5 && u / 2 - side <= 0.5;
}
