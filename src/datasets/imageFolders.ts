// Loads images with masks, or a folder of images per class, into samples of one size. Knows no DOM and no Node: the decoder is given.

import type { Dataset } from './dataset.ts';
import { colourChannels, crop, resizeByArea, thresholdAtHalf, toMask, toPlane, type Image } from './image.ts';
import { permutation, random } from './random.ts';
import type { ClassFolder, MaskPair } from './recognize.ts';
import { breathe, cancelled, folderOf, refuse, tooLarge, type Loaded, type LoadOptions, type SourceFile } from './sourceFile.ts';

/** What follows from the options and the first image. */
interface Frame {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly crops: number;
}

type Read = { readonly ok: true; readonly image: Image } | { readonly ok: false; readonly problem: string };

async function readImage(file: SourceFile, options: LoadOptions): Promise<Read> {
  let bytes: Uint8Array;
  try {
    bytes = await file.read();
  } catch (error) {
    return refuse(`${file.path} cannot be read: ${message(error)}`);
  }
  try {
    return { ok: true, image: await options.decode(bytes, file.path) };
  } catch (error) {
    return refuse(message(error));
  }
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Reads the first image for what the options leave open. */
async function frameOf(first: SourceFile, options: LoadOptions): Promise<{ ok: true; frame: Frame } | { ok: false; problem: string }> {
  const read = await readImage(first, options);
  if (!read.ok) return read;
  const [height, width] = options.size ?? [read.image.height, read.image.width];
  if (![height, width].every((length) => Number.isInteger(length) && length >= 1 && length <= 16_384)) {
    return refuse(`The size of the samples must be two whole numbers of at least 1, but is ${height}×${width}.`);
  }
  const crops = options.mode === 'crop' ? (options.cropsPerImage ?? 4) : 1;
  if (!Number.isInteger(crops) || crops < 1 || crops > 10_000) return refuse(`Crops per image must be a whole number from 1 to 10000, but is ${crops}.`);
  return { ok: true, frame: { height, width, channels: options.channels ?? colourChannels(read.image), crops } };
}

/**
 * Loads images and masks as a segmentation set: inputs [height, width, channels] in [0, 1], targets [height, width, 1] of 0 and 1.
 * Samples keep the order of the pairs, crops of one image stand together: a split at the end validates on images never trained on.
 */
export async function loadMasks(pairs: readonly MaskPair[], options: LoadOptions): Promise<Loaded> {
  const first = pairs[0];
  if (!first) return refuse('There is no pair of an image and a mask.');
  const framed = await frameOf(first.image, options);
  if (!framed.ok) return framed;
  const { height, width, channels, crops } = framed.frame;
  const pixels = height * width;
  const count = pairs.length * crops;
  const problem = count < 2 ? 'One sample is not enough to train: at least 2 are needed.' : tooLarge(count, pixels * (channels + 1));
  if (problem) return refuse(problem);
  const inputs = new Float32Array(count * pixels * channels);
  const targets = new Float32Array(count * pixels);
  const stretched: string[] = [];
  let foreground = 0;
  for (const [i, pair] of pairs.entries()) {
    if (options.signal?.aborted) return cancelled;
    const image = await readImage(pair.image, options);
    if (!image.ok) return image;
    const mask = await readImage(pair.mask, options);
    if (!mask.ok) return mask;
    const [plane, truth] = [toPlane(image.image, channels), toMask(mask.image)];
    if (plane.width !== truth.width || plane.height !== truth.height) {
      return refuse(`${pair.image.path} has ${plane.width}×${plane.height} pixels, but its mask ${pair.mask.path} has ${truth.width}×${truth.height}.`);
    }
    if (options.mode === 'crop') {
      if (plane.height < height || plane.width < width) {
        return refuse(`${pair.image.path} has ${plane.width}×${plane.height} pixels, too few for crops of ${width}×${height}. Choose a smaller size, or downscale.`);
      }
      const source = random(options.seed ?? 1, i + 1);
      for (let k = 0; k < crops; k++) {
        const top = source.below(plane.height - height + 1);
        const left = source.below(plane.width - width + 1);
        inputs.set(crop(plane, top, left, height, width).values, (i * crops + k) * pixels * channels);
        targets.set(crop(truth, top, left, height, width).values, (i * crops + k) * pixels);
      }
    } else {
      if (isStretched(plane.width, plane.height, width, height)) stretched.push(pair.image.path);
      inputs.set(resizeByArea(plane, height, width).values, i * pixels * channels);
      targets.set(thresholdAtHalf(resizeByArea(truth, height, width)).values, i * pixels);
    }
    for (const value of targets.subarray(i * crops * pixels, (i + 1) * crops * pixels)) foreground += value;
    options.onProgress?.((i + 1) / pairs.length);
    await breathe();
  }
  const notes = stretchNotes(stretched, width, height);
  if (foreground === 0 || foreground === targets.length) {
    notes.push(`Every pixel of every mask is ${foreground === 0 ? 'background' : 'foreground'}: is this the right folder? Masks are cut at half of white.`);
  }
  const dataset: Dataset = {
    name: folderName(folderOf(first.image.path)),
    task: 'segmentation',
    inputShape: [height, width, channels],
    targetShape: [height, width, 1],
    classes: ['background', 'foreground'],
    count,
    inputs,
    targets,
    origin: `${pairs.length} images with masks, ${options.mode === 'crop' ? `${crops} random ${width}×${height} crops of each` : `as ${width}×${height}`}`,
  };
  return { ok: true, dataset, notes };
}

/**
 * Loads a folder of images per class as a classification set: inputs [height, width, channels] in [0, 1], targets are class numbers.
 * Samples are shuffled by the seed, so that every part of the set holds every class.
 */
export async function loadClasses(classes: readonly ClassFolder[], options: LoadOptions): Promise<Loaded> {
  const files = classes.flatMap((folder, label) => folder.files.map((file) => ({ file, label })));
  const first = files[0];
  if (!first) return refuse('There are no images.');
  const framed = await frameOf(first.file, options);
  if (!framed.ok) return framed;
  const { height, width, channels, crops } = framed.frame;
  const size = height * width * channels;
  const count = files.length * crops;
  const problem = count < 2 ? 'One sample is not enough to train: at least 2 are needed.' : tooLarge(count, size);
  if (problem) return refuse(problem);
  const inputs = new Float32Array(count * size);
  const targets = new Float32Array(count);
  const stretched: string[] = [];
  // Images are shuffled, not crops: those of one image stay together, on one side of a split.
  const places = permutation(files.length, random(options.seed ?? 1));
  for (let i = 0; i < files.length; i++) {
    if (options.signal?.aborted) return cancelled;
    const { file, label } = files[places[i]!]!;
    const read = await readImage(file, options);
    if (!read.ok) return read;
    const plane = toPlane(read.image, channels);
    if (options.mode === 'crop') {
      if (plane.height < height || plane.width < width) {
        return refuse(`${file.path} has ${plane.width}×${plane.height} pixels, too few for crops of ${width}×${height}. Choose a smaller size, or downscale.`);
      }
      const source = random(options.seed ?? 1, i + 1);
      for (let k = 0; k < crops; k++) {
        const top = source.below(plane.height - height + 1);
        const left = source.below(plane.width - width + 1);
        inputs.set(crop(plane, top, left, height, width).values, (i * crops + k) * size);
      }
    } else {
      if (isStretched(plane.width, plane.height, width, height)) stretched.push(file.path);
      inputs.set(resizeByArea(plane, height, width).values, i * size);
    }
    targets.fill(label, i * crops, (i + 1) * crops);
    options.onProgress?.((i + 1) / files.length);
    await breathe();
  }
  const dataset: Dataset = {
    name: folderName(folderOf(folderOf(first.file.path))),
    task: 'classification',
    inputShape: [height, width, channels],
    targetShape: [],
    classes: classes.map((folder) => folder.name),
    count,
    inputs,
    targets,
    origin: `${files.length} images in ${classes.length} class folders, as ${width}×${height}`,
  };
  return { ok: true, dataset, notes: stretchNotes(stretched, width, height) };
}

/** Whether the ratio of the sides changes by more than 2 %. */
const isStretched = (fromWidth: number, fromHeight: number, width: number, height: number): boolean =>
  Math.abs((fromWidth / fromHeight) * (height / width) - 1) > 0.02;

const stretchNotes = (paths: readonly string[], width: number, height: number): string[] =>
  paths.length === 0 ? [] : [`${paths.length === 1 ? `${paths[0]} was` : `${paths.length} images were`} stretched to ${width}×${height}, which has another ratio of sides.`];

const folderName = (path: string): string => path.split('/').findLast((part) => part !== '' && !/^(images?|train)$/i.test(part)) ?? 'images';
