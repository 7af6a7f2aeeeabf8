// The residual network for small images: three stages of n blocks, 6n + 2 layers deep.

import { residual, residualDown } from '../src/graph/blockLibrary/residual.ts';
import { network } from '../src/graph/builder.ts';
import { integer } from '../src/layers/params.ts';
import { classifier, smallImageParams, smallStem } from './imageEnds.ts';
import { defineTemplate } from './template.ts';
import { imageTraining } from './trainingImages.ts';
import { winding } from './winding.ts';

export const cifarResnet = defineTemplate({
  id: 'cifar-resnet',
  label: 'CIFAR ResNet',
  group: 'residual',
  summary: 'Classifies small images with residual blocks, y = F(x) + x. n = 3 is ResNet-20, n = 9 ResNet-56.',
  keywords: ['resnet-20', 'resnet-32', 'resnet-44', 'resnet-56', 'resnet-110', 'skip', 'shortcut', 'cifar-10'],
  reference: { text: 'He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, §4.2 (CVPR 2016)', url: 'https://arxiv.org/abs/1512.03385' },
  params: {
    n: integer({ label: 'Blocks per stage', doc: 'n; the network has 6n + 2 layers with weights.', default: 3, min: 1, max: 18 }),
    width: integer({ label: 'Width', doc: 'Channels of the first stage; the second has twice, the third four times as many.', default: 16, min: 1, max: 128 }),
    ...smallImageParams(),
  },
  build({ n, width, size, channels, classes }) {
    const net = network(`resnet-${6 * n + 2}`);
    const path = winding();
    let x = smallStem(net, path, width, { size, channels }, true);
    path.turn();
    x = x.block(residual, { filters: width, repeat: n }, { id: 'stage1', at: path.next() });
    for (const [stage, filters] of [[2, 2 * width], [3, 4 * width]] as const) {
      // The first block projects the shortcut to the new size (option B of the paper).
      x = x.block(residualDown, { filters }, { id: `stage${stage}_first`, at: path.next() });
      if (n > 1) x = x.block(residual, { filters, repeat: n - 1 }, { id: `stage${stage}`, at: path.next() });
    }
    path.turn();
    classifier(x, path, classes);
    return net.training(imageTraining({ size, channels, classes })).document();
  },
});
