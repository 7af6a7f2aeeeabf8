// Reads the IDX format of MNIST (http://yann.lecun.com/exdb/mnist), gzipped or not, and pairs images with labels. Knows no DOM and no Node.

import { Gunzip } from 'fflate';
import type { Dataset } from './dataset.ts';
import { breathe, byName, cancelled, fileName, MOST_BYTES, refuse, tooLarge, type Loaded, type LoadOptions, type SourceFile } from './sourceFile.ts';

export interface IdxPair {
  readonly images: SourceFile;
  readonly labels: SourceFile;
}

export type ParsedIdx =
  | {
      readonly ok: true;
      /** The first is the number of items. */
      readonly shape: readonly number[];
      readonly values: Uint8Array | Float32Array;
      /** Bytes as stored; to be divided by 255 where they are pixels. */
      readonly isByte: boolean;
    }
  | { readonly ok: false; readonly problem: string };

/** IDX's code of a value type: bytes each, name, and how one is read (big-endian). */
const valueTypes: Readonly<Record<number, { readonly bytes: number; read(view: DataView, at: number): number }>> = {
  0x08: { bytes: 1, read: (view, at) => view.getUint8(at) },
  0x09: { bytes: 1, read: (view, at) => view.getInt8(at) },
  0x0b: { bytes: 2, read: (view, at) => view.getInt16(at) },
  0x0c: { bytes: 4, read: (view, at) => view.getInt32(at) },
  0x0d: { bytes: 4, read: (view, at) => view.getFloat32(at) },
  0x0e: { bytes: 8, read: (view, at) => view.getFloat64(at) },
};

/** Reads one IDX file. Never throws: the problem names the file, what was expected and what came. */
export function parseIdx(raw: Uint8Array, name: string): ParsedIdx {
  const unpacked = unzip(raw, name);
  if (!unpacked.ok) return unpacked;
  const { bytes } = unpacked;
  if (bytes.length < 4) return refuse(`${name} is no IDX file: it has ${bytes.length} bytes, fewer than the 4 of the magic number.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = valueTypes[bytes[2]!];
  const rank = bytes[3]!;
  if (bytes[0] !== 0 || bytes[1] !== 0 || !type || rank < 1 || rank > 5) {
    const magic = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return refuse(`${name} is no IDX file: it starts with ${magic}, where 00 00, a value type (08 for bytes) and the number of axes are expected.`);
  }
  const start = 4 + rank * 4;
  if (bytes.length < start) return refuse(`${name} is cut off: its header should have ${start} bytes, but the file has ${bytes.length}.`);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + i * 4));
  const count = shape.reduce((a, b) => a * b, 1);
  if (count * 4 > MOST_BYTES) return refuse(tooLarge(shape[0]!, count / Math.max(1, shape[0]!)) ?? `${name} is too large.`);
  if (bytes.length < start + count * type.bytes) {
    return refuse(`${name} is cut off: its header promises ${shape.join('×')} values (${count * type.bytes} bytes), but ${bytes.length - start} follow.`);
  }
  if (bytes.length > start + count * type.bytes) {
    return refuse(`${name} does not end where its header says: ${shape.join('×')} values are ${count * type.bytes} bytes, but ${bytes.length - start} follow.`);
  }
  if (bytes[2] === 0x08) return { ok: true, shape, values: bytes.subarray(start), isByte: true };
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = type.read(view, start + i * type.bytes);
  return { ok: true, shape, values, isByte: false };
}

/** Unpacks gzip, told by its first bytes; stops a file that unpacks to more than memory should hold. */
function unzip(raw: Uint8Array, name: string): { ok: true; bytes: Uint8Array } | { ok: false; problem: string } {
  if (raw[0] !== 0x1f || raw[1] !== 0x8b) return { ok: true, bytes: raw };
  const parts: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const STEP = 1 << 16;
  try {
    const gunzip = new Gunzip((part, final) => {
      parts.push(part);
      size += part.length;
      ended ||= final;
    });
    for (let at = 0; at < raw.length; at += STEP) {
      gunzip.push(raw.subarray(at, at + STEP), at + STEP >= raw.length);
      if (size > MOST_BYTES) return refuse(`${name} unpacks to more than ${MOST_BYTES / 2 ** 30} GiB, which is not loaded.`);
    }
  } catch (error) {
    return refuse(`${name} is a damaged or cut off gzip file: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (!ended) return refuse(`${name} is a cut off gzip file.`);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { ok: true, bytes };
}

/** MNIST's names: `train-images-idx3-ubyte.gz`, `t10k-labels.idx1-ubyte`. */
const IDX_NAME = /^(.*?)[-_.]?(images|labels)[-_.]?idx\d[-_.]?\w*?(?:\.gz)?$/i;

/** Whether a file is named as an IDX file: `…idx3-ubyte…`, or an ending `.idx`. */
export const isIdxName = (path: string): boolean => IDX_NAME.test(fileName(path)) || /\.idx(\.gz)?$/i.test(path);

/** Pairs images with labels by MNIST's naming; training files come before test files, so that a split keeps the latter for validation. */
export function pairIdx(files: readonly SourceFile[]): { readonly pairs: readonly IdxPair[]; readonly single: readonly SourceFile[] } {
  const groups = new Map<string, { images?: SourceFile; labels?: SourceFile }>();
  const single: SourceFile[] = [];
  for (const file of files.toSorted((a, b) => byName(a.path, b.path))) {
    const match = IDX_NAME.exec(fileName(file.path)) ?? /^(.*?)[-_.]?(images|labels)\.idx(?:\.gz)?$/i.exec(fileName(file.path));
    if (!match) {
      single.push(file);
      continue;
    }
    const key = file.path.slice(0, file.path.length - fileName(file.path).length) + match[1]!;
    const role = match[2]!.toLowerCase() as 'images' | 'labels';
    const group = groups.get(key) ?? {};
    // The same file gzipped and not: one is enough.
    if (!group[role]) group[role] = file;
    groups.set(key, group);
  }
  const rank = (key: string): number => (/train/i.test(key) ? 0 : 1);
  const pairs: IdxPair[] = [];
  for (const [, { images, labels }] of [...groups].toSorted(([a], [b]) => rank(a) - rank(b) || byName(a, b))) {
    if (images && labels) pairs.push({ images, labels });
    else single.push((images ?? labels)!);
  }
  return { pairs, single };
}

/** Loads pairs of images and labels, one after another, as a classification set with pixels in [0, 1]. */
export async function loadIdx(pairs: readonly IdxPair[], options: Pick<LoadOptions, 'onProgress' | 'signal'> = {}): Promise<Loaded> {
  const parts: { images: Extract<ParsedIdx, { ok: true }>; labels: Extract<ParsedIdx, { ok: true }> }[] = [];
  let steps = 0;
  const progress = async (): Promise<boolean> => {
    options.onProgress?.(++steps / (pairs.length * 3));
    await breathe();
    return options.signal?.aborted ?? false;
  };
  for (const pair of pairs) {
    const images = await parseFile(pair.images);
    if (!images.ok) return images;
    if (await progress()) return cancelled;
    const labels = await parseFile(pair.labels);
    if (!labels.ok) return labels;
    if (await progress()) return cancelled;
    const problem = mismatch(images.shape, labels.shape, pair, parts[0]?.images.shape);
    if (problem) return refuse(problem);
    parts.push({ images, labels });
  }
  const first = parts[0];
  if (!first) return refuse('There is no pair of an images file and a labels file.');
  const [, height, width, channels = 1] = first.images.shape as readonly [number, number, number, number?];
  const size = height * width * channels;
  const count = parts.reduce((sum, part) => sum + part.images.shape[0]!, 0);
  const problem = count < 2 ? `${fileName(pairs[0]!.images.path)} has ${count} samples; at least 2 are needed to train.` : tooLarge(count, size);
  if (problem) return refuse(problem);
  const inputs = new Float32Array(count * size);
  const targets = new Float32Array(count);
  let at = 0;
  let largest = 0;
  for (const { images, labels } of parts) {
    const scale = images.isByte ? 1 / 255 : 1;
    const offset = at * size;
    for (let i = 0; i < images.values.length; i++) inputs[offset + i] = images.values[i]! * scale;
    for (let i = 0; i < labels.values.length; i++) {
      const label = labels.values[i]!;
      if (!Number.isInteger(label) || label < 0 || label > 9999) return refuse(`Label ${i} is ${label}; labels must be whole numbers from 0 to 9999.`);
      if (label > largest) largest = label;
      targets[at + i] = label;
    }
    at += images.shape[0]!;
    if (await progress()) return cancelled;
  }
  const dataset: Dataset = {
    name: fileName(pairs[0]!.images.path).replace(/[-_.]?images.*$/i, '') || 'idx',
    task: 'classification',
    inputShape: [height, width, channels],
    targetShape: [],
    classes: Array.from({ length: Math.max(2, largest + 1) }, (_, i) => String(i)),
    count,
    inputs,
    targets,
    origin: pairs.map((pair) => pair.images.path).join(' + '),
  };
  return { ok: true, dataset, notes: [] };
}

async function parseFile(file: SourceFile): Promise<ParsedIdx> {
  try {
    return parseIdx(await file.read(), fileName(file.path));
  } catch (error) {
    return refuse(`${file.path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function mismatch(images: readonly number[], labels: readonly number[], pair: IdxPair, before: readonly number[] | undefined): string | null {
  const [imagesName, labelsName] = [fileName(pair.images.path), fileName(pair.labels.path)];
  if (images.length < 3 || images.length > 4 || images.some((length, axis) => axis > 0 && length === 0)) {
    return `${imagesName} should hold images [count, height, width], but holds values of shape ${images.join('×')}.`;
  }
  if (labels.length !== 1) return `${labelsName} should hold one label per image, but holds values of shape ${labels.join('×')}.`;
  if (images[0] !== labels[0]) return `${imagesName} has ${images[0]} images, but ${labelsName} has ${labels[0]} labels.`;
  if (before && images.slice(1).join() !== before.slice(1).join()) {
    return `${imagesName} has images of ${images.slice(1).join('×')}, but the files before it of ${before.slice(1).join('×')}.`;
  }
  return null;
}
