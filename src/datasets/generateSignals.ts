// Makes sequences of eight kinds of waves, with noise, in any number of channels.
// Imports only the random numbers; shipped verbatim with exported projects.

import { permutation, random, type Random } from './random.ts';

export interface SignalsParams {
  readonly count: number;
  /** Steps of a sequence. */
  readonly length: number;
  /** Sensors that record the same wave, each with its own strength and delay. */
  readonly channels: number;
  readonly classes: number;
  /** Standard deviation of the noise on every value; the waves span about −1 to 1. */
  readonly noise: number;
}

export const waveNames = ['sine', 'square', 'sawtooth', 'triangle', 'chirp', 'pulses', 'beats', 'decay'] as const;

/** `inputs` holds `count` sequences [length, channels], `targets` as many class numbers. Classes are equally frequent, in random order. */
export function generateSignals(params: SignalsParams, seed: number): { inputs: Float32Array<ArrayBuffer>; targets: Float32Array<ArrayBuffer> } {
  const { count, length, channels, classes, noise } = params;
  const values = length * channels;
  const inputs = new Float32Array(count * values);
  const targets = new Float32Array(count);
  const order = permutation(count, random(seed));
  for (let i = 0; i < count; i++) {
    const source = random(seed, i + 1);
    const label = order[i]! % classes;
    targets[i] = label;
    const wave = waveOf(label, source);
    const drift = source.between(-0.3, 0.3);
    for (let c = 0; c < channels; c++) {
      const strength = source.between(0.6, 1.1);
      const delay = c === 0 ? 0 : source.between(0, 0.1);
      for (let t = 0; t < length; t++) {
        const at = t / length;
        inputs[i * values + t * channels + c] = strength * wave(at + delay) + drift * (at - 0.5);
      }
    }
    for (let k = i * values; k < (i + 1) * values; k++) inputs[k]! += noise * source.normal();
  }
  return { inputs, targets };
}

/** A wave of this kind over time 0 to 1, of random frequency and phase. */
function waveOf(label: number, source: Random): (t: number) => number {
  const cycles = source.between(3, 7);
  const phase = source.next();
  /** From 0 to 1 within each cycle. */
  const saw = (t: number): number => (((t * cycles + phase) % 1) + 1) % 1;
  const sine = (t: number): number => Math.sin(2 * Math.PI * (t * cycles + phase));
  switch (label) {
    case 0:
      return sine;
    case 1:
      return (t) => (saw(t) < 0.5 ? 0.9 : -0.9);
    case 2:
      return (t) => 2 * saw(t) - 1;
    case 3:
      return (t) => 4 * Math.abs(saw(t) - 0.5) - 1;
    case 4:
      // The frequency rises from a third of the mean to five thirds.
      return (t) => Math.sin(2 * Math.PI * (cycles * (t / 3 + (2 / 3) * t * t) + phase));
    case 5:
      return (t) => (saw(t) < 0.15 ? 1 : -0.2);
    case 6: {
      const beat = source.between(1.5, 2.5);
      return (t) => sine(2 * t) * Math.sin(Math.PI * (beat * t + phase));
    }
    default: {
      const rate = source.between(3, 6);
      const start = source.between(0, 0.3);
      return (t) => (t < start ? 0 : Math.exp(-rate * (t - start)) * Math.sin(2 * Math.PI * cycles * 1.5 * (t - start)));
    }
  }
}
