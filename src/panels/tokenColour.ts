// Colours of the theme as numbers, for what is drawn on canvases and by the editor. Knows no React.

export type Rgb = readonly [red: number, green: number, blue: number];

let normalizer: CanvasRenderingContext2D | null = null;

/** A token's colour as CSS has it now. The build may shorten `#ffffff`, so the text itself is not to be taken apart. */
export const tokenColour = (token: string): string => getComputedStyle(document.documentElement).getPropertyValue(token).trim();

/** A token's colour, opacity left out. Tokens with `color-mix` and the like are not supported: the canvas would not give them as hex. */
export function tokenRgb(token: string): Rgb {
  normalizer ??= document.createElement('canvas').getContext('2d')!;
  // A canvas gives opaque colours back as `#rrggbb`, whatever they were written as.
  normalizer.fillStyle = '#000000';
  normalizer.fillStyle = tokenColour(token);
  const value = Number.parseInt(String(normalizer.fillStyle).slice(1, 7), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** `#rrggbb`. */
export const hexOf = (rgb: Rgb): string => `#${rgb.map((v) => Math.round(v).toString(16).padStart(2, '0')).join('')}`;

/** `share` of `b` in `a`. */
export const mixed = (a: Rgb, b: Rgb, share: number): Rgb => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
