// Batch normalization of rows of channels with its gradient in closed form, and the moving averages it leaves: what Netloom's layer and
// tfjs's own, once corrected, share. Composed, or few programs where a backend has them. (Ioffe and Szegedy 2015)

import * as tf from '@tensorflow/tfjs';
import type { Weight } from './layer.ts';

/** Under these names a backend may register fused programs. Inputs `x`, `mean`, `variance`, `gamma` and `beta` where there are, `dy`. */
export const BATCH_MOMENTS = 'NetloomBatchMoments';
export const BATCH_NORMALIZE = 'NetloomBatchNormalize';
export const BATCH_GRADIENT = 'NetloomBatchGradient';
export const MOVE_AVERAGE = 'NetloomMoveAverage';

const has = (kernel: string): boolean => tf.getKernel(kernel, tf.getBackend()) !== undefined;
const run = <T>(kernel: string, inputs: Readonly<Record<string, tf.Tensor | undefined>>, attributes: object = {}): T =>
  tf.engine().runKernel(kernel, Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor !== undefined)) as tf.NamedTensorMap, attributes as tf.NamedAttrMap) as unknown as T;

/** Factor and offset per channel; left out: 1 and 0. */
export interface Scaling {
  readonly gamma: tf.Tensor | undefined;
  readonly beta: tf.Tensor | undefined;
}

/** What a layer that normalizes batches holds, Netloom's or tfjs's. */
export interface BatchNormalizing {
  readonly gamma?: Weight | undefined;
  readonly beta?: Weight | undefined;
  readonly movingMean: Weight;
  readonly movingVariance: Weight;
  readonly momentum: number;
  readonly epsilon: number;
}

/** What such a layer makes of `[rows, channels]`: in training by the batch's own moments, towards which its averages move, else by the averages. */
export function normalizeRows(rows: tf.Tensor2D, layer: BatchNormalizing, isTraining: boolean): tf.Tensor2D {
  const { movingMean, movingVariance, momentum, epsilon } = layer;
  const scaling: Scaling = { gamma: layer.gamma?.read(), beta: layer.beta?.read() };
  if (!isTraining) return normalizeBy(rows, movingMean.read(), movingVariance.read(), scaling, epsilon);
  return normalizeBatch(rows, scaling, epsilon, (mean, variance) => {
    movingMean.write(moveAverage(movingMean.read(), mean, momentum));
    movingVariance.write(moveAverage(movingVariance.read(), variance, momentum));
  });
}

/**
 * @param x `[rows, channels]`
 * @param onMoments is given the batch's own mean and variance (of the whole batch, not of a sample of it: divided by N) per channel; they are gone afterwards
 */
export function normalizeBatch(x: tf.Tensor2D, { gamma, beta }: Scaling, epsilon: number, onMoments: (mean: tf.Tensor, variance: tf.Tensor) => void): tf.Tensor2D {
  const weights = [gamma, beta].filter((weight) => weight !== undefined);
  const op = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const input = args[0] as tf.Tensor2D;
    const factor = gamma === undefined ? undefined : (args[1] as tf.Tensor);
    const offset = beta === undefined ? undefined : (args[weights.length] as tf.Tensor);
    const [mean, variance] = momentsOf(input);
    onMoments(mean, variance);
    (args.at(-1) as tf.GradSaveFunc)(factor === undefined ? [input, mean, variance] : [input, mean, variance, factor]);
    return {
      value: scaled(input, mean, variance, factor, offset, epsilon),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [dx, dGamma, dBeta] = slopesOf(dy, saved, epsilon);
        return [dx, ...(gamma === undefined ? [] : [dGamma]), ...(beta === undefined ? [] : [dBeta])];
      },
    };
  });
  return op(x, ...weights) as tf.Tensor2D;
}

/** The same with given moments, as in inference. */
function normalizeBy(x: tf.Tensor2D, mean: tf.Tensor, variance: tf.Tensor, { gamma, beta }: Scaling, epsilon: number): tf.Tensor2D {
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  const factor = gamma === undefined ? inverse : tf.mul(inverse, gamma);
  const shift = tf.mul(mean, factor);
  return tf.add(tf.mul(x, factor), beta === undefined ? tf.neg(shift) : tf.sub(beta, shift));
}

/** `average + (value − average)·(1 − momentum)`. */
export function moveAverage(average: tf.Tensor, value: tf.Tensor, momentum: number): tf.Tensor {
  if (has(MOVE_AVERAGE)) return run(MOVE_AVERAGE, { average, value }, { momentum });
  return tf.add(average, tf.mul(tf.sub(value, average), 1 - momentum));
}

function momentsOf(x: tf.Tensor2D): [tf.Tensor, tf.Tensor] {
  if (has(BATCH_MOMENTS)) return run(BATCH_MOMENTS, { x });
  const mean = tf.mean(x, 0);
  return [mean, tf.mean(tf.square(tf.sub(x, mean)), 0)];
}

function scaled(x: tf.Tensor2D, mean: tf.Tensor, variance: tf.Tensor, gamma: tf.Tensor | undefined, beta: tf.Tensor | undefined, epsilon: number): tf.Tensor {
  if (has(BATCH_NORMALIZE)) return run(BATCH_NORMALIZE, { x, mean, variance, gamma, beta }, { epsilon });
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  const normal = tf.mul(tf.sub(x, mean), gamma === undefined ? inverse : tf.mul(inverse, gamma));
  return beta === undefined ? normal : tf.add(normal, beta);
}

/** dx = γ/σ · (dy − mean(dy) − x̂·mean(dy·x̂)), dγ = Σ dy·x̂, dβ = Σ dy. */
function slopesOf(dy: tf.Tensor, saved: tf.Tensor[], epsilon: number): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const [x, mean, variance, gamma] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor | undefined];
  if (has(BATCH_GRADIENT)) return run(BATCH_GRADIENT, { x, mean, variance, gamma, dy }, { epsilon });
  const rows = dy.shape[0] ?? 1;
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  const normal = tf.mul(tf.sub(x, mean), inverse);
  const dBeta = tf.sum(dy, 0);
  const dGamma = tf.sum(tf.mul(dy, normal), 0);
  const inner = tf.sub(tf.sub(dy, tf.div(dBeta, rows)), tf.mul(normal, tf.div(dGamma, rows)));
  return [tf.mul(inner, gamma === undefined ? inverse : tf.mul(gamma, inverse)), dGamma, dBeta];
}
