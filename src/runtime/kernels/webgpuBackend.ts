// The part of tfjs's WebGPU backend that Netloom's kernels use. Knows no kernel.

import * as tf from '@tensorflow/tfjs';

export interface Uniform {
  readonly type: 'float32' | 'int32';
  readonly data: readonly number[];
}

interface Binding {
  readonly buffer: object;
}
interface Device {
  readonly limits: { readonly maxComputeWorkgroupsPerDimension: number };
  createShaderModule(descriptor: { code: string; label: string }): object;
  createComputePipeline(descriptor: { compute: { module: object; entryPoint: string }; label: string; layout: 'auto' }): Pipeline;
  createBindGroup(descriptor: { layout: object; entries: readonly { binding: number; resource: Binding }[] }): object;
}
interface Pipeline {
  getBindGroupLayout(index: number): object;
}
interface Pass {
  setPipeline(pipeline: Pipeline): void;
  setBindGroup(index: number, group: object): void;
  dispatchWorkgroups(x: number, y: number, z: number): void;
}
interface WebGpuBackend {
  readonly device: Device;
  runWebGPUProgram(program: object, inputs: readonly tf.TensorInfo[], dtype: 'float32' | 'int32', uniforms: readonly Uniform[]): tf.TensorInfo;
  makeTensorInfo(shape: readonly number[], dtype: 'float32'): tf.TensorInfo;
  uploadToGPU(dataId: object): void;
  tensorToBinding(tensor: tf.TensorInfo): Binding;
  makeUniforms(uniforms: readonly Uniform[]): Binding;
  readonly commandQueueOwnedIds: WeakSet<object>;
  readonly commandEncoder: { beginComputePass(): Pass };
  computePassEncoder: Pass | null;
  dispatchCountInPass: number;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
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

/** A program with several results of one length, which tfjs's own way to run programs does not know. */
export interface ManyResults {
  /** The same name must mean the same code. */
  readonly name: string;
  /** All tensors have as many values as this. */
  readonly shape: readonly number[];
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  /** Names of the results in the code, upper case. */
  readonly results: readonly string[];
  readonly floats: Readonly<Record<string, number>>;
  /** WGSL statements for the value at `index`. */
  readonly code: string;
}

const pipelines = new WeakMap<Device, Map<string, Pipeline>>();

/** Runs it among tfjs's own programs, in order. */
export function runToMany({ name, shape, inputs, results, floats, code }: ManyResults): tf.Tensor[] {
  const own = backend();
  const count = shape.reduce((a, b) => a * b, 1);
  const operands = Object.values(inputs);
  const made = results.map(() => own.makeTensorInfo(shape, 'float32'));
  const pipeline = pipelineOf(own.device, name, () => `
    struct Uniforms { count : i32, ${Object.keys(floats).map((key) => `${key} : f32`).join(', ')} };
    ${results.map((result, i) => `@group(0) @binding(${i}) var<storage, read_write> ${result} : array<f32>;`).join('\n    ')}
    ${Object.keys(inputs).map((operand, i) => `@group(0) @binding(${results.length + i}) var<storage, read> ${operand} : array<f32>;`).join('\n    ')}
    @group(0) @binding(${results.length + operands.length}) var<uniform> uniforms : Uniforms;
    @compute @workgroup_size(${WORKGROUP})
    fn start(@builtin(workgroup_id) group : vec3<u32>, @builtin(num_workgroups) groups : vec3<u32>, @builtin(local_invocation_index) local : u32) {
      let index = i32((group.y * groups.x + group.x) * ${WORKGROUP}u + local);
      if (index >= uniforms.count) { return; }
      ${code}
    }`);
  for (const { dataId } of [...made, ...operands]) {
    own.uploadToGPU(dataId);
    own.commandQueueOwnedIds.add(dataId);
  }
  const uniforms: Uniform[] = [{ type: 'int32', data: [count] }, ...Object.values(floats).map((value): Uniform => ({ type: 'float32', data: [value] }))];
  const bindings = [...[...made, ...operands].map((tensor) => own.tensorToBinding(tensor)), own.makeUniforms(uniforms)];
  const bindGroup = own.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: bindings.map((resource, binding) => ({ binding, resource })) });
  own.ensureCommandEncoderReady();
  own.computePassEncoder ??= own.commandEncoder.beginComputePass();
  own.computePassEncoder.setPipeline(pipeline);
  own.computePassEncoder.setBindGroup(0, bindGroup);
  const groups = Math.ceil(count / WORKGROUP);
  const across = groups <= dispatchLimit() ? groups : Math.ceil(Math.sqrt(groups));
  own.computePassEncoder.dispatchWorkgroups(across, Math.ceil(groups / across), 1);
  own.dispatchCountInPass++;
  if (own.dispatchCountInPass >= tf.env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) {
    own.endComputePassEncoder();
    own.submitQueue();
  }
  return made.map((info) => tf.engine().makeTensorFromTensorInfo(info));
}

function pipelineOf(device: Device, name: string, code: () => string): Pipeline {
  const known = pipelines.get(device) ?? new Map<string, Pipeline>();
  pipelines.set(device, known);
  let pipeline = known.get(name);
  if (pipeline === undefined) {
    const label = `netloom ${name}`;
    pipeline = device.createComputePipeline({ compute: { module: device.createShaderModule({ code: code(), label }), entryPoint: 'start' }, label, layout: 'auto' });
    known.set(name, pipeline);
  }
  return pipeline;
}
