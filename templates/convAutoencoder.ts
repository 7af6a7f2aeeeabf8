// A convolutional autoencoder: the image through a narrow code and back.

import { network, type Tensor } from '../src/graph/builder.ts';
import { integer, number } from '../src/layers/params.ts';
import { defineTemplate } from './template.ts';
import { imageCount } from './trainingImages.ts';

export const convAutoencoder = defineTemplate({
  id: 'conv-autoencoder',
  label: 'Convolutional autoencoder',
  group: 'images',
  summary: 'Squeezes an image into a short code and draws it again from there; with noisy images it learns to clean them.',
  keywords: ['denoising', 'compression', 'latent', 'bottleneck', 'encoder', 'decoder', 'unsupervised', 'generative'],
  reference: { text: 'Masci, Meier, Cireșan, Schmidhuber: Stacked Convolutional Auto-Encoders (ICANN 2011)', url: 'https://doi.org/10.1007/978-3-642-21735-7_7' },
  params: {
    depth: integer({ label: 'Depth', doc: 'Number of times the map is halved on the way to the code.', default: 3, min: 1, max: 5 }),
    width: integer({ label: 'Width', doc: 'Channels of the first convolution; each next one doubles them.', default: 16, min: 1, max: 128 }),
    code: integer({ label: 'Code', doc: 'Numbers that stand for an image.', default: 32, min: 1, max: 4096 }),
    size: integer({ label: 'Image size', doc: 'Height and width in pixels; a multiple of 2 to the power of the depth.', default: 32, min: 16, max: 128 }),
    channels: integer({ label: 'Image channels', doc: '1 for grey, 3 for colour.', default: 1, min: 1, max: 3 }),
    noise: number({ label: 'Noise', doc: 'Standard deviation of the noise on what goes in; what shall come out has none.', default: 0.1, min: 0, max: 1, step: 0.05 }),
  },
  build({ depth, width, code, size, channels, noise }) {
    const net = network('conv-autoencoder');
    const half = { kernelSize: 4, strides: 2, padding: 1, activation: 'relu', kernelInitializer: 'heNormal' } as const;
    const levels = Array.from({ length: depth }, (_, i) => i);
    // Down on the left, the code below, up on the right.
    let x: Tensor = net.input([size, size, channels], { id: 'image', at: [0, 0] });
    for (const i of levels) x = x.conv2d({ ...half, filters: width * 2 ** i }, { id: `down${i + 1}`, at: [0, i + 1] });
    const smallest = Math.floor(size / 2 ** depth);
    const deepest = width * 2 ** (depth - 1);
    x = x
      .flatten({}, { id: 'flatten', at: [0, depth + 1] })
      .dense({ units: code }, { id: 'code', at: [1.4, depth + 1] })
      .dense({ units: smallest * smallest * deepest, activation: 'relu', kernelInitializer: 'heNormal' }, { id: 'expand', at: [2.8, depth + 1] })
      .reshape({ targetShape: [smallest, smallest, deepest] }, { id: 'reshape', at: [2.8, depth] });
    for (const i of levels.toReversed()) {
      const last = i === 0;
      const end = last ? ({ filters: channels, activation: 'sigmoid', kernelInitializer: 'glorotUniform' } as const) : { filters: width * 2 ** (i - 1) };
      x = x.conv2dTranspose({ ...half, ...end }, { id: `up${i + 1}`, at: [2.8, i] });
    }
    x.output({ loss: 'meanSquaredError' }, { id: 'restored', at: [2.8, -1] });
    return net
      .training({
        optimizer: { type: 'adam', learningRate: 0.001 },
        batchSize: 32,
        epochs: 20,
        data: { type: channels === 1 ? 'glyphs' : 'objects', params: { count: imageCount(size, channels), size, channels, noise, target: 'image' } },
      })
      .document();
  },
});
