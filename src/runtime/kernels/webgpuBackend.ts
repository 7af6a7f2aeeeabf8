// The part of tfjs's WebGPU backend that Netloom's kernels use. Knows no kernel.

import * as tf from '@tensorflow/tfjs';

export interface Uniform {
  readonly type: 'float32' | 'int32';
  readonly data: readonly number[];
}

interface WebGpuBackend {
  readonly device: { readonly limits: { readonly maxComputeWorkgroupsPerDimension: number } };
  runWebGPUProgram(program: object, inputs: readonly tf.TensorInfo[], dtype: 'float32' | 'int32', uniforms: readonly Uniform[]): tf.TensorInfo;
}

const backend = (): WebGpuBackend => tf.backend() as unknown as WebGpuBackend;

/** How many workgroups a dispatch may have along one dimension: 65,535 on every device known. */
export const dispatchLimit = (): number => backend().device.limits.maxComputeWorkgroupsPerDimension;

/** A program of one workgroup size along x whose `main(index)` runs at least `threads` times; more are for it to leave out. */
export interface FlatProgram {
  /** The same name must mean the same code. */
  readonly name: string;
  readonly outputShape: readonly number[];
  readonly threads: number;
  /** Buffers by the names the code gives them, upper case. */
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  /** Constants of this call, `uniforms.NAME` in the code. */
  readonly ints?: Readonly<Record<string, number>>;
  readonly floats?: Readonly<Record<string, number>>;
  readonly dtype?: 'float32' | 'int32';
  readonly workgroup?: number;
  /** WGSL with `fn main(index : i32)`; arrays of values by the inputs' names, and `result` to write to. */
  readonly code: string;
}

const WORKGROUP = 64;

/** Runs it. tfjs folds a dispatch that is too long into two or three dimensions and gives `main` the index all the same. */
export function runFlat({ name, outputShape, threads, inputs, ints = {}, floats = {}, dtype = 'float32', workgroup = WORKGROUP, code }: FlatProgram): tf.Tensor {
  const program = {
    outputShape: [...outputShape],
    shaderKey: `netloom_${name}`,
    dispatchLayout: { x: outputShape.map((_, i) => i) },
    dispatch: [Math.ceil(threads / workgroup), 1, 1],
    workgroupSize: [workgroup, 1, 1],
    variableNames: Object.keys(inputs),
    uniforms: [...Object.keys(ints).map((key) => `${key} : i32,`), ...Object.keys(floats).map((key) => `${key} : f32,`)].join(' '),
    getUserCode: () => code,
    // tfjs labels pipelines so, and the device's errors name them.
    constructor: { name: `netloom ${name}` },
  };
  const uniforms: Uniform[] = [...Object.values(ints).map((value): Uniform => ({ type: 'int32', data: [value] })), ...Object.values(floats).map((value): Uniform => ({ type: 'float32', data: [value] }))];
  return tf.engine().makeTensorFromTensorInfo(backend().runWebGPUProgram(program, Object.values(inputs), dtype, uniforms));
}
