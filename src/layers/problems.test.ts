// What layers say about shapes that do not fit, and that what they propose mends it.

import { describe, expect, it } from 'vitest';
import { layerOf } from './index.ts';
import type { Problem, Repair, Shape } from './layer.ts';
import { completeParams } from './params.ts';

type Given = Readonly<Record<string, unknown>>;

const shapeOf = (type: string, given: Given, inputs: readonly Shape[]) => layerOf(type)!.shape(completeParams(layerOf(type)!.params, given).params, inputs);

function problemsOf(type: string, given: Given, inputs: readonly Shape[]): readonly Problem[] {
  const outcome = shapeOf(type, given, inputs);
  return outcome.problems ?? [];
}

/** The outcome after a repair: other params, or a layer put before one of the inputs. */
function repaired(type: string, given: Given, inputs: readonly Shape[], repair: Repair) {
  if (repair.kind === 'setParams') return shapeOf(type, { ...given, ...repair.params }, inputs);
  const before = shapeOf(repair.layer, repair.params, [inputs[repair.port]!]);
  if (!before.ok) return before;
  return shapeOf(type, given, inputs.with(repair.port, before.output));
}

const outputAfter = (type: string, given: Given, inputs: readonly Shape[], repair: Repair): Shape | string => {
  const outcome = repaired(type, given, inputs, repair);
  return outcome.ok ? outcome.output : outcome.problems.map((p) => p.message).join(' ');
};

describe('a tensor of the wrong rank', () => {
  it('names the axes that are needed and the shape that came', () => {
    const [problem] = problemsOf('conv2d', {}, [[784]]);
    expect(problem).toMatchObject({ code: 'rank-mismatch', severity: 'error', port: 0 });
    expect(problem!.message).toBe('Conv2D needs [batch, height, width, channels] but got [batch, 784]. Insert a Reshape before it.');
  });
  it.each([
    [784, [28, 28, 1]],
    [3072, [32, 32, 3]],
    [12544, [112, 112, 1]],
    [10, [1, 1, 10]],
  ])('%i numbers become the map %j', (n, map) => {
    expect(problemsOf('maxPooling2d', {}, [[n]])[0]!.repairs![0]).toMatchObject({ kind: 'insertBefore', port: 0, layer: 'reshape', params: { targetShape: map } });
  });
  it('the start of a generator is offered as a small deep map', () => {
    expect(problemsOf('conv2dTranspose', {}, [[12544]])[0]!.repairs!.map((r) => r.params['targetShape'])).toContainEqual([7, 7, 256]);
  });
  it('an image without channels gets one', () => {
    expect(problemsOf('conv2d', {}, [[28, 28]])[0]!.repairs![0]!.params).toEqual({ targetShape: [28, 28, 1] });
  });
  it.each(['conv2d', 'conv2dTranspose', 'depthwiseConv2d', 'maxPooling2d', 'averagePooling2d', 'globalAveragePooling2d', 'upSampling2d', 'zeroPadding2d', 'cropping2d'])(
    '%s proposes only reshapes that hold as many numbers',
    (type) => {
      const [problem] = problemsOf(type, {}, [[3136]]);
      expect(problem!.repairs!.length).toBeGreaterThan(1);
      for (const repair of problem!.repairs!) expect(shapeOf('reshape', repair.params, [[3136]])).toMatchObject({ ok: true });
    },
  );
});

describe('a dense layer on a map', () => {
  it('is legal, but a flatten is offered, and it mends what was meant', () => {
    const outcome = shapeOf('dense', { units: 10 }, [[8, 8, 64]]);
    expect(outcome).toMatchObject({ ok: true, output: [8, 8, 10] });
    const [warning] = outcome.problems ?? [];
    expect(warning).toMatchObject({ code: 'dense-on-map', severity: 'warning' });
    expect(warning!.repairs![0]).toMatchObject({ layer: 'flatten', port: 0 });
    for (const repair of warning!.repairs!) expect(outputAfter('dense', { units: 10 }, [[8, 8, 64]], repair)).toEqual([10]);
  });
});

describe('a window larger than the map', () => {
  it('shows the formula with the numbers', () => {
    const [problem] = problemsOf('conv2d', { kernelSize: 5 }, [[3, 9, 1]]);
    expect(problem).toMatchObject({ code: 'non-positive-size', severity: 'error', param: 'kernelSize' });
    expect(problem!.message).toBe("Conv2D's window of 5 does not fit into a height of 3: ⌊(3 + 2·0 − 5) / 1⌋ + 1 = −1. A size must be at least 1.");
    expect(problem!.steps!.map((s) => s.text)).toEqual(['⌊(3 + 2·0 − 5) / 1⌋ + 1 = −1']);
  });
  it.each([
    ['conv2d', { kernelSize: 5 }, [3, 9, 1]],
    ['conv2d', { kernelSize: 3, dilationRate: 4 }, [6, 6, 1]],
    ['conv2d', { kernelSize: [7, 1], padding: [1, 0], strides: 2 }, [3, 3, 1]],
    ['depthwiseConv2d', { kernelSize: 4 }, [2, 2, 1]],
    ['maxPooling2d', { poolSize: 3 }, [2, 5, 1]],
    ['averagePooling2d', { poolSize: 2 }, [1, 1, 8]],
    ['conv2dTranspose', { kernelSize: 2, padding: 1 }, [1, 1, 8]],
    ['cropping2d', { cropping: 4 }, [8, 9, 1]],
  ])('every repair of %s %j gives a size', (type, given, input) => {
    const [problem] = problemsOf(type, given as Given, [input as Shape]);
    expect(problem!.code).toBe('non-positive-size');
    expect(problem!.repairs!.length).toBeGreaterThan(0);
    for (const repair of problem!.repairs!) expect(repaired(type, given as Given, [input as Shape], repair), repair.label).toMatchObject({ ok: true });
  });
  it('an integer padding that keeps the size comes first where there is one', () => {
    expect(problemsOf('conv2d', { kernelSize: 5, padding: 0 }, [[3, 9, 1]])[0]!.repairs!.map((r) => r.params)).toEqual([{ padding: 2 }, { padding: 'same' }, { kernelSize: [3, 5] }]);
  });
});

describe('numbers that a layer cannot take', () => {
  it('outputPadding must be smaller than the stride', () => {
    const [problem] = problemsOf('conv2dTranspose', { strides: 2, outputPadding: 2 }, [[4, 4, 1]]);
    expect(problem).toMatchObject({ code: 'output-padding-too-large', param: 'outputPadding' });
    expect(outputAfter('conv2dTranspose', { strides: 2, outputPadding: 2 }, [[4, 4, 1]], problem!.repairs![0]!)).toEqual([10, 10, 32]);
  });
  it('groups must divide channels and filters', () => {
    const given = { groups: 4, filters: 6 };
    const [problem] = problemsOf('conv2d', given, [[8, 8, 8]]);
    expect(problem!.message).toBe('Conv2D: 4 groups must divide both the 8 input channels and the 6 filters.');
    expect(problem!.repairs!.map((r) => r.params['groups'])).toEqual([2, 1]);
    for (const repair of problem!.repairs!) expect(repaired('conv2d', given, [[8, 8, 8]], repair).ok).toBe(true);
  });
  it("a pool's padding must be smaller than its window", () => {
    const given = { poolSize: 2, padding: 2 };
    const [problem] = problemsOf('maxPooling2d', given, [[8, 8, 1]]);
    expect(problem).toMatchObject({ code: 'value-out-of-range', param: 'padding' });
    for (const repair of problem!.repairs!) expect(repaired('maxPooling2d', given, [[8, 8, 1]], repair).ok).toBe(true);
  });
  it('sizes beyond a million are typing errors', () => {
    expect(problemsOf('upSampling2d', { size: 1024 }, [[2000, 4, 1]])[0]!.code).toBe('value-out-of-range');
    expect(problemsOf('conv2dTranspose', { strides: 1024 }, [[2000, 4, 1]])[0]!.code).toBe('value-out-of-range');
    expect(problemsOf('conv2d', { padding: 1 << 20 }, [[8, 8, 1]])[0]!.code).toBe('value-out-of-range');
  });
  it('a reshape must keep the number of elements', () => {
    const [problem] = problemsOf('reshape', { targetShape: [28, 28, 3] }, [[784]]);
    expect(problem!.message).toBe('Reshape: 28×28×3 needs 28·28·3 = 2352 elements, but 784 holds 784.');
    expect(outputAfter('reshape', { targetShape: [28, 28, 3] }, [[784]], problem!.repairs![0]!)).toEqual([28, 28, 1]);
    expect(problemsOf('reshape', { targetShape: [null, null] }, [[784]])[0]!.code).toBe('value-out-of-range');
    expect(problemsOf('reshape', { targetShape: [5, null] }, [[784]])[0]!.message).toContain('784 / (5) = 156.8');
  });
  it('one class cannot be chosen from', () => {
    const [problem] = problemsOf('output', { loss: 'categoricalCrossentropy' }, [[64, 64, 1]]);
    expect(problem).toMatchObject({ code: 'one-class', severity: 'warning' });
  });
  it('weights need the number of channels', () => {
    for (const type of ['conv2d', 'conv2dTranspose', 'depthwiseConv2d', 'batchNormalization']) expect(problemsOf(type, {}, [[8, 8, null]])[0]!.code).toBe('unknown-size');
    expect(problemsOf('dense', {}, [[null]])[0]!.code).toBe('unknown-size');
  });
});

describe('inputs of a merge that do not agree', () => {
  const skip: readonly Shape[] = [[128, 128, 32], [127, 127, 16]];

  it('says which axis differs, with the numbers, the earlier input first', () => {
    const [problem] = problemsOf('concatenate', {}, [[128, 64, 32], [127, 64, 16]]);
    expect(problem).toMatchObject({ code: 'size-mismatch', severity: 'error', port: 1 });
    expect(problem!.message).toMatch(/^Concatenate: heights differ, 128 and 127\./);
    expect(problemsOf('add', {}, [[8, 8, 32], [8, 8, 64]])[0]!.message).toMatch(/^Add: channels differ, 32 and 64\./);
  });
  it('a skip one row larger can be cropped, or the other padded', () => {
    const [problem] = problemsOf('concatenate', {}, skip);
    expect(problem!.repairs!.map((r) => [r.kind === 'insertBefore' && r.layer, r.kind === 'insertBefore' && r.port])).toEqual([['cropping2d', 0], ['zeroPadding2d', 1]]);
    expect(problem!.repairs![0]!.params).toEqual({ cropping: [[0, 1], [0, 1]] });
    expect(problem!.repairs!.map((r) => outputAfter('concatenate', {}, skip, r))).toEqual([[127, 127, 48], [128, 128, 48]]);
  });
  it('a crop takes from the middle', () => {
    const [problem] = problemsOf('concatenate', {}, [[56, 56, 8], [64, 64, 8]]);
    expect(problem!.repairs![0]!.params).toEqual({ cropping: [[4, 4], [4, 4]] });
  });
  it('channels of a skip are brought together by a 1×1 convolution on either side', () => {
    const inputs = [[8, 8, 32], [8, 8, 64]];
    const [problem] = problemsOf('add', {}, inputs);
    expect(problem).toMatchObject({ code: 'channel-mismatch', port: 1 });
    expect(problem!.repairs!.map((r) => r.params)).toEqual([{ filters: 32, kernelSize: 1 }, { filters: 64, kernelSize: 1 }]);
    expect(problem!.repairs!.map((r) => outputAfter('add', {}, inputs, r))).toEqual([[8, 8, 32], [8, 8, 64]]);
  });
  it.each([[[16, 16, 32], [32, 32, 16]], [[17, 17, 32], [33, 33, 16]]])("a residual block's projection has its stride: %j and %j", (main, shortcut) => {
    const [problem] = problemsOf('add', {}, [main, shortcut]);
    expect(problem).toMatchObject({ code: 'size-mismatch', port: 1 });
    expect(problem!.repairs![0]).toMatchObject({ layer: 'conv2d', port: 1, params: { filters: 32, kernelSize: 1, strides: 2 } });
    expect(outputAfter('add', {}, [main, shortcut], problem!.repairs![0]!)).toEqual(main);
  });
  it('a decoder that forgot to grow is offered an upsampling', () => {
    const inputs = [[32, 32, 8], [64, 64, 4]];
    const [problem] = problemsOf('concatenate', {}, inputs);
    expect(problem!.repairs![0]).toMatchObject({ layer: 'upSampling2d', port: 0, params: { size: 2 } });
    expect(outputAfter('concatenate', {}, inputs, problem!.repairs![0]!)).toEqual([64, 64, 12]);
  });
  it('vectors are brought together by a dense layer', () => {
    expect(problemsOf('multiply', {}, [[64], [32]])[0]!.repairs![0]).toMatchObject({ layer: 'dense', port: 1, params: { units: 64 } });
  });
  it('where a map meets a vector, it is flattened or pooled', () => {
    const [problem] = problemsOf('concatenate', {}, [[4, 4, 8], [10]]);
    expect(problem).toMatchObject({ code: 'rank-mismatch', port: 1 });
    expect(problem!.repairs!.map((r) => outputAfter('concatenate', {}, [[4, 4, 8], [10]], r))).toEqual([[138], [18]]);
    expect(problemsOf('add', {}, [[10], [4, 4, 10]])[0]!.repairs![0]).toMatchObject({ layer: 'globalAveragePooling2d', port: 1 });
  });
  it('with three inputs the one that is alone is wrong, even if it is the first', () => {
    expect(problemsOf('add', {}, [[8, 8, 1], [8, 8, 3], [8, 8, 3]]).map((p) => p.port)).toEqual([0]);
    expect(problemsOf('concatenate', {}, [[8, 8, 1], [4, 4, 3], [2, 2, 3]]).map((p) => p.port)).toEqual([1, 2]);
  });
  it('the joined axis may differ, and only that one', () => {
    expect(shapeOf('concatenate', { axis: 1 }, [[4, 6, 3], [5, 6, 3]])).toMatchObject({ ok: true, output: [9, 6, 3] });
    expect(problemsOf('concatenate', { axis: 1 }, [[4, 6, 3], [5, 6, 4]])[0]!.code).toBe('channel-mismatch');
  });
  it('the batch cannot be joined, nor an axis that is not there', () => {
    for (const axis of [0, -4, 4, -5]) {
      const [problem] = problemsOf('concatenate', { axis }, [[4, 6, 3], [4, 6, 3]]);
      expect(problem).toMatchObject({ code: 'value-out-of-range', param: 'axis' });
    }
  });
  it('an axis that only some inputs know cannot be joined', () => {
    expect(problemsOf('concatenate', {}, [[null, 6, 3], [4, 6, 3]])[0]!.code).toBe('unknown-size');
  });
});

describe('layers for sequences, groups and products', () => {
  it('groups that do not divide the channels are brought down to some that do', () => {
    const [problem] = problemsOf('groupNormalization', { groups: 4 }, [[8, 8, 6]]);
    expect(problem!.message).toBe('GroupNormalization: 4 groups do not divide 6 channels: 6 / 4 = 1.5.');
    expect(outputAfter('groupNormalization', { groups: 4 }, [[8, 8, 6]], problem!.repairs![0]!)).toEqual([8, 8, 6]);
  });
  it('a map becomes a sequence of its pixels before attention', () => {
    const [problem] = problemsOf('multiHeadAttention', {}, [[4, 4, 8]]);
    expect(problem).toMatchObject({ code: 'rank-mismatch', port: 0 });
    expect(outputAfter('multiHeadAttention', {}, [[4, 4, 8]], problem!.repairs![0]!)).toEqual([16, 8]);
  });
  it('axes of a dot product must be as long as each other', () => {
    const [problem] = problemsOf('dot', {}, [[5], [7]]);
    expect(problem!.message).toBe('Dot sums over axes of the same length, but axis 1 of 5 has 5 and axis 1 of 7 has 7.');
    expect(outputAfter('dot', {}, [[5], [7]], problem!.repairs![0]!)).toEqual([1]);
    expect(problemsOf('dot', { axes: 3 }, [[5], [5]])[0]!.code).toBe('value-out-of-range');
  });
  it('a permutation names every axis once', () => {
    const [problem] = problemsOf('permute', { dims: [2, 2, 1] }, [[3, 4, 5]]);
    expect(problem!.message).toBe('Permute: [2, 2, 1] must name each of the 3 axes of the input once, as [3, 2, 1] does.');
    expect(outputAfter('permute', { dims: [2, 2, 1] }, [[3, 4, 5]], problem!.repairs![0]!)).toEqual([5, 4, 3]);
  });
  it('an instance of one number per channel cannot be normalized', () => {
    expect(problemsOf('instanceNormalization', {}, [[12]])[0]!.code).toBe('rank-mismatch');
  });
});
