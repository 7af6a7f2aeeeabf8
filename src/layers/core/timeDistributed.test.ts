// TimeDistributed against the layer inside, applied by hand to one step after the other.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { build, complete, largestDifference, random } from '../conformance/build.ts';
import { layerOf } from '../index.ts';
import type { AnyLayer, Problem, Shape } from '../layer.ts';
import type { LayerParam } from '../params.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const outer = layerOf('timeDistributed')!;
const { layers } = outer.params['layer'] as LayerParam;

/** Shapes of one step that every layer takes at least one of. */
const samples: readonly Shape[] = [[8, 8, 4], [6], [4, 6], [4, 6, 6, 2]];
const STEPS = 3;

function fittingStep(layer: AnyLayer): Shape {
  const found = samples.find((shape) => layer.shape(complete(layer, {}), [shape]).ok);
  if (found === undefined) throw new Error(`${layer.type} takes none of the samples`);
  return found;
}

describe('at each step stands what the layer gives for that step alone', () => {
  it.each(layers.map((layer) => [layer.type, layer] as const))('%s', (type, layer) => {
    const step = fittingStep(layer);
    const held = complete(layer, {});
    const inner = layer.shape(held, [step]);
    if (!inner.ok) throw new Error('It fits.');
    const params = complete(outer, { layer: { type } });
    const outcome = outer.shape(params, [[STEPS, ...step]]);
    expect(outcome.ok && outcome.output).toEqual([STEPS, ...inner.output]);
    if (!outcome.ok) return;
    expect(outcome.steps.slice(1)).toEqual(inner.steps);
    expect(outer.weights(params, [[STEPS, ...step]], outcome.output)).toEqual(layer.weights(held, [step], inner.output));
    expect(outer.macs(params, [[STEPS, ...step]], outcome.output)).toBe(STEPS * layer.macs(held, [step], inner.output)!);

    tf.tidy(() => {
      const whole = build(outer.lower(params, [[STEPS, ...step]], outcome.output), [[STEPS, ...step]]).model;
      const alone = build(layer.lower(held, [step], inner.output), [step]).model;
      alone.setWeights(whole.getWeights());
      const x = random([2, STEPS, ...(step as number[])]).mul(type === 'embedding' ? 5 : 1);
      const y = whole.predict(x) as tf.Tensor;
      const expected = tf.stack(tf.unstack(x, 1).map((xt) => alone.predict(xt) as tf.Tensor), 1);
      expect(y.shape).toEqual(expected.shape);
      expect(largestDifference(y.dataSync(), expected.dataSync())).toBeLessThan(1e-5);
    });
  });
});

describe('what the layer inside finds is told of the one outside', () => {
  const problemsOf = (layer: unknown, input: Shape): readonly Problem[] => outer.shape(complete(outer, { layer }), [input]).problems ?? [];
  it('a wrong rank is mended by a layer at each step', () => {
    const [problem] = problemsOf({ type: 'conv2d', params: { filters: 8 } }, [10, 784]);
    expect(problem?.message).toBe('At each step: Conv2D needs [batch, height, width, channels] but got [batch, 784]. Insert a Reshape before it.');
    expect(problem?.repairs?.[0]).toMatchObject({ kind: 'insertBefore', layer: 'timeDistributed', params: { layer: { type: 'reshape', params: { targetShape: [28, 28, 1] } } } });
  });
  it('a wrong param is set in the layer inside, the others stay', () => {
    const [problem] = problemsOf({ type: 'conv2d', params: { filters: 8, groups: 3 } }, [10, 8, 8, 4]);
    expect(problem).toMatchObject({ param: 'layer' });
    expect(problem?.repairs?.[0]).toMatchObject({ kind: 'setParams', params: { layer: { type: 'conv2d', params: { filters: 8, groups: 1 } } } });
  });
  it('what the layer inside warns of is told although it fits', () => {
    const warned = layers.flatMap((layer) => samples.map((step) => ({ layer, step, inner: layer.shape(complete(layer, {}), [step]) }))).filter(({ inner }) => inner.ok && (inner.problems ?? []).length > 0);
    expect(warned.length).toBeGreaterThan(0);
    for (const { layer, step, inner } of warned) {
      const told = problemsOf({ type: layer.type }, [STEPS, ...step]);
      expect(told.map(({ message }) => message)).toEqual(inner.problems!.map(({ message }) => `At each step: ${message}`));
      for (const repair of told.flatMap(({ repairs }) => repairs ?? [])) if (repair.kind !== 'setParams') expect(repair.label).toMatch(/, at each step too$/);
    }
  });
  it('a vector has no steps, and a sequence of unknown length cannot be put back', () => {
    expect(problemsOf({ type: 'dense' }, [64]).map((problem) => problem.code)).toEqual(['rank-mismatch']);
    expect(problemsOf({ type: 'dense' }, [null, 64]).map((problem) => problem.code)).toEqual(['unknown-size']);
  });
});

describe('the layer inside is untrusted as all of a file is', () => {
  const parse = (value: unknown) => outer.params['layer']!.parse(value);
  it.each([
    [null, 'must be a layer like {"type": "dense"}'],
    [{ type: 9 }, 'must be a layer like {"type": "dense"}'],
    [{ type: 'conv9d' }, 'cannot be a layer of the type "conv9d"'],
    [{ type: 'input' }, 'cannot be'],
    [{ type: 'timeDistributed' }, 'cannot be'],
    [{ type: 'dense', params: 3 }, 'are an object'],
    [{ type: 'dense', params: { units: -1 } }, 'Units must be a whole number'],
    [{ type: 'dense', params: { unit: 1 } }, 'no param "unit"'],
  ])('%j is refused', (value, told) => {
    expect(parse(value)).toMatchObject({ ok: false, problem: expect.stringContaining(told) });
  });
});

it('a convolution inside sees no other step, a global pooling the whole of its own', () => {
  const seen = (layer: unknown) => outer.receptive(complete(outer, { layer }), [[10, 32, 32, 3]]);
  expect(seen({ type: 'conv2d', params: { kernelSize: 3, strides: 2 } })).toEqual({ kind: 'window', kernel: [1, 3, 3], stride: [1, 2, 2] });
  expect(seen({ type: 'globalAveragePooling2d' })).toMatchObject({ kind: 'window', kernel: [1, Infinity, Infinity, ...Array.from({ length: 6 }, () => Infinity)] });
  expect(seen({ type: 'upSampling2d', params: { size: [2, 3] } })).toMatchObject({ kind: 'upsample', factor: [1, 2, 3] });
  expect(seen({ type: 'activation' })).toEqual({ kind: 'pointwise' });
});
