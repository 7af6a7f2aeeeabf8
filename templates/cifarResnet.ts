// The residual network for small images: three stages of n blocks, 6n + 2 layers deep.

import { network, type Tensor } from '../src/graph/builder.ts';
import { integer } from '../src/layers/params.ts';
import { defineTemplate } from './template.ts';
import { imageCount } from './trainingImages.ts';

/** Columns from one block to the next, between which the shortcut runs, and what a projected shortcut needs besides. */
const COLUMN = 1.35;
const PROJECTION = 1.1;

export const cifarResnet = defineTemplate({
  id: 'cifar-resnet',
  label: 'CIFAR ResNet',
  group: 'residual',
  summary: 'Classifies small images with residual blocks, y = F(x) + x. n = 3 is ResNet-20, n = 9 ResNet-56.',
  keywords: ['resnet-20', 'resnet-32', 'resnet-56', 'resnet-110', 'skip', 'shortcut', 'cifar-10'],
  reference: { text: 'He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, §4.2 (CVPR 2016)', url: 'https://arxiv.org/abs/1512.03385' },
  params: {
    n: integer({ label: 'Blocks per stage', doc: 'n; the network has 6n + 2 layers with weights.', default: 3, min: 1, max: 18 }),
    width: integer({ label: 'Width', doc: 'Channels of the first stage; the second has twice, the third four times as many.', default: 16, min: 1, max: 128 }),
    size: integer({ label: 'Image size', doc: 'Height and width in pixels.', default: 32, min: 12, max: 512 }),
    channels: integer({ label: 'Image channels', doc: '1 for grey, 3 for colour.', default: 3, min: 1, max: 3 }),
    classes: integer({ label: 'Classes', doc: 'Number of classes.', default: 10, min: 2, max: 1000 }),
  },
  build({ n, width, size, channels, classes }) {
    const net = network(`resnet-${6 * n + 2}`);
    // Blocks stand side by side, one column each, and the path winds through them: down one, up the next.
    let column = 0;
    let row = 0;
    let step: 1 | -1 = 1;
    const main = (): readonly [number, number] => {
      const place = [column, row] as const;
      row += step;
      return place;
    };
    const nextColumn = (room = 0): void => {
      row -= step;
      step = step === 1 ? -1 : 1;
      column += COLUMN + room;
    };

    /** 3×3 convolution without bias (the norm's shift takes its place) and batch normalization. */
    const convNorm = (x: Tensor, name: string, filters: number, strides: number): Tensor =>
      x
        .conv2d({ filters, kernelSize: 3, strides, padding: 1, useBias: false, kernelInitializer: 'heNormal' }, { id: name, at: main() })
        .batchNormalization({}, { id: `${name}_norm`, at: main() });

    const block = (x: Tensor, name: string, filters: number, strides: number): Tensor => {
      nextColumn(strides === 1 ? 0 : PROJECTION);
      const beside = (rows: number): readonly [number, number] => [column - PROJECTION, row + rows * step];
      const [project, projectNorm] = [beside(2.5), beside(3.5)];
      const inner = convNorm(x, `${name}_conv1`, filters, strides).activation({ activation: 'relu' }, { id: `${name}_relu1`, at: main() });
      const residual = convNorm(inner, `${name}_conv2`, filters, 1);
      // Where the size changes, a 1×1 convolution projects the shortcut (option B of the paper).
      const shortcut =
        strides === 1
          ? x
          : x
              .conv2d({ filters, kernelSize: 1, strides, useBias: false, kernelInitializer: 'heNormal' }, { id: `${name}_project`, at: project })
              .batchNormalization({}, { id: `${name}_project_norm`, at: projectNorm });
      return residual
        .add({}, { id: `${name}_add`, at: main(), with: [shortcut] })
        .activation({ activation: 'relu' }, { id: `${name}_relu2`, at: main() });
    };

    let x = net.input([size, size, channels], { id: 'image', at: main() });
    x = convNorm(x, 'stem', width, 1).activation({ activation: 'relu' }, { id: 'stem_relu', at: main() });
    [1, 2, 4].forEach((factor, stage) => {
      for (let i = 0; i < n; i++) x = block(x, `s${stage + 1}b${i + 1}`, width * factor, stage > 0 && i === 0 ? 2 : 1);
    });
    nextColumn();
    x.globalAveragePooling2d({}, { id: 'pool', at: main() })
      .dense({ units: classes, activation: 'softmax' }, { id: 'classify', at: main() })
      .output({ loss: 'sparseCategoricalCrossentropy' }, { id: 'label', at: main() });
    return net
      .training({ optimizer: { type: 'sgd', learningRate: 0.05, momentum: 0.9 }, batchSize: 32, epochs: 10, data: { type: 'objects', params: { count: imageCount(size, channels), size, channels, classes } } })
      .document();
  },
});
