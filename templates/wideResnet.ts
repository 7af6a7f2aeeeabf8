// Wide residual networks: fewer blocks, many more channels.

import { preActivation, preActivationDown } from '../src/graph/blockLibrary/preActivation.ts';
import { network } from '../src/graph/builder.ts';
import { integer } from '../src/layers/params.ts';
import { classifier, normRelu, smallImageParams, smallStem } from './imageEnds.ts';
import { defineTemplate } from './template.ts';
import { imageTraining } from './trainingImages.ts';
import { winding } from './winding.ts';

export const wideResnet = defineTemplate({
  id: 'wide-resnet',
  label: 'Wide ResNet',
  group: 'residual',
  summary: 'Pre-activation blocks, few and wide instead of many and narrow. n = 2, k = 4 is WRN-16-4; n = 4, k = 10 is WRN-28-10.',
  keywords: ['wrn', 'wrn-28-10', 'wrn-16-4', 'pre-activation', 'resnet v2', 'cifar-10'],
  reference: { text: 'Zagoruyko, Komodakis: Wide Residual Networks (BMVC 2016)', url: 'https://arxiv.org/abs/1605.07146' },
  params: {
    n: integer({ label: 'Blocks per stage', doc: 'n; the network has 6n + 4 layers with weights.', default: 2, min: 1, max: 18 }),
    k: integer({ label: 'Widening', doc: 'k; the stages have 16k, 32k and 64k channels.', default: 4, min: 1, max: 16 }),
    ...smallImageParams(),
  },
  build({ n, k, size, channels, classes }) {
    const net = network(`wrn-${6 * n + 4}-${k}`);
    const path = winding();
    let x = smallStem(net, path, 16, { size, channels }, false);
    for (const stage of [1, 2, 3]) {
      if (stage === 2) path.turn();
      const filters = 16 * k * 2 ** (stage - 1);
      const keeps = stage === 1 && k === 1;
      if (!keeps) x = x.block(preActivationDown, { filters, strides: stage === 1 ? 1 : 2 }, { id: `stage${stage}_first`, at: path.next() });
      const repeat = keeps ? n : n - 1;
      if (repeat > 0) x = x.block(preActivation, { filters, repeat }, { id: `stage${stage}`, at: path.next() });
    }
    path.turn();
    classifier(normRelu(x, path, 'last'), path, classes);
    return net.training(imageTraining({ size, channels, classes })).document();
  },
});
