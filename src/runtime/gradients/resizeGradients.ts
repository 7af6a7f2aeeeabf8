// Gradients of resized images: tfjs ignores half-pixel centres, and on the cpu backend mixes up the axes. A resized axis is a matrix
// product, so its gradient is one with the transposed matrix.

import * as tf from '@tensorflow/tfjs';
import { mixAxis } from '../resize.ts';
import { aboutAxis, fromAxis } from '../window.ts';
import { replaceGradient } from './replaceGradient.ts';

interface ResizeAttributes {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
  readonly size: readonly [number, number];
}

export function resizeGradients(): void {
  for (const [name, linear] of [['ResizeBilinear', true], ['ResizeNearestNeighbor', false]] as const) {
    replaceGradient(name, ['images'], () => (dy, [images], attributes) => {
      const options = attributes as unknown as ResizeAttributes;
      const back = (slope: tf.Tensor, axis: 1 | 2): tf.Tensor =>
        fromAxis(mixAxis(aboutAxis(slope, axis), transposed(weightsOf(images!.shape[axis]!, options.size[axis - 1]!, options, linear))), axis, slope.shape);
      return { images: () => back(back(dy, 1), 2) };
    });
  }
}

const transposed = (rows: readonly (readonly number[])[]): number[][] => rows[0]!.map((_, column) => rows.map((row) => row[column]!));

/** Share that each place of an axis of `length` has in each of `size` places, as tfjs's kernels have it. */
function weightsOf(length: number, size: number, { alignCorners, halfPixelCenters }: ResizeAttributes, linear: boolean): number[][] {
  const scale = alignCorners && size > 1 ? (length - 1) / (size - 1) : length / size;
  return Array.from({ length: size }, (_, i) => {
    const row = Array.from({ length }, () => 0);
    const at = halfPixelCenters ? (i + 0.5) * scale - (linear ? 0.5 : 0) : i * scale;
    const inside = (place: number): number => Math.min(Math.max(place, 0), length - 1);
    if (!linear) row[inside(alignCorners ? Math.round(at) : Math.floor(at))] = 1;
    else {
      const before = Math.floor(Math.max(at, 0));
      const share = Math.max(at, 0) - before;
      row[inside(before)]! += 1 - share;
      row[inside(before + 1)]! += share;
    }
    return row;
  });
}
