// How networks for pictures are trained: classifiers on coloured objects, segmentation on shapes with masks, as many as fit into memory with ease.

import type { TrainingConfig } from '../src/graph/document.ts';

/** Values that all samples may hold together: 128 MiB of floats. */
const VALUES = 2 ** 25;

/** As many images of this size as fit into memory with ease, at most 2000. */
export const imageCount = (size: number, channels = 3): number => Math.max(16, Math.min(2000, Math.floor(VALUES / (size * size * channels) / 10) * 10));

/** Samples per step: of images as large as ImageNet's, as many as a ResNet-50 trains on within the 4 GiB of WebAssembly. */
export const imageBatch = (size: number): number => (size > 128 ? 4 : 32);

/** Adam, on objects of as many classes; fewer at a time, and more slowly, where images are large. */
export const imageTraining = ({ size, channels, classes }: { readonly size: number; readonly channels: number; readonly classes: number }): Partial<TrainingConfig> => ({
  optimizer: { type: 'adam', learningRate: size > 64 ? 0.001 : 0.002 },
  batchSize: imageBatch(size),
  epochs: 10,
  data: { type: 'objects', params: { count: imageCount(size, channels), size, channels, classes } },
});

/** Adam, on shapes whose mask is as large as the image. */
export const maskTraining = ({ size, channels }: { readonly size: number; readonly channels: number }): Partial<TrainingConfig> => ({
  optimizer: { type: 'adam', learningRate: 0.001 },
  batchSize: 8,
  epochs: 10,
  data: { type: 'shapes', params: { count: Math.min(500, imageCount(size, channels)), size, channels } },
});
