// The contract between the data store and the worker that makes or reads a data set. Values only.

import type { Dataset } from '../datasets/dataset.ts';
import type { Json } from '../graph/document.ts';
import type { NamedBytes } from './platform.ts';

/** How images of a folder become samples of one size. Of no effect on IDX files, which have one already. */
export interface ImageOptions {
  /** Height and width of a sample in pixels; null is the images' own size, or `AUTO_SIZE` where they are larger. */
  readonly size: number | null;
  /** Scale whole images down, or cut random windows out of them at full resolution. */
  readonly mode: 'downscale' | 'crop';
  /** Windows cut out of each image; of effect with `crop` only. */
  readonly cropsPerImage: number;
  /** 1 grey, 3 colour; null is what the first image is. */
  readonly channels: 1 | 3 | null;
}

/** Pixels per side up to which images are taken as they are. Larger ones train slowly; who wants them says so. */
export const AUTO_SIZE = 128;

export const DEFAULT_IMAGE_OPTIONS: ImageOptions = { size: null, mode: 'downscale', cropsPerImage: 8, channels: null };

export type LoadRequest =
  | { readonly kind: 'builtin'; readonly type: string; readonly params: Readonly<Record<string, Json>>; readonly seed: number }
  | { readonly kind: 'own'; readonly name: string; readonly files: readonly NamedBytes[]; readonly options: ImageOptions; readonly seed: number };

export type LoadReply =
  /** `fraction` from 0 to 1; left out where it cannot be told. */
  | { readonly kind: 'progress'; readonly text: string; readonly fraction?: number }
  /** `source` says what the files were taken for; `images` that the image options had an effect. */
  | { readonly kind: 'done'; readonly dataset: Dataset; readonly source?: { readonly label: string; readonly images: boolean; readonly notes: readonly string[] } }
  /** `message` is for people: what is wrong with which file, and what was expected. */
  | { readonly kind: 'failed'; readonly message: string };

/** A load under way; after `cancel` no reply comes any more. */
export interface Load {
  cancel(): void;
}
export type StartLoad = (request: LoadRequest, onReply: (reply: LoadReply) => void) => Load;
