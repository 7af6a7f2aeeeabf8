// A vision transformer: the image as a sequence of patches.

import { transformerEncoder } from '../src/graph/blockLibrary/transformerEncoder.ts';
import { network } from '../src/graph/builder.ts';
import { integer } from '../src/layers/params.ts';
import { smallImageParams } from './imageEnds.ts';
import { defineTemplate } from './template.ts';
import { imageBatch, imageCount, imageTraining } from './trainingImages.ts';
import { winding } from './winding.ts';

export const visionTransformer = defineTemplate({
  id: 'vision-transformer',
  label: 'Vision transformer',
  group: 'attention',
  summary: 'Cuts the image into patches and lets each look at all others, layer after layer; a learned token gathers the answer.',
  keywords: ['vit', 'vit-b/16', 'transformer', 'attention', 'patches', 'class token', 'encoder'],
  reference: { text: 'Dosovitskiy et al.: An Image is Worth 16×16 Words (ICLR 2021)', url: 'https://arxiv.org/abs/2010.11929' },
  params: {
    patch: integer({ label: 'Patch', doc: 'Height and width of a patch in pixels. The paper has 16 for images of 224.', default: 4, min: 1, max: 64 }),
    features: integer({ label: 'Features per head', doc: 'Numbers per patch and head. The paper has 64.', default: 16, min: 1, max: 128 }),
    heads: integer({ label: 'Heads', doc: 'Heads of each attention; features per head times heads is the width. The base model has 12.', default: 4, min: 1, max: 16 }),
    depth: integer({ label: 'Depth', doc: 'Encoder blocks. The base model has 12.', default: 4, min: 1, max: 24 }),
    ...smallImageParams(),
    channels: integer({ label: 'Image channels', doc: '1 for grey, 3 for colour.', default: 1, min: 1, max: 3 }),
  },
  build({ patch, features, heads, depth, size, channels, classes }) {
    const width = features * heads;
    const patches = Math.floor(size / patch) ** 2;
    const net = network('vision-transformer');
    const path = winding();
    const tokens = net
      .input([size, size, channels], { id: 'image', at: path.next() })
      .conv2d({ filters: width, kernelSize: patch, strides: patch }, { id: 'patches', at: path.next() })
      .reshape({ targetShape: [null, width] }, { id: 'sequence', at: path.next() })
      .classToken({}, { id: 'token', at: path.next() })
      .positionalEmbedding({}, { id: 'places', at: path.next() });
    path.turn();
    const encoded = tokens
      .block(transformerEncoder, { features: width, hidden: 4 * width, heads, keyDim: features, repeat: depth }, { id: 'encoder', at: path.next() })
      .layerNormalization({ epsilon: 1e-6 }, { id: 'norm', at: path.next() })
      // Only the token is asked for its answer.
      .cropping1d({ cropping: [[0, patches]] }, { id: 'answer', at: path.next() })
      .flatten({}, { id: 'flatten', at: path.next() });
    path.turn();
    encoded.dense({ units: classes, activation: 'softmax' }, { id: 'classify', at: path.next() }).output({ loss: 'sparseCategoricalCrossentropy' }, { id: 'label', at: path.next() });
    // Few samples do not teach it to find objects wherever they stand; digits stand in the middle.
    const digits = size <= 128 && classes <= 10;
    const data = digits ? { type: 'glyphs', params: { count: imageCount(size, channels), size, channels, classes } } : imageTraining({ size, channels, classes }).data!;
    return net.training({ optimizer: { type: 'adam', learningRate: 0.001 }, batchSize: imageBatch(size), epochs: 10, data }).document();
  },
});
