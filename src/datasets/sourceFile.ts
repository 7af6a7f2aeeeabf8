// What the loaders take and give: files as paths with a way to read them, options, and outcomes as values. Knows no DOM and no Node.

import type { Dataset } from './dataset.ts';
import type { DecodeImage } from './image.ts';

/** A file of the folder a person chose; nothing is read before it is needed. */
export interface SourceFile {
  /** Relative to the chosen folder, with slashes: `images/0.png`. */
  readonly path: string;
  read(): Promise<Uint8Array>;
}

export interface LoadOptions {
  readonly decode: DecodeImage;
  /** [height, width] in pixels of the samples; left out, that of the first image. Images only, not IDX. */
  readonly size?: readonly [height: number, width: number];
  /** Whole images made smaller (default), or random windows of `size` at full resolution. */
  readonly mode?: 'downscale' | 'crop';
  /** Windows per image in mode `crop`. */
  readonly cropsPerImage?: number;
  /** 1 grey, 3 colour; left out, what the first image is. */
  readonly channels?: 1 | 3;
  /** Of the crops, and of the order of classes. */
  readonly seed?: number;
  /** Called with the fraction done, from 0 to 1. */
  onProgress?(fraction: number): void;
  readonly signal?: AbortSignal;
}

export type Loaded =
  /** `notes` are worth knowing but stop nothing: files without a partner, images that were stretched. */
  | { readonly ok: true; readonly dataset: Dataset; readonly notes: readonly string[] }
  | { readonly ok: false; readonly problem: string; readonly cancelled?: true };

export const refuse = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });
export const cancelled: Loaded = { ok: false, problem: 'Loading was cancelled.', cancelled: true };

/** The most bytes of samples kept in memory; a typed array of a browser can hold little more. */
export const MOST_BYTES = 1.5 * 2 ** 30;

/** Why samples of this size are too many, or null. */
export function tooLarge(count: number, valuesPerSample: number): string | null {
  const bytes = count * valuesPerSample * 4;
  if (bytes <= MOST_BYTES) return null;
  return `${count} samples of ${valuesPerSample} values take ${(bytes / 2 ** 30).toFixed(1)} GiB of memory; at most ${MOST_BYTES / 2 ** 30} GiB are loaded. Choose a smaller size or fewer files.`;
}

/** The name without folders: `images/0.png` → `0.png`. */
export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
/** The folders: `a/images/0.png` → `a/images`; empty at the top. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
/** The name without folders and ending: `images/0.png` → `0`. */
export const stemOf = (path: string): string => fileName(path).replace(/\.[^.]+$/, '');

const collator = new Intl.Collator('en', { numeric: true });
/** Orders 2 before 10, and the same on every machine. */
export const byName = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);

let lastBreath = 0;
/** Lets the event loop breathe, at most every 20 ms, so that progress is shown and a cancel is heard. */
export async function breathe(): Promise<void> {
  if (performance.now() - lastBreath < 20) return;
  await new Promise((resolve) => setTimeout(resolve, 0));
  lastBreath = performance.now();
}
