// Adam in one pass: a loop over the numbers on cpu and wasm, one program on WebGPU (composed of ops it takes 14 dispatches and 8
// uploads per variable).

import * as tf from '@tensorflow/tfjs';
import { ADAM_KERNEL, adamArrays, type AdamAttributes } from './adamKernel.ts';
import { input, replaceKernel, type Kernel } from './replaceKernel.ts';
import { allocate, view } from './wasmHeap.ts';
import { runToMany } from './webgpuBackend.ts';

export function fusedAdam(backend: 'cpu' | 'wasm' | 'webgpu'): void {
  replaceKernel(ADAM_KERNEL, backend, () => kernels[backend]);
}

const attributesOf = (args: Parameters<Kernel>[0]): AdamAttributes => args.attrs as unknown as AdamAttributes;

const kernels = {
  cpu(args) {
    const read = (name: string): Float32Array => {
      const data = (tf.backend() as unknown as { data: { get(id: object): { values: Float32Array } } }).data;
      return data.get(input(args, name).dataId).values;
    };
    const w = input(args, 'w');
    const outputs = { w: new Float32Array(w.size), m: new Float32Array(w.size), v: new Float32Array(w.size) };
    adamArrays({ w: read('w'), g: read('g'), m: read('m'), v: read('v') }, outputs, attributesOf(args));
    return [outputs.w, outputs.m, outputs.v].map((values) => tf.tensor(values, w.shape));
  },
  wasm(args) {
    const { shape } = input(args, 'w');
    const [w, m, v] = [allocate(shape), allocate(shape), allocate(shape)];
    const read = (name: string): Float32Array => view(input(args, name));
    adamArrays({ w: read('w'), g: read('g'), m: read('m'), v: read('v') }, { w: view(w), m: view(m), v: view(v) }, attributesOf(args));
    return [w, m, v];
  },
  webgpu(args) {
    const { beta1, beta2, epsilon, rate, correction1, correction2 } = attributesOf(args);
    const [w, g, m, v] = ['w', 'g', 'm', 'v'].map((name) => input(args, name)) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    return runToMany({
      name: 'adam',
      shape: w.shape,
      inputs: { W: w, G: g, M: m, V: v },
      results: ['NEXT', 'FIRST', 'SECOND'],
      floats: { beta1, beta2, rest1: 1 - beta1, rest2: 1 - beta2, rate: rate * correction1, correction: correction2, epsilon },
      code: `
      let first = uniforms.beta1 * M[index] + uniforms.rest1 * G[index];
      let second = uniforms.beta2 * V[index] + uniforms.rest2 * G[index] * G[index];
      FIRST[index] = first;
      SECOND[index] = second;
      NEXT[index] = W[index] - uniforms.rate * first / (sqrt(second * uniforms.correction) + uniforms.epsilon);`,
    });
  },
} satisfies Record<'cpu' | 'wasm' | 'webgpu', Kernel>;
