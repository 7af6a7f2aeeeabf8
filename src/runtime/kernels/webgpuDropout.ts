// Dropout on WebGPU: the same hash as in random.ts decides each value on the device, so that no mask is drawn in JavaScript, sent over
// or kept for the gradient.

import { DROPOUT_KERNEL } from '../random.ts';
import { input, replaceKernel } from './replaceKernel.ts';
import { runFlat } from './webgpuBackend.ts';

export function webgpuDropout(): void {
  replaceKernel(DROPOUT_KERNEL, 'webgpu', () => (args) => {
    const { rate, key } = args.attrs as unknown as { rate: number; key: number };
    const x = input(args, 'x');
    return runFlat({
      name: 'dropout',
      outputShape: x.shape,
      threads: x.size,
      inputs: { X: x },
      // As signed integers; the code takes their bits.
      ints: { count: x.size, key: key | 0, threshold: Math.min(Math.ceil(rate * 4294967296), 4294967295) | 0 },
      floats: { kept: 1 / (1 - rate) },
      code: `
      fn main(index : i32) {
        if (index >= uniforms.count) { return; }
        var hash = bitcast<u32>(uniforms.key) + u32(index) * 0x9e3779b9u;
        hash = (hash ^ (hash >> 16u)) * 0x7feb352du;
        hash = (hash ^ (hash >> 15u)) * 0x846ca68bu;
        hash = hash ^ (hash >> 16u);
        result[index] = select(0.0, X[index] * uniforms.kept, hash >= bitcast<u32>(uniforms.threshold));
      }`,
    });
  });
}
