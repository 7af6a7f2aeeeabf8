// An arithmetic expression over tensors of one shape as a single WebGPU program. Uses tfjs's own way to run programs.

import * as tf from '@tensorflow/tfjs';

/** The part of tfjs's WebGPU backend that is used here. */
interface WebGpuBackend {
  runWebGPUProgram(
    program: object,
    inputs: readonly tf.Tensor[],
    dtype: 'float32',
    uniforms: readonly { readonly type: 'float32'; readonly data: readonly number[] }[],
  ): tf.TensorInfo;
}

const WORKGROUP = 64;

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
  const shape = operands[0]![1].shape;
  const flat = [operands[0]![1].size];
  const constants = Object.keys(numbers);
  const program = {
    outputShape: flat,
    shaderKey: `netloom_${name}`,
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(flat[0]! / WORKGROUP), 1, 1],
    workgroupSize: [WORKGROUP, 1, 1],
    variableNames: operands.map(([operand]) => operand.toUpperCase()),
    uniforms: constants.map((constant) => `${constant} : f32,`).join(' '),
    size: true,
    getUserCode: () => `
      fn main(index : i32) {
        if (index < uniforms.size) {
          ${constants.map((constant) => `let ${constant} = uniforms.${constant};`).join('\n          ')}
          ${operands.map(([operand]) => `let ${operand} = get${operand.toUpperCase()}ByOutputIndex(index);`).join('\n          ')}
          setOutputAtIndex(index, ${expression});
        }
      }`,
  };
  return tf.tidy(() => {
    const backend = tf.backend() as unknown as WebGpuBackend;
    const inputs = operands.map(([, tensor]) => tf.reshape(tensor, flat));
    const info = backend.runWebGPUProgram(program, inputs, 'float32', constants.map((constant) => ({ type: 'float32', data: [numbers[constant]!] })));
    return tf.reshape(tf.engine().makeTensorFromTensorInfo(info), shape);
  });
}
