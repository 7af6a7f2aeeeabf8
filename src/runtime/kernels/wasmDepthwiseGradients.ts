// The gradients of a depthwise convolution on the wasm backend, which has none: plain loops over the heap, channels innermost.

import type * as tf from '@tensorflow/tfjs';
import { input, replaceKernel } from './replaceKernel.ts';
import { allocate, view } from './wasmHeap.ts';
import { convolutionInfo, type WindowAttributes, type WindowInfo } from './windowInfo.ts';

export function wasmDepthwiseGradients(): void {
  replaceKernel('DepthwiseConv2dNativeBackpropInput', 'wasm', () => (args) => {
    const attributes = args.attrs as unknown as WindowAttributes & { inputShape: number[] };
    const [dy, filter] = [input<tf.Tensor4D>(args, 'dy'), input<tf.Tensor4D>(args, 'filter')];
    const dx = allocate(attributes.inputShape);
    const [slopes, weights, result] = [view(dy), view(filter), view(dx)];
    result.fill(0);
    eachPair(convolutionInfo(attributes.inputShape, filter.shape, attributes, true), (x, w, y, channels, multiplier) => {
      if (multiplier === 1) {
        for (let c = 0; c < channels; c++) result[x + c]! += slopes[y + c]! * weights[w + c]!;
        return;
      }
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let m = 0; m < multiplier; m++) sum += slopes[y + c * multiplier + m]! * weights[w + c * multiplier + m]!;
        result[x + c]! += sum;
      }
    });
    return dx;
  });
  replaceKernel('DepthwiseConv2dNativeBackpropFilter', 'wasm', () => (args) => {
    const attributes = args.attrs as unknown as WindowAttributes & { filterShape: number[] };
    const [x, dy] = [input<tf.Tensor4D>(args, 'x'), input<tf.Tensor4D>(args, 'dy')];
    const dw = allocate(attributes.filterShape);
    const [values, slopes, result] = [view(x), view(dy), view(dw)];
    // Summed in double precision: thousands of places add up here.
    const sums = new Float64Array(result.length);
    eachPair(convolutionInfo(x.shape, attributes.filterShape, attributes, true), (x, w, y, channels, multiplier) => {
      for (let c = 0; c < channels; c++) {
        for (let m = 0; m < multiplier; m++) sums[w + c * multiplier + m]! += values[x + c]! * slopes[y + c * multiplier + m]!;
      }
    });
    result.set(sums);
    return dw;
  });
}

/** Calls `visit` with the offsets of every input pixel, kernel element and output pixel that belong together. */
function eachPair(
  info: WindowInfo,
  visit: (x: number, w: number, y: number, channels: number, multiplier: number) => void,
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } = info;
  const multiplier = outChannels / inChannels;
  for (let sample = 0; sample < batchSize; sample++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        const y = ((sample * outHeight + oy) * outWidth + ox) * outChannels;
        for (let ky = 0; ky < filterHeight; ky++) {
          const iy = oy * info.strideHeight - info.padInfo.top + ky * info.dilationHeight;
          if (iy < 0 || iy >= inHeight) continue;
          for (let kx = 0; kx < filterWidth; kx++) {
            const ix = ox * info.strideWidth - info.padInfo.left + kx * info.dilationWidth;
            if (ix < 0 || ix >= inWidth) continue;
            const x = ((sample * inHeight + iy) * inWidth + ix) * inChannels;
            visit(x, (ky * filterWidth + kx) * outChannels, y, inChannels, multiplier);
          }
        }
      }
    }
  }
}
