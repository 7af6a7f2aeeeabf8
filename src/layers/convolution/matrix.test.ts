// A convolution is a matrix, and the transposed convolution is its transpose: with small numbers that can be checked by hand, and
// for windows of every kind. (Dumoulin and Visin 2016, chapter 4)

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { build, complete, largestDifference, ruleShape } from '../conformance/build.ts';
import { grid } from '../conformance/grid.ts';
import { layerOf, type LayerType } from '../index.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

type Given = Readonly<Record<string, unknown>>;
type Map = readonly [height: number, width: number];

/** A layer with one filter and no bias as a function of one map of one channel. */
function mapping(type: LayerType, given: Given, [height, width]: Map, kernel: readonly number[]): { apply(x: readonly number[]): number[]; size: Map } {
  const layer = layerOf(type)!;
  const full = { ...given, filters: 1, useBias: false };
  const output = ruleShape(layer, full, [[height, width, 1]]);
  const { model } = build(layer.lower(complete(layer, full), [[height, width, 1]], output), [[height, width, 1]]);
  model.setWeights([tf.tensor([...kernel], model.getWeights()[0]!.shape)]);
  return {
    apply: (x) => tf.tidy(() => [...(model.predict(tf.tensor4d([...x], [1, height, width, 1])) as tf.Tensor).dataSync()]),
    size: [output[0]!, output[1]!],
  };
}

/** The rows of the matrix: what each output takes of every input. */
function matrixOf({ apply }: ReturnType<typeof mapping>, [height, width]: Map): number[][] {
  const columns = Array.from({ length: height * width }, (_, i) => apply(Array.from({ length: height * width }, (_, j) => Number(i === j))));
  return columns[0]!.map((_, row) => columns.map((column) => column[row]!));
}

const transpose = (matrix: readonly (readonly number[])[]): number[][] => matrix[0]!.map((_, i) => matrix.map((row) => row[i]!));

const kernel = [0, 1, 2, 3];
const convolution = () => mapping('conv2d', { kernelSize: 2 }, [3, 3], kernel);
const transposed = () => mapping('conv2dTranspose', { kernelSize: 2 }, [2, 2], kernel);

describe('by hand', () => {
  it('the kernel [0, 1; 2, 3] makes 25, 31, 43, 49 of the numbers from 1 to 9', () => {
    expect(convolution().apply([1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual([25, 31, 43, 49]);
  });
  it('the transposed convolution makes 3×3 numbers of these four', () => {
    expect(transposed().apply([25, 31, 43, 49])).toEqual([0, 25, 31, 50, 180, 142, 86, 227, 147]);
  });
  it('the matrix has a row for each output and the kernel in each row', () => {
    const matrix = [
      [0, 1, 0, 2, 3, 0, 0, 0, 0],
      [0, 0, 1, 0, 2, 3, 0, 0, 0],
      [0, 0, 0, 0, 1, 0, 2, 3, 0],
      [0, 0, 0, 0, 0, 1, 0, 2, 3],
    ];
    expect(matrixOf(convolution(), [3, 3])).toEqual(matrix);
    expect(matrixOf(transposed(), [2, 2])).toEqual(transpose(matrix));
  });
  it('a horizontal stride leaves rows of the matrix out, a vertical one blocks of rows', () => {
    const all = matrixOf(mapping('conv2d', { kernelSize: 2 }, [4, 4], kernel), [4, 4]);
    const strided = (strides: readonly number[]) => matrixOf(mapping('conv2d', { kernelSize: 2, strides }, [4, 4], kernel), [4, 4]);
    expect(strided([1, 2])).toEqual(all.filter((_, row) => row % 3 !== 1));
    expect(strided([2, 1])).toEqual(all.filter((_, row) => Math.floor(row / 3) !== 1));
  });
});

describe('with stride, padding and dilation', () => {
  const cases = grid({ kernelSize: [[2, 2], [3, 2]], strides: [1, 2, [1, 3]], padding: [0, 1], dilationRate: [1, [1, 2]] });
  it('the transposed convolution with the same params is the transpose, where the stride leaves nothing over', () => {
    const size: Map = [7, 8];
    let compared = 0;
    for (const given of cases) {
      const [height, width] = given['kernelSize'] as readonly [number, number];
      const numbers = Array.from({ length: height * width }, (_, i) => i + 1);
      const forward = mapping('conv2d', given, size, numbers);
      const back = mapping('conv2dTranspose', given, forward.size, numbers);
      if (back.size.join() !== size.join()) continue;
      compared++;
      expect(largestDifference(matrixOf(back, forward.size).flat(), transpose(matrixOf(forward, size)).flat()), JSON.stringify(given)).toBe(0);
    }
    expect(compared).toBeGreaterThan(8);
  });
});
