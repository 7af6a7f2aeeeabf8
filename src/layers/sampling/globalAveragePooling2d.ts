// GlobalAveragePooling2D: one number per channel, the mean of its map.

import { defineLayer, tfLayers } from '../layer.ts';
import { globalPoolingRules } from './globalPooling.ts';

export const globalAveragePooling2d = defineLayer({
  type: 'globalAveragePooling2d',
  label: 'GlobalAveragePooling2D',
  category: 'sampling',
  summary: 'Takes the mean of every channel: from a map to a vector',
  doc: `Replaces every channel by its mean over height and width: \`y[c] = Σ x[h, w, c] / (height·width)\`. A map of 8×8×64 becomes 64 numbers.

Put it between the last convolution and the classifier. Against Flatten it saves nearly all weights: to 10 classes \`64·10 + 10 = 650\` instead of \`8·8·64·10 + 10 = 40970\`. And since every size of map becomes the same vector, the network takes images of any size.

It asks every channel to be evidence for something wherever it stands, which works against overfitting.`,
  reference: { text: 'Lin, Chen and Yan 2014, Network In Network', url: 'https://arxiv.org/abs/1312.4400' },
  keywords: ['gap', 'pool', 'mean', 'head', 'squeeze'],
  ...globalPoolingRules('GlobalAveragePooling2D', 2, 'mean', tfLayers('globalAveragePooling2d')),
});
