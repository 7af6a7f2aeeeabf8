// U-Net: down to the global context, up again to the detail, with skips by concatenation at every level.

import { network, type Tensor } from '../src/graph/builder.ts';
import { boolean, integer } from '../src/layers/params.ts';
import { defineTemplate } from './template.ts';

/** Rows that a level takes: the decoder needs one for each of up-sampling, join and two convolutions. */
const ROWS = 4;
/** Columns by which each level steps towards the middle, and the distance between encoder and decoder at the bottom. */
const STEP = 0.3;
const GAP = 1.5;

export const unet = defineTemplate({
  id: 'unet',
  label: 'U-Net',
  summary: 'Segments an image: every pixel gets a class, with the context of the whole picture and the detail of the first layers.',
  reference: { text: 'Ronneberger, Fischer, Brox: U-Net (MICCAI 2015)', url: 'https://arxiv.org/abs/1505.04597' },
  params: {
    depth: integer({ label: 'Depth', doc: 'Number of times the map is halved. The paper has 4.', default: 3, min: 1, max: 6 }),
    width: integer({ label: 'Width', doc: 'Channels at the first level; each level doubles them. The paper has 64.', default: 16, min: 1, max: 128 }),
    size: integer({ label: 'Image size', doc: 'Height and width in pixels. A multiple of 2 to the power of the depth keeps every level whole.', default: 64, min: 4, max: 2048 }),
    channels: integer({ label: 'Image channels', doc: '1 for grey, 3 for colour.', default: 3, min: 1, max: 64 }),
    normalize: boolean({ label: 'Batch normalization', doc: 'Normalizes after each 3×3 convolution. The paper, older than batch normalization, has none.', default: false }),
  },
  build({ depth, width, size, channels, normalize }) {
    const net = network('unet');
    const right = 2 * STEP * depth + GAP;
    const encoder = (level: number, row: number): readonly [number, number] => [level * STEP, level * ROWS + row];
    const decoder = (level: number, row: number): readonly [number, number] => [right - level * STEP, level * ROWS + row];

    /** Two 3×3 convolutions that keep the size, going down (`step` 1) or up (−1) the canvas from `at`. */
    const doubleConv = (x: Tensor, name: string, filters: number, at: readonly [number, number], step: 1 | -1): Tensor => {
      let y = x;
      ['a', 'b'].forEach((part, i) => {
        const place: readonly [number, number] = [at[0], at[1] + i * step];
        const conv = { filters, kernelSize: 3, padding: 1, kernelInitializer: 'heNormal' } as const;
        if (!normalize) y = y.conv2d({ ...conv, activation: 'relu' }, { id: `${name}${part}`, at: place });
        else {
          y = y
            .conv2d({ ...conv, useBias: false }, { id: `${name}${part}`, at: place })
            .batchNormalization({}, { id: `${name}${part}_norm`, at: [place[0] + step * -0.9, place[1]] })
            .activation({ activation: 'relu' }, { id: `${name}${part}_relu`, at: [place[0] + step * -0.9, place[1] + 0.5 * step] });
        }
      });
      return y;
    };

    let x = net.input([size, size, channels], { id: 'image', at: encoder(0, 0) });
    const skips: Tensor[] = [];
    for (let level = 0; level < depth; level++) {
      const skip = doubleConv(x, `enc${level + 1}`, width * 2 ** level, encoder(level, 1), 1);
      skips.push(skip);
      x = skip.maxPooling2d({ poolSize: 2 }, { id: `down${level + 1}`, at: encoder(level, 3) });
    }
    x = doubleConv(x, 'bottom', width * 2 ** depth, [right / 2, depth * ROWS + 0.4], 1);
    for (let level = depth - 1; level >= 0; level--) {
      const filters = width * 2 ** level;
      x = x
        .conv2dTranspose({ filters, kernelSize: 2, strides: 2, kernelInitializer: 'heNormal' }, { id: `up${level + 1}`, at: decoder(level, 3) })
        .concatenate({}, { id: `join${level + 1}`, at: decoder(level, 2), with: [skips[level]!] });
      x = doubleConv(x, `dec${level + 1}`, filters, decoder(level, 1), -1);
    }
    x.conv2d({ filters: 1, kernelSize: 1, activation: 'sigmoid' }, { id: 'score', at: decoder(0, -1) }).output(
      { loss: 'diceBinaryCrossentropy' },
      { id: 'mask', at: decoder(0, -2) },
    );
    return net
      .training({ optimizer: { type: 'adam', learningRate: 0.001 }, batchSize: 8, epochs: 10, data: { type: 'shapes', params: { size, channels } } })
      .document();
  },
});
