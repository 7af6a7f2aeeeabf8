// Adam in one pass: a loop over the numbers on cpu and wasm, three small programs on WebGPU (composed of ops it takes 14 dispatches
// and 8 uploads per variable).

import * as tf from '@tensorflow/tfjs';
import { ADAM_KERNEL, adamArrays, type AdamAttributes } from './adamKernel.ts';
import { input, replaceKernel, type Kernel } from './replaceKernel.ts';
import { allocate, view } from './wasmHeap.ts';
import { elementwise } from './webgpuElementwise.ts';

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
    const first = elementwise('adamFirst', { a: m, b: g }, { keep: beta1 }, 'keep * a + (1.0 - keep) * b');
    const second = elementwise('adamSecond', { a: v, b: g }, { keep: beta2 }, 'keep * a + (1.0 - keep) * b * b');
    const value = elementwise(
      'adamValue',
      { a: w, b: first, c: second },
      { rate: rate * correction1, correction: correction2, epsilon },
      'a - rate * b / (sqrt(c * correction) + epsilon)',
    );
    return [value, first, second];
  },
} satisfies Record<'cpu' | 'wasm' | 'webgpu', Kernel>;
