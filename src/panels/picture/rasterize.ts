// An SVG picture as pixels. Knows no network.

import type { Picture } from './drawPicture.ts';

/** Browsers refuse canvases beyond this side and area. */
const LONGEST_SIDE = 16_384;
const MOST_PIXELS = 120_000_000;

/** The scale that can be drawn, at most the wanted one. */
export const possibleScale = ({ width, height }: Picture, wanted: number): number => Math.min(wanted, LONGEST_SIDE / width, LONGEST_SIDE / height, Math.sqrt(MOST_PIXELS / (width * height)));

/** @throws if the browser cannot draw it */
export async function rasterize(picture: Picture, scale: number): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([picture.svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The browser could not make a PNG of this size.'))), 'image/png');
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
