// The list of layers as a whole: what every layer must have, whatever it computes.

import { describe, expect, it } from 'vitest';
import { layerOf, layers } from './index.ts';
import { initializerNames, initializerSpecs, type InitializerName } from './initializers.ts';
import type { AnyLayer, ConfigValue, Shape } from './layer.ts';
import { sizeOf } from './layer.ts';
import { lossNames, lossSpecs } from './losses.ts';
import { completeParams } from './params.ts';

const all: readonly AnyLayer[] = layers;
const each = all.map((layer) => [layer.type, layer] as const);

/** Shapes that every layer with inputs takes at least one of. */
const samples: readonly Shape[] = [[8, 8, 4], [12], [4, 6], [4, 6, 6, 2]];

/** Inputs that the layer takes with its defaults, and what comes out. */
function fitting(layer: AnyLayer) {
  const { params } = completeParams(layer.params, {});
  // An unpooling takes a small map and a large one.
  const lists = [...samples.map((shape) => Array.from({ length: layer.inputs.min }, () => shape)), [[4, 4, 4], [8, 8, 4]].slice(0, layer.inputs.min)];
  const outcomes = lists.map((inputs) => ({ params, inputs, outcome: layer.shape(params, inputs) }));
  const found = outcomes.find(({ outcome }) => outcome.ok);
  if (found === undefined || !found.outcome.ok) throw new Error(`${layer.type} takes none of the samples`);
  return { params, inputs: found.inputs, output: found.outcome.output };
}

describe('the list of layers', () => {
  it('has the layers of the first release: ids are for ever', () => {
    const types = new Set<string>(all.map((layer) => layer.type));
    expect(
      [
        'input output dense flatten reshape activation conv2d conv2dTranspose depthwiseConv2d maxPooling2d averagePooling2d',
        'globalAveragePooling2d upSampling2d zeroPadding2d cropping2d batchNormalization dropout add multiply average concatenate',
      ]
        .join(' ')
        .split(' ')
        .filter((type) => !types.has(type)),
    ).toEqual([]);
  });
  it('names and labels are unique, and found by name', () => {
    expect(new Set(all.map((layer) => layer.type)).size).toBe(all.length);
    expect(new Set(all.map((layer) => layer.label)).size).toBe(all.length);
    for (const layer of all) expect(layerOf(layer.type)).toBe(layer);
    expect(layerOf('toString')).toBeUndefined();
    expect(layerOf('conv9d')).toBeUndefined();
  });
  it('ids are camelCase identifiers, as the builder makes a method of each', () => {
    for (const layer of all) expect(layer.type).toMatch(/^[a-z][a-zA-Z0-9]*$/);
  });
});

describe.each(each)('%s', (type, layer) => {
  it('can be learned from: a summary, a page with an example, a reference', () => {
    expect(layer.label.length).toBeGreaterThan(2);
    expect(layer.summary.length).toBeGreaterThan(10);
    expect(layer.doc.length).toBeGreaterThanOrEqual(370);
    expect(layer.doc.split('\n\n').length).toBeGreaterThanOrEqual(3);
    expect(layer.doc).toMatch(/`[^`]+`/);
    expect((layer.doc.match(/`/g) ?? []).length % 2).toBe(0);
    // Numbers before and after, as a list or as arithmetic with its result.
    expect(layer.doc).toMatch(/`[^`]*(\[−?\d|= −?\d)[^`]*`/);
    expect(layer.reference?.text).toBeTruthy();
    expect(layer.reference?.url).toMatch(/^https:\/\//);
  });
  it('the arithmetic of its page is right', () => {
    for (const [, code = ''] of layer.doc.matchAll(/`([^`]+)`/g)) {
      const value = evaluated(code);
      if (value !== null) expect(value.computed, code).toBeCloseTo(value.told, value.decimals);
    }
  });
  it('documents its params, whose defaults are valid', () => {
    for (const [name, spec] of Object.entries(layer.params)) {
      expect(spec.label, name).toBeTruthy();
      expect(spec.doc.length, name).toBeGreaterThan(8);
      expect(spec.parse(spec.default), name).toEqual({ ok: true, value: spec.default });
      if (spec.kind === 'choice') for (const option of spec.options) expect(option.label, `${name} ${option.value}`).toBeTruthy();
    }
  });
  it('names its inputs where there is a certain number of several, and only there', () => {
    const several = layer.inputs.max > 1 && layer.inputs.max !== Infinity;
    expect(layer.ports?.length).toBe(several ? layer.inputs.max : undefined);
    for (const port of layer.ports ?? []) {
      expect(port.name).toMatch(/^[a-z]+$/);
      expect(port.doc).toMatch(/^[A-Z].{10,}\.$/);
    }
    expect(new Set(layer.ports?.map((port) => port.name)).size).toBe(layer.ports?.length ?? 0);
  });
  it('has a notation for its defaults', () => {
    expect(layer.notation(completeParams(layer.params, {}).params)).toMatch(/\S/);
  });
  it('never throws, whatever the rank', () => {
    const { params } = completeParams(layer.params, {});
    const ranks: readonly Shape[] = [[], [3], [3, 3], [3, 3, 3], [3, 3, 3, 3], [3, 3, 3, 3, 3], [null], [null, null, null]];
    for (const shape of ranks) {
      for (const count of [0, 1, 2, 3]) {
        const inputs = Array.from({ length: count }, () => shape);
        const outcome = layer.shape(params, inputs);
        if (!outcome.ok) expect(outcome.problems.some((p) => p.severity === 'error')).toBe(true);
      }
    }
  });
  it('every step of the arithmetic ends with its result', () => {
    const { params } = completeParams(layer.params, {});
    for (const shape of samples) {
      const inputs = Array.from({ length: layer.inputs.min }, () => shape);
      const outcome = layer.shape(params, inputs);
      if (!outcome.ok) continue;
      expect(outcome.steps.length).toBeGreaterThan(0);
      for (const step of outcome.steps) expect(step.text).toMatch(new RegExp(`= ${step.result ?? '\\?'}$`));
      if (outcome.output.length >= shape.length && outcome.steps.length > 1) expect(outcome.steps.map((step) => step.result)).toEqual([...outcome.output]);
    }
  });
  it('is lowered to calls of which only the last has no role, with printable configs', () => {
    const { params, inputs, output } = fitting(layer);
    const calls = layer.lower(params, inputs, output);
    expect(calls.length > 0).toBe(layer.hasOutput);
    calls.forEach((call, i) => {
      expect(call.role === undefined).toBe(i === calls.length - 1);
      expect(JSON.parse(JSON.stringify(call.config))).toEqual(call.config);
      for (const operand of call.inputs) expect('port' in operand ? operand.port < Math.max(1, inputs.length) : operand.call < i).toBe(true);
      seeded(call.config);
    });
  });
  it('counts its work', () => {
    const { params, inputs, output } = fitting(layer);
    const trainable = layer.weights(params, inputs, output).filter((weight) => weight.name.includes('kernel'));
    const macs = layer.macs(params, inputs, output) ?? 0;
    expect(macs > 0).toBe(trainable.length > 0 || multiplyWithoutKernel.has(type));
    expect(Number.isInteger(macs)).toBe(true);
    expect(sizeOf(output)).toBeGreaterThan(0);
  });
});

/** `⌊(64 + 2·1 − 4) / 2⌋ + 1 = 32`: both sides, and the decimals that the right one has; null where the left one holds names. */
function evaluated(code: string): { readonly computed: number; readonly told: number; readonly decimals: number } | null {
  const [, left, right = ''] = /^(.+) [=≈] (−?[\d.]+)$/.exec(code) ?? [];
  const script = left
    ?.replaceAll('·', '*')
    .replaceAll('−', '-')
    .replaceAll('⌊', 'Math.floor(')
    .replaceAll('⌋', ')')
    .replaceAll('²', '**2')
    .replaceAll(/√([\d.]+)/g, 'Math.sqrt($1)')
    .replaceAll('√(', 'Math.sqrt(')
    .replaceAll(/tanh\(/g, 'Math.tanh(')
    .replaceAll(/(sin|cos)\(/g, 'Math.$1(');
  if (script === undefined || /[^\d\s.()*/+-]/.test(script.replaceAll(/Math\.(floor|sqrt|tanh|sin|cos)/g, ''))) return null;
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- nothing but numbers and operators is left
  return { computed: Number(new Function(`return ${script}`)()), told: Number(right.replace('−', '-')), decimals: right.split('.')[1]?.length ?? 0 };
}

/** Layers that multiply and add up what arrives, or have a weight that is no kernel. */
const multiplyWithoutKernel: ReadonlySet<string> = new Set(['dot', 'weightedSum', 'whitening']);

/** Initializers that draw are seeded, and only those. */
function seeded(value: ConfigValue): void {
  if (typeof value !== 'object' || value === null) return;
  if ('$initializer' in value) {
    expect(initializerNames).toContain(value['$initializer']);
    const args = value['args'] as Readonly<Record<string, ConfigValue>>;
    const { random } = initializerSpecs[value['$initializer'] as InitializerName];
    expect(args['seed']).toEqual(random ? { $seed: 0 } : undefined);
    return;
  }
  for (const entry of Object.values(value)) seeded(entry as ConfigValue);
}

describe('what stands on a node', () => {
  const notation = (type: string, given: Readonly<Record<string, unknown>>): string => layerOf(type)!.notation(completeParams(layerOf(type)!.params, given).params);
  it.each([
    ['conv2d', { filters: 64, strides: 2, padding: 1 }, '3×3 · s2 · p1 · 64'],
    ['conv2d', { filters: 8, kernelSize: [1, 3], padding: 'same', dilationRate: 2, groups: 2, activation: 'relu' }, '1×3 · same · d2 · 8 · g2 · relu'],
    ['conv2d', { filters: 8, padding: [1, 2], strides: [2, 1] }, '3×3 · s2×1 · p1×2 · 8'],
    ['conv2dTranspose', { filters: 32, kernelSize: 2, strides: 2, outputPadding: 1 }, '2×2 · s2 · op1 · 32'],
    ['depthwiseConv2d', { depthMultiplier: 2 }, '3×3 · ×2'],
    ['maxPooling2d', {}, '2×2 · s2'],
    ['averagePooling2d', { poolSize: 3, strides: 2, padding: 1 }, '3×3 · s2 · p1'],
    ['dense', { units: 128, activation: 'relu' }, '128 · relu'],
    ['upSampling2d', { interpolation: 'bilinear' }, '×2 · bilinear'],
    ['cropping2d', { cropping: [[0, 1], [0, 1]] }, '−0,1×0,1'],
    ['dropout', {}, '0.5'],
    ['input', {}, '64×64×3'],
    ['output', {}, 'Mean squared error'],
    ['output', { weight: 0.5 }, 'MSE · × 0.5'],
    ['output', { loss: 'sparseCategoricalCrossentropy' }, 'Sparse CE'],
  ])('%s %j is %s', (type, given, expected) => {
    expect(notation(type, given)).toBe(expected);
  });
  it('has room for every loss, and its whole name where it is told', () => {
    const { params, spelled } = layerOf('output')!;
    for (const loss of lossNames) {
      expect(notation('output', { loss }).length).toBeLessThan(20);
      expect(notation('output', { loss, weight: 0.25 }).length).toBeLessThan(27);
      expect(spelled!(completeParams(params, { loss }).params)).toBe(lossSpecs[loss].label);
    }
  });
});

describe('published counts', () => {
  const count = (type: string, given: Readonly<Record<string, unknown>>, input: Shape) => {
    const layer = layerOf(type)!;
    const { params } = completeParams(layer.params, given);
    const outcome = layer.shape(params, [input]);
    if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
    const weights = layer.weights(params, [input], outcome.output).map((w) => w.shape.reduce((a, b) => a * b, 1));
    return { weights: weights.reduce((a, b) => a + b, 0), macs: layer.macs(params, [input], outcome.output) };
  };
  it('the first layer of VGG-16 has 1,792 weights and 86,704,128 multiply-accumulates', () => {
    expect(count('conv2d', { filters: 64, padding: 1 }, [224, 224, 3])).toEqual({ weights: 1792, macs: 86_704_128 });
  });
  it('the first dense layer of VGG-16 has 102,764,544 weights', () => {
    expect(count('dense', { units: 4096 }, [25088])).toEqual({ weights: 102_764_544, macs: 102_760_448 });
  });
  it('the separable convolution of the documentation costs what it says', () => {
    expect(count('depthwiseConv2d', { useBias: false, padding: 1 }, [10, 10, 64])).toEqual({ weights: 576, macs: 57_600 });
  });
  it('groups divide weights and work', () => {
    expect(count('conv2d', { filters: 8, groups: 4, padding: 1, useBias: false }, [4, 4, 8])).toEqual({ weights: 144, macs: 2304 });
  });
  it('a transposed convolution works per input pixel', () => {
    expect(count('conv2dTranspose', { filters: 4, kernelSize: 2, strides: 2 }, [8, 8, 16])).toEqual({ weights: 260, macs: 16_384 });
  });
  it('batch normalization has four numbers per channel', () => {
    expect(count('batchNormalization', {}, [8, 8, 64])).toEqual({ weights: 256, macs: 0 });
  });
});
