// The gradient of max pooling on WebGPU. Of equal values in a window tfjs's own takes the last, all other backends the first; and
// after a ReLU many values are equal (0).

import * as tf from '@tensorflow/tfjs';
import { input, replaceKernel } from './replaceKernel.ts';
import { runFlat } from './webgpuBackend.ts';
import { poolingInfo, type PoolAttributes } from './windowInfo.ts';

export function webgpuMaxPoolGradient(): void {
  replaceKernel('MaxPoolGrad', 'webgpu', () => (args) => {
    const [x, dy] = [input<tf.Tensor4D>(args, 'input'), input<tf.Tensor4D>(args, 'dy')];
    const info = poolingInfo(x.shape, args.attrs as unknown as PoolAttributes);
    const ints = {
      channels: info.inChannels, height: info.inHeight, width: info.inWidth, outHeight: info.outHeight, outWidth: info.outWidth,
      kernelHeight: info.filterHeight, kernelWidth: info.filterWidth, strideHeight: info.strideHeight, strideWidth: info.strideWidth, top: info.padInfo.top, left: info.padInfo.left,
    };
    return tf.tidy(() => {
      const winners = runFlat({ name: 'maxPoolWinners', outputShape: dy.shape, threads: dy.size, inputs: { X: x }, ints: { ...ints, count: dy.size }, dtype: 'int32', code: WINNERS });
      return runFlat({ name: 'maxPoolGradient', outputShape: x.shape, threads: x.size, inputs: { DY: dy, WINNERS: winners }, ints: { ...ints, count: x.size }, code: GATHER });
    });
  });
}

/** Position, `y·width + x`, of the first largest value of every window; −1 where there is none. */
const WINNERS = `
  fn main(index : i32) {
    if (index >= uniforms.count) { return; }
    let c = index % uniforms.channels;
    let ox = (index / uniforms.channels) % uniforms.outWidth;
    let oy = (index / (uniforms.channels * uniforms.outWidth)) % uniforms.outHeight;
    let sample = index / (uniforms.channels * uniforms.outWidth * uniforms.outHeight);
    let y0 = oy * uniforms.strideHeight - uniforms.top;
    let x0 = ox * uniforms.strideWidth - uniforms.left;
    var largest = 0.0;
    var winner = -1;
    for (var y = max(y0, 0); y < min(y0 + uniforms.kernelHeight, uniforms.height); y++) {
      for (var x = max(x0, 0); x < min(x0 + uniforms.kernelWidth, uniforms.width); x++) {
        let value = X[((sample * uniforms.height + y) * uniforms.width + x) * uniforms.channels + c];
        if (winner < 0 || value > largest) {
          largest = value;
          winner = y * uniforms.width + x;
        }
      }
    }
    result[index] = winner;
  }`;

/** Every value collects the slopes of the windows that it won. */
const GATHER = `
  fn main(index : i32) {
    if (index >= uniforms.count) { return; }
    let c = index % uniforms.channels;
    let x = (index / uniforms.channels) % uniforms.width;
    let y = (index / (uniforms.channels * uniforms.width)) % uniforms.height;
    let sample = index / (uniforms.channels * uniforms.width * uniforms.height);
    let place = y * uniforms.width + x;
    // The windows that reach it: start ≤ place < start + kernel.
    let firstY = max((y + uniforms.top - uniforms.kernelHeight + uniforms.strideHeight) / uniforms.strideHeight, 0);
    let firstX = max((x + uniforms.left - uniforms.kernelWidth + uniforms.strideWidth) / uniforms.strideWidth, 0);
    var sum = 0.0;
    for (var oy = firstY; oy <= min((y + uniforms.top) / uniforms.strideHeight, uniforms.outHeight - 1); oy++) {
      for (var ox = firstX; ox <= min((x + uniforms.left) / uniforms.strideWidth, uniforms.outWidth - 1); ox++) {
        let out = ((sample * uniforms.outHeight + oy) * uniforms.outWidth + ox) * uniforms.channels + c;
        if (WINNERS[out] == place) { sum += DY[out]; }
      }
    }
    result[index] = sum;
  }`;
