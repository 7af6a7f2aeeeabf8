// U-Net as it is usual today: down to the global context, up again to the detail, with skips by concatenation at every level.

import { doubleConv as plainBlock, doubleConvNorm as normalizedBlock } from '../src/graph/blockLibrary/doubleConv.ts';
import { network, type Tensor } from '../src/graph/builder.ts';
import { boolean, choice, integer } from '../src/layers/params.ts';
import { defineTemplate } from './template.ts';
import { maskTraining } from './trainingImages.ts';

/** Columns by which each level of the encoder steps to the right, and the distance from its last level to the decoder's first. */
const STEP = 0.3;
const GAP = 1.5;
/** Columns between neighbours that are connected sideways, so that the size between them can be read. */
const BESIDE = 1.4;

type Place = readonly [column: number, row: number];

export const unet = defineTemplate({
  id: 'unet',
  label: 'U-Net',
  group: 'segmentation',
  summary: 'Segments an image: every pixel gets a class, with the context of the whole picture and the detail of the first layers.',
  keywords: ['segmentation', 'mask', 'encoder', 'decoder', 'skip', 'biomedical', 'deconvolution', 'unpooling', 'bilinear'],
  reference: { text: 'Ronneberger, Fischer, Brox: U-Net (MICCAI 2015)', url: 'https://arxiv.org/abs/1505.04597' },
  params: {
    depth: integer({ label: 'Depth', doc: 'Number of times the map is halved. The paper has 4.', default: 3, min: 1, max: 6 }),
    width: integer({ label: 'Width', doc: 'Channels at the first level; each level doubles them. The paper has 64.', default: 16, min: 1, max: 128 }),
    size: integer({ label: 'Image size', doc: 'Height and width in pixels. A multiple of 2 to the power of the depth keeps every level whole.', default: 64, min: 8, max: 1024 }),
    channels: integer({ label: 'Image channels', doc: '1 for grey, 3 for colour.', default: 3, min: 1, max: 3 }),
    normalize: boolean({ label: 'Batch normalization', doc: 'Normalizes after each 3×3 convolution. The paper, older than batch normalization, has none.', default: false }),
    up: choice<'deconvolution' | 'bilinear' | 'unpooling'>({
      label: 'Up-sampling',
      doc: 'How the map doubles on the way up. All three have as many weights.',
      default: 'deconvolution',
      options: [
        { value: 'deconvolution', label: 'Deconvolution', doc: 'A transposed 2×2 convolution with stride 2.' },
        { value: 'bilinear', label: 'Bilinear', doc: 'Straight lines between the pixels, then a 2×2 convolution: smooth, no checkerboard.' },
        { value: 'unpooling', label: 'Max-unpooling', doc: 'A 2×2 convolution, then every value back to where the max pooling of that level found the largest.' },
      ],
    }),
    blocks: boolean({ label: 'Blocks', doc: 'Each pair of convolutions is a block, linked to one definition; otherwise every layer stands by itself.', default: true }),
  },
  build({ depth, width, size, channels, normalize, up, blocks }) {
    const net = network('unet');
    /** Nodes of a double convolution, which stand one above the other, and nodes from one level up to the next. */
    const tall = blocks ? 1 : normalize ? 6 : 2;
    const rise = up === 'deconvolution' ? 1 : 2;
    const top = (level: number): number => level * (tall + rise);
    const left = (level: number): number => level * STEP;
    // Going up, every level of the decoder stands further to the right: the convolutions beside the join, the next up-sampling above them.
    const right = (level: number): number => left(depth - 1) + GAP + (depth - 1 - level) * BESIDE;

    /** Two 3×3 convolutions that keep the size, from `at` downwards (`step` 1), upwards (−1) or to the right (0). */
    const doubleConv = (x: Tensor, name: string, filters: number, [column, row]: Place, step: 1 | -1 | 0): Tensor => {
      if (blocks) return x.block(normalize ? normalizedBlock : plainBlock, { filters }, { id: name, at: [column, row] });
      let count = 0;
      const next = (): Place => (step === 0 ? [column + BESIDE * count++, row] : [column, row + step * count++]);
      return ['a', 'b'].reduce((y, part) => {
        const id = `${name}${part}`;
        const conv = { filters, kernelSize: 3, padding: 1, kernelInitializer: 'heNormal' } as const;
        if (!normalize) return y.conv2d({ ...conv, activation: 'relu' }, { id, at: next() });
        return y
          .conv2d({ ...conv, useBias: false }, { id, at: next() })
          .batchNormalization({}, { id: `${id}_norm`, at: next() })
          .activation({ activation: 'relu' }, { id: `${id}_relu`, at: next() });
      }, x);
    };

    /** Twice the height and width, half the channels; ends at `at`, a further node stands below. */
    const enlarge = (x: Tensor, level: number, skip: Tensor, at: Place): Tensor => {
      const filters = width * 2 ** level;
      const id = `up${level + 1}`;
      const below: Place = [at[0], at[1] + 1];
      const conv = { filters, kernelSize: 2, padding: 'same', kernelInitializer: 'heNormal' } as const;
      switch (up) {
        case 'deconvolution':
          return x.conv2dTranspose({ filters, kernelSize: 2, strides: 2, kernelInitializer: 'heNormal' }, { id, at });
        case 'bilinear':
          return x.upSampling2d({ size: 2, interpolation: 'bilinear' }, { id, at: below }).conv2d(conv, { id: `${id}_conv`, at });
        case 'unpooling':
          return x.conv2d(conv, { id: `${id}_conv`, at: below }).maxUnpooling2d({ poolSize: 2 }, { id, at, with: [skip] });
        default:
          return up satisfies never;
      }
    };

    let x = net.input([size, size, channels], { id: 'image', at: [0, -1] });
    const skips: Tensor[] = [];
    for (let level = 0; level < depth; level++) {
      const skip = doubleConv(x, `enc${level + 1}`, width * 2 ** level, [left(level), top(level)], 1);
      skips.push(skip);
      x = skip.maxPooling2d({ poolSize: 2 }, { id: `down${level + 1}`, at: [left(level), top(level) + tall] });
    }
    // One card stands in the middle below; two end below the first up-sampling; six stand one above the other.
    const middle = blocks ? (left(depth - 1) + right(depth - 1)) / 2 : normalize ? left(depth) : right(depth - 1) - BESIDE;
    x = doubleConv(x, 'bottom', width * 2 ** depth, [middle, top(depth)], 0);
    for (let level = depth - 1; level >= 0; level--) {
      const skip = skips[level]!;
      x = enlarge(x, level, skip, [right(level), top(level) + tall]).concatenate({}, { id: `join${level + 1}`, at: [right(level), top(level) + tall - 1], with: [skip] });
      x = doubleConv(x, `dec${level + 1}`, width * 2 ** level, [right(level) + BESIDE, top(level) + tall - 1], -1);
    }
    const last = right(0) + BESIDE;
    x.conv2d({ filters: 1, kernelSize: 1, activation: 'sigmoid' }, { id: 'score', at: [last, -1] }).output(
      { loss: 'diceBinaryCrossentropy' },
      { id: 'mask', at: [last, -2] },
    );
    return net.training(maskTraining({ size, channels })).document();
  },
});
