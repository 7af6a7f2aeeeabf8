// What the layers with windows over one and three axes are lowered to, tf.layers or the runtime, against their definition in plain loops.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { averagePool, convolution, depthwise, maxPool, transposed, type Plain } from '../../runtime/conformance/plain.ts';
import { complete, largestDifference, run } from '../conformance/build.ts';
import type { Sweep } from '../conformance/grid.ts';
import { windowSweeps } from '../conformance/windowSweeps.ts';
import { layerOf, type LayerType } from '../index.ts';

type Given = Readonly<Record<string, unknown>>;
type Pair = [number, number];

const each = (value: unknown, axes: number): number[] => Array.from({ length: axes }, (_, i) => Number(Array.isArray(value) ? value[i] : value));
const plain = (shape: readonly number[], values: ArrayLike<number>): Plain => ({ shape, data: Float64Array.from(values) });

/** The zeros of an axis by the definitions: TensorFlow documents 'same' by the remainder, PyTorch the ceil mode by the windows there are. */
function zeros(padding: unknown, i: number, size: number, kernel: number, stride: number, out: number): Pair {
  if (padding === 'same') {
    const total = Math.max(size % stride === 0 ? kernel - stride : kernel - (size % stride), 0);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  }
  const before = padding === 'causal' ? kernel - 1 : padding === 'valid' ? 0 : each(padding, i + 1)[i]!;
  return [before, (out - 1) * stride + kernel - size - before];
}

function cases(type: keyof typeof windowSweeps): readonly { readonly given: Given; readonly shape: readonly number[] }[] {
  const layer = layerOf(type)!;
  return (windowSweeps[type] as readonly Sweep[])
    .flatMap(({ params, inputs }) => params.flatMap((given) => inputs.map(([shape = []]) => ({ given, shape: shape as readonly number[] }))))
    .filter(({ given, shape }) => (given['activation'] === undefined || given['activation'] === 'linear') && layer.shape(complete(layer, given), [shape]).ok);
}

/** Runs a case and gives both numbers; the definition gets the borders of each axis and the full params. */
function compare(type: LayerType, given: Given, shape: readonly number[], definition: (x: Plain, weights: readonly Plain[], p: Given, out: readonly number[]) => Plain): number {
  const { x, y, weights, output } = run(type, given, shape);
  const expected = definition(plain([1, ...shape], x), weights.map((w) => plain(w.shape, w.values)), complete(layerOf(type)!, given), output);
  expect(expected.shape.slice(1)).toEqual(output);
  return largestDifference(y, expected.data);
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('the numbers of the definition, whatever it is lowered to', () => {
  it.each(['conv1d', 'conv3d'] as const)('%s', (type) => {
    const all = cases(type);
    expect(all.length).toBeGreaterThan(30);
    for (const { given, shape } of all) {
      const difference = compare(type, { ...given, biasInitializer: given['useBias'] === false ? 'zeros' : 'randomNormal' }, shape, (x, [kernel, bias], p, out) => {
        const axes = shape.length - 1;
        const [strides, dilation, sizes] = [each(p['strides'], axes), each(p['dilationRate'], axes), each(p['kernelSize'], axes)];
        const borders = strides.map((stride, i) => zeros(p['padding'], i, shape[i]!, dilation[i]! * (sizes[i]! - 1) + 1, stride, out[i]!));
        return convolution(x, kernel!, bias, { strides, dilation, borders }, Number(p['groups']));
      });
      expect(difference, `${type} ${JSON.stringify(given)}`).toBeLessThan(2e-6);
    }
  });

  it.each(['separableConv1d', 'separableConv2d'] as const)('%s', (type) => {
    const all = cases(type);
    expect(all.length).toBeGreaterThan(30);
    for (const { given, shape } of all) {
      const difference = compare(type, { ...given, biasInitializer: given['useBias'] === false ? 'zeros' : 'randomNormal' }, shape, (x, [windows, mixture, bias], p, out) => {
        const axes = shape.length - 1;
        const [strides, dilation, sizes] = [each(p['strides'], axes), each(p['dilationRate'], axes), each(p['kernelSize'], axes)];
        const borders = strides.map((stride, i) => zeros(p['padding'], i, shape[i]!, dilation[i]! * (sizes[i]! - 1) + 1, stride, out[i]!));
        const pointwise = { strides: each(1, axes), dilation: each(1, axes), borders: strides.map((): Pair => [0, 0]) };
        return convolution(depthwise(x, windows!, undefined, { strides, dilation, borders }), mixture!, bias, pointwise);
      });
      expect(difference, `${type} ${JSON.stringify(given)}`).toBeLessThan(2e-6);
    }
  });

  it.each(['conv1dTranspose', 'conv3dTranspose'] as const)('%s', (type) => {
    const all = cases(type);
    expect(all.length).toBeGreaterThan(15);
    for (const { given, shape } of all) {
      const difference = compare(type, { ...given, biasInitializer: given['useBias'] === false ? 'zeros' : 'randomNormal' }, shape, (x, [kernel, bias], p, out) => {
        const axes = shape.length - 1;
        const [strides, dilation, sizes] = [each(p['strides'], axes), each(p['dilationRate'], axes), each(p['kernelSize'], axes)];
        const borders = strides.map((stride, i): Pair => {
          const wide = dilation[i]! * (sizes[i]! - 1) + 1;
          const full = (shape[i]! - 1) * stride + wide;
          const before = p['padding'] === 'same' ? Math.floor(Math.max(wide - stride, 0) / 2) : p['padding'] === 'valid' ? 0 : Number(p['padding']);
          return [before, full - before - out[i]!];
        });
        return transposed(x, kernel!, bias, { strides, dilation, borders }, each(0, axes), Number(p['groups']));
      });
      expect(difference, `${type} ${JSON.stringify(given)}`).toBeLessThan(2e-6);
    }
  });

  it.each(['maxPooling1d', 'averagePooling1d', 'maxPooling3d', 'averagePooling3d'] as const)('%s', (type) => {
    const all = cases(type);
    expect(all.length).toBeGreaterThan(30);
    for (const { given, shape } of all) {
      const difference = compare(type, given, shape, (x, _weights, p, out) => {
        const axes = shape.length - 1;
        const kernel = each(p['poolSize'], axes);
        const strides = each(p['strides'], axes).map((stride, i) => (stride === 0 ? kernel[i]! : stride));
        const borders = strides.map((stride, i) => zeros(p['padding'], i, shape[i]!, kernel[i]!, stride, out[i]!));
        const window = { strides, dilation: each(1, axes), borders };
        if (type.startsWith('max')) return maxPool(x, kernel, window);
        const said = p['padding'] === 'same' ? borders : strides.map((): Pair => (p['padding'] === 'valid' ? [0, 0] : [Number(p['padding']), Number(p['padding'])]));
        return averagePool(x, kernel, window, p['countIncludePad'] === true, said);
      });
      expect(difference, `${type} ${JSON.stringify(given)}`).toBeLessThan(2e-6);
    }
  });

  it('a causal convolution does not see later steps', () => {
    const layer = layerOf('conv1d')!;
    const params = complete(layer, { kernelSize: 3, dilationRate: 2, padding: 'causal' });
    expect(layer.lower(params, [[8, 1]], [8, 32])[0]).toMatchObject({ callee: { from: 'runtime' }, config: { padding: [[4, 0]] } });
  });
});

describe("the course's sizes, of real tensors", () => {
  const sizes: readonly (readonly [string, 'conv' | 'transposed', Given, (length: number) => number])[] = [
    ['3 wide with padding 1 keeps', 'conv', { kernelSize: 3, padding: 1 }, (length) => length],
    ['4 wide with stride 2 and padding 1 halves', 'conv', { kernelSize: 4, strides: 2, padding: 1 }, (length) => length / 2],
    ['transposed, 3 wide with padding 1 keeps', 'transposed', { kernelSize: 3, padding: 1 }, (length) => length],
    ['transposed, 4 wide with stride 2 and padding 1 doubles', 'transposed', { kernelSize: 4, strides: 2, padding: 1 }, (length) => 2 * length],
    ['transposed, 3 wide without padding adds 2', 'transposed', { kernelSize: 3, padding: 0 }, (length) => length + 2],
  ];
  it.each(sizes)('%s, over one, two and three axes', (_, kind, given, expected) => {
    for (const axes of [1, 2, 3]) {
      const type = `conv${axes}d${kind === 'conv' ? '' : 'Transpose'}` as LayerType;
      const shape = [4, 6, 8].slice(0, axes);
      const { output, y } = run(type, { ...given, filters: 1 }, [...shape, 2]);
      expect(output).toEqual([...shape.map(expected), 1]);
      expect(y.length).toBe(shape.reduce((size, length) => size * expected(length), 1));
    }
  });
});
