// A fully convolutional classifier of one-dimensional signals.

import { network, type Tensor } from '../src/graph/builder.ts';
import { integer } from '../src/layers/params.ts';
import { defineTemplate } from './template.ts';

/** Filters, as multiples of the width, and kernel size of each convolution. */
const CONVOLUTIONS = [
  [1, 8],
  [2, 5],
  [1, 3],
] as const;

export const signalCnn = defineTemplate({
  id: 'signal-cnn',
  label: '1-D signal CNN',
  group: 'sequences',
  summary: 'Tells kinds of waves apart, wherever in the sequence they stand: three convolutions over time and a mean.',
  keywords: ['time series', 'fcn', 'conv1d', 'waveform', 'sensor', 'ecg', 'audio', 'sequence'],
  reference: { text: 'Wang, Yan, Oates: Time Series Classification from Scratch with Deep Neural Networks (IJCNN 2017)', url: 'https://arxiv.org/abs/1611.06455' },
  params: {
    width: integer({ label: 'Width', doc: 'Filters of the first and the last convolution; the middle one has twice as many. The paper has 128.', default: 32, min: 1, max: 512 }),
    length: integer({ label: 'Length', doc: 'Steps of a sequence.', default: 128, min: 16, max: 8192 }),
    channels: integer({ label: 'Channels', doc: 'Sensors that record side by side.', default: 1, min: 1, max: 64 }),
    classes: integer({ label: 'Classes', doc: 'Number of kinds of waves.', default: 8, min: 2, max: 8 }),
  },
  build({ width, length, channels, classes }) {
    const net = network('signal-cnn');
    let x: Tensor = net.input([length, channels], { id: 'signal', at: [0, 0] });
    CONVOLUTIONS.forEach(([factor, kernelSize], i) => {
      const column = 1.35 * i;
      x = x
        .conv1d({ filters: width * factor, kernelSize, padding: 'same', kernelInitializer: 'heNormal' }, { id: `conv${i + 1}`, at: [column, i === 1 ? 3 : 1] })
        .batchNormalization({ momentum: 0.9 }, { id: `norm${i + 1}`, at: [column, 2] })
        .activation({ activation: 'relu' }, { id: `relu${i + 1}`, at: [column, i === 1 ? 1 : 3] });
    });
    x.globalAveragePooling1d({}, { id: 'pool', at: [4.05, 3] })
      .dense({ units: classes, activation: 'softmax' }, { id: 'classify', at: [4.05, 2] })
      .output({ loss: 'sparseCategoricalCrossentropy' }, { id: 'kind', at: [4.05, 1] });
    return net
      .training({ optimizer: { type: 'adam', learningRate: 0.002 }, batchSize: 32, epochs: 10, data: { type: 'signals', params: { length, channels, classes } } })
      .document();
  },
});
