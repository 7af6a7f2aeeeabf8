// What classifiers of images begin and end with: stems for large and for small images, a mean over the map, a dense layer.

import { CONV, NORM } from '../src/graph/blockLibrary/parts.ts';
import type { NetworkBuilder, Tensor } from '../src/graph/builder.ts';
import { integer } from '../src/layers/params.ts';
import type { Winding } from './winding.ts';

interface Images {
  /** Height and width in pixels. */
  readonly size: number;
  readonly channels: number;
}

/** Size, channels and classes of the images, with ImageNet's as defaults. */
export const imageNetParams = () => ({
  size: integer({ label: 'Image size', doc: 'Height and width in pixels; 64 trains on any machine.', default: 224, min: 32, max: 512 }),
  channels: integer({ label: 'Image channels', doc: '1 for grey, 3 for colour.', default: 3, min: 1, max: 3 }),
  classes: integer({ label: 'Classes', doc: 'Number of classes; ImageNet has 1000.', default: 1000, min: 2, max: 1000 }),
});

/** Size, channels and classes of the images, with CIFAR-10's as defaults. */
export const smallImageParams = () => ({
  size: integer({ label: 'Image size', doc: 'Height and width in pixels.', default: 32, min: 12, max: 256 }),
  channels: integer({ label: 'Image channels', doc: '1 for grey, 3 for colour.', default: 3, min: 1, max: 3 }),
  classes: integer({ label: 'Classes', doc: 'Number of classes.', default: 10, min: 2, max: 1000 }),
});

/** The image, brought to a quarter of its height and width. */
export function largeStem(net: NetworkBuilder, path: Winding, filters: number, { size, channels }: Images): Tensor {
  return net
    .input([size, size, channels], { id: 'image', at: path.next() })
    .conv2d({ ...CONV, filters, kernelSize: 7, strides: 2, padding: 3 }, { id: 'stem', at: path.next() })
    .batchNormalization(NORM, { id: 'stem_norm', at: path.next() })
    .activation({ activation: 'relu' }, { id: 'stem_relu', at: path.next() })
    .maxPooling2d({ poolSize: 3, strides: 2, padding: 1 }, { id: 'stem_pool', at: path.next() });
}

/**
 * A 3×3 convolution that keeps the size.
 * @param normalized whether normalization and ReLU follow; blocks that begin with them need none
 */
export function smallStem(net: NetworkBuilder, path: Winding, filters: number, { size, channels }: Images, normalized: boolean): Tensor {
  const x = net.input([size, size, channels], { id: 'image', at: path.next() }).conv2d({ ...CONV, filters, kernelSize: 3, padding: 1 }, { id: 'stem', at: path.next() });
  return normalized ? normRelu(x, path, 'stem') : x;
}

export const normRelu = (x: Tensor, path: Winding, name: string): Tensor =>
  x.batchNormalization(NORM, { id: `${name}_norm`, at: path.next() }).activation({ activation: 'relu' }, { id: `${name}_relu`, at: path.next() });

/** The mean of each channel, some of it dropped in training, and a class. */
export function classifier(x: Tensor, path: Winding, classes: number, dropout = 0): void {
  let pooled = x.globalAveragePooling2d({}, { id: 'pool', at: path.next() });
  if (dropout > 0) pooled = pooled.dropout({ rate: dropout }, { id: 'dropout', at: path.next() });
  pooled.dense({ units: classes, activation: 'softmax' }, { id: 'classify', at: path.next() }).output({ loss: 'sparseCategoricalCrossentropy' }, { id: 'label', at: path.next() });
}
