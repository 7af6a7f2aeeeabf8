// Kernels of WebGPU whose dispatch has a dimension for the batch or for rows, done in parts where that is longer than the device
// allows (65,535 workgroups). tfjs folds only dispatches of one dimension and throws "Dispatch size exceeds WebGPU limits" at others.

import * as tf from '@tensorflow/tfjs';
import { input, replaceKernel, resultOf, type Kernel, type KernelArgs } from './replaceKernel.ts';
import { dispatchLimit } from './webgpuBackend.ts';

/** Rows and columns of a product that one workgroup does, at the least. */
const ROWS = 8;
/** Edge of the tiles in which a matrix is transposed. */
const TILE = 16;

export function longDispatches(): void {
  for (const name of ['BatchMatMul', '_FusedMatMul']) replaceKernel(name, 'webgpu', (original) => (args) => multiply(original!, args));
  for (const name of ['Conv2D', 'FusedConv2D']) {
    replaceKernel(name, 'webgpu', (original) => (args) => inParts(args, 'x', original!, (part) => part));
  }
  replaceKernel('Conv2DBackpropInput', 'webgpu', (original) => (args) =>
    inParts(args, 'dy', original!, (part, count) => ({ ...part, attrs: { ...part.attrs, inputShape: [count, ...(part.attrs!['inputShape'] as number[]).slice(1)] } })),
  );
  replaceKernel('Transpose', 'webgpu', (original) => (args) => {
    const x = input(args, 'x');
    const limit = dispatchLimit() * TILE;
    const isLong = x.rank === 2 && (args.attrs!['perm'] as number[])[0] === 1 && x.shape.some((length) => length > limit);
    if (!isLong) return original!(args);
    const [rows = 1, columns = 1] = x.shape;
    // At rank 3 its dispatch has one dimension.
    return tf.tidy(() => tf.reshape(tf.transpose(tf.reshape(x, [1, rows, columns]), [0, 2, 1]), [columns, rows]));
  });
}

/** The kernel on parts of the first axis of the input called `name`; the others are the same for all. */
function inParts(args: KernelArgs, name: string, kernel: Kernel, partOf: (args: KernelArgs, count: number) => KernelArgs): ReturnType<Kernel> {
  const x = input(args, name);
  const limit = dispatchLimit();
  if ((x.shape[0] ?? 1) <= limit) return kernel(args);
  return tf.tidy(() =>
    tf.concat(parts(x, 0, limit).map((part) => resultOf(kernel, partOf({ ...args, inputs: { ...args.inputs, [name]: part } }, part.shape[0] ?? 1))), 0),
  );
}

/** A product whose batch, then whose rows or columns, are done in parts. */
function multiply(kernel: Kernel, args: KernelArgs): ReturnType<Kernel> {
  const [a, b] = [input(args, 'a'), input(args, 'b')];
  const transposeA = args.attrs!['transposeA'] === true;
  const limit = dispatchLimit();
  const batch = (x: tf.Tensor): number => x.shape.slice(0, -2).reduce((all, length) => all * length, 1);
  const count = Math.max(batch(a), batch(b));
  if (count > limit) {
    return tf.tidy(() => {
      // One batch axis; of an operand with a single matrix, that one goes with every part.
      const flat = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [batch(x), ...x.shape.slice(-2)]);
      const [all, others] = [flat(a), flat(b)];
      const [some, more] = [all, others].map((x) => (x.shape[0] === 1 ? [x] : parts(x, 0, limit))) as [tf.Tensor[], tf.Tensor[]];
      const products = Array.from({ length: Math.ceil(count / limit) }, (_, i) => resultOf(kernel, { ...args, inputs: { ...args.inputs, a: some[i] ?? all, b: more[i] ?? others } }));
      const product = tf.concat(products, 0);
      const outer = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
      return tf.reshape(product, [...outer, ...product.shape.slice(1)]);
    });
  }
  const most = limit * ROWS;
  const axis = a.rank - (transposeA ? 1 : 2);
  if ((a.shape[axis] ?? 1) > most) return tf.tidy(() => tf.concat(parts(a, axis, most).map((part) => resultOf(kernel, { ...args, inputs: { ...args.inputs, a: part } })), a.rank - 2));
  const column = b.rank - (args.attrs!['transposeB'] === true ? 2 : 1);
  // A bias has a number for each column, and goes with all of them; a layer has never so many.
  if ((b.shape[column] ?? 1) > most && args.inputs['bias'] === undefined) return tf.tidy(() => tf.concat(parts(b, column, most).map((part) => resultOf(kernel, { ...args, inputs: { ...args.inputs, b: part } })), b.rank - 1));
  return kernel(args);
}

/** A tensor cut along an axis into pieces of at most `most`. */
function parts(x: tf.Tensor, axis: number, most: number): tf.Tensor[] {
  const length = x.shape[axis] ?? 1;
  return Array.from({ length: Math.ceil(length / most) }, (_, i) =>
    tf.slice(x, x.shape.map((_length, k) => (k === axis ? i * most : 0)), x.shape.map((size, k) => (k === axis ? Math.min(most, length - i * most) : size))),
  );
}
