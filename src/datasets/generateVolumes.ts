// Fills volumes with blobs and bent tubes in uneven, noisy surroundings, with the mask of what was put in.
// Imports only the random numbers; shipped verbatim with exported projects.

import { addNoise, random, type Random } from './random.ts';

export interface VolumesParams {
  readonly count: number;
  /** Depth, height and width in voxels. */
  readonly size: number;
  /** Standard deviation of the noise on every voxel, where 1 is the span from black to white. */
  readonly noise: number;
  /** Voxels that the mask lacks at every side, at least one is left of it. */
  readonly margin: number;
}

type Point = readonly [x: number, y: number, z: number];

/**
 * `inputs` holds `count` volumes [size, size, size, 1] in [0, 1], `targets` as many masks of 0 and 1, in each axis
 * size − 2·margin. Volume i depends on the seed and i only.
 */
export function generateVolumes(params: VolumesParams, seed: number): { inputs: Float32Array<ArrayBuffer>; targets: Float32Array<ArrayBuffer> } {
  const { count, size, noise, margin } = params;
  const voxels = size ** 3;
  const inputs = new Float32Array(count * voxels);
  const inner = maskSide(size, margin);
  const targets = new Float32Array(count * inner ** 3);
  const mask = new Float32Array(voxels);
  for (let i = 0; i < count; i++) {
    const source = random(seed, i + 1);
    const volume = inputs.subarray(i * voxels, (i + 1) * voxels);
    mask.fill(0);
    const base = source.between(0.15, 0.4);
    fillGround(volume, size, base, source);
    const parts = 2 + source.below(3);
    for (let p = 0; p < parts; p++) {
      const brightness = base + source.between(0.3, 0.5);
      if (source.next() < 0.5) addBlob(volume, mask, size, brightness, source);
      else addTube(volume, mask, size, brightness, source);
    }
    addNoise(volume, noise, source);
    targets.set(cutBorder(mask, size, margin), i * inner ** 3);
  }
  return { inputs, targets };
}

/** Depth, height and width of a mask that lacks `margin` voxels at every side. */
export const maskSide = (size: number, margin: number): number => Math.max(1, size - 2 * margin);

/** The middle of the mask. */
function cutBorder(mask: Float32Array, size: number, margin: number): Float32Array {
  if (margin === 0) return mask;
  const inner = maskSide(size, margin);
  const first = Math.floor((size - inner) / 2);
  const middle = new Float32Array(inner ** 3);
  for (let z = 0; z < inner; z++) {
    for (let y = 0; y < inner; y++) {
      const from = ((first + z) * size + first + y) * size + first;
      middle.set(mask.subarray(from, from + inner), (z * inner + y) * inner);
    }
  }
  return middle;
}

/** A brightness that drifts across the volume and is wavy: no single threshold finds the parts. */
function fillGround(volume: Float32Array, size: number, base: number, source: Random): void {
  const slope = Array.from({ length: 3 }, () => source.between(-0.25, 0.25));
  const wave = Array.from({ length: 3 }, () => source.between(-8, 8));
  for (let z = 0, k = 0; z < size; z++) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++, k++) {
        const [u, v, w] = [x / size - 0.5, y / size - 0.5, z / size - 0.5];
        volume[k] = base + slope[0]! * u + slope[1]! * v + slope[2]! * w + 0.05 * Math.sin(wave[0]! * u + wave[1]! * v + wave[2]! * w);
      }
    }
  }
}

/** Paints the voxels within `radius` of the centre, stretched by `stretch` per axis; the last half voxel fades out. */
function paintBall(volume: Float32Array, mask: Float32Array, size: number, [cx, cy, cz]: Point, radius: number, stretch: Point, brightness: number): void {
  const [rx, ry, rz] = [radius * stretch[0], radius * stretch[1], radius * stretch[2]];
  const from = (centre: number, r: number): number => Math.max(0, Math.floor(centre - r));
  const to = (centre: number, r: number): number => Math.min(size - 1, Math.ceil(centre + r));
  for (let z = from(cz, rz); z <= to(cz, rz); z++) {
    for (let y = from(cy, ry); y <= to(cy, ry); y++) {
      for (let x = from(cx, rx); x <= to(cx, rx); x++) {
        const distance = Math.hypot((x + 0.5 - cx) / rx, (y + 0.5 - cy) / ry, (z + 0.5 - cz) / rz);
        if (distance > 1) continue;
        const k = (z * size + y) * size + x;
        mask[k] = 1;
        const share = Math.min(1, 0.5 + (1 - distance) * radius);
        volume[k] = Math.max(volume[k]!, volume[k]! + (brightness - volume[k]!) * share);
      }
    }
  }
}

function addBlob(volume: Float32Array, mask: Float32Array, size: number, brightness: number, source: Random): void {
  const radius = size * source.between(0.1, 0.19);
  const place = (): number => source.between(radius, size - radius);
  const stretch = (): number => source.between(0.7, 1.3);
  paintBall(volume, mask, size, [place(), place(), place()], radius, [stretch(), stretch(), stretch()], brightness);
}

/** Balls along a quadratic Bézier curve. */
function addTube(volume: Float32Array, mask: Float32Array, size: number, brightness: number, source: Random): void {
  const radius = Math.max(1.2, size * source.between(0.04, 0.07));
  const point = (): Point => [source.between(radius, size - radius), source.between(radius, size - radius), source.between(radius, size - radius)];
  const [a, b, c] = [point(), point(), point()];
  const steps = Math.ceil((4 * size) / radius);
  for (let s = 0; s <= steps; s++) {
    const t = s / steps;
    const at = (axis: 0 | 1 | 2): number => (1 - t) ** 2 * a[axis] + 2 * t * (1 - t) * b[axis] + t * t * c[axis];
    paintBall(volume, mask, size, [at(0), at(1), at(2)], radius, [1, 1, 1], brightness);
  }
}
