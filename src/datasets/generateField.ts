// A picture as a function: every pixel is a sample, its place the input and its colour the target.
// Imports only the random numbers; shipped verbatim with exported projects.

import { permutation, random, type Random } from './random.ts';

export interface FieldParams {
  readonly figure: 'landscape' | 'rosette' | 'zone plate';
  /** Height and width in pixels; there are size² samples. */
  readonly size: number;
  /** 1 for grey, 3 for colour. */
  readonly channels: number;
}

/**
 * `inputs` holds size² places [x, y] from −1 to 1, y downwards, `targets` their colours [channels] in [0, 1].
 * In random order, so that the samples kept for validation lie all over the picture.
 */
export function generateField(params: FieldParams, seed: number): { inputs: Float32Array<ArrayBuffer>; targets: Float32Array<ArrayBuffer> } {
  const { figure, size, channels } = params;
  const count = size * size;
  const inputs = new Float32Array(count * 2);
  const targets = new Float32Array(count * channels);
  const order = permutation(count, random(seed, 1));
  const colourAt = pictureOf(figure, random(seed));
  for (let i = 0; i < count; i++) {
    const pixel = order[i]!;
    const x = (((pixel % size) + 0.5) / size) * 2 - 1;
    const y = ((Math.floor(pixel / size) + 0.5) / size) * 2 - 1;
    inputs[i * 2] = x;
    inputs[i * 2 + 1] = y;
    const [red, green, blue] = colourAt(x, y);
    const colour = channels === 1 ? [0.299 * red + 0.587 * green + 0.114 * blue] : [red, green, blue];
    for (let c = 0; c < channels; c++) targets[i * channels + c] = Math.min(1, Math.max(0, colour[c]!));
  }
  return { inputs, targets };
}

type Colour = readonly [red: number, green: number, blue: number];

const mix = (a: Colour, b: Colour, share: number): Colour => {
  const s = Math.min(1, Math.max(0, share));
  return [a[0] + (b[0] - a[0]) * s, a[1] + (b[1] - a[1]) * s, a[2] + (b[2] - a[2]) * s];
};

function pictureOf(figure: FieldParams['figure'], source: Random): (x: number, y: number) => Colour {
  switch (figure) {
    case 'landscape':
      return landscape(source);
    case 'rosette':
      return rosette(source);
    case 'zone plate':
      return zonePlate(source);
    default:
      return figure satisfies never;
  }
}

/** An evening: sun over three ranges of hills that mirror in water. */
function landscape(source: Random): (x: number, y: number) => Colour {
  const shore = source.between(0.3, 0.4);
  const sun = [source.between(-0.5, 0.5), source.between(-0.45, -0.2)] as const;
  const ranges = [0.0, 0.14, 0.26].map((base, i) => {
    const waves = Array.from({ length: 5 }, (_, k) => ({ height: 0.16 / 1.8 ** k, length: source.between(1.5, 2.5) * 1.9 ** k, phase: source.between(0, 6.28) }));
    const colour: Colour = mix([0.45, 0.36, 0.55], [0.1, 0.13, 0.22], i / 2);
    return { colour, top: (x: number) => base - waves.reduce((sum, w) => sum + w.height * Math.sin(w.length * x + w.phase), 0) * (1 - 0.2 * i) };
  });
  const above = (x: number, y: number): Colour => {
    for (const { colour, top } of ranges.toReversed()) if (y > top(x)) return colour;
    const glow = Math.hypot(x - sun[0], y - sun[1]);
    if (glow < 0.17) return [1, 0.93, 0.7];
    return mix(mix([0.98, 0.66, 0.38], [0.25, 0.3, 0.6], (shore - y) / 1.3), [1, 0.85, 0.55], 0.7 - 1.6 * (glow - 0.17));
  };
  return (x, y) => {
    if (y < shore) return above(x, y);
    // Ripples grow wider towards the eye.
    const depth = y - shore;
    const ripple = Math.sin(26 * Math.log(0.08 + depth) + 3 * x) * 0.06 * (0.3 + depth);
    return mix(above(x + ripple, shore - depth * 1.6 - ripple), [0.08, 0.14, 0.3], 0.3 + 0.2 * Math.sin(50 * Math.log(0.1 + depth)) * depth);
  };
}

/** Petals around a disc, with sharp edges. */
function rosette(source: Random): (x: number, y: number) => Colour {
  const petals = 5 + source.below(5);
  const turn = source.between(0, 6.28);
  const ground: Colour = [source.between(0.05, 0.2), source.between(0.1, 0.25), source.between(0.25, 0.45)];
  const bloom: Colour = [source.between(0.8, 1), source.between(0.2, 0.6), source.between(0.3, 0.7)];
  return (x, y) => {
    const r = Math.hypot(x, y);
    const angle = Math.atan2(y, x) + turn;
    if (r < 0.22) return (Math.floor(x * 22) + Math.floor(y * 22)) % 2 === 0 ? [0.95, 0.8, 0.2] : [0.6, 0.4, 0.1];
    const edge = 0.55 + 0.33 * Math.cos(petals * angle);
    if (r < edge) return mix(bloom, [1, 1, 0.95], 0.5 + 0.5 * Math.sin(30 * r));
    return mix(ground, [0.9, 0.9, 1], 0.12 + 0.12 * Math.sin(12 * (x + y)));
  };
}

/** Rings that become ever narrower: how fine a detail a network can follow. */
function zonePlate(source: Random): (x: number, y: number) => Colour {
  const [cx, cy] = [source.between(-0.2, 0.2), source.between(-0.2, 0.2)];
  const rate = source.between(24, 30);
  return (x, y) => {
    const value = 0.5 + 0.5 * Math.cos(rate * ((x - cx) ** 2 + (y - cy) ** 2));
    return [value, 0.9 * value + 0.05, 0.75 * value + 0.2];
  };
}
