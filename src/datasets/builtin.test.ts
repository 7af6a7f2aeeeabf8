// The built-in data sets: the same for the same seed, balanced, and with masks that say where the shapes are.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeParams } from '../layers/params.ts';
import { generateField } from './generateField.ts';
import { generateGlyphs } from './generateGlyphs.ts';
import { generateObjects } from './generateObjects.ts';
import { generatePoints } from './generatePoints.ts';
import { generateShapes } from './generateShapes.ts';
import { generateSignals } from './generateSignals.ts';
import { generateVolumes } from './generateVolumes.ts';
import { imagePixels, samplePixels, targetPixels } from './imagePixels.ts';
import { datasetOf, datasets } from './index.ts';
import type { AnyBuiltinDataset } from './dataset.ts';
import { permutation, random } from './random.ts';

const small: Readonly<Record<string, Readonly<Record<string, number>>>> = { shapes: { count: 12, size: 32 }, glyphs: { count: 100 }, points: { count: 100 }, objects: { count: 12 }, signals: { count: 40 }, volumes: { count: 3, size: 16 }, field: { size: 24 } };
const paramsOf = (dataset: AnyBuiltinDataset) => completeParams(dataset.params, small[dataset.type] ?? {}).params;
const volume = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
const counts = (labels: ArrayLike<number>, classes: number) => Array.from({ length: classes }, (_, c) => Array.from(labels).filter((l) => l === c).length);

describe.each(datasets.map((dataset) => [dataset.type, dataset as AnyBuiltinDataset] as const))('%s', (_, dataset) => {
  it('has defaults that its own params accept', () => {
    const { problems, params } = completeParams(dataset.params, {});
    for (const [name, spec] of Object.entries(dataset.params)) expect(spec.parse(params[name])).toEqual({ ok: true, value: spec.default });
    expect(problems).toEqual([]);
  });

  it('gives the samples its signature promises', () => {
    const params = paramsOf(dataset);
    const data = dataset.generate(params, 1);
    const { name, task, inputShape, targetShape, classes } = data;
    expect({ name, task, inputShape, targetShape, classes }).toEqual(dataset.signature(params));
    expect(data.inputs).toHaveLength(data.count * volume(data.inputShape));
    expect(data.targets).toHaveLength(data.count * volume(data.targetShape));
    expect(data.count).toBe(dataset.countOf(params));
    const legal = data.task === 'regression' ? Number.isFinite : (t: number) => Number.isInteger(t) && t >= 0 && t < data.classes!.length;
    expect(data.targets.every(legal)).toBe(true);
    expect(data.inputs.every(Number.isFinite)).toBe(true);
  });

  it('gives the same samples for the same seed and others for another', () => {
    const params = paramsOf(dataset);
    const [first, again, other] = [dataset.generate(params, 7), dataset.generate(params, 7), dataset.generate(params, 8)];
    expect(again.inputs).toEqual(first.inputs);
    expect(again.targets).toEqual(first.targets);
    expect(other.inputs).not.toEqual(first.inputs);
  });

  it.runIf('classes' in dataset.params)('has as many samples of each class as of any other, in random order', () => {
    const { targets, classes } = dataset.generate(completeParams(dataset.params, { ...paramsOf(dataset), count: 60, classes: 5 }).params, 1);
    const labels = Array.from(targets);
    expect(counts(labels, classes!.length)).toEqual([12, 12, 12, 12, 12]);
    expect(labels.filter((label, i) => label === i % 5).length).toBeLessThan(40);
  });

  it.runIf('noise' in dataset.params)('is noisier with more noise', () => {
    const made = (noise: number) => dataset.generate({ ...paramsOf(dataset), noise }, 1).inputs;
    const off = ([a, b]: readonly [Float32Array, Float32Array]) => a.reduce((sum, v, k) => sum + (v - b[k]!) ** 2, 0);
    expect(off([made(0.1), made(0)])).toBeGreaterThan(4 * off([made(0.02), made(0)]));
    expect(off([made(0.02), made(0)])).toBeGreaterThan(0);
  });

  it('says where it comes from', () => {
    expect(dataset.generate(paramsOf(dataset), 7).origin).toBe('built in, seed 7');
  });

  it('is made by a file that imports nothing but the random numbers, so that it can be shipped', () => {
    const text = readFileSync(new URL(dataset.generator.file, import.meta.url), 'utf8');
    expect([...text.matchAll(/from '(.*)'/g)].map((match) => match[1])).toEqual(['./random.ts']);
    expect(text).toContain(`export function ${dataset.generator.name}(`);
  });
});

it('a data set is found by its type, and nothing else is', () => {
  expect(datasetOf('glyphs')?.label).toBe('Drawn digits');
  expect(datasetOf('toString')).toBeUndefined();
});

describe('shapes', () => {
  it('keeps the foreground between 1 % and 70 % of every image', () => {
    const { targets } = generateShapes({ count: 100, size: 48, channels: 3, noise: 0, margin: 0 }, 3);
    for (let i = 0; i < 100; i++) {
      const share = targets.subarray(i * 48 * 48, (i + 1) * 48 * 48).reduce((a, b) => a + b, 0) / (48 * 48);
      expect(share).toBeGreaterThan(0.01);
      expect(share).toBeLessThan(0.7);
    }
  });

  it('gives shapes another colour than the background, which alone varies softly', () => {
    const size = 48;
    const { inputs, targets } = generateShapes({ count: 50, size, channels: 1, noise: 0, margin: 0 }, 4);
    for (let i = 0; i < 50; i++) {
      const inside: number[] = [];
      const outside: number[] = [];
      for (let k = i * size * size; k < (i + 1) * size * size; k++) (targets[k] === 1 ? inside : outside).push(inputs[k]!);
      const middle = outside.reduce((a, b) => a + b, 0) / outside.length;
      expect(Math.max(...outside.map((v) => Math.abs(v - middle)))).toBeLessThan(0.2);
      expect(Math.min(...inside.map((v) => Math.abs(v - middle)))).toBeGreaterThan(0.1);
    }
  });

  it('draws image i the same however many there are', () => {
    const few = generateShapes({ count: 2, size: 16, channels: 3, noise: 0.1, margin: 0 }, 5);
    const many = generateShapes({ count: 9, size: 16, channels: 3, noise: 0.1, margin: 0 }, 5);
    expect(many.inputs.subarray(0, few.inputs.length)).toEqual(few.inputs);
  });

  it('keeps noisy values within [0, 1] and gives noise of the promised strength', () => {
    const params = { count: 20, size: 32, channels: 3, noise: 0.05, margin: 0 };
    const clean = generateShapes({ ...params, noise: 0 }, 6).inputs;
    const noisy = generateShapes(params, 6).inputs;
    expect(noisy.every((v) => v >= 0 && v <= 1)).toBe(true);
    let sum = 0;
    let n = 0;
    for (let i = 0; i < clean.length; i++) {
      if (clean[i]! < 0.3 || clean[i]! > 0.7) continue;
      sum += (noisy[i]! - clean[i]!) ** 2;
      n++;
    }
    expect(Math.sqrt(sum / n)).toBeCloseTo(0.05, 2);
  });
});

describe('glyphs', () => {
  it('draws every digit equally often, also in the last tenth on average', () => {
    const { targets } = generateGlyphs({ count: 1000, size: 12, channels: 1, classes: 10, noise: 0, target: 'class' }, 1);
    expect(counts(targets, 10)).toEqual(Array.from({ length: 10 }, () => 100));
    expect(Math.min(...counts(targets.subarray(800), 10))).toBeGreaterThan(5);
  });

  it('can be told apart by the nearest mean image far better than by chance', () => {
    const count = 1000;
    const { inputs, targets } = generateGlyphs({ count, size: 28, channels: 1, classes: 10, noise: 0.05, target: 'class' }, 2);
    const means = Array.from({ length: 10 }, () => new Float64Array(784));
    for (let i = 0; i < 800; i++) for (let k = 0; k < 784; k++) means[targets[i]!]![k]! += inputs[i * 784 + k]! / 80;
    let right = 0;
    for (let i = 800; i < count; i++) {
      const distances = means.map((mean) => mean.reduce((sum, value, k) => sum + (value - inputs[i * 784 + k]!) ** 2, 0));
      if (distances.indexOf(Math.min(...distances)) === targets[i]) right++;
    }
    expect(right / 200).toBeGreaterThan(0.6);
  });

  it('keeps the strokes within the picture: its border is nearly dark', () => {
    const size = 28;
    const { inputs } = generateGlyphs({ count: 300, size, channels: 1, classes: 10, noise: 0, target: 'class' }, 3);
    let border = 0;
    let all = 0;
    for (let i = 0; i < inputs.length; i++) {
      const [y, x] = [Math.floor((i % (size * size)) / size), i % size];
      all += inputs[i]!;
      if (y === 0 || x === 0 || y === size - 1 || x === size - 1) border += inputs[i]!;
    }
    expect(border / all).toBeLessThan(0.005);
  });
});

describe('pictures as targets', () => {
  it.each(['glyphs', 'objects'])('%s are as clean as before the noise', (type) => {
    const dataset = datasetOf(type)!;
    const made = (noise: number) => dataset.generate(completeParams(dataset.params, { count: 6, size: 16, noise, target: 'image' }).params, 3);
    const [clean, noisy] = [made(0), made(0.2)];
    expect(clean.targets).toEqual(clean.inputs);
    expect(noisy.targets).toEqual(clean.inputs);
    expect(noisy.inputs).not.toEqual(clean.inputs);
    expect(noisy).toMatchObject({ task: 'regression', inputShape: noisy.targetShape });
  });
});

describe('a margin', () => {
  it('leaves the middle of the mask that there is without one', () => {
    const params = { count: 3, size: 20, channels: 1, noise: 0 };
    const whole = generateShapes({ ...params, margin: 0 }, 2).targets;
    const { targets } = generateShapes({ ...params, margin: 4 }, 2);
    expect(targets).toHaveLength(3 * 12 * 12);
    for (let i = 0; i < 3; i++) for (let y = 0; y < 12; y++) for (let x = 0; x < 12; x++) expect(targets[(i * 12 + y) * 12 + x]).toBe(whole[(i * 20 + y + 4) * 20 + x + 4]);
  });
});

describe('a margin of volumes', () => {
  it('leaves the middle of the mask that there is without one', () => {
    const whole = generateVolumes({ count: 1, size: 12, noise: 0, margin: 0 }, 2).targets;
    const { targets } = generateVolumes({ count: 1, size: 12, noise: 0, margin: 3 }, 2);
    expect(targets).toHaveLength(6 ** 3);
    for (let z = 0; z < 6; z++) for (let y = 0; y < 6; y++) for (let x = 0; x < 6; x++) expect(targets[(z * 6 + y) * 6 + x]).toBe(whole[((z + 3) * 12 + y + 3) * 12 + x + 3]);
  });
});

describe('objects', () => {
  it('have as many names as classes, each its own, however many there are', () => {
    const { params, signature } = datasetOf('objects')!;
    for (const classes of [7, 10, 64, 100, 250, 1000]) {
      expect(new Set(signature(completeParams(params, { classes }).params).classes).size).toBe(classes);
    }
    expect(signature(completeParams(params, { classes: 1000 }).params).classes![315]).toBe('green striped star');
  });

  it('fill a twentieth to half of the image, wherever they stand', () => {
    const size = 48;
    // The same ground and place without and with noise; what differs from the corners' colours is the object.
    const { inputs, targets } = generateObjects({ count: 200, size, channels: 3, classes: 10, noise: 0, target: 'class' }, 5);
    for (let i = 0; i < 200; i++) {
      const at = (k: number, c: number) => inputs[(i * size * size + k) * 3 + c]!;
      const corners = [0, size - 1, size * (size - 1), size * size - 1];
      const ground = [0, 1, 2].map((c) => corners.map((k) => at(k, c)).toSorted((a, b) => a - b)[1]!);
      let differs = 0;
      for (let k = 0; k < size * size; k++) if (Math.max(...[0, 1, 2].map((c) => Math.abs(at(k, c) - ground[c]!))) > 0.22) differs++;
      expect(differs / size ** 2, `${i}: ${targets[i]}`).toBeGreaterThan(0.02);
      expect(differs / size ** 2, `${i}: ${targets[i]}`).toBeLessThan(0.6);
    }
  });
});

describe('objects of a class', () => {
  const size = 48;
  /** Of 1000 classes grounds are nearly grey, so that what has a colour is the object. */
  const { inputs, targets } = generateObjects({ count: 240, size, channels: 3, classes: 1000, noise: 0, target: 'class' }, 2);
  const pixelsOf = (i: number) =>
    Array.from({ length: size * size }, (_, k) => k).flatMap((k) => {
      const at = (i * size * size + k) * 3;
      const [red, green, blue] = [inputs[at]!, inputs[at + 1]!, inputs[at + 2]!];
      const most = Math.max(red, green, blue);
      const chroma = most - Math.min(red, green, blue);
      if (chroma < 0.15) return [];
      const hue = most === red ? (green - blue) / chroma : most === green ? 2 + (blue - red) / chroma : 4 + (red - green) / chroma;
      return [{ x: k % size, y: Math.floor(k / size), chroma, hue: ((hue / 6) % 1 + 1) % 1, key: `${red} ${green} ${blue}` }];
    });
  const drawn = Array.from(targets, (label, i) => ({ label, pixels: pixelsOf(i) }));

  it('have its hue', () => {
    for (const { label, pixels } of drawn) {
      const { hue } = pixels.reduce((a, b) => (b.chroma > a.chroma ? b : a));
      const off = (((hue - Math.floor(label / 100) / 10 + 0.5) % 1) + 1) % 1 - 0.5;
      expect(Math.abs(off), `class ${label}`).toBeLessThan(0.04);
    }
  });

  it('have its shape: the area beside the second moment is that of the figure', () => {
    /** Area² / 2π·moment: 1 for a disc, less for everything else. */
    const rounds = Array.from({ length: 10 }, (): number[] => []);
    for (const { label, pixels: object } of drawn) {
      const mean = (of: (p: (typeof object)[number]) => number) => object.reduce((sum, p) => sum + of(p), 0) / object.length;
      const [cx, cy] = [mean((p) => p.x), mean((p) => p.y)];
      rounds[label % 10]!.push(object.length / (2 * Math.PI * mean((p) => (p.x - cx) ** 2 + (p.y - cy) ** 2)));
    }
    const middle = rounds.map((values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!);
    // Of disc, square, triangle and ring by integration; a bar of 1.9 by 0.52 is 6·w·h / π(w² + h²).
    const ring = (0.95 ** 2 - 0.55 ** 2) / (0.95 ** 2 + 0.55 ** 2);
    for (const [shape, round] of [[0, 1], [1, 3 / Math.PI], [2, (3 * Math.sqrt(3)) / (2 * Math.PI)], [3, ring], [8, (6 * 1.9 * 0.52) / (Math.PI * (1.9 ** 2 + 0.52 ** 2))]] as const) {
      expect(middle[shape]! / round, `shape ${shape}`).toBeGreaterThan(0.97);
      // Pixels at an edge count whole, which makes thin figures rounder.
      expect(middle[shape]! / round, `shape ${shape}`).toBeLessThan(1.08);
    }
  });

  it('have its surface: plain is one colour, halved and checked are two, shaded is many', () => {
    for (const { label, pixels } of drawn) {
      const surface = Math.floor(label / 10) % 10;
      const found = new Map<string, number>();
      for (const { key } of pixels) found.set(key, (found.get(key) ?? 0) + 1);
      const [first, second] = [...found.values(), 0, 0].toSorted((a, b) => b - a).map((n) => n / pixels.length) as [number, number];
      if (surface === 0) expect(second, `class ${label}`).toBeLessThan(0.05);
      if (surface === 2 || surface === 9) expect(second, `class ${label}`).toBeGreaterThan(0.1);
      if (surface === 6) expect(first, `class ${label}`).toBeLessThan(0.1);
    }
  });

  it('are the luma of the coloured ones in grey', () => {
    const params = { count: 5, size: 24, classes: 100, noise: 0, target: 'class' } as const;
    const grey = generateObjects({ ...params, channels: 1 }, 4).inputs;
    const coloured = generateObjects({ ...params, channels: 3 }, 4).inputs;
    for (let k = 0; k < grey.length; k++) {
      const [red, green, blue] = coloured.subarray(3 * k, 3 * k + 3) as unknown as [number, number, number];
      // Where nothing was cut off at black or white.
      if (Math.min(red, green, blue) > 0 && Math.max(red, green, blue) < 1) expect(grey[k]).toBeCloseTo(0.299 * red + 0.587 * green + 0.114 * blue, 4);
    }
  });
});

describe('signals', () => {
  const length = 256;
  const { inputs, targets } = generateSignals({ count: 160, length, channels: 1, classes: 8, noise: 0 }, 6);
  const of = (label: number) => Array.from(targets).flatMap((t, i) => (t === label ? [inputs.subarray(i * length, (i + 1) * length)] : []));

  it('are balanced', () => {
    expect(counts(targets, 8)).toEqual(Array.from({ length: 8 }, () => 20));
  });

  it('have the slopes of their kind: a square wave stands still or leaps, a sine does neither', () => {
    const leaps = (wave: Float32Array) => wave.filter((v, t) => t > 0 && Math.abs(v - wave[t - 1]!) > 0.5).length;
    expect(of(1).every((wave) => leaps(wave) >= 5 && leaps(wave) <= 15)).toBe(true);
    expect(of(0).every((wave) => leaps(wave) === 0)).toBe(true);
  });

  it('have the form of their kind', () => {
    const steps = (wave: Float32Array) => Array.from(wave.subarray(1), (v, t) => v - wave[t]!);
    const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
    const rms = (wave: Float32Array) => Math.sqrt(wave.reduce((sum, v) => sum + v * v, 0) / wave.length);
    const eighths = (wave: Float32Array) => Array.from({ length: 8 }, (_, i) => rms(wave.subarray((i * length) / 8, ((i + 1) * length) / 8)));
    const turns = (wave: Float32Array) => steps(wave).filter((d, t, all) => t > 0 && d > 0 !== all[t - 1]! > 0).length;
    // A triangle climbs and falls equally fast, a sawtooth climbs, and leaps back once in each cycle.
    for (const wave of of(3)) expect(steps(wave).filter((d) => Math.abs(Math.abs(d) / middle(steps(wave).map(Math.abs)) - 1) < 0.2).length / length).toBeGreaterThan(0.85);
    for (const wave of of(3)) expect(Math.max(...steps(wave).map(Math.abs))).toBeLessThan(0.3);
    for (const wave of of(2)) expect(steps(wave).filter((d) => d < -0.5).length).toBeGreaterThan(2);
    // A chirp turns more often in its second half.
    const [early, late] = [0, 1].map((half) => of(4).reduce((sum, wave) => sum + turns(wave.subarray((half * length) / 2, ((half + 1) * length) / 2)), 0));
    expect(late! / early!).toBeGreaterThan(1.4);
    // Pulses are short, beats swell and fade, a decay has faded at the end.
    for (const wave of of(5)) expect(wave.filter((v) => v > 0.4).length / length).toBeLessThan(0.3);
    for (const wave of of(6)) expect(Math.min(...eighths(wave)) / Math.max(...eighths(wave))).toBeLessThan(0.7);
    expect(middle(of(6).map((wave) => Math.min(...eighths(wave)) / Math.max(...eighths(wave))))).toBeLessThan(0.45);
    for (const wave of of(7)) expect(rms(wave.subarray(0.8 * length))).toBeLessThan(0.5 * Math.max(...eighths(wave)));
  });

  it('have the same wave in every channel, channels last', () => {
    const three = generateSignals({ count: 6, length, channels: 3, classes: 8, noise: 0 }, 3).inputs;
    const one = generateSignals({ count: 6, length, channels: 1, classes: 8, noise: 0 }, 3).inputs;
    expect(one).toEqual(three.filter((_, k) => k % 3 === 0));
  });

  it('have noise of the promised strength, in every channel', () => {
    const params = { count: 10, length, channels: 3, classes: 8 };
    const clean = generateSignals({ ...params, noise: 0 }, 2).inputs;
    const noisy = generateSignals({ ...params, noise: 0.5 }, 2).inputs;
    expect(clean).toHaveLength(10 * length * 3);
    const off = noisy.map((v, k) => v - clean[k]!);
    expect(Math.sqrt(off.reduce((sum, v) => sum + v * v, 0) / off.length)).toBeCloseTo(0.5, 1);
  });
});

describe('volumes', () => {
  it('hold parts that are brighter than what surrounds them, in 0.5 to 25 % of the voxels', () => {
    const size = 24;
    const { inputs, targets } = generateVolumes({ count: 20, size, noise: 0, margin: 0 }, 4);
    for (let i = 0; i < 20; i++) {
      const mean = (value: number) => {
        let [sum, n] = [0, 0];
        for (let k = i * size ** 3; k < (i + 1) * size ** 3; k++) if (targets[k] === value) [sum, n] = [sum + inputs[k]!, n + 1];
        return { mean: sum / n, share: n / size ** 3 };
      };
      expect(mean(1).share).toBeGreaterThan(0.005);
      expect(mean(1).share).toBeLessThan(0.25);
      expect(mean(1).mean).toBeGreaterThan(mean(0).mean + 0.1);
    }
  });
});

describe('parts of volumes', () => {
  it('are blobs and tubes: some thick, some thin throughout', () => {
    const size = 32;
    const count = 12;
    const { targets } = generateVolumes({ count, size, noise: 0, margin: 0 }, 5);
    const filled = (i: number, [x, y, z]: readonly number[], reach: number): boolean => {
      for (let a = -reach; a <= reach; a++) {
        for (let b = -reach; b <= reach; b++) {
          for (let c = -reach; c <= reach; c++) {
            const place = [x! + a, y! + b, z! + c];
            if (place.some((p) => p < 0 || p >= size) || targets[((i * size + place[2]!) * size + place[1]!) * size + place[0]!] === 0) return false;
          }
        }
      }
      return true;
    };
    const cells = Array.from({ length: size ** 3 }, (_, k) => [k % size, Math.floor(k / size) % size, Math.floor(k / size ** 2)]);
    const volumes = Array.from({ length: count }, (_, i) => {
      const inside = cells.filter((cell) => filled(i, cell, 0));
      const thick = inside.filter((cell) => filled(i, cell, 2));
      const far = inside.filter((cell) => thick.every((other) => Math.max(...cell.map((v, axis) => Math.abs(v - other[axis]!))) > 4));
      return { thick: thick.length > 0, thin: far.length / inside.length };
    });
    expect(volumes.filter(({ thick }) => thick).length).toBeGreaterThan(count / 2);
    expect(volumes.filter(({ thin }) => thin > 0.1).length).toBeGreaterThan(count / 3);
  });
});

describe('a picture as a function', () => {
  it.each(['landscape', 'rosette', 'zone plate'] as const)('%s has every pixel once, with more than one colour', (figure) => {
    const size = 16;
    const { inputs, targets } = generateField({ figure, size, channels: 3 }, 1);
    const places = Array.from({ length: size * size }, (_, i) => `${inputs[2 * i]} ${inputs[2 * i + 1]}`);
    expect(new Set(places).size).toBe(size * size);
    expect(inputs.every((v) => v > -1 && v < 1)).toBe(true);
    expect(Math.max(...targets) - Math.min(...targets)).toBeGreaterThan(0.5);
    expect(targets.every((v) => v >= 0 && v <= 1)).toBe(true);
  });

  it('zone plate has ever narrower rings', () => {
    const size = 64;
    const { inputs, targets } = generateField({ figure: 'zone plate', size, channels: 1 }, 2);
    const picture = new Float32Array(size * size);
    for (let i = 0; i < targets.length; i++) picture[Math.floor(((inputs[2 * i + 1]! + 1) / 2) * size) * size + Math.floor(((inputs[2 * i]! + 1) / 2) * size)] = targets[i]!;
    // How much neighbours differ near the middle, and near the left and right borders.
    const change = (from: number, to: number) => {
      let sum = 0;
      for (let y = 24; y < 40; y++) for (let x = from; x < to; x++) sum += Math.abs(picture[y * size + x + 1]! - picture[y * size + x]!);
      return sum / (to - from);
    };
    expect((change(0, 8) + change(55, 63)) / 2 / change(28, 36)).toBeGreaterThan(2);
  });

  it('in grey is the luma of the coloured one', () => {
    const grey = generateField({ figure: 'rosette', size: 8, channels: 1 }, 3).targets;
    const { targets } = generateField({ figure: 'rosette', size: 8, channels: 3 }, 3);
    for (let i = 0; i < 64; i++) expect(grey[i]).toBeCloseTo(0.299 * targets[3 * i]! + 0.587 * targets[3 * i + 1]! + 0.114 * targets[3 * i + 2]!, 4);
  });
});

describe('coloured glyphs', () => {
  it('have the ink of the grey ones, in colours that differ from the ground in every channel', () => {
    const params = { count: 40, size: 32, classes: 10, noise: 0, target: 'class' } as const;
    const pixels = 32 * 32;
    const grey = generateGlyphs({ ...params, channels: 1 }, 9).inputs;
    const coloured = generateGlyphs({ ...params, channels: 3 }, 9).inputs;
    for (let i = 0; i < params.count; i++) {
      const ink = grey.subarray(i * pixels, (i + 1) * pixels);
      expect(ink).toContain(1);
      const [dark, light] = [ink.indexOf(0), ink.indexOf(1)];
      for (let c = 0; c < 3; c++) {
        const at = (pixel: number) => coloured[(i * pixels + pixel) * 3 + c]!;
        expect(Math.abs(at(light) - at(dark))).toBeGreaterThan(0.33);
        expect(Math.max(...Array.from(ink, (value, k) => Math.abs(at(k) - at(dark) - (at(light) - at(dark)) * value)))).toBeLessThan(5e-6);
      }
    }
  });
});

describe('points', () => {
  it.each(['spiral', 'moons', 'circles'] as const)('%s keeps its classes balanced and apart, within about −1 to 1', (kind) => {
    const { inputs, targets } = generatePoints({ kind, count: 600, classes: 3, noise: 0 }, 1);
    expect(counts(targets, 3)).toEqual([200, 200, 200]);
    expect(inputs.every((v) => Math.abs(v) <= 1.01)).toBe(true);
    // Without noise a point's nearest neighbour is of its own class.
    let right = 0;
    for (let i = 0; i < 600; i++) {
      let best = -1;
      let least = Infinity;
      for (let j = 0; j < 600; j++) {
        const d = (inputs[i * 2]! - inputs[j * 2]!) ** 2 + (inputs[i * 2 + 1]! - inputs[j * 2 + 1]!) ** 2;
        if (j !== i && d < least) [least, best] = [d, j];
      }
      if (targets[best] === targets[i]) right++;
    }
    expect(right / 600).toBeGreaterThan(0.95);
  });
});

describe('random numbers', () => {
  it('are uniform, and streams of one seed have nothing in common', () => {
    const [a, b] = [random(1, 1), random(1, 2)];
    const [xs, ys] = [Array.from({ length: 20_000 }, () => a.next()), Array.from({ length: 20_000 }, () => b.next())];
    const mean = (values: readonly number[]) => values.reduce((p, q) => p + q, 0) / values.length;
    expect(mean(xs)).toBeCloseTo(0.5, 2);
    expect(mean(xs.map((x) => (x - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
    expect(Math.abs(mean(xs.map((x, i) => (x - 0.5) * (ys[i]! - 0.5))))).toBeLessThan(0.003);
  });

  it('permute every number exactly once', () => {
    expect([...permutation(50, random(3))].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });
});

describe('pixels', () => {
  it('are grey for one channel and coloured for three', () => {
    expect(imagePixels([0, 0.5, 1, 2], [2, 2, 1])?.data).toEqual(new Uint8ClampedArray([0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255, 255, 255, 255, 255]));
    expect(imagePixels([1, 0, 0.2], [1, 1, 3])?.data).toEqual(new Uint8ClampedArray([255, 0, 51, 255]));
  });

  it('are of the sample asked for, and null where there is no image or no such sample', () => {
    const data = { inputs: [0, 1], inputShape: [1, 1, 1], targets: [1, 0], targetShape: [1, 1, 1], count: 2 };
    expect(samplePixels(data, 1)?.data[0]).toBe(255);
    expect(targetPixels(data, 1)?.data[0]).toBe(0);
    expect(samplePixels(data, 2)).toBeNull();
    expect(samplePixels({ ...data, inputShape: [1] }, 0)).toBeNull();
    expect(imagePixels([1, 2], [2, 2])).toBeNull();
  });
});
