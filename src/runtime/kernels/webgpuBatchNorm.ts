// Batch normalization on WebGPU in 10 programs forward and backward; tfjs's takes about 49. Statistics of a channel are gathered by
// many threads, each over its share of the rows, and put together.

import * as tf from '@tensorflow/tfjs';
import { BATCH_GRADIENT, BATCH_MOMENTS, BATCH_NORMALIZE, MOVE_AVERAGE } from '../normalizeBatch.ts';
import { input, replaceKernel } from './replaceKernel.ts';
import { runFlat } from './webgpuBackend.ts';
import { partsOf } from './webgpuSum.ts';

/** One thread per channel puts the parts together, so there must not be many. */
const MOST_PARTS = 256;

export function webgpuBatchNorm(): void {
  replaceKernel(BATCH_MOMENTS, 'webgpu', () => (args) => tf.tidy(() => moments(input(args, 'x'))));
  replaceKernel(BATCH_NORMALIZE, 'webgpu', () => (args) => {
    const { epsilon } = args.attrs as unknown as { epsilon: number };
    const [x, mean, variance, gamma, beta] = ['x', 'mean', 'variance', 'gamma', 'beta'].map((name) => input(args, name) as tf.Tensor | undefined);
    return perChannel('batchNormalize', { X: x!, MEAN: mean!, VARIANCE: variance!, ...(gamma && { GAMMA: gamma }), ...(beta && { BETA: beta }) }, { epsilon },
      `(X[index] - MEAN[c]) * inverseSqrt(VARIANCE[c] + uniforms.epsilon)${gamma ? ' * GAMMA[c]' : ''}${beta ? ' + BETA[c]' : ''}`);
  });
  replaceKernel(BATCH_GRADIENT, 'webgpu', () => (args) => {
    const { epsilon } = args.attrs as unknown as { epsilon: number };
    const [x, dy, mean, variance] = ['x', 'dy', 'mean', 'variance'].map((name) => input(args, name)) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const gamma = input(args, 'gamma') as tf.Tensor | undefined;
    return tf.tidy(() => {
      const parts = gather('batchSlopes', { X: x, DY: dy, MEAN: mean, VARIANCE: variance }, { epsilon }, SLOPES);
      const [dBeta, dGamma] = [0, 1].map((which) => merge('batchSums', parts, x, `${which}`, SUM)) as [tf.Tensor, tf.Tensor];
      const dx = perChannel('batchGradient', { X: x, DY: dy, MEAN: mean, VARIANCE: variance, DGAMMA: dGamma, DBETA: dBeta, ...(gamma && { GAMMA: gamma }) }, { epsilon, share: 1 / x.shape[0]! },
        `slope(DY[index], (X[index] - MEAN[c]) * inverseSqrt(VARIANCE[c] + uniforms.epsilon), c)${gamma ? ' * GAMMA[c]' : ''} * inverseSqrt(VARIANCE[c] + uniforms.epsilon)`,
        'fn slope(dy : f32, normal : f32, c : i32) -> f32 { return dy - (DBETA[c] + normal * DGAMMA[c]) * uniforms.share; }');
      return [dx, dGamma, dBeta];
    });
  });
  replaceKernel(MOVE_AVERAGE, 'webgpu', () => (args) => {
    const [average, value] = [input(args, 'average'), input(args, 'value')];
    return runFlat({
      name: 'moveAverage',
      outputShape: average.shape,
      threads: average.size,
      inputs: { AVERAGE: average, VALUE: value },
      ints: { count: average.size },
      floats: { rest: 1 - (args.attrs as unknown as { momentum: number }).momentum },
      code: `
      fn main(index : i32) {
        if (index < uniforms.count) { result[index] = AVERAGE[index] + (VALUE[index] - AVERAGE[index]) * uniforms.rest; }
      }`,
    });
  });
}

function moments(x: tf.Tensor): tf.Tensor[] {
  const parts = gather('batchMoments', { X: x }, {}, MOMENTS);
  return ['mean', 'variance / f32(uniforms.rows)'].map((value, which) => merge('batchMoment', parts, x, String(which), PUT_TOGETHER(value)));
}

/** Two numbers of every channel for each part of the rows: `[parts, 2, channels]`. */
function gather(name: string, inputs: Readonly<Record<string, tf.Tensor>>, floats: Readonly<Record<string, number>>, body: string): tf.Tensor {
  const [rows = 1, channels = 1] = inputs['X']!.shape;
  const parts = Math.min(partsOf(rows, channels), MOST_PARTS);
  return runFlat({
    name,
    outputShape: [parts, 2, channels],
    threads: parts * channels,
    inputs,
    ints: { threads: parts * channels, parts, rows, channels },
    floats,
    code: `
    fn main(index : i32) {
      if (index >= uniforms.threads) { return; }
      let c = index % uniforms.channels;
      let part = index / uniforms.channels;
      ${body}
      result[part * 2 * uniforms.channels + c] = first;
      result[(part * 2 + 1) * uniforms.channels + c] = second;
    }`,
  });
}

/** Mean, and sum of squared distances from it. Counted from a value of the channel, so that a large mean costs no precision. */
const MOMENTS = `
      let origin = X[part * uniforms.channels + c];
      var sum = 0.0;
      var squares = 0.0;
      var count = 0.0;
      for (var row = part; row < uniforms.rows; row += uniforms.parts) {
        let distance = X[row * uniforms.channels + c] - origin;
        sum += distance;
        squares += distance * distance;
        count += 1.0;
      }
      let first = origin + sum / count;
      let second = max(squares - sum * sum / count, 0.0);`;

/** Σ dy and Σ dy·x̂. */
const SLOPES = `
      var first = 0.0;
      var second = 0.0;
      let mean = MEAN[c];
      let inverse = inverseSqrt(VARIANCE[c] + uniforms.epsilon);
      for (var row = part; row < uniforms.rows; row += uniforms.parts) {
        let dy = DY[row * uniforms.channels + c];
        first += dy;
        second += dy * (X[row * uniforms.channels + c] - mean) * inverse;
      }`;

/** One number of every channel, out of its parts. @param which tells programs apart */
function merge(name: string, parts: tf.Tensor, x: tf.Tensor, which: string, body: string): tf.Tensor {
  const [rows = 1, channels = 1] = x.shape;
  return runFlat({
    name: `${name}${which}`,
    outputShape: [channels],
    threads: channels,
    inputs: { PARTS: parts },
    ints: { rows, channels, parts: parts.shape[0]! },
    code: `
    fn part(i : i32, which : i32, c : i32) -> f32 { return PARTS[(i * 2 + which) * uniforms.channels + c]; }
    fn main(c : i32) {
      if (c >= uniforms.channels) { return; }
      const which = ${which};
      ${body}
    }`,
  });
}

const SUM = `
      var sum = 0.0;
      for (var i = 0; i < uniforms.parts; i++) { sum += part(i, which, c); }
      result[c] = sum;`;

/** Means and squares of parts of unequal length become those of all. (Chan, Golub and LeVeque 1983) */
const PUT_TOGETHER = (value: string): string => `
      var mean = 0.0;
      var variance = 0.0;
      var seen = 0.0;
      for (var i = 0; i < uniforms.parts; i++) {
        let count = f32((uniforms.rows - i + uniforms.parts - 1) / uniforms.parts);
        let distance = part(i, 0, c) - mean;
        let all = seen + count;
        mean += distance * count / all;
        variance += part(i, 1, c) + distance * distance * seen * count / all;
        seen = all;
      }
      result[c] = ${value};`;

/** `expression` for every value of `X`; `c` is its channel. */
function perChannel(name: string, inputs: Readonly<Record<string, tf.Tensor>>, floats: Readonly<Record<string, number>>, expression: string, functions = ''): tf.Tensor {
  const x = inputs['X']!;
  return runFlat({
    name: `${name}_${Object.keys(inputs).join('_')}`,
    outputShape: x.shape,
    threads: x.size,
    inputs,
    ints: { count: x.size, channels: x.shape[1]! },
    floats,
    code: `
    ${functions}
    fn main(index : i32) {
      if (index >= uniforms.count) { return; }
      let c = index % uniforms.channels;
      result[index] = ${expression};
    }`,
  });
}
