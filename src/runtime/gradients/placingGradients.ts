// Gradients of ops that only place values: tfjs has none of stridedSlice and depthToSpace, leaves out what mirrorPad repeats, throws at
// a split into one part and at an axis of length 1 that is unstacked (a sequence of one step), and mixes up the axes of cumsum.

import * as tf from '@tensorflow/tfjs';
import { aboutAxis, fromAxis, spaced } from '../window.ts';
import { replaceGradient } from './replaceGradient.ts';

export function placingGradients(): void {
  replaceGradient('MirrorPad', ['x'], () => (dy, [x], attributes) => ({
    x: () => (attributes['paddings'] as [number, number][]).reduce((rest, border, axis) => foldBack(rest, axis, border, x!.shape[axis]!, attributes['mode'] === 'reflect' ? 1 : 0), dy),
  }));
  replaceGradient('StridedSlice', ['x'], () => (dy, [x], attributes) => ({ x: () => putBack(dy, x!.shape, attributes as unknown as tf.StridedSliceAttrs) }));
  replaceGradient('SplitV', [], () => (dy, _saved, { axis }) => ({ x: () => tf.concat(([dy] as tf.Tensor[]).flat(), axis as number) }));
  replaceGradient('Unpack', [], () => (dy, _saved, { axis }) => ({ value: () => tf.stack(([dy] as tf.Tensor[]).flat(), axis as number) }));
  replaceGradient('Cumsum', ['x'], () => (dy, _saved, { axis, exclusive, reverse }) => ({ x: () => tf.cumsum(dy, axis as number, exclusive as boolean, reverse !== true) }));
  replaceGradient('DepthToSpace', ['x'], () => (dy, [x], { blockSize, dataFormat }) => {
    if (dataFormat === 'NCHW') throw new Error('depthToSpace has a gradient for channels last only.');
    const [batch = 1, height = 1, width = 1] = x!.shape;
    const size = blockSize as number;
    return { x: () => tf.reshape(tf.transpose(tf.reshape(dy, [batch, height, size, width, size, -1]), [0, 1, 3, 2, 4, 5]), x!.shape) };
  });
}

/** An axis with mirrored borders as it was, each repeated value added to the one it repeats. @param skipped 1 where the edge itself is not repeated */
function foldBack(y: tf.Tensor, axis: number, [before, after]: readonly [number, number], length: number, skipped: number): tf.Tensor {
  if (before + after === 0) return y;
  const about = aboutAxis(y, axis);
  const [n, , m] = about.shape;
  const part = (from: number, count: number): tf.Tensor3D => tf.slice(about, [0, from, 0], [n, count, m]);
  const at = (border: tf.Tensor3D, from: number): tf.Tensor3D => tf.pad(tf.reverse(border, 1), [[0, 0], [from, length - from - border.shape[1]], [0, 0]]);
  const folded = [
    part(before, length),
    ...(before > 0 ? [at(part(0, before), skipped)] : []),
    ...(after > 0 ? [at(part(before + length, after), length - skipped - after)] : []),
  ];
  return fromAxis(folded.reduce((sum, border) => tf.add(sum, border)), axis, y.shape);
}

/** The values of a strided slice where they came from, zeros elsewhere. */
function putBack(dy: tf.Tensor, shape: readonly number[], attributes: tf.StridedSliceAttrs): tf.Tensor {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
  const info = tf.slice_util.sliceInfo([...shape], begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask);
  const counts = tf.slice_util.computeOutShape(info.begin, info.end, info.strides);
  return shape.reduce<tf.Tensor>((rest, length, axis) => {
    const stride = Math.abs(info.strides[axis]!);
    const backwards = info.strides[axis]! < 0;
    const seen = (counts[axis]! - 1) * stride + 1;
    const first = backwards ? info.begin[axis]! - seen + 1 : info.begin[axis]!;
    const wide = aboutAxis(spaced(backwards ? tf.reverse(rest, axis) : rest, axis, stride), axis);
    const [n, , m] = wide.shape;
    return fromAxis(tf.pad(tf.slice(wide, [0, 0, 0], [n, seen, m]), [[0, 0], [first, length - first - seen], [0, 0]]), axis, rest.shape);
  }, tf.reshape(dy, counts));
}
