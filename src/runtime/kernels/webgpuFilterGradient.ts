// The gradient of a convolution's kernel on WebGPU. tfjs's has one thread per weight that walks over all places of all samples, so that
// a small kernel leaves a GPU idle. Here a thread does 4×4 weights (channels in × filters) over a share of the places; the shares are
// added up afterwards.

import * as tf from '@tensorflow/tfjs';
import { input, replaceKernel } from './replaceKernel.ts';
import { runFlat } from './webgpuBackend.ts';
import { partsOf } from './webgpuSum.ts';
import { convolutionInfo, type WindowAttributes } from './windowInfo.ts';

export function webgpuFilterGradient(): void {
  replaceKernel('Conv2DBackpropFilter', 'webgpu', (original) => (args) => {
    const attributes = args.attrs as unknown as WindowAttributes & { filterShape: number[]; dataFormat: 'NHWC' | 'NCHW' };
    if (attributes.dataFormat === 'NCHW') return original!(args);
    const [x, dy] = [input<tf.Tensor4D>(args, 'x'), input<tf.Tensor4D>(args, 'dy')];
    const { filterShape } = attributes;
    const info = convolutionInfo(x.shape, filterShape, attributes);
    const { batchSize, inChannels, outChannels, outHeight, outWidth, filterHeight, filterWidth } = info;
    const tiles = filterHeight * filterWidth * Math.ceil(inChannels / 4) * Math.ceil(outChannels / 4);
    const places = batchSize * outHeight * outWidth;
    const parts = partsOf(places, tiles);
    return tf.tidy(() => {
      const sums = runFlat({
        name: 'filterGradient',
        outputShape: [parts, ...filterShape],
        threads: tiles * parts,
        inputs: { X: x, DY: dy },
        ints: {
          threads: tiles * parts, places, share: Math.ceil(places / parts), inTiles: Math.ceil(inChannels / 4), outTiles: Math.ceil(outChannels / 4),
          channels: inChannels, filters: outChannels, height: info.inHeight, width: info.inWidth, outHeight, outWidth, kernelHeight: filterHeight, kernelWidth: filterWidth,
          strideHeight: info.strideHeight, strideWidth: info.strideWidth, top: info.padInfo.top, left: info.padInfo.left,
        },
        code: CODE,
      });
      return parts === 1 ? tf.reshape(sums, filterShape) : tf.sum(sums, 0);
    });
  });
}

/** Channels beyond the last are read from the last, and what comes of them is not written. */
const CODE = `
  fn main(index : i32) {
    if (index >= uniforms.threads) { return; }
    var rest = index;
    let co = rest % uniforms.outTiles * 4;
    rest /= uniforms.outTiles;
    let ci = rest % uniforms.inTiles * 4;
    rest /= uniforms.inTiles;
    let kx = rest % uniforms.kernelWidth;
    rest /= uniforms.kernelWidth;
    let ky = rest % uniforms.kernelHeight;
    let part = rest / uniforms.kernelHeight;

    let outs = min(vec4<i32>(co) + vec4<i32>(0, 1, 2, 3), vec4<i32>(uniforms.filters - 1));
    let ins = min(vec4<i32>(ci) + vec4<i32>(0, 1, 2, 3), vec4<i32>(uniforms.channels - 1));
    var sum : array<vec4<f32>, 4>;
    let first = part * uniforms.share;
    let end = min(first + uniforms.share, uniforms.places);
    var ox = first % uniforms.outWidth;
    var oy = first / uniforms.outWidth % uniforms.outHeight;
    var sample = first / (uniforms.outWidth * uniforms.outHeight);
    for (var place = first; place < end; place++) {
      let y = oy * uniforms.strideHeight - uniforms.top + ky;
      let x = ox * uniforms.strideWidth - uniforms.left + kx;
      if (y >= 0 && y < uniforms.height && x >= 0 && x < uniforms.width) {
        let source = ((sample * uniforms.height + y) * uniforms.width + x) * uniforms.channels;
        let to = place * uniforms.filters;
        let slope = vec4<f32>(DY[to + outs.x], DY[to + outs.y], DY[to + outs.z], DY[to + outs.w]);
        sum[0] += X[source + ins.x] * slope;
        sum[1] += X[source + ins.y] * slope;
        sum[2] += X[source + ins.z] * slope;
        sum[3] += X[source + ins.w] * slope;
      }
      ox++;
      if (ox == uniforms.outWidth) {
        ox = 0;
        oy++;
        if (oy == uniforms.outHeight) {
          oy = 0;
          sample++;
        }
      }
    }
    let tap = (part * uniforms.kernelHeight + ky) * uniforms.kernelWidth + kx;
    for (var i = 0; i < 4 && ci + i < uniforms.channels; i++) {
      for (var o = 0; o < 4 && co + o < uniforms.filters; o++) {
        result[(tap * uniforms.channels + ci + i) * uniforms.filters + co + o] = sum[i][o];
      }
    }
  }`;
