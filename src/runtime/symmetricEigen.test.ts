import { describe, expect, test } from 'vitest';
import { randomStream } from './random.ts';
import { symmetricEigen } from './symmetricEigen.ts';

const next = randomStream(9);
/** A symmetric matrix with numbers from −1 to 1. */
function symmetric(size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = next() * 2 - 1;
  return matrix;
}
const diagonal = (values: readonly number[]): Float64Array => Float64Array.from({ length: values.length ** 2 }, (_, i) => (i % (values.length + 1) === 0 ? values[i / (values.length + 1)]! : 0));

/** Farthest that A·v is from λ·v, and products of vectors from 1 and 0. */
function errors(matrix: Float64Array, size: number): readonly [equation: number, orthogonality: number] {
  const { values, vectors } = symmetricEigen(matrix, size);
  const row = (i: number): Float64Array => vectors.subarray(i * size, (i + 1) * size);
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  let [equation, orthogonality] = [0, 0];
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      equation = Math.max(equation, Math.abs(dot(matrix.subarray(j * size, (j + 1) * size), row(i)) - values[i]! * row(i)[j]!));
      orthogonality = Math.max(orthogonality, Math.abs(dot(row(i), row(j)) - (i === j ? 1 : 0)));
    }
    if (i > 0) expect(values[i]).toBeLessThanOrEqual(values[i - 1]!);
  }
  return [equation, orthogonality];
}

describe('every vector is only stretched by the matrix, and stands at right angles to the others', () => {
  test.each([1, 2, 3, 5, 17, 60])('%i random numbers a row', (size) => {
    for (const error of errors(symmetric(size), size)) expect(error).toBeLessThan(1e-12);
  });
  test.each<[string, Float64Array, number]>([
    ['zeros', new Float64Array(16), 4],
    ['the identity, whose every vector is one', diagonal([1, 1, 1, 1, 1]), 5],
    ['a diagonal that needs sorting', diagonal([1, -5, 3, 0]), 4],
    ['all ones, of rank 1', new Float64Array(36).fill(1), 6],
    ['values from 1e-12 to 1e12', Float64Array.from([1e12, 1, 0, 1, 1e-3, 1e-6, 0, 1e-6, 1e-12]), 3],
  ])('%s', (_, matrix, size) => {
    const scale = Math.max(1, ...matrix.map(Math.abs));
    const [equation, orthogonality] = errors(matrix, size);
    expect(equation / scale).toBeLessThan(1e-12);
    expect(orthogonality).toBeLessThan(1e-12);
  });
});

test('the example of the documentation: 1.8 along [1, 1] and 0.2 along [1, −1]', () => {
  const { values, vectors } = symmetricEigen(Float64Array.from([1, 0.8, 0.8, 1]), 2);
  expect(values[0]).toBeCloseTo(1.8, 12);
  expect(values[1]).toBeCloseTo(0.2, 12);
  expect([...vectors].map((value) => Math.abs(value))).toEqual(Array.from({ length: 4 }, () => expect.closeTo(Math.SQRT1_2, 12)));
});

test('a matrix of nothing has nothing', () => {
  expect(symmetricEigen(new Float64Array(0), 0)).toEqual({ values: new Float64Array(0), vectors: new Float64Array(0) });
});
