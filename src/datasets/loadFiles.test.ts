// The loaders: IDX, images with masks, class folders, from files in memory; and the real data beside the checkout where it is there.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { encode, type ImageData } from 'fast-png';
import { gzipSync, zlibSync } from 'fflate';
import { encode as encodeJpeg } from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { decodeImage } from './decode.ts';
import { loadFiles } from './loadFiles.ts';
import { recognize } from './recognize.ts';
import type { Loaded, SourceFile } from './sourceFile.ts';

const file = (path: string, bytes: Uint8Array = new Uint8Array()): SourceFile => ({ path, read: async () => bytes });
const png = (image: Omit<ImageData, 'channels'> & { channels?: number }) => encode({ channels: 1, ...image });
const options = { decode: decodeImage };

function success(loaded: Loaded): Extract<Loaded, { ok: true }> {
  if (!loaded.ok) throw new Error(loaded.problem);
  return loaded;
}
function problem(loaded: { ok: true } | { ok: false; problem: string }): string {
  if (loaded.ok) throw new Error('loaded, though it should not');
  return loaded.problem;
}

function idx(shape: readonly number[], values: ArrayLike<number>, type = 0x08): Uint8Array {
  const bytes = new Uint8Array(4 + shape.length * 4 + values.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, type, shape.length]);
  shape.forEach((length, i) => view.setUint32(4 + i * 4, length));
  bytes.set(Array.from(values), 4 + shape.length * 4);
  return bytes;
}
const images = idx([3, 2, 2], [0, 51, 102, 255, 1, 2, 3, 4, 5, 6, 7, 8]);
const labels = idx([3], [2, 0, 1]);

describe('IDX', () => {
  it.each([
    ['plain', 'toy-images-idx3-ubyte', images, 'toy-labels-idx1-ubyte', labels],
    ['gzipped', 'toy-images-idx3-ubyte.gz', gzipSync(images), 'toy-labels-idx1-ubyte.gz', gzipSync(labels)],
    ['named with dots', 'mnist/toy-images.idx3-ubyte', images, 'mnist/toy-labels.idx1-ubyte', labels],
  ])('%s gives pixels in [0, 1] and class numbers', async (_, imagesName, imageBytes, labelsName, labelBytes) => {
    const { dataset } = success(await loadFiles([file(labelsName, labelBytes), file(imagesName, imageBytes)], options));
    expect(dataset).toMatchObject({ name: 'toy', task: 'classification', inputShape: [2, 2, 1], targetShape: [], count: 3, classes: ['0', '1', '2'] });
    expect([...dataset.inputs.subarray(0, 4)]).toEqual([0, 0.2, 0.4, 1].map(Math.fround));
    expect([...dataset.targets]).toEqual([2, 0, 1]);
  });

  it('puts training files before test files, so that a split at the end validates on the latter', async () => {
    const { dataset } = success(
      await loadFiles(
        [
          file('t10k-images-idx3-ubyte', idx([1, 1, 1], [255])),
          file('t10k-labels-idx1-ubyte', idx([1], [1])),
          file('train-images-idx3-ubyte', idx([2, 1, 1], [0, 0])),
          file('train-labels-idx1-ubyte', idx([2], [0, 0])),
        ],
        options,
      ),
    );
    expect([...dataset.targets]).toEqual([0, 0, 1]);
  });

  const bad: readonly [string, Uint8Array, Uint8Array, string][] = [
    ['cut off values', images.subarray(0, 20), labels, 'images-idx3-ubyte is cut off: its header promises 3×2×2 values (12 bytes), but 4 follow.'],
    ['a cut off header', images.subarray(0, 9), labels, 'images-idx3-ubyte is cut off: its header should have 16 bytes, but the file has 9.'],
    ['a wrong magic number', Uint8Array.of(1, 2, 3, 4, 5), labels, 'images-idx3-ubyte is no IDX file: it starts with 01 02 03 04'],
    ['trailing bytes', idx([1, 1, 1], [1, 2]), labels, 'images-idx3-ubyte does not end where its header says'],
    ['an empty file', new Uint8Array(), labels, 'images-idx3-ubyte is no IDX file: it has 0 bytes'],
    ['another number of labels', images, idx([2], [0, 1]), 'images-idx3-ubyte has 3 images, but labels-idx1-ubyte has 2 labels.'],
    ['labels in the place of images', labels, labels, 'images-idx3-ubyte should hold images [count, height, width], but holds values of shape 3.'],
    ['a header of 4 billion images', idx([0xffffffff, 28, 28], []), labels, 'GiB are loaded'],
    ['a cut off gzip', gzipSync(images).subarray(0, 18), labels, 'cut off gzip file'],
    ['a damaged gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 9, 9, 9, 9, 9, 9, 255, 255, 255, 255), labels, 'gzip file'],
  ];
  it.each(bad)('with %s is refused with a reason', async (_, imageBytes, labelBytes, expected) => {
    expect(problem(await loadFiles([file('images-idx3-ubyte', imageBytes), file('labels-idx1-ubyte', labelBytes)], options))).toContain(expected);
  });

  it('without its labels is refused by name', () => {
    expect(problem(recognize([file('t10k-images-idx3-ubyte.gz')]))).toContain('t10k-images-idx3-ubyte.gz has no partner');
  });

  it('reads 32-bit big-endian labels', async () => {
    const wide = idx([3], new Uint8Array(Int32Array.of(0, 300, 7).buffer), 0x0c);
    new DataView(wide.buffer).setInt32(8, 0);
    new DataView(wide.buffer).setInt32(12, 300);
    new DataView(wide.buffer).setInt32(16, 7);
    const { dataset } = success(await loadFiles([file('images-idx3-ubyte', images), file('labels-idx1-int', wide)], options));
    expect([...dataset.targets]).toEqual([0, 300, 7]);
  });
});

/** A 4×4 grey image with these rows. */
const grey4 = (...values: readonly number[]) => png({ width: 4, height: 4, data: Uint8Array.from(values) });
const ramp = grey4(0, 0, 255, 255, 0, 0, 255, 255, 51, 51, 102, 102, 51, 51, 102, 102);
const corner = grey4(255, 255, 0, 0, 255, 255, 0, 0, 0, 255, 128, 0, 0, 0, 127, 255);

describe('images with masks', () => {
  const pair = [file('data/images/a.png', ramp), file('data/masks/a.png', corner), file('data/images/b.png', corner), file('data/masks/b.png', corner)];

  it('downscale by area, and cut masks at half', async () => {
    const { dataset, notes } = success(await loadFiles(pair, { ...options, size: [2, 2] }));
    expect(dataset).toMatchObject({ name: 'data', task: 'segmentation', inputShape: [2, 2, 1], targetShape: [2, 2, 1], count: 2 });
    expect([...dataset.inputs.subarray(0, 4)].map((v) => Math.round(v * 255))).toEqual([0, 255, 51, 102]);
    expect([...dataset.targets.subarray(0, 4)]).toEqual([1, 0, 0, 1]);
    expect(notes).toEqual([]);
  });

  it('downscale by a fraction weighs pixels by what is covered of them', async () => {
    const line = (v: readonly number[]) => png({ width: 3, height: 1, data: Uint8Array.from(v) });
    const files = ['a', 'b'].flatMap((n) => [file(`images/${n}.png`, line([0, 90, 255])), file(`masks/${n}.png`, line([0, 0, 255]))]);
    const { dataset } = success(await loadFiles(files, { ...options, size: [1, 2] }));
    // Each half covers one pixel and half of the middle one.
    expect(dataset.inputs[0]! * 255).toBeCloseTo(45 / 1.5, 3);
    expect(dataset.inputs[1]! * 255).toBeCloseTo((255 + 45) / 1.5, 3);
  });

  it('crop windows at the same place from image and mask, other ones for another seed', async () => {
    const size = 40;
    // Every pixel of the image tells where it is; the mask says whether that is in the right half.
    const place = png({ width: size, height: size, depth: 16, data: Uint16Array.from({ length: size * size }, (_, i) => i * 40) });
    const half = png({ width: size, height: size, data: Uint8Array.from({ length: size * size }, (_, i) => (i % size >= 20 ? 255 : 0)) });
    const files = ['a', 'b'].flatMap((n) => [file(`images/${n}.png`, place), file(`masks/${n}.png`, half)]);
    const crops = { ...options, size: [8, 8] as const, mode: 'crop' as const, cropsPerImage: 6 };
    const { dataset } = success(await loadFiles(files, { ...crops, seed: 1 }));
    expect(dataset.count).toBe(12);
    const places = Array.from(dataset.inputs, (v) => Math.round((v * 65_535) / 40));
    for (let sample = 0; sample < 12; sample++) {
      const start = places[sample * 64]!;
      for (let k = 0; k < 64; k++) {
        expect(places[sample * 64 + k]).toBe(start + Math.floor(k / 8) * size + (k % 8));
        expect(dataset.targets[sample * 64 + k]).toBe(places[sample * 64 + k]! % size >= 20 ? 1 : 0);
      }
    }
    expect(new Set(Array.from({ length: 12 }, (_, s) => places[s * 64])).size).toBeGreaterThan(8);
    expect(success(await loadFiles(files, { ...crops, seed: 1 })).dataset.inputs).toEqual(dataset.inputs);
    expect(success(await loadFiles(files, { ...crops, seed: 2 })).dataset.inputs).not.toEqual(dataset.inputs);
  });

  it('are matched by name whatever the folders are called, in natural order, with a word for the mask in the name', () => {
    const files = ['Images/cell_10.png', 'Images/cell_2.jpg', 'labels/cell_2_mask.png', 'labels/cell_10_mask.png'].map((path) => file(path));
    const recognized = recognize(files);
    expect(recognized.ok && recognized.plan.kind === 'masks' && recognized.plan.pairs.map((p) => [p.image.path, p.mask.path])).toEqual([
      ['Images/cell_2.jpg', 'labels/cell_2_mask.png'],
      ['Images/cell_10.png', 'labels/cell_10_mask.png'],
    ]);
  });

  it('of train and test folders are taken together, training first', () => {
    const recognized = recognize(['test/image/0.png', 'test/label/0.png', 'train/image/1.png', 'train/label/1.png'].map((path) => file(path)));
    expect(recognized.ok && recognized.plan.kind === 'masks' && recognized.plan.pairs.map((p) => p.image.path)).toEqual(['train/image/1.png', 'test/image/0.png']);
  });

  it('without a partner are left out and named', async () => {
    const { dataset, notes } = success(await loadFiles([...pair, file('data/images/lonely.png', ramp)], options));
    expect(dataset.count).toBe(2);
    expect(notes).toEqual(['Left out, as the partner is missing: data/images/lonely.png.']);
  });

  it('that hold class numbers 0 and 1 rather than greys are read as masks', async () => {
    const numbers = png({ width: 2, height: 1, data: Uint8Array.of(0, 1) });
    const files = ['a', 'b'].flatMap((n) => [file(`images/${n}.png`, numbers), file(`masks/${n}.png`, numbers)]);
    expect([...success(await loadFiles(files, options)).dataset.targets]).toEqual([0, 1, 0, 1]);
  });

  it('say so when no mask has any foreground, and when images are stretched', async () => {
    const wide = png({ width: 4, height: 2, data: new Uint8Array(8) });
    const files = ['a', 'b'].flatMap((n) => [file(`images/${n}.png`, wide), file(`masks/${n}.png`, wide)]);
    const { notes } = success(await loadFiles(files, { ...options, size: [2, 2] }));
    expect(notes[0]).toBe('2 images were stretched to 2×2, which has another ratio of sides.');
    expect(notes[1]).toContain('Every pixel of every mask is background');
  });

  it.each([
    ['no name in common', [file('images/a.png', ramp), file('masks/b.png', corner)], {}, 'no name occurs in both: images has a.png, …; masks has b.png, …'],
    ['a mask of another size', [file('images/a.png', ramp), file('masks/a.png', png({ width: 2, height: 2, data: new Uint8Array(4) })), ...pair], {}, 'images/a.png has 4×4 pixels, but its mask masks/a.png has 2×2.'],
    ['two masks of one name', [file('images/a.png', ramp), file('masks/a.png', corner), file('masks/a.jpg', corner)], {}, 'Two masks have the same name'],
    ['crops larger than an image', pair, { mode: 'crop', size: [5, 5] }, 'has 4×4 pixels, too few for crops of 5×5'],
    ['a damaged image', [...pair, file('data/images/c.png', ramp.subarray(0, 60)), file('data/masks/c.png', corner)], {}, 'data/images/c.png is a damaged PNG'],
    ['a file that is no image', [...pair, file('data/images/c.png', Uint8Array.of(71, 73, 70, 56)), file('data/masks/c.png', corner)], {}, 'data/images/c.png is a GIF file; images must be PNG or JPEG.'],
    ['one sample', pair.slice(0, 2), {}, 'at least 2 are needed'],
    ['far too many values', pair, { size: [16_000, 16_000] }, 'Choose a smaller size'],
  ] as const)('with %s are refused with a reason', async (_, files, more, expected) => {
    expect(problem(await loadFiles(files, { ...options, ...more }))).toContain(expected);
  });

  it('report progress up to 1, and stop when cancelled', async () => {
    const fractions: number[] = [];
    await loadFiles(pair, { ...options, onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions).toEqual([0.5, 1]);
    expect(await loadFiles(pair, { ...options, signal: AbortSignal.abort() })).toMatchObject({ ok: false, cancelled: true });
  });
});

describe('a folder per class', () => {
  const solid = (value: number) => png({ width: 2, height: 2, data: new Uint8Array(4).fill(value) });
  const files = ['cat', 'dog', 'owl'].flatMap((name, label) => Array.from({ length: 8 }, (_, i) => file(`pets/${name}/${i}.png`, solid(label * 100))));

  it('gives class numbers by folder name, shuffled so that a split at the end holds several classes', async () => {
    const { dataset } = success(await loadFiles(files, { ...options, seed: 3 }));
    expect(dataset).toMatchObject({ name: 'pets', task: 'classification', classes: ['cat', 'dog', 'owl'], count: 24, inputShape: [2, 2, 1] });
    for (let i = 0; i < 24; i++) expect(Math.round(dataset.inputs[i * 4]! * 255)).toBe(dataset.targets[i]! * 100);
    expect(new Set(dataset.targets.subarray(16)).size).toBeGreaterThan(1);
    expect(new Set(dataset.targets).size).toBe(3);
  });

  it('may stand below train and test', () => {
    const recognized = recognize(['train/a/1.png', 'train/b/1.png', 'test/a/2.png', 'test/b/2.png'].map((path) => file(path)));
    expect(recognized.ok && recognized.plan.kind === 'classes' && recognized.plan.classes.map((c) => `${c.name} ${c.files.length}`)).toEqual(['a 2', 'b 2']);
  });
});

describe('other folders', () => {
  it.each([
    ['nothing', [], 'holds no files'],
    ['hidden files only', ['.DS_Store', '__MACOSX/images/a.png'], 'holds no files'],
    ['texts', ['a.txt', 'b.txt', 'c.md'], 'Found 2 .txt files, 1 .md file'],
    ['images in one folder', ['a.png', 'b.png'], 'Found 2 .png files in the folder itself, and no masks or classes'],
    ['images that are no PNG or JPEG', ['images/a.tif', 'masks/a.tif'], 'Found 2 .tif files (images must be PNG or JPEG)'],
    ['masks without images', ['masks/a.png'], 'no folder "images" beside it'],
    ['train and test without classes', ['train/a.png', 'test/b.png'], 'no folder per class'],
  ])('with %s are refused with what was found', (_, paths, expected) => {
    expect(problem(recognize(paths.map((path) => file(path))))).toContain(expected);
  });

  it('that cannot be read are a problem, not a rejection', async () => {
    const unreadable = { path: 'images/a.png', read: () => Promise.reject(new Error('permission denied')) };
    expect(problem(await loadFiles([unreadable, file('masks/a.png', ramp)], options))).toBe('images/a.png cannot be read: permission denied');
  });
});

describe('decoding', () => {
  it('reads every kind of PNG', async () => {
    const kinds: readonly [number, number, Uint8Array | Uint16Array, readonly number[]][] = [
      [8, 1, Uint8Array.of(0, 255), [0, 255]],
      [8, 2, Uint8Array.of(0, 255, 128, 255), [0, 255, 128, 255]],
      [8, 3, Uint8Array.of(1, 2, 3, 4, 5, 6), [1, 2, 3, 4, 5, 6]],
      [8, 4, Uint8Array.of(1, 2, 3, 255, 5, 6, 7, 0), [1, 2, 3, 255, 5, 6, 7, 0]],
      [16, 1, Uint16Array.of(0, 65_535), [0, 65_535]],
    ];
    for (const [depth, channels, data, expected] of kinds) {
      const image = await decodeImage(encode({ width: 2, height: 1, depth: depth as 8, channels, data }), 'x.png');
      expect(image).toMatchObject({ width: 2, height: 1, channels, white: 2 ** depth - 1 });
      expect([...image.data]).toEqual(expected);
    }
  });

  /** A PNG 5 wide and 2 high from its packed rows, each with filter byte 0. */
  function packedPng(depth: number, colourType: number, rows: readonly (readonly number[])[], palette: readonly number[] = []): Uint8Array {
    const chunk = (type: string, data: Uint8Array) => {
      const bytes = new Uint8Array(12 + data.length);
      const view = new DataView(bytes.buffer);
      view.setUint32(0, data.length);
      bytes.set(new TextEncoder().encode(type), 4);
      bytes.set(data, 8);
      view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
      return bytes;
    };
    const header = Uint8Array.of(0, 0, 0, 5, 0, 0, 0, 2, depth, colourType, 0, 0, 0);
    const parts = [
      Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
      chunk('IHDR', header),
      ...(palette.length > 0 ? [chunk('PLTE', Uint8Array.from(palette))] : []),
      chunk('IDAT', zlibSync(Uint8Array.from(rows.flatMap((row) => [0, ...row])))),
      chunk('IEND', new Uint8Array()),
    ];
    return Uint8Array.from(parts.flatMap((part) => [...part]));
  }

  it('spreads grey pixels of 1 and 4 bits to a byte each, row by row', async () => {
    const one = await decodeImage(packedPng(1, 0, [[0b10101000], [0b01100000]]), 'x.png');
    expect(one).toMatchObject({ width: 5, height: 2, channels: 1, white: 255 });
    expect([...one.data]).toEqual([255, 0, 255, 0, 255, 0, 255, 255, 0, 0]);
    const four = await decodeImage(packedPng(4, 0, [[0x0f, 0x12, 0x30], [0x00, 0x00, 0xf0]]), 'x.png');
    expect([...four.data]).toEqual([0, 255, 17, 34, 51, 0, 0, 0, 0, 255]);
  });

  it('looks colours up in the palette, whatever its bits', async () => {
    const palette = [9, 8, 7, 255, 0, 0];
    const expected = [1, 0, 0, 0, 1, 0, 0, 0, 0, 0].flatMap((index) => palette.slice(index * 3, index * 3 + 3));
    const packed = await decodeImage(packedPng(1, 3, [[0b10001000], [0]], palette), 'x.png');
    expect(packed).toMatchObject({ channels: 3, white: 255 });
    expect([...packed.data]).toEqual(expected);
    expect([...(await decodeImage(packedPng(8, 3, [[1, 0, 0, 0, 1], [0, 0, 0, 0, 0]], palette), 'x.png')).data]).toEqual(expected);
  });

  it('reads JPEG, colour and grey alike as three channels', async () => {
    const rgba = Uint8Array.from({ length: 16 * 16 * 4 }, (_, i) => (i % 4 === 0 ? 200 : i % 4 === 3 ? 255 : 40));
    const image = await decodeImage(encodeJpeg({ width: 16, height: 16, data: rgba }, 95).data, 'x.jpg');
    expect(image).toMatchObject({ width: 16, height: 16, channels: 3 });
    expect(Math.abs(image.data[0]! - 200)).toBeLessThan(6);
    expect(Math.abs(image.data[1]! - 40)).toBeLessThan(6);
  });

  it('refuses a PNG that promises billions of pixels before reading it', async () => {
    const bytes = ramp.slice();
    new DataView(bytes.buffer).setUint32(16, 0x7fffffff);
    await expect(decodeImage(bytes, 'bomb.png')).rejects.toThrow(/bomb\.png has 2147483647×4 pixels/);
  });
});

const shared = new URL('../../../shared/data/', import.meta.url);
const folder = (name: string): SourceFile[] =>
  readdirSync(new URL(name, shared), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = `${entry.parentPath}/${entry.name}`;
      return { path: path.slice(new URL('.', shared).pathname.length), read: async () => readFileSync(path) };
    });

describe.skipIf(!existsSync(shared))('real data (skipped where the folder shared/data is not beside the checkout)', () => {
  it('MNIST has 10,000 digits of 28×28, about a tenth of each', async () => {
    const { dataset } = success(await loadFiles(folder('mnist'), options));
    expect(dataset).toMatchObject({ count: 10_000, inputShape: [28, 28, 1], name: 't10k' });
    expect([...dataset.targets.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    for (let digit = 0; digit < 10; digit++) {
      const share = dataset.targets.reduce((n, label) => n + (label === digit ? 1 : 0), 0) / 10_000;
      expect(share).toBeGreaterThan(0.085);
      expect(share).toBeLessThan(0.12);
    }
    expect(dataset.inputs.every((v) => v >= 0 && v <= 1)).toBe(true);
  });

  it('membranes are 30 images with masks, mostly foreground, darker on the membranes', async () => {
    const { dataset } = success(await loadFiles(folder('membrane'), { ...options, size: [64, 64] }));
    expect(dataset).toMatchObject({ count: 30, inputShape: [64, 64, 1], targetShape: [64, 64, 1], name: 'membrane' });
    let [inside, outside, foreground] = [0, 0, 0];
    for (let i = 0; i < dataset.targets.length; i++) {
      foreground += dataset.targets[i]!;
      if (dataset.targets[i] === 1) inside += dataset.inputs[i]!;
      else outside += dataset.inputs[i]!;
    }
    expect(foreground / dataset.targets.length).toBeGreaterThan(0.7);
    expect(foreground / dataset.targets.length).toBeLessThan(0.9);
    expect(inside / foreground - outside / (dataset.targets.length - foreground)).toBeGreaterThan(0.1);
  });
});
