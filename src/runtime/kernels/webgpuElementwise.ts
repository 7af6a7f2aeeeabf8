// An arithmetic expression over tensors of one shape as a single WebGPU program.

import * as tf from '@tensorflow/tfjs';
import { runFlat } from './webgpuBackend.ts';

/**
 * `expression` for every element.
 * @param name distinguishes the program from others; the same name must mean the same expression
 * @param tensors operands by the name the expression gives them, all of one shape
 * @param numbers constants of this call by name
 */
export function elementwise(
  name: string,
  tensors: Readonly<Record<string, tf.Tensor>>,
  numbers: Readonly<Record<string, number>>,
  expression: string,
): tf.Tensor {
  const operands = Object.entries(tensors);
  const { shape, size } = operands[0]![1];
  return tf.tidy(() => {
    const result = runFlat({
      name,
      outputShape: [size],
      threads: size,
      inputs: Object.fromEntries(operands.map(([operand, tensor]) => [operand.toUpperCase(), tf.reshape(tensor, [size])])),
      ints: { count: size },
      floats: numbers,
      code: `
      fn main(index : i32) {
        if (index < uniforms.count) {
          ${Object.keys(numbers).map((constant) => `let ${constant} = uniforms.${constant};`).join('\n          ')}
          ${operands.map(([operand]) => `let ${operand} = ${operand.toUpperCase()}[index];`).join('\n          ')}
          result[index] = ${expression};
        }
      }`,
    });
    return tf.reshape(result, shape);
  });
}
