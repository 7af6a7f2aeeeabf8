// Draws one object per image, on grounds of any colour: classes differ in shape, then in surface, then in hue.
// Imports only the random numbers; shipped verbatim with exported projects.

import { addNoise, permutation, random, type Random } from './random.ts';

export interface ObjectsParams {
  readonly count: number;
  /** Height and width in pixels. */
  readonly size: number;
  /** 1 for grey, 3 for colour. */
  readonly channels: number;
  readonly classes: number;
  /** Standard deviation of the noise on every value, where 1 is the span from black to white. */
  readonly noise: number;
  /** What is to be answered: the class, or the image as it was before the noise. */
  readonly target: 'class' | 'image';
}

/** A class number's last digit is its shape, the one before its surface, the one before that its hue. */
export const shapeNames = ['disc', 'square', 'triangle', 'ring', 'cross', 'star', 'crescent', 'heart', 'bar', 'bow tie'] as const;
export const surfaceNames = ['plain', 'striped', 'checked', 'dotted', 'ringed', 'rayed', 'shaded', 'grained', 'rimmed', 'halved'] as const;
export const hueNames = ['red', 'orange', 'lime', 'green', 'mint', 'cyan', 'azure', 'indigo', 'purple', 'pink'] as const;

type Colour = readonly [red: number, green: number, blue: number];

/**
 * `inputs` holds `count` images [size, size, channels] in [0, 1], `targets` as many class numbers, or images.
 * Classes are equally frequent, in random order. What a class does not fix is random: of up to 10 classes surface and hue,
 * of up to 100 the hue; place, size, turn and ground always.
 */
export function generateObjects(params: ObjectsParams, seed: number): { inputs: Float32Array<ArrayBuffer>; targets: Float32Array<ArrayBuffer> } {
  const { count, size, channels, classes, noise, target } = params;
  const values = size * size * channels;
  const inputs = new Float32Array(count * values);
  const targets = new Float32Array(target === 'image' ? count * values : count);
  const order = permutation(count, random(seed));
  for (let i = 0; i < count; i++) {
    const source = random(seed, i + 1);
    const label = order[i]! % classes;
    const image = inputs.subarray(i * values, (i + 1) * values);
    drawObject(image, size, channels, label, classes, source);
    if (target === 'image') targets.set(image, i * values);
    else targets[i] = label;
    addNoise(image, noise, source);
  }
  return { inputs, targets };
}

function drawObject(image: Float32Array, size: number, channels: number, label: number, classes: number, source: Random): void {
  const shape = label % 10;
  const surface = classes > 10 ? Math.floor(label / 10) % 10 : source.below(10);
  // Of 36° of the colour circle per name, the middle two thirds, so that neighbours do not touch.
  const hue = classes > 100 ? (Math.floor(label / 100) + source.between(-0.33, 0.33)) / 10 : source.next();
  const light = source.between(0.45, 0.65);
  const paint = hsl(hue, source.between(0.75, 1), light);
  // Where the hue tells, grounds are nearly grey.
  const ground = hsl(source.next(), source.between(0, classes > 100 ? 0.15 : 0.8), light > 0.55 ? source.between(0.08, 0.3) : source.between(0.75, 0.95));
  const second = hsl(hue, 0.9, light > 0.55 ? light - 0.3 : light + 0.32);
  paintGround(image, size, channels, ground, source);

  const radius = size * source.between(0.26, 0.4);
  const centreX = size / 2 + source.between(-1, 1) * (size / 2 - radius);
  const centreY = size / 2 + source.between(-1, 1) * (size / 2 - radius);
  const angle = source.between(-0.5, 0.5);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const phase = source.next();
  // Small images are sampled at four places per pixel, or thin parts would fall between the pixels.
  const grid = size <= 96 ? 2 : 1;
  const top = Math.max(0, Math.floor(centreY - radius));
  const bottom = Math.min(size - 1, Math.ceil(centreY + radius));
  const left = Math.max(0, Math.floor(centreX - radius));
  const right = Math.min(size - 1, Math.ceil(centreX + radius));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const grain = surface === 7 ? source.next() : 0;
      let cover = 0;
      let blend = 0;
      for (let s = 0; s < grid * grid; s++) {
        // The place in the object's own turned frame, where its circumscribed circle has radius 1.
        const dx = (x + ((s % grid) + 0.5) / grid - centreX) / radius;
        const dy = (y + (Math.floor(s / grid) + 0.5) / grid - centreY) / radius;
        const [u, v] = [dx * cos + dy * sin, dy * cos - dx * sin];
        if (!inside(shape, u, v)) continue;
        cover++;
        blend += surfaceAt(surface, shape, u, v, phase, grain);
      }
      if (cover === 0) continue;
      const share = blend / cover;
      const opacity = cover / (grid * grid);
      const at = (y * size + x) * channels;
      const colour: Colour = [mix(paint[0], second[0], share), mix(paint[1], second[1], share), mix(paint[2], second[2], share)];
      for (let c = 0; c < channels; c++) image[at + c] = mix(image[at + c]!, channels === 1 ? luma(colour) : colour[c]!, opacity);
    }
  }
}

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

/** Rec. 601. */
const luma = ([red, green, blue]: Colour): number => 0.299 * red + 0.587 * green + 0.114 * blue;

function hsl(hue: number, saturation: number, light: number): Colour {
  const span = saturation * Math.min(light, 1 - light);
  const channel = (n: number): number => {
    const k = (((n + hue * 12) % 12) + 12) % 12;
    return light - span * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return [channel(0), channel(8), channel(4)];
}

/** A colour that grows lighter across the image, with soft waves on it. */
function paintGround(image: Float32Array, size: number, channels: number, ground: Colour, source: Random): void {
  const [slopeX, slopeY] = [source.between(-0.12, 0.12), source.between(-0.12, 0.12)];
  const [waveX, waveY] = [source.between(-9, 9), source.between(-9, 9)];
  const height = source.between(0, 0.06);
  const colour = channels === 1 ? [luma(ground)] : ground;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [px, py] = [x / size - 0.5, y / size - 0.5];
      const light = slopeX * px + slopeY * py + height * Math.sin(waveX * px + waveY * py);
      for (let c = 0; c < channels; c++) image[(y * size + x) * channels + c] = Math.min(1, Math.max(0, colour[c]! + light));
    }
  }
}

/** Whether the place lies on the shape. */
function inside(shape: number, u: number, v: number): boolean {
  const r = Math.hypot(u, v);
  switch (shape) {
    case 0:
      return r <= 0.9;
    case 1:
      return Math.max(Math.abs(u), Math.abs(v)) <= 0.7;
    case 2: {
      // Equilateral: within 1/2 of the centre along each of the three normals.
      const side = (Math.sqrt(3) / 2) * u;
      return v <= 0.5 && side - v / 2 <= 0.5 && -side - v / 2 <= 0.5;
    }
    case 3:
      return r <= 0.95 && r >= 0.55;
    case 4:
      return r <= 1 && Math.min(Math.abs(u), Math.abs(v)) <= 0.26;
    case 5: {
      // Five tips at radius 1, one of them on top, and notches at 0.45; between them a straight line in polar form.
      const fifth = (2 * Math.PI) / 5;
      const turn = (((Math.atan2(v, u) + Math.PI / 2) % fifth) + fifth) % fifth;
      const off = Math.min(turn, fifth - turn);
      return r * (Math.sin(off) + 0.45 * Math.sin(fifth / 2 - off)) <= 0.45 * Math.sin(fifth / 2);
    }
    case 6:
      return r <= 0.95 && Math.hypot(u - 0.42, v) >= 0.75;
    case 7: {
      const [x, y] = [u * 1.35, -v * 1.25 + 0.15];
      return (x * x + y * y - 1) ** 3 <= x * x * y ** 3;
    }
    case 8:
      return Math.abs(u) <= 0.95 && Math.abs(v) <= 0.26;
    default:
      return Math.abs(u) <= 0.85 && Math.abs(v) <= 0.12 + 0.6 * Math.abs(u);
  }
}

/** Share of the second colour at this place of a surface, from 0 to 1. */
function surfaceAt(surface: number, shape: number, u: number, v: number, phase: number, grain: number): number {
  const odd = (t: number): number => (Math.floor(t + 64) % 2 === 0 ? 1 : 0);
  switch (surface) {
    case 0:
      return 0;
    case 1:
      return odd((u + v) * 2.6 + phase * 2);
    case 2:
      return odd(u * 3 + phase) === odd(v * 3 + phase) ? 1 : 0;
    case 3:
      return Math.hypot((((u + 2) * 2.6 + phase) % 1) - 0.5, (((v + 2) * 2.6 + phase) % 1) - 0.5) < 0.3 ? 1 : 0;
    case 4:
      return odd(Math.hypot(u, v) * 4.5 + phase);
    case 5:
      return odd((Math.atan2(v, u) / Math.PI) * 5);
    case 6:
      return Math.min(1, Math.max(0, (u + 1) / 2));
    case 7:
      return grain < 0.45 ? 1 : 0;
    case 8:
      // The rim is where the same place a little further out is no longer on the shape.
      return inside(shape, u * 1.25, v * 1.25) && inside(shape, u * 0.8, v * 0.8) ? 0 : 1;
    default:
      return v > 0 ? 1 : 0;
  }
}
