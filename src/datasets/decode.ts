// Decodes PNG and JPEG in plain JavaScript, the same in the window, in a worker and on the command line.

import { decode as decodePngBytes, hasPngSignature, type DecodedPng } from 'fast-png';
import { decode as decodeJpegBytes } from 'jpeg-js';
import type { Image } from './image.ts';

/** Larger images are refused before memory is taken for them. */
const MOST_MEGAPIXELS = 100;

const foreignFormats: readonly (readonly [name: string, matches: (bytes: Uint8Array) => boolean])[] = [
  ['a GIF', (b) => startsWith(b, [0x47, 0x49, 0x46, 0x38])],
  ['a BMP', (b) => startsWith(b, [0x42, 0x4d])],
  ['a TIFF', (b) => startsWith(b, [0x49, 0x49, 0x2a, 0]) || startsWith(b, [0x4d, 0x4d, 0, 0x2a])],
  ['a WebP', (b) => startsWith(b, [0x52, 0x49, 0x46, 0x46]) && startsWith(b.subarray(8), [0x57, 0x45, 0x42, 0x50])],
  ['an SVG', (b) => startsWith(b, [0x3c])],
];

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean => start.every((value, i) => bytes[i] === value);

/**
 * Decodes a PNG (1 to 16 bits; grey, RGB, palette, with or without opacity; interlaced too) or a JPEG (baseline and progressive),
 * told apart by content, not by name. Rejects with a message that names the file and says what is wrong.
 */
export async function decodeImage(bytes: Uint8Array, name: string): Promise<Image> {
  if (bytes.length === 0) throw new Error(`${name} is empty.`);
  if (hasPngSignature(bytes.subarray(0, 8))) return decodePng(bytes, name);
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return decodeJpeg(bytes, name);
  const foreign = foreignFormats.find(([, matches]) => matches(bytes));
  throw new Error(`${name} is ${foreign ? `${foreign[0]} file` : 'no image this build knows'}; images must be PNG or JPEG.`);
}

function decodePng(bytes: Uint8Array, name: string): Image {
  if (bytes.length < 33) throw new Error(`${name} is a damaged PNG: it ends within its header.`);
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  refuseHuge(header.getUint32(16), header.getUint32(20), name);
  let png: DecodedPng;
  try {
    png = decodePngBytes(bytes);
  } catch (error) {
    throw new Error(`${name} is a damaged PNG: ${reason(error)}.`, { cause: error });
  }
  const { width, height } = png;
  const samples = png.depth < 8 ? unpackBits(png) : png.data;
  if (png.palette) {
    const data = new Uint8Array(width * height * 3);
    for (let i = 0; i < width * height; i++) {
      const colour = png.palette[samples[i]!];
      for (let c = 0; c < 3; c++) data[i * 3 + c] = colour?.[c] ?? 0;
    }
    return { width, height, channels: 3, data, white: 255 };
  }
  const channels = png.channels as Image['channels'];
  if (samples.length < width * height * channels) throw new Error(`${name} is a damaged PNG: it ends before its last row.`);
  return { width, height, channels, data: samples, white: png.depth === 16 ? 65_535 : 255 };
}

/** Samples of 1, 2 or 4 bits, each row starting at a byte, spread to a byte each; greys are scaled to 255, palette indices are not. */
function unpackBits(png: DecodedPng): Uint8Array {
  const { width, height, depth } = png;
  const rowBytes = Math.ceil((width * depth) / 8);
  const largest = 2 ** depth - 1;
  const scale = png.palette ? 1 : 255 / largest;
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = png.data[y * rowBytes + (bit >> 3)] ?? 0;
      out[y * width + x] = ((byte >> (8 - depth - (bit & 7))) & largest) * scale;
    }
  }
  return out;
}

function decodeJpeg(bytes: Uint8Array, name: string): Image {
  try {
    const jpeg = decodeJpegBytes(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: MOST_MEGAPIXELS,
      maxMemoryUsageInMB: 2048,
    });
    return { width: jpeg.width, height: jpeg.height, channels: 3, data: jpeg.data, white: 255 };
  } catch (error) {
    throw new Error(`${name} cannot be decoded as JPEG: ${reason(error)}.`, { cause: error });
  }
}

function refuseHuge(width: number, height: number, name: string): void {
  if (width * height > MOST_MEGAPIXELS * 1e6) {
    throw new Error(`${name} has ${width}×${height} pixels; at most ${MOST_MEGAPIXELS} million are read.`);
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
