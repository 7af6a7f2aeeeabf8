// Decides from the paths of a folder's files what data set it holds: IDX pairs, images with masks, or a folder per class. Reads nothing.

import { isIdxName, pairIdx, type IdxPair } from './idx.ts';
import { byName, fileName, folderOf, refuse, stemOf, type SourceFile } from './sourceFile.ts';

export interface MaskPair {
  readonly image: SourceFile;
  readonly mask: SourceFile;
}
export interface ClassFolder {
  readonly name: string;
  readonly files: readonly SourceFile[];
}

export type Plan =
  | { readonly kind: 'idx'; readonly pairs: readonly IdxPair[]; readonly notes: readonly string[] }
  | { readonly kind: 'masks'; readonly pairs: readonly MaskPair[]; readonly notes: readonly string[] }
  | { readonly kind: 'classes'; readonly classes: readonly ClassFolder[]; readonly notes: readonly string[] };

export type Recognized = { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly problem: string };

export const EXPECTED =
  'Expected one of: MNIST-like IDX files (…-images-idx3-ubyte and …-labels-idx1-ubyte, gzipped or not); ' +
  'a folder "images" beside a folder "masks" with files of the same names; or one folder of images per class.';

const MOST_FILES = 200_000;
const IMAGE_NAME = /\.(png|jpe?g)$/i;
const OTHER_IMAGE_NAME = /\.(gif|bmp|tiff?|webp|svg|heic|avif)$/i;
const IMAGE_FOLDER = /^(images?|imgs?|pictures?|photos?|inputs?|x)$/i;
const MASK_FOLDER = /^(masks?|labels?|segmentations?|segs?|annotations?|annots?|targets?|ground[-_ ]?truths?|gts?|y)$/i;
const SPLIT_FOLDER = /^(train(ing)?|val(id(ation)?)?|test(ing)?|dev)$/i;

/** What the files of a folder are. The problem says what was expected and what was found. */
export function recognize(files: readonly SourceFile[]): Recognized {
  const seen = files.filter((file) => !isHidden(file.path)).toSorted((a, b) => byName(a.path, b.path));
  if (seen.length === 0) return refuse(`This folder holds no files. ${EXPECTED}`);
  if (seen.length > MOST_FILES) return refuse(`This folder holds ${seen.length} files; at most ${MOST_FILES} are read.`);

  const idxFiles = seen.filter((file) => isIdxName(file.path));
  if (idxFiles.length > 0) {
    const { pairs, single } = pairIdx(idxFiles);
    const alone = single.map((file) => fileName(file.path));
    if (pairs.length === 0) {
      return refuse(`IDX files come in pairs, …-images-idx3-ubyte and …-labels-idx1-ubyte, but here ${alone.join(', ')} ${alone.length === 1 ? 'has' : 'have'} no partner.`);
    }
    return { ok: true, plan: { kind: 'idx', pairs, notes: alone.length > 0 ? [`Left out, as it has no partner: ${listed(alone)}.`] : [] } };
  }

  const images = seen.filter((file) => IMAGE_NAME.test(file.path));
  if (images.length === 0) return refuse(`${EXPECTED} Found ${found(seen)}.`);
  return pairMasks(images) ?? sortClasses(images) ?? refuse(`${EXPECTED} Found ${found(seen)} in ${folders(images)}, and no masks or classes.`);
}

const isHidden = (path: string): boolean => path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX' || part === 'Thumbs.db');

const listed = (names: readonly string[]): string =>
  names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;

/** `30 .png files and 1 .txt file`, the most frequent first. */
function found(files: readonly SourceFile[]): string {
  const counts = new Map<string, number>();
  for (const file of files) {
    const ending = /\.[^.]+$/.exec(fileName(file.path))?.[0].toLowerCase() ?? '';
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const parts = [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, 4);
  const text = parts.map(([ending, count]) => `${count} ${ending === '' ? 'file' : `${ending} file`}${count === 1 ? '' : 's'}${ending === '' ? ' without an ending' : ''}`);
  const others = files.some((file) => OTHER_IMAGE_NAME.test(file.path)) ? ' (images must be PNG or JPEG)' : '';
  return text.join(', ') + others;
}

const folders = (files: readonly SourceFile[]): string => {
  const names = [...new Set(files.map((file) => folderOf(file.path) || 'the folder itself'))];
  return listed(names);
};

/** Where a folder of a train/test division stands: training first, so that a split at the end keeps test files for validation. */
const splitRank = (path: string): number => (/(^|\/)train/i.test(path) ? 0 : /(^|\/)val/i.test(path) ? 1 : /(^|\/)test/i.test(path) ? 2 : 0);

/** Sibling folders of which one is named for images and one for masks, matched by file name. Null if there are none. */
function pairMasks(files: readonly SourceFile[]): Recognized | null {
  const groups = new Map<string, { images: SourceFile[]; masks: SourceFile[]; imageFolder: string; maskFolder: string }>();
  for (const file of files) {
    const parts = folderOf(file.path).split('/');
    const at = parts.findLastIndex((part) => MASK_FOLDER.test(part) || IMAGE_FOLDER.test(part));
    if (at < 0) continue;
    const isMask = MASK_FOLDER.test(parts[at]!);
    // Folders below "images" must be there below "masks" too; they are part of what is matched.
    const key = [...parts.slice(0, at), '*', ...parts.slice(at + 1)].join('/');
    const group = groups.get(key) ?? { images: [], masks: [], imageFolder: '', maskFolder: '' };
    (isMask ? group.masks : group.images).push(file);
    group[isMask ? 'maskFolder' : 'imageFolder'] = folderOf(file.path);
    groups.set(key, group);
  }
  const complete = [...groups].filter(([, group]) => group.images.length > 0 && group.masks.length > 0);
  const onlyMasks = [...groups.values()].some((group) => group.masks.length > 0);
  if (complete.length === 0) {
    // A folder "images" alone may still be one class among others; a folder "masks" alone is a mistake.
    const names = new Set(files.map((file) => folderOf(file.path)));
    return onlyMasks && names.size === 1 ? refuse(`Masks need images: found ${found(files)} in ${folders(files)}, but no folder "images" beside it.`) : null;
  }
  const pairs: MaskPair[] = [];
  const alone: string[] = [];
  for (const [, group] of complete.toSorted(([a], [b]) => splitRank(a) - splitRank(b) || byName(a, b))) {
    const matched = matchStems(group.images, group.masks);
    if (typeof matched === 'string') return refuse(matched);
    pairs.push(...matched.pairs);
    alone.push(...matched.alone);
    if (matched.pairs.length === 0) {
      const [image, mask] = [group.images[0]!, group.masks[0]!];
      return refuse(`Images and masks are matched by name, but no name occurs in both: ${group.imageFolder} has ${fileName(image.path)}, …; ${group.maskFolder} has ${fileName(mask.path)}, ….`);
    }
  }
  return { ok: true, plan: { kind: 'masks', pairs, notes: alone.length > 0 ? [`Left out, as the partner is missing: ${listed(alone)}.`] : [] } };
}

/** Words that tell an image from its mask in a name: `cell_07_mask`, `img-12`. */
const roleWords = /(^|[-_. ])(images?|imgs?|masks?|labels?|seg(mentation)?|gt|sat|predict)(?=$|[-_. ])/gi;
const bareStem = (path: string): string => stemOf(path).toLowerCase().replace(roleWords, '').replace(/^[-_. ]+|[-_. ]+$/g, '');

function matchStems(images: readonly SourceFile[], masks: readonly SourceFile[]): { pairs: MaskPair[]; alone: string[] } | string {
  const exact = pairBy(images, masks, (path) => stemOf(path));
  return typeof exact === 'string' || exact.pairs.length > 0 ? exact : pairBy(images, masks, bareStem);
}

function pairBy(images: readonly SourceFile[], masks: readonly SourceFile[], key: (path: string) => string): { pairs: MaskPair[]; alone: string[] } | string {
  const byKey = new Map<string, SourceFile>();
  for (const mask of masks) {
    const before = byKey.get(key(mask.path));
    if (before) return `Two masks have the same name, ${before.path} and ${mask.path}; each image needs one.`;
    byKey.set(key(mask.path), mask);
  }
  const pairs: MaskPair[] = [];
  const alone: string[] = [];
  const taken = new Map<SourceFile, SourceFile>();
  for (const image of images) {
    const mask = byKey.get(key(image.path));
    const other = mask && taken.get(mask);
    if (other) return `Two images have the same name, ${other.path} and ${image.path}; which of them the mask ${mask.path} belongs to is unclear.`;
    if (mask) {
      pairs.push({ image, mask });
      taken.set(mask, image);
    } else alone.push(image.path);
  }
  for (const mask of masks) if (!taken.has(mask)) alone.push(mask.path);
  return { pairs, alone };
}

/** One folder of images per class, perhaps below train and test. Null if all images lie in one folder. */
function sortClasses(files: readonly SourceFile[]): Recognized | null {
  const names = new Set(files.map((file) => fileName(folderOf(file.path))));
  if (names.size < 2) return null;
  if ([...names].every((name) => SPLIT_FOLDER.test(name))) {
    return refuse(`The folders ${listed([...names])} hold images, but no folder per class. ${EXPECTED}`);
  }
  const atTop = files.filter((file) => !file.path.includes('/'));
  const sorted = files.filter((file) => file.path.includes('/'));
  const labels = [...new Set(sorted.map((file) => fileName(folderOf(file.path))))].toSorted(byName);
  if (labels.length < 2) return null;
  if (labels.length > 1000) return refuse(`A folder per class makes ${labels.length} classes here; at most 1000 are supported.`);
  return {
    ok: true,
    plan: {
      kind: 'classes',
      classes: labels.map((name) => ({ name, files: sorted.filter((file) => fileName(folderOf(file.path)) === name) })),
      notes: atTop.length > 0 ? [`Left out, as they lie in no class's folder: ${listed(atTop.map((file) => file.path))}.`] : [],
    },
  };
}
