// BatchNormalization: every channel brought to mean 0 and variance 1 over the batch, then scaled and shifted.

import { keptShapeWithChannels } from '../keptShape.ts';
import type { ConfigObject } from '../layer.ts';
import { call, defineLayer, runtime, tfLayers } from '../layer.ts';
import { boolean, number } from '../params.ts';

/** tfjs normalizes tensors of rank 2 to 4, the batch counted. */
const LARGEST_TFJS_RANK = 3;

export const batchNormalization = defineLayer({
  type: 'batchNormalization',
  label: 'BatchNormalization',
  category: 'normalization',
  summary: 'Keeps the values of every channel in a good range',
  doc: `During training every channel is shifted and scaled to mean 0 and variance 1 over the batch and all pixels, then two learned numbers per channel give it the range it needs: \`y = gamma·(x − mean) / √(variance + epsilon) + beta\`.

For the values \`[1, 3]\`, mean 2 and variance 1: they become \`[−1, 1]\`, whatever the layers before did to their scale. Training gets faster and bears larger learning rates.

In use there is no batch to measure, so running means are taken instead: \`moving = momentum·moving + (1 − momentum)·batch\`. With 64 channels that makes \`4·64 = 256\` weights, of which 128 are trained.

The layer before it needs no bias: it would be subtracted again. Small batches give noisy means; below about 8 samples it does harm.`,
  reference: { text: 'Ioffe and Szegedy 2015, Batch Normalization', url: 'https://arxiv.org/abs/1502.03167' },
  keywords: ['bn', 'batchnorm', 'normalize', 'norm', 'standardize'],
  params: {
    momentum: number({
      label: 'Momentum',
      doc: 'Share of the running mean that is kept at every step. With few steps use 0.9, or the running means lag behind.',
      default: 0.99,
      min: 0,
      max: 1,
      step: 0.01,
    }),
    epsilon: number({ label: 'Epsilon', doc: 'Added to the variance, so that a constant channel is not divided by zero.', default: 0.001, min: 1e-12, max: 1, advanced: true }),
    center: boolean({ label: 'Center', doc: 'Adds the learned beta.', default: true, advanced: true }),
    scale: boolean({ label: 'Scale', doc: 'Multiplies by the learned gamma. Not needed where a linear layer follows.', default: true, advanced: true }),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => [`${p.scale ? 'γ·x̂' : 'x̂'}${p.center ? ' + β' : ''}`, ...(p.momentum === 0.99 ? [] : [`m ${p.momentum}`])].join(' · '),
  shape: (_p, [input]) => keptShapeWithChannels('BatchNormalization', input),
  weights(p, [input]) {
    const shape = [input?.at(-1) ?? 0];
    return [
      ...(p.scale ? [{ name: 'gamma', shape, trainable: true }] : []),
      ...(p.center ? [{ name: 'beta', shape, trainable: true }] : []),
      { name: 'moving_mean', shape, trainable: false },
      { name: 'moving_variance', shape, trainable: false },
    ];
  },
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  // Without scale or center tfjs crashes in training.
  lower(p, [input]) {
    const config: ConfigObject = {
      ...(p.momentum === 0.99 ? {} : { momentum: p.momentum }),
      ...(p.epsilon === 0.001 ? {} : { epsilon: p.epsilon }),
      ...(p.center ? {} : { center: false }),
      ...(p.scale ? {} : { scale: false }),
    };
    const exact = p.center && p.scale && (input?.length ?? 0) <= LARGEST_TFJS_RANK;
    return call(exact ? tfLayers('batchNormalization') : runtime('batchNormalization'), config);
  },
});
