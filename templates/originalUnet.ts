// The U-Net as published: convolutions without padding, so that skips are cropped and the mask is smaller than the image.

import { doubleConv } from '../src/graph/blockLibrary/doubleConv.ts';
import { network, type Tensor } from '../src/graph/builder.ts';
import { integer } from '../src/layers/params.ts';
import { defineTemplate } from './template.ts';
import { imageCount } from './trainingImages.ts';
import { unpaddedMask, wholeSize } from './unpadded.ts';

/** Columns of the canvas between the ways down and up, and between what stands side by side on the way up; rows between levels. */
const ACROSS = 2.8;
const STEP = 1.4;
const LEVEL = 2;

export const originalUnet = defineTemplate({
  id: 'original-unet',
  label: 'Original U-Net',
  group: 'segmentation',
  summary: 'The U-Net of the paper, 572×572 to 388×388: no padding anywhere, so that every skip is cropped to what is left.',
  keywords: ['u-net', 'unet', 'valid', 'copy and crop', 'segmentation', 'biomedical', '572', '388'],
  reference: { text: 'Ronneberger, Fischer, Brox: U-Net: Convolutional Networks for Biomedical Image Segmentation (MICCAI 2015)', url: 'https://arxiv.org/abs/1505.04597' },
  params: {
    depth: integer({ label: 'Depth', doc: 'Number of times the map is halved.', default: 4, min: 1, max: 5 }),
    width: integer({ label: 'Width', doc: 'Channels at the first level; each level doubles them.', default: 64, min: 1, max: 128 }),
    size: integer({ label: 'Image size', doc: 'Height and width in pixels, taken up to the next that halves evenly: 572, 588, 604, … at depth 4.', default: 572, min: 16, max: 800 }),
    channels: integer({ label: 'Image channels', doc: '1 for grey, 3 for colour.', default: 1, min: 1, max: 3 }),
  },
  build({ depth, width, size: wanted, channels }) {
    const size = wholeSize(wanted, depth);
    const net = network('original-unet');
    const convolve = (x: Tensor, id: string, filters: number, at: readonly [number, number]): Tensor => x.block(doubleConv, { filters, padding: 0 }, { id, at });
    let x: Tensor = net.input([size, size, channels], { id: 'image', at: [0, -1] });
    const skips: Tensor[] = [];
    for (let level = 0; level < depth; level++) {
      let skip = convolve(x, `enc${level + 1}`, width * 2 ** level, [0, LEVEL * level]);
      // The authors' network drops out at the end of the way down.
      if (level === depth - 1) skip = skip.dropout({ rate: 0.5 }, { id: `drop${level + 1}`, at: [0, LEVEL * level + 1] });
      skips.push(skip);
      x = skip.maxPooling2d({ poolSize: 2 }, { id: `down${level + 1}`, at: [0, LEVEL * level + (level === depth - 1 ? 2 : 1)] });
    }
    const bottom = LEVEL * depth + 1;
    x = convolve(x, 'bottom', width * 2 ** depth, [0, bottom]).dropout({ rate: 0.5 }, { id: 'drop_bottom', at: [ACROSS / 2, bottom] });
    for (let level = depth - 1; level >= 0; level--) {
      const filters = width * 2 ** level;
      // Where something drops out, the skip leaves a row lower.
      const lowest = level === depth - 1;
      const row = LEVEL * level + (lowest ? 1 : 0);
      const column = ACROSS + (depth - 1 - level) * STEP;
      const up = x.conv2dTranspose({ filters, kernelSize: 2, strides: 2, kernelInitializer: 'heNormal' }, { id: `up${level + 1}`, at: [column, lowest ? bottom : row + 1] });
      const crop = skips[level]!.centerCrop2d({}, { id: `crop${level + 1}`, at: [column - STEP, row], with: [up] });
      const join = crop.concatenate({}, { id: `join${level + 1}`, at: [column, row], with: [up] });
      x = convolve(join, `dec${level + 1}`, filters, [column + STEP, row]);
    }
    const last = ACROSS + depth * STEP;
    const under = depth === 1 ? 2 : 1;
    x.conv2d({ filters: 2, kernelSize: 1, activation: 'softmax' }, { id: 'score', at: [last, under] }).output({ loss: 'sparseCategoricalCrossentropy' }, { id: 'mask', at: [last, under + 1] });
    return net
      .training({
        // The paper: a momentum of 0.99, and one image at a time.
        optimizer: { type: 'sgd', learningRate: 0.001, momentum: 0.99 },
        batchSize: 1,
        epochs: 5,
        data: { type: 'shapes', params: { count: Math.min(200, imageCount(size, channels)), size, channels, margin: (size - unpaddedMask(size, depth)) / 2 } },
      })
      .document();
  },
});
