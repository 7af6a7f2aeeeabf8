// MobileNetV2: inverted residuals, for phones.

import { invertedResidual, invertedResidualDown, separable } from '../src/graph/blockLibrary/invertedResidual.ts';
import { CONV, NORM } from '../src/graph/blockLibrary/parts.ts';
import { network } from '../src/graph/builder.ts';
import { number } from '../src/layers/params.ts';
import { classifier, imageNetParams } from './imageEnds.ts';
import { defineTemplate } from './template.ts';
import { imageTraining } from './trainingImages.ts';
import { winding } from './winding.ts';

/** Channels, blocks and strides of each stage after the first: table 2 of the paper. */
const STAGES = [
  [24, 2, 2],
  [32, 3, 2],
  [64, 4, 2],
  [96, 3, 1],
  [160, 3, 2],
  [320, 1, 1],
] as const;
const EXPANSION = 6;

/** To a multiple of 8 that is not more than a tenth smaller, as the authors' code does. */
function divisible(channels: number): number {
  const rounded = Math.max(8, Math.floor((channels + 4) / 8) * 8);
  return rounded < 0.9 * channels ? rounded + 8 : rounded;
}

export const mobilenetV2 = defineTemplate({
  id: 'mobilenet-v2',
  label: 'MobileNetV2',
  group: 'mobile',
  summary: 'Made for phones: wide depthwise convolutions between narrow ends, a thirteenth of the work of a ResNet-50.',
  keywords: ['mobilenet', 'depthwise separable', 'inverted residual', 'linear bottleneck', 'relu6', 'imagenet', 'phone'],
  reference: { text: 'Sandler, Howard, Zhu, Zhmoginov, Chen: MobileNetV2: Inverted Residuals and Linear Bottlenecks (CVPR 2018)', url: 'https://arxiv.org/abs/1801.04381' },
  params: {
    width: number({ label: 'Width', doc: 'Factor on all channels, which are rounded to multiples of 8.', default: 1, min: 0.1, max: 2, step: 0.05 }),
    ...imageNetParams(),
  },
  build({ width, size, channels, classes }) {
    const net = network('mobilenet-v2');
    const path = winding();
    const wide = (filters: number): number => divisible(filters * width);
    let x = net
      .input([size, size, channels], { id: 'image', at: path.next() })
      .conv2d({ ...CONV, filters: wide(32), kernelSize: 3, strides: 2, padding: 1 }, { id: 'stem', at: path.next() })
      .batchNormalization(NORM, { id: 'stem_norm', at: path.next() })
      .activation({ activation: 'relu6' }, { id: 'stem_relu', at: path.next() })
      .block(separable, { filters: wide(16), strides: 1 }, { id: 'stage1', at: path.next() });
    let before = wide(16);
    STAGES.forEach(([filters, count, strides], i) => {
      if (i === 0 || i === 3) path.turn();
      const name = `stage${i + 2}`;
      const own = wide(filters);
      x = x.block(invertedResidualDown, { filters: own, width: EXPANSION * before, strides }, { id: `${name}_first`, at: path.next() });
      if (count > 1) x = x.block(invertedResidual, { filters: own, width: EXPANSION * own, repeat: count - 1 }, { id: name, at: path.next() });
      before = own;
    });
    path.turn();
    // The last convolution is never narrower than in the paper.
    x = x
      .conv2d({ ...CONV, filters: divisible(1280 * Math.max(1, width)), kernelSize: 1 }, { id: 'last', at: path.next() })
      .batchNormalization(NORM, { id: 'last_norm', at: path.next() })
      .activation({ activation: 'relu6' }, { id: 'last_relu', at: path.next() });
    classifier(x, path, classes, 0.2);
    return net.training(imageTraining({ size, channels, classes })).document();
  },
});
