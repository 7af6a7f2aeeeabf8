// Kernels that on WebGPU throw or silently give garbage from rank 5 on, done at a lower rank: axes that take no part are merged, or
// one axis is done after the other. tfjs's programs index their coordinates as vectors, which from five axes on are structs.

import * as tf from '@tensorflow/tfjs';
import { aboutAxis, fromAxis } from '../window.ts';
import { input, replaceKernel, resultOf, type Kernel, type KernelArgs } from './replaceKernel.ts';

const HIGH = 5;
const BROADCASTING = [
  'Add', 'Sub', 'Multiply', 'RealDiv', 'FloorDiv', 'Mod', 'Pow', 'Maximum', 'Minimum', 'SquaredDifference', 'Atan2',
  'Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'LogicalAnd', 'LogicalOr',
];

export function highRanks(): void {
  for (const name of BROADCASTING) replaceKernel(name, 'webgpu', (original) => (args) => broadcasting(original!, args, 'a', 'b'));
  replaceKernel('Prelu', 'webgpu', (original) => (args) => broadcasting(original!, args, 'x', 'alpha'));
  replaceKernel('Select', 'webgpu', (original) => (args) => {
    const t = input(args, 't');
    if (t.rank < HIGH) return original!(args);
    // tf.where has brought all three to one shape.
    const flat = (name: string): tf.Tensor => tf.reshape(input(args, name), [-1]);
    return tf.tidy(() => tf.reshape(run(original!, args, { condition: flat('condition'), t: flat('t'), e: flat('e') }), t.shape));
  });
  alongAxes('PadV2', ({ attrs }, axis) => {
    const border = (attrs!['paddings'] as [number, number][])[axis]!;
    return border[0] + border[1] === 0 ? null : { paddings: [[0, 0], border, [0, 0]], constantValue: attrs!['constantValue'] };
  });
  alongAxes('MirrorPad', ({ attrs }, axis) => {
    const border = (attrs!['paddings'] as [number, number][])[axis]!;
    return border[0] + border[1] === 0 ? null : { paddings: [[0, 0], border, [0, 0]], mode: attrs!['mode'] };
  });
  alongAxes('Reverse', ({ attrs, rank }, axis) => (tf.util.parseAxisParam(attrs!['dims'] as number[], Array.from({ length: rank }, () => 1)).includes(axis) ? { dims: [1] } : null));
  alongAxes('Tile', ({ attrs }, axis) => {
    const times = (attrs!['reps'] as number[])[axis]!;
    return times === 1 ? null : { reps: [1, times, 1] };
  });
  replaceKernel('StridedSlice', 'webgpu', (original) => (args) => {
    const x = input(args, 'x');
    return x.rank < HIGH ? original!(args) : stridedSlice(x, args);
  });
}

const run = (kernel: Kernel, args: KernelArgs, inputs: Record<string, tf.Tensor>, attrs: object = args.attrs ?? {}): tf.Tensor => resultOf(kernel, { ...args, inputs, attrs: attrs as tf.NamedAttrMap });

/** A kernel that does each axis by itself: one after the other, each as the middle one of three. `null` leaves an axis as it is. */
function alongAxes(name: string, attrsOf: (args: { readonly attrs: KernelArgs['attrs']; readonly rank: number }, axis: number) => object | null): void {
  replaceKernel(name, 'webgpu', (original) => (args) => {
    const x = input(args, 'x');
    if (x.rank < HIGH) return original!(args);
    return tf.tidy(() => {
      let y: tf.Tensor = tf.clone(x);
      for (let axis = 0; axis < x.rank; axis++) {
        const attrs = attrsOf({ attrs: args.attrs, rank: x.rank }, axis);
        if (attrs !== null) y = fromAxis(run(original!, args, { x: aboutAxis(y, axis) }, attrs) as tf.Tensor3D, axis, y.shape);
      }
      return y;
    });
  });
}

/** A kernel of two operands that are repeated along the axes in which they have one place. */
function broadcasting(kernel: Kernel, args: KernelArgs, first: string, second: string): ReturnType<Kernel> {
  const [a, b] = [input(args, first), input(args, second)];
  if (a.rank < HIGH && b.rank < HIGH) return kernel(args);
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const runs = runsOf(a.shape, b.shape, shape);
  return tf.tidy(() => {
    if (runs.length < HIGH) {
      const merged = (x: tf.Tensor, of: 'a' | 'b'): tf.Tensor => tf.reshape(x, runs.map((axes) => (axes[of] ? axes.length : 1)));
      return tf.reshape(run(kernel, args, { [first]: merged(a, 'a'), [second]: merged(b, 'b') }), shape);
    }
    const full = (x: tf.Tensor): tf.Tensor => tf.reshape(tf.broadcastTo(x, shape), [-1]);
    return tf.reshape(run(kernel, args, { [first]: full(a), [second]: full(b) }), shape);
  });
}

interface Run {
  length: number;
  /** Whether the operand has all of its places, and not one for all. */
  readonly a: boolean;
  readonly b: boolean;
}

/** Neighbouring axes along which the operands behave alike, as one. */
function runsOf(a: readonly number[], b: readonly number[], shape: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const [i, length] of shape.entries()) {
    if (length === 1) continue;
    const has = (operand: readonly number[]): boolean => (operand[i - shape.length + operand.length] ?? 1) === length;
    const last = runs.at(-1);
    if (last !== undefined && last.a === has(a) && last.b === has(b)) last.length *= length;
    else runs.push({ length, a: has(a), b: has(b) });
  }
  return runs.length === 0 ? [{ length: 1, a: true, b: true }] : runs;
}

function stridedSlice(x: tf.Tensor, args: KernelArgs): tf.Tensor {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = args.attrs as unknown as tf.StridedSliceAttrs;
  const info = tf.slice_util.sliceInfo(x.shape, begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask);
  return tf.tidy(() => {
    const counts = tf.slice_util.computeOutShape(info.begin, info.end, info.strides);
    const y = counts.reduce<tf.Tensor>((rest, count, axis) => everyNth(rest, axis, info.begin[axis]!, info.strides[axis]!, count), tf.clone(x));
    return tf.reshape(y, info.finalShape);
  });
}

/** `count` places of an axis, from `begin` on and `stride` apart; a negative stride goes back. */
function everyNth(x: tf.Tensor, axis: number, begin: number, stride: number, count: number): tf.Tensor {
  const length = x.shape[axis]!;
  if (stride < 0) return everyNth(tf.reverse(x, axis), axis, length - 1 - begin, -stride, count);
  if (begin === 0 && stride === 1 && count === length) return x;
  const about = aboutAxis(x, axis);
  const [n, , m] = about.shape;
  const seen = Math.min(count * stride, length - begin);
  const cut = tf.slice(about, [0, begin, 0], [n, seen, m]);
  if (stride === 1) return fromAxis(cut, axis, x.shape);
  const whole = tf.pad(cut, [[0, 0], [0, count * stride - seen], [0, 0]]);
  const firsts = tf.slice(tf.reshape(whole, [n * count, stride, m]), [0, 0, 0], [n * count, 1, m]);
  return fromAxis(tf.reshape(firsts, [n, count, m]), axis, x.shape);
}
