// Sums and means over any axes on WebGPU. tfjs brings the axes to the end first, by a transpose that throws beyond a million rows, and
// then lets one workgroup add up each result. Here many threads share a result, and nothing is transposed.

import * as tf from '@tensorflow/tfjs';
import { input, replaceKernel, type Kernel } from './replaceKernel.ts';
import { runFlat } from './webgpuBackend.ts';

/** Threads that are enough to keep a GPU busy, and values that a thread adds up at the least. */
const THREADS = 16_384;
const SHARE = 32;

export function webgpuSum(): void {
  replaceKernel('Sum', 'webgpu', (original) => (args) => reduce(original!, args, () => 1));
  replaceKernel('Mean', 'webgpu', (original) => (args) => reduce(original!, args, (count) => 1 / count));
}

function reduce(original: Kernel, args: Parameters<Kernel>[0], scaleOf: (count: number) => number): ReturnType<Kernel> {
  const x = input(args, 'x');
  const { axis, keepDims } = args.attrs as unknown as tf.SumAttrs;
  const axes = tf.util.parseAxisParam(axis, x.shape);
  const count = axes.reduce((all, i) => all * x.shape[i]!, 1);
  // Integers stay integers, and nothing sums to nothing.
  if (x.dtype !== 'float32' || x.size === 0 || axes.length === 0) return original(args);
  const kept = x.shape.map((length, i) => (axes.includes(i) ? 1 : length));
  const shape = keepDims ? kept : kept.filter((_, i) => !axes.includes(i));
  return tf.tidy(() => {
    let y: tf.Tensor = tf.clone(x);
    const blocks = blocksOf(x.shape, axes);
    for (const [i, [outer, middle, inner]] of blocks.entries()) y = sumMiddle(y, outer, middle, inner, i === blocks.length - 1 ? scaleOf(count) : 1);
    return tf.reshape(y, shape);
  });
}

/** For each block of neighbouring axes, the last first: the number of values before it, in it and after it, those after being summed already. */
function blocksOf(shape: readonly number[], axes: readonly number[]): [number, number, number][] {
  const blocks: [number, number, number][] = [];
  let inner = 1;
  for (let i = shape.length - 1; i >= 0; ) {
    if (!axes.includes(i)) {
      inner *= shape[i--]!;
      continue;
    }
    let middle = 1;
    while (i >= 0 && axes.includes(i)) middle *= shape[i--]!;
    blocks.push([shape.slice(0, i + 1).reduce((a, b) => a * b, 1), middle, inner]);
  }
  return blocks;
}

/** Parts in which a sum of `middle` values is done where there are `results` of them. */
export const partsOf = (middle: number, results: number): number => Math.max(1, Math.min(Math.ceil(middle / SHARE), Math.ceil(THREADS / results)));

/** `[outer, middle, inner]` → `[outer, inner]`, times `scale`. */
function sumMiddle(x: tf.Tensor, outer: number, middle: number, inner: number, scale: number): tf.Tensor {
  const parts = partsOf(middle, outer * inner);
  const sum = runFlat({
    name: 'sumMiddle',
    outputShape: [outer * parts * inner],
    threads: outer * parts * inner,
    inputs: { X: tf.reshape(x, [-1]) },
    ints: { threads: outer * parts * inner, parts, middle, inner },
    floats: { scale: parts === 1 ? scale : 1 },
    code: `
    fn main(index : i32) {
      if (index >= uniforms.threads) { return; }
      let column = index % uniforms.inner;
      let part = (index / uniforms.inner) % uniforms.parts;
      let start = index / (uniforms.inner * uniforms.parts) * uniforms.middle;
      var sum = 0.0;
      for (var row = part; row < uniforms.middle; row += uniforms.parts) { sum += X[(start + row) * uniforms.inner + column]; }
      result[index] = sum * uniforms.scale;
    }`,
  });
  return parts === 1 ? sum : sumMiddle(sum, outer, parts, inner, scale);
}
