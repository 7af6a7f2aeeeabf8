// GoogLeNet: nine Inception blocks.

import { inception } from '../src/graph/blockLibrary/inception.ts';
import { CONV, NORM } from '../src/graph/blockLibrary/parts.ts';
import { network, type Tensor } from '../src/graph/builder.ts';
import { choice } from '../src/layers/params.ts';
import { classifier, imageNetParams } from './imageEnds.ts';
import { defineTemplate } from './template.ts';
import { imageTraining } from './trainingImages.ts';
import { winding } from './winding.ts';

type Widths = readonly [ones: number, reduce3: number, threes: number, reduce5: number, fives: number, pooled: number];

/** The blocks of each stage: table 1 of the paper. */
const STAGES: readonly (readonly (readonly [name: string, Widths])[])[] = [
  [
    ['3a', [64, 96, 128, 16, 32, 32]],
    ['3b', [128, 128, 192, 32, 96, 64]],
  ],
  [
    ['4a', [192, 96, 208, 16, 48, 64]],
    ['4b', [160, 112, 224, 24, 64, 64]],
    ['4c', [128, 128, 256, 24, 64, 64]],
    ['4d', [112, 144, 288, 32, 64, 64]],
    ['4e', [256, 160, 320, 32, 128, 128]],
  ],
  [
    ['5a', [256, 160, 320, 32, 128, 128]],
    ['5b', [384, 192, 384, 48, 128, 128]],
  ],
];

export const googlenet = defineTemplate({
  id: 'googlenet',
  label: 'GoogLeNet (Inception)',
  group: 'classics',
  summary: 'Nine Inception blocks look at the same map through 1×1, 3×3 and 5×5 windows at once: a twentieth of VGG’s weights.',
  keywords: ['inception', 'inception v1', 'googlenet', 'multi-scale', 'imagenet', '1x1'],
  reference: { text: 'Szegedy et al.: Going Deeper with Convolutions (CVPR 2015)', url: 'https://arxiv.org/abs/1409.4842' },
  params: {
    fives: choice<'3' | '5'>({
      label: '5×5 kernels',
      doc: 'What the widest way of each block has.',
      default: '3',
      options: [
        { value: '3', label: '3×3', doc: 'As torchvision, whose weights were taken over from there.' },
        { value: '5', label: '5×5', doc: 'As the paper.' },
      ],
    }),
    ...imageNetParams(),
  },
  build({ fives, size, channels, classes }) {
    const net = network('googlenet');
    const path = winding();
    const convolve = (x: Tensor, id: string, params: NonNullable<Parameters<Tensor['conv2d']>[0]>): Tensor =>
      x
        .conv2d({ ...CONV, ...params }, { id, at: path.next() })
        .batchNormalization(NORM, { id: `${id}_norm`, at: path.next() })
        .activation({ activation: 'relu' }, { id: `${id}_relu`, at: path.next() });
    const halve = (x: Tensor, id: string, poolSize: number): Tensor => x.maxPooling2d({ poolSize, strides: 2, ceilMode: true }, { id, at: path.next() });

    let x = convolve(net.input([size, size, channels], { id: 'image', at: path.next() }), 'conv1', { filters: 64, kernelSize: 7, strides: 2, padding: 3 });
    x = halve(x, 'pool1', 3);
    path.turn();
    x = convolve(x, 'conv2', { filters: 64, kernelSize: 1 });
    x = convolve(x, 'conv3', { filters: 192, kernelSize: 3, padding: 1 });
    path.turn();
    x = halve(x, 'pool2', 3);
    const kernel: Readonly<Record<string, number>> = fives === '3' ? { kernel5: 3, padding5: 1 } : {};
    STAGES.forEach((blocks, stage) => {
      if (stage > 0) path.turn();
      for (const [name, [ones, reduce3, threes, reduce5, five, pooled]] of blocks) {
        x = x.block(inception, { ones, reduce3, threes, reduce5, fives: five, pooled, ...kernel }, { id: `inception${name}`, at: path.next() });
      }
      if (stage < 2) x = halve(x, `pool${stage + 3}`, stage === 0 ? 3 : 2);
    });
    classifier(x, path, classes, 0.2);
    return net.training(imageTraining({ size, channels, classes })).document();
  },
});
