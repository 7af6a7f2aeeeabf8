// Gradients of 2-D poolings with borders: tfjs divides an average's by the whole window where part of it lies outside, and forgets the
// ceil mode of a maximum.

import * as tf from '@tensorflow/tfjs';
import { poolingInfo, type PoolAttributes } from '../kernels/windowInfo.ts';
import { replaceGradient } from './replaceGradient.ts';

export function poolingGradients(): void {
  replaceGradient('AvgPool', ['x'], () => (dy, [x], attributes) => {
    const { info, borders, filter, strides } = windowsOf(x!, attributes as unknown as PoolAttributes);
    return {
      x: () => {
        const padded = x!.shape.map((length, i) => length + borders[i]![0] + borders[i]![1]);
        // What each window was divided by is the number of its places on the map; the kernel divides by all.
        const share = (outputs: number, length: number, kernel: number, stride: number, before: number): number[] =>
          Array.from({ length: outputs }, (_, i) => kernel / Math.max(1, Math.min(i * stride - before + kernel, length) - Math.max(i * stride - before, 0)));
        const rows = share(info.outHeight, info.inHeight, filter[0], strides[0], borders[1]![0]);
        const columns = share(info.outWidth, info.inWidth, filter[1], strides[1], borders[2]![0]);
        const factors = tf.tensor4d(rows.flatMap((row) => columns.map((column) => row * column)), [1, rows.length, columns.length, 1]);
        const whole = tf.engine().runKernel('AvgPoolGrad', { dy: tf.mul(dy, factors), input: tf.zeros(padded) }, { filterSize: filter, strides, pad: 'valid' }) as tf.Tensor;
        return tf.slice(whole, borders.map(([before]) => before), x!.shape);
      },
    };
  });
  replaceGradient(
    'MaxPool',
    ['x'],
    () => (dy, [x, y], attributes) => {
      const { filter, strides, borders } = windowsOf(x!, attributes as unknown as PoolAttributes);
      const pad = borders as tf.backend_util.ExplicitPadding;
      return { x: () => tf.engine().runKernel('MaxPoolGrad', { dy, input: x!, output: y! }, { filterSize: filter, strides, pad }) as tf.Tensor };
    },
    true,
  );
}

/** Borders in pixels with which the windows fit without a rounding mode. */
function windowsOf(x: tf.Tensor, attributes: PoolAttributes) {
  const info = poolingInfo(x.shape, attributes);
  const border = (before: number, outputs: number, kernel: number, stride: number, length: number): [number, number] => [before, Math.max((outputs - 1) * stride + kernel - before - length, 0)];
  const borders: [number, number][] = [
    [0, 0],
    border(info.padInfo.top, info.outHeight, info.filterHeight, info.strideHeight, info.inHeight),
    border(info.padInfo.left, info.outWidth, info.filterWidth, info.strideWidth, info.inWidth),
    [0, 0],
  ];
  return { info, borders, filter: [info.filterHeight, info.filterWidth] as [number, number], strides: [info.strideHeight, info.strideWidth] as [number, number] };
}
