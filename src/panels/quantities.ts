// Numbers as people read them: counts, bytes, shapes, receptive fields.

import type { Shape } from '../layers/layer.ts';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `221,440`; `–` where it is not known. */
export const countText = (count: number | null): string => (count === null ? '–' : whole.format(count));

/** `226 M`, `1.9 G`; exact below ten thousand. */
export function shortCountText(count: number | null): string {
  if (count === null || count < 10_000) return countText(count);
  const exponent = Math.min(4, Math.floor(Math.log10(count) / 3));
  const scaled = count / 1000 ** exponent;
  return `${scaled >= 100 ? scaled.toFixed(0) : scaled.toFixed(1)} ${['', 'k', 'M', 'G', 'T'][exponent]}`;
}

/** `1.0 MiB`. */
export function bytesText(bytes: number | null): string {
  if (bytes === null) return '–';
  if (bytes < 1024) return `${bytes} B`;
  const exponent = Math.min(4, Math.floor(Math.log2(bytes) / 10));
  const scaled = bytes / 1024 ** exponent;
  return `${scaled >= 100 ? scaled.toFixed(0) : scaled.toFixed(1)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][exponent]}`;
}

/** `32 × 32 × 128`; unknown axes are `?`. */
export const shapeText = (shape: Shape | null): string => (shape === null ? '–' : shape.length === 0 ? 'scalar' : shape.map((dim) => dim ?? '?').join(' × '));

/** `1 parameter`, `2 parameters`. */
export const countOf = (count: number, thing: string): string => `${countText(count)} ${thing}${count === 1 ? '' : 's'}`;

/** `MaxPooling2D` → `Max pooling 2D`: a layer's name as words. */
export function layerWords(label: string): string {
  let words = wordsOf.get(label);
  if (words === undefined) wordsOf.set(label, (words = inWords(label)));
  return words;
}

/** There are as many labels as kinds of layers and blocks. */
const wordsOf = new Map<string, string>();

function inWords(label: string): string {
  // Boundaries: after `2D`, before digits, before a capitalized word, also after an acronym. `ReLU` and `LSTM` stay whole.
  const words = label.replaceAll(/(\dD)(?=[A-Z])|([a-z])(?=[A-Z][a-z]|\d)|([A-Z]{2,})(?=[A-Z][a-z])/g, '$1$2$3 ').split(' ');
  return words.map((word, i) => (i > 0 && /^[A-Z][a-z]+$/.test(word) ? word.toLowerCase() : word)).join(' ');
}
