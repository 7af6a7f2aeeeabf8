// Scatters points of several classes in the plane: spirals, moons, circles. Imports only the random numbers;
// shipped verbatim with exported projects.

import { permutation, random, type Random } from './random.ts';

export interface PointsParams {
  readonly kind: 'spiral' | 'moons' | 'circles';
  readonly count: number;
  readonly classes: number;
  /** Standard deviation of the noise on each coordinate; the figures span about −1 to 1. */
  readonly noise: number;
}

/** `inputs` holds `count` points [2] within about [−1, 1], `targets` as many class numbers. Classes are equally frequent, in random order. */
export function generatePoints(params: PointsParams, seed: number): { inputs: Float32Array<ArrayBuffer>; targets: Float32Array<ArrayBuffer> } {
  const { kind, count, classes, noise } = params;
  const inputs = new Float32Array(count * 2);
  const targets = new Float32Array(count);
  const source = random(seed);
  const order = permutation(count, random(seed, 1));
  for (let i = 0; i < count; i++) {
    const label = order[i]! % classes;
    const [x, y] = place(kind, label, classes, source);
    inputs[i * 2] = x + noise * source.normal();
    inputs[i * 2 + 1] = y + noise * source.normal();
    targets[i] = label;
  }
  return { inputs, targets };
}

function place(kind: PointsParams['kind'], label: number, classes: number, source: Random): [x: number, y: number] {
  const t = source.next();
  switch (kind) {
    case 'spiral': {
      // Three quarters of a turn per arm; the square root spreads the points evenly over the area.
      const radius = 0.05 + 0.9 * Math.sqrt(t);
      const angle = 1.5 * Math.PI * Math.sqrt(t) + (2 * Math.PI * label) / classes;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    }
    case 'moons': {
      // Half circles, alternately up and down, each beginning in the middle of the one before.
      const scale = 2 / (classes + 1);
      const up = label % 2 === 0;
      const x = Math.cos(Math.PI * t) + label;
      const y = up ? Math.sin(Math.PI * t) : 0.5 - Math.sin(Math.PI * t);
      return [(x - (classes - 1) / 2) * scale, (y - 0.25) * scale];
    }
    case 'circles': {
      const radius = (0.95 * (label + 1)) / classes;
      return [radius * Math.cos(2 * Math.PI * t), radius * Math.sin(2 * Math.PI * t)];
    }
    default:
      return kind satisfies never;
  }
}
