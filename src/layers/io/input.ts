// Input: where data enters the network. Owns the shape of one sample.

import type { ShapeOutcome } from '../layer.ts';
import { axisNames, call, defineLayer, formatShape } from '../layer.ts';
import { plainStep } from '../convolution/size.ts';
import { shape } from '../params.ts';

export const input = defineLayer({
  type: 'input',
  label: 'Input',
  category: 'io',
  summary: 'Where data enters the network',
  doc: `The shape of one sample, without the batch and with the channels last: \`[height, width, channels]\` for an image, \`[features]\` for a row of a table.

A colour image of 64 by 64 pixels is \`[64, 64, 3]\`: \`64·64·3 = 12288\` numbers. A grey one has one channel, \`[64, 64, 1]\`, not \`[64, 64]\`: convolutions need the channel axis.

The batch axis is not part of the shape: during training it holds as many samples as the batch size says. An axis of \`null\` is known only when data arrives; layers whose weights depend on it, such as Dense, cannot follow.`,
  reference: { text: 'TensorFlow.js, tf.input', url: 'https://js.tensorflow.org/api/latest/#input' },
  keywords: ['data', 'image', 'start', 'x'],
  params: {
    shape: shape({ label: 'Shape', doc: 'Shape of one sample without the batch, channels last; null for a size known only when data arrives.', default: [64, 64, 3], unknownAxes: true }),
  },
  inputs: { min: 0, max: 0 },
  hasOutput: true,
  notation: (p) => formatShape(p.shape),
  shape: (p): ShapeOutcome => {
    const names = axisNames(p.shape.length);
    return { ok: true, output: p.shape, steps: p.shape.map((dim, i) => plainStep(names[i] ?? `axis ${i}`, 'shape', dim)) };
  },
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: (p) => call({ from: 'tf', name: 'input' }, { shape: p.shape }, 0),
});
