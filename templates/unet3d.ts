// The 3-D U-Net: segments volumes, with channels that double before each pooling.

import { doubleConv3d, wideningConv3d } from '../src/graph/blockLibrary/doubleConv.ts';
import { network, type Tensor } from '../src/graph/builder.ts';
import { choice, integer } from '../src/layers/params.ts';
import { defineTemplate } from './template.ts';
import { unpaddedMask, wholeSize } from './unpadded.ts';

const BESIDE = 1.4;
const GAP = 2.2;

/** How much wider than the decoder's volume the skip of each level is on each side, without padding. */
const cropOf = (level: number, depth: number): number => {
  // What the levels below take away on the way down and up, seen at this one: 8 for each, 4 for the lowest, doubled per level.
  let lost = 4;
  for (let i = depth - 1; i > level; i--) lost = 2 * lost + 8;
  return lost;
};

export const unet3d = defineTemplate({
  id: 'unet-3d',
  label: '3-D U-Net',
  group: 'volumes',
  summary: 'Segments volumes, as of a scanner: every voxel gets a class. Convolutions, poolings and skips are those of a U-Net in three dimensions.',
  keywords: ['u-net', 'volume', 'voxel', 'conv3d', 'segmentation', 'medical', 'mri', 'ct'],
  reference: { text: 'Çiçek, Abdulkadir, Lienkamp, Brox, Ronneberger: 3D U-Net (MICCAI 2016)', url: 'https://arxiv.org/abs/1606.06650' },
  params: {
    depth: integer({ label: 'Depth', doc: 'Number of times the volume is halved. The paper has 3.', default: 2, min: 1, max: 3 }),
    width: integer({ label: 'Width', doc: 'Filters of the first convolution. The paper has 32.', default: 8, min: 1, max: 64 }),
    size: integer({ label: 'Volume size', doc: 'Depth, height and width in voxels: a multiple of 2 to the power of the depth; without padding taken up to the next that halves evenly.', default: 32, min: 8, max: 160 }),
    padding: choice<'same' | 'valid'>({
      label: 'Padding',
      doc: 'What the 3×3×3 convolutions do at the border.',
      default: 'same',
      options: [
        { value: 'same', label: 'Keeps the size', doc: 'The mask is as large as the volume.' },
        { value: 'valid', label: 'None, as published', doc: 'The mask is smaller, and skips are cropped: 132 voxels become 44 at depth 3.' },
      ],
    }),
  },
  build({ depth, width, size: wanted, padding }) {
    const net = network('unet-3d');
    const padded = padding === 'same';
    const border = padded ? 1 : 0;
    const size = padded ? wanted : wholeSize(wanted, depth);
    // Crops stand between encoder and decoder.
    const across = GAP + (padded ? 0 : BESIDE);
    let x: Tensor = net.input([size, size, size, 1], { id: 'volume', at: [0, -1] });
    const maps: Tensor[] = [];
    for (let level = 0; level < depth; level++) {
      const map = x.block(wideningConv3d, { filters: width * 2 ** level, padding: border }, { id: `enc${level + 1}`, at: [0, 2 * level] });
      maps.push(map);
      x = map.maxPooling3d({ poolSize: 2 }, { id: `down${level + 1}`, at: [0, 2 * level + 1] });
    }
    x = x.block(wideningConv3d, { filters: width * 2 ** depth, padding: border }, { id: 'bottom', at: [0, 2 * depth] });
    for (let level = depth - 1; level >= 0; level--) {
      const filters = width * 2 ** (level + 2);
      const column = across + (depth - 1 - level) * BESIDE;
      const row = 2 * level;
      const up = x.conv3dTranspose({ filters, kernelSize: 2, strides: 2, useBias: false, kernelInitializer: 'heNormal' }, { id: `up${level + 1}`, at: [column, level === depth - 1 ? 2 * depth : row + 1] });
      const map = maps[level]!;
      const skip = padded ? map : map.cropping3d({ cropping: cropOf(level, depth) }, { id: `crop${level + 1}`, at: [column - BESIDE, row] });
      x = up
        .concatenate({}, { id: `join${level + 1}`, at: [column, row], with: [skip] })
        .block(doubleConv3d, { filters: filters / 2, padding: border }, { id: `dec${level + 1}`, at: [column + BESIDE, row] });
    }
    const last = across + (depth + 1) * BESIDE;
    x.conv3d({ filters: 1, kernelSize: 1, activation: 'sigmoid' }, { id: 'score', at: [last, 0] }).output({ loss: 'diceBinaryCrossentropy' }, { id: 'mask', at: [last, 1] });
    const count = Math.max(8, Math.min(60, Math.floor(2 ** 24 / size ** 3)));
    return net
      .training({
        optimizer: { type: 'adam', learningRate: 0.002 },
        batchSize: 2,
        epochs: 10,
        data: { type: 'volumes', params: { count, size, ...(padded ? {} : { margin: (size - unpaddedMask(size, depth)) / 2 }) } },
      })
      .document();
  },
});
