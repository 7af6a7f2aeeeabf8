// The gradient of a convolution's kernel on the wasm backend, which has none: every window of the input becomes a row of a matrix
// (im2col), and one matrix product with the output's gradient sums over all places. XNNPACK does the product.

import * as tf from '@tensorflow/tfjs';
import { input, replaceKernel } from './replaceKernel.ts';
import { allocate, view } from './wasmHeap.ts';
import { convolutionInfo, type WindowAttributes, type WindowInfo } from './windowInfo.ts';

/** Numbers that the matrix of windows may hold at a time: 32 MB. */
const LARGEST_MATRIX = 8 * 1024 * 1024;

export function wasmFilterGradient(): void {
  replaceKernel('Conv2DBackpropFilter', 'wasm', () => (args) => {
    const attributes = args.attrs as unknown as WindowAttributes & { filterShape: number[] };
    const x = input<tf.Tensor4D>(args, 'x');
    return filterGradient(x, input<tf.Tensor4D>(args, 'dy'), convolutionInfo(x.shape, attributes.filterShape, attributes));
  });
}

function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, info: WindowInfo): tf.Tensor {
  const { batchSize, outHeight, outWidth, outChannels, filterHeight, filterWidth, inChannels } = info;
  const windowSize = filterHeight * filterWidth * inChannels;
  const places = outHeight * outWidth;
  const samplesAtOnce = Math.max(1, Math.min(batchSize, Math.floor(LARGEST_MATRIX / (places * windowSize))));
  return tf.tidy(() => {
    let sum: tf.Tensor | null = null;
    for (let start = 0; start < batchSize; start += samplesAtOnce) {
      const part: tf.Tensor = tf.tidy(() => {
        const count = Math.min(samplesAtOnce, batchSize - start);
        const windows = isPointwise(info) && count === batchSize ? tf.reshape(x, [count * places, windowSize]) : windowsOf(x, info, start, count);
        const slopes = count === batchSize ? dy : tf.slice(dy, [start, 0, 0, 0], [count, outHeight, outWidth, outChannels]);
        // [out, places]·[places, window]: the larger matrix stays as it is, only the small ones are transposed.
        const product = tf.matMul(tf.transpose(tf.reshape(slopes, [count * places, outChannels])), windows as tf.Tensor2D);
        return tf.transpose(product);
      });
      sum = sum === null ? part : tf.add(sum, part);
    }
    return tf.reshape(sum!, [filterHeight, filterWidth, inChannels, outChannels]);
  });
}

/** A 1×1 kernel at stride 1 without padding: the input is its own matrix of windows. */
const isPointwise = (info: WindowInfo): boolean =>
  info.filterHeight * info.filterWidth * info.strideHeight * info.strideWidth === 1 && info.padInfo.top + info.padInfo.left === 0 && info.outHeight === info.inHeight && info.outWidth === info.inWidth;

/** Rows of `[filterHeight, filterWidth, inChannels]`, one for each place of the output; zeros outside the map. */
function windowsOf(x: tf.Tensor4D, info: WindowInfo, start: number, count: number): tf.Tensor {
  const { outHeight, outWidth, filterHeight, filterWidth, inChannels, inHeight, inWidth, strideHeight, strideWidth } = info;
  const rowSize = filterWidth * inChannels;
  const matrix = allocate([count * outHeight * outWidth, filterHeight * rowSize]);
  const [from, to] = [view(x), view(matrix)];
  let at = 0;
  for (let sample = start; sample < start + count; sample++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const top = oy * strideHeight - info.padInfo.top;
      for (let ox = 0; ox < outWidth; ox++) {
        const left = ox * strideWidth - info.padInfo.left;
        // The part of a window's row that lies in the map, in numbers from the row's start.
        const first = Math.max(-left, 0) * inChannels;
        const end = Math.max(first, Math.min(filterWidth, inWidth - left) * inChannels);
        for (let ky = 0; ky < filterHeight; ky++, at += rowSize) {
          const y = top + ky;
          if (y < 0 || y >= inHeight || end <= first) {
            to.fill(0, at, at + rowSize);
            continue;
          }
          const source = ((sample * inHeight + y) * inWidth + left) * inChannels;
          for (let i = 0; i < first; i++) to[at + i] = 0;
          for (let i = first; i < end; i++) to[at + i] = from[source + i]!;
          for (let i = end; i < rowSize; i++) to[at + i] = 0;
        }
      }
    }
  }
  return matrix;
}
