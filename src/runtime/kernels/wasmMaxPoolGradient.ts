// The gradient of max pooling on the wasm backend. tfjs's own starts its search for the maximum at 0, so that a window whose values are
// all ≤ 0 passes no gradient, or to the wrong place. Ties go to the first, as on the cpu backend.

import * as tf from '@tensorflow/tfjs';
import { input, replaceKernel } from './replaceKernel.ts';
import { allocate, view } from './wasmHeap.ts';
import { poolingInfo, type PoolAttributes } from './windowInfo.ts';

export function wasmMaxPoolGradient(): void {
  replaceKernel('MaxPoolGrad', 'wasm', () => (args) => {
    const [x, dy] = [input<tf.Tensor4D>(args, 'input'), input<tf.Tensor4D>(args, 'dy')];
    const info = poolingInfo(x.shape, args.attrs as unknown as PoolAttributes);
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth } = info;
    const dx = allocate(x.shape);
    const [values, slopes, result] = [view(x), view(dy), view(dx)];
    result.fill(0);
    for (let sample = 0; sample < batchSize; sample++) {
      for (let oy = 0; oy < outHeight; oy++) {
        const top = oy * strideHeight - info.padInfo.top;
        const [y0, y1] = [Math.max(top, 0), Math.min(top + filterHeight, inHeight)];
        for (let ox = 0; ox < outWidth; ox++) {
          const left = ox * strideWidth - info.padInfo.left;
          const [x0, x1] = [Math.max(left, 0), Math.min(left + filterWidth, inWidth)];
          const out = ((sample * outHeight + oy) * outWidth + ox) * inChannels;
          for (let c = 0; c < inChannels; c++) {
            let largest = -Infinity;
            let at = -1;
            for (let iy = y0; iy < y1; iy++) {
              for (let ix = x0; ix < x1; ix++) {
                const i = ((sample * inHeight + iy) * inWidth + ix) * inChannels + c;
                if (values[i]! > largest) {
                  largest = values[i]!;
                  at = i;
                }
              }
            }
            if (at >= 0) result[at]! += slopes[out + c]!;
          }
        }
      }
    }
    return dx;
  });
}
