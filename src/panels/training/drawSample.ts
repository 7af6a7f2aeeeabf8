// Draws samples and predictions on a 2-D canvas: images, masks over images, and points in the plane. Knows no React and no stores.

import type { Pixels } from '../../datasets/imagePixels.ts';
import { tokenRgb } from '../tokenColour.ts';
import { outline, type MaskAnswer, type PlanePoint } from './gallery.ts';
import type { MaskView } from './viewStore.ts';

/** Colours of classes, by number: those of the layer categories, which are told apart in both themes. */
export const classTokens = [
  '--cat-convolution',
  '--cat-sampling',
  '--cat-merge',
  '--cat-activation',
  '--cat-normalization',
  '--cat-core',
  '--cat-regularization',
  '--cat-io',
] as const;
export const classToken = (index: number): string => classTokens[((index % classTokens.length) + classTokens.length) % classTokens.length]!;

/** Makes the canvas as many device pixels as it has on the screen; returns its context in CSS pixels. */
export function fitCanvas(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d')!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

function bitmapOf(pixels: Pixels): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = pixels.width;
  canvas.height = pixels.height;
  canvas.getContext('2d')!.putImageData(new ImageData(pixels.data, pixels.width, pixels.height), 0, 0);
  return canvas;
}

/** The picture centred in the square or rectangle, whole, pixels left sharp when enlarged. */
export function drawImage(context: CanvasRenderingContext2D, pixels: Pixels, width: number, height: number): Place {
  const scale = Math.min(width / pixels.width, height / pixels.height);
  const x = (width - pixels.width * scale) / 2;
  const y = (height - pixels.height * scale) / 2;
  context.imageSmoothingEnabled = scale * (window.devicePixelRatio || 1) < 1;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmapOf(pixels), x, y, pixels.width * scale, pixels.height * scale);
  return { x, y, scale };
}

/** The image with the prediction as a tint and the target's rim as a line, or prediction or target alone. */
export function drawMask(context: CanvasRenderingContext2D, answer: MaskAnswer, size: number, view: MaskView): void {
  const { width, height } = answer;
  const image = answer.image ?? { width, height, data: new Uint8ClampedArray(width * height * 4).fill(128) };
  if (view !== 'overlay') {
    const data = new Uint8ClampedArray(width * height * 4);
    for (let i = 0; i < width * height; i++) {
      const value = 255 * (view === 'prediction' ? answer.probability[i]! : answer.target[i]!);
      data.set([value, value, value, 255], i * 4);
    }
    drawImage(context, { width, height, data }, size, size);
    return;
  }
  const place = maskPlace(answer, image, drawImage(context, image, size, size));
  drawTint(context, answer.predicted, answer, place, '--cat-convolution', 140);
  drawRim(context, answer, place);
}

/** The image with its target as a tint, with a rim where pixels are large enough to have one. */
export function drawTarget(context: CanvasRenderingContext2D, answer: MaskAnswer, size: number): void {
  const { width, height, image, target } = answer;
  if (!image) return;
  const place = maskPlace(answer, image, drawImage(context, image, size, size));
  drawTint(context, target, answer, place, '--cat-sampling', place.scale < RIM_SCALE ? 150 : 70);
  if (place.scale >= RIM_SCALE) drawRim(context, { target, width, height }, place);
}

/** CSS pixels per pixel of the mask from which on a rim does not bury what it surrounds. */
const RIM_SCALE = 1;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** Where the mask lies on its image: in the middle, pixel on pixel. */
const maskPlace = (mask: Pick<MaskAnswer, 'width' | 'height'>, image: Pixels, { x, y, scale }: Place): Place => ({
  x: x + ((image.width - mask.width) / 2) * scale,
  y: y + ((image.height - mask.height) / 2) * scale,
  scale,
});

function drawTint(context: CanvasRenderingContext2D, mask: Uint8Array, { width, height }: { readonly width: number; readonly height: number }, place: Place, token: string, opacity: number): void {
  const tint = tokenRgb(token);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) if (mask[i]) data.set([...tint, opacity], i * 4);
  context.imageSmoothingEnabled = place.scale < 1;
  context.drawImage(bitmapOf({ width, height, data }), place.x, place.y, width * place.scale, height * place.scale);
}

/** Lines between target and not target, along pixel edges: as thin on a map of 512 pixels as on one of 16. */
function drawRim(context: CanvasRenderingContext2D, { target, width, height }: Pick<MaskAnswer, 'target' | 'width' | 'height'>, place: Place): void {
  const rim = outline(target, width, height);
  const path = new Path2D();
  const at = (x: number, y: number): [number, number] => [place.x + x * place.scale, place.y + y * place.scale];
  const line = (x0: number, y0: number, x1: number, y1: number): void => {
    path.moveTo(...at(x0, y0));
    path.lineTo(...at(x1, y1));
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (!rim[i]) continue;
      if (x > 0 && !target[i - 1]) line(x, y, x, y + 1);
      if (x < width - 1 && !target[i + 1]) line(x + 1, y, x + 1, y + 1);
      if (y > 0 && !target[i - width]) line(x, y, x + 1, y);
      if (y < height - 1 && !target[i + width]) line(x, y + 1, x + 1, y + 1);
    }
  }
  context.lineCap = 'square';
  if (place.scale >= 1.5) {
    // A dark line below the bright one keeps the rim visible on any image.
    context.strokeStyle = '#0009';
    context.lineWidth = 3;
    context.stroke(path);
  }
  context.strokeStyle = `rgb(${tokenRgb('--cat-sampling').join(' ')})`;
  context.lineWidth = place.scale < RIM_SCALE ? 0.75 : 1.5;
  context.stroke(path);
}

/** A sequence [length, channels] as curves from left to right, a colour per channel, on the scale of its largest value. */
export function drawSignal(context: CanvasRenderingContext2D, values: ArrayLike<number>, [length = 0, channels = 1]: readonly number[], width: number, height: number): void {
  let largest = 1e-6;
  for (let k = 0; k < length * channels; k++) largest = Math.max(largest, Math.abs(values[k]!));
  const place = (t: number, value: number): [number, number] => [(t / Math.max(1, length - 1)) * width, height / 2 - (value / largest) * (height / 2 - 4)];
  context.strokeStyle = `rgb(${tokenRgb('--border-strong').join(' ')})`;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, Math.round(height / 2) + 0.5);
  context.lineTo(width, Math.round(height / 2) + 0.5);
  context.stroke();
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  for (let c = channels - 1; c >= 0; c--) {
    context.strokeStyle = `rgb(${tokenRgb(classToken(c)).join(' ')})`;
    context.beginPath();
    for (let t = 0; t < length; t++) context.lineTo(...place(t, values[t * channels + c]!));
    context.stroke();
  }
}

/** Points coloured by class, paler where less certain, ringed where wrong. Equal scale on both axes. */
export function drawPlane(context: CanvasRenderingContext2D, points: readonly PlanePoint[], width: number, height: number, radius = 3): void {
  let largest = 1e-6;
  for (const { x, y } of points) largest = Math.max(largest, Math.abs(x), Math.abs(y));
  const half = Math.min(width, height) / 2 - radius - 4;
  const place = (point: PlanePoint): [number, number] => [width / 2 + (point.x / largest) * half, height / 2 - (point.y / largest) * half];
  context.strokeStyle = `rgb(${tokenRgb('--border').join(' ')})`;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(width / 2 - half, Math.round(height / 2) + 0.5);
  context.lineTo(width / 2 + half, Math.round(height / 2) + 0.5);
  context.moveTo(Math.round(width / 2) + 0.5, height / 2 - half);
  context.lineTo(Math.round(width / 2) + 0.5, height / 2 + half);
  context.stroke();
  for (const point of points) {
    const [x, y] = place(point);
    context.globalAlpha = 0.35 + 0.6 * Math.max(0, Math.min(1, 2 * point.confidence - 1));
    context.fillStyle = `rgb(${tokenRgb(classToken(point.predicted)).join(' ')})`;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
  context.strokeStyle = `rgb(${tokenRgb('--error').join(' ')})`;
  context.lineWidth = 1.5;
  for (const point of points) {
    if (point.predicted === point.target) continue;
    const [x, y] = place(point);
    context.beginPath();
    context.arc(x, y, radius + 2, 0, 2 * Math.PI);
    context.stroke();
  }
}
