// A decoded image, and what turning it into samples needs: channels, area-averaging, cropping. Knows no file format.

/** A decoded image, row by row, channels together: 1 grey, 2 grey with opacity, 3 RGB, 4 RGBA. */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array;
  /** The value that stands for white: 255, or 65,535 where a channel has 16 bits. */
  readonly white: number;
}

/** Decodes the bytes of an image file; the error's message says what is wrong with it. */
export type DecodeImage = (bytes: Uint8Array, name: string) => Promise<Image>;

/** Values of shape [height, width, channels] as floats. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/** 1 if the image has no colour, even if it is stored as RGB. */
export function colourChannels(image: Image): 1 | 3 {
  if (image.channels < 3) return 1;
  for (let i = 0; i < image.data.length; i += image.channels) {
    if (image.data[i] !== image.data[i + 1] || image.data[i] !== image.data[i + 2]) return 3;
  }
  return 1;
}

/** The image in [0, 1], grey (Rec. 601 luma) or RGB; opacity is left out. */
export function toPlane(image: Image, channels: 1 | 3): Plane {
  const pixels = image.width * image.height;
  const values = new Float32Array(pixels * channels);
  const { data, channels: stride } = image;
  const scale = 1 / image.white;
  for (let i = 0; i < pixels; i++) {
    const from = i * stride;
    const red = data[from]!;
    const green = stride < 3 ? red : data[from + 1]!;
    const blue = stride < 3 ? red : data[from + 2]!;
    if (channels === 3) {
      values[i * 3] = red * scale;
      values[i * 3 + 1] = green * scale;
      values[i * 3 + 2] = blue * scale;
    } else {
      values[i] = stride < 3 ? red * scale : (0.299 * red + 0.587 * green + 0.114 * blue) * scale;
    }
  }
  return { width: image.width, height: image.height, channels, values };
}

/**
 * The mask of 0 and 1: 1 where the brightest channel is at least half of white. A mask whose brightest value is 1 of 255
 * holds class numbers rather than greys; there 1 is foreground.
 */
export function toMask(image: Image): Plane {
  const pixels = image.width * image.height;
  const colours = image.channels < 3 ? 1 : 3;
  const values = new Float32Array(pixels);
  let brightest = 0;
  for (let i = 0; i < pixels; i++) {
    let value = 0;
    for (let c = 0; c < colours; c++) value = Math.max(value, image.data[i * image.channels + c]!);
    values[i] = value;
    if (value > brightest) brightest = value;
  }
  const threshold = brightest === 1 ? 1 : image.white / 2;
  for (let i = 0; i < pixels; i++) values[i] = values[i]! >= threshold ? 1 : 0;
  return { width: image.width, height: image.height, channels: 1, values };
}

/** For each output index, the input span it covers: first index and weights that sum to 1. */
function spans(from: number, to: number): readonly { readonly first: number; readonly weights: readonly number[] }[] {
  const ratio = from / to;
  return Array.from({ length: to }, (_, i) => {
    const start = i * ratio;
    const end = (i + 1) * ratio;
    const first = Math.min(from - 1, Math.floor(start));
    // The tolerance keeps a rounding error from touching one more pixel with no weight.
    const last = Math.min(from, Math.max(first + 1, Math.ceil(end - 1e-9)));
    const covers = Array.from({ length: last - first }, (_, k) => Math.min(end, first + k + 1) - Math.max(start, first + k));
    const sum = covers.reduce((a, b) => a + b, 0);
    return { first, weights: covers.map((cover) => cover / sum) };
  });
}

/** Resizes by area: each output pixel is the mean of what it covers. Exact for whole factors; enlarging repeats pixels. */
export function resizeByArea(plane: Plane, height: number, width: number): Plane {
  if (plane.height === height && plane.width === width) return plane;
  const { channels } = plane;
  const columns = spans(plane.width, width);
  const narrow = new Float32Array(plane.height * width * channels);
  for (let y = 0; y < plane.height; y++) {
    for (let x = 0; x < width; x++) {
      const { first, weights } = columns[x]!;
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += weights[k]! * plane.values[(y * plane.width + first + k) * channels + c]!;
        narrow[(y * width + x) * channels + c] = sum;
      }
    }
  }
  const values = new Float32Array(height * width * channels);
  const rowLength = width * channels;
  spans(plane.height, height).forEach(({ first, weights }, y) => {
    for (let k = 0; k < weights.length; k++) {
      const weight = weights[k]!;
      const from = (first + k) * rowLength;
      for (let i = 0; i < rowLength; i++) values[y * rowLength + i]! += weight * narrow[from + i]!;
    }
  });
  return { width, height, channels, values };
}

/** 1 where the value is at least half. */
export function thresholdAtHalf(plane: Plane): Plane {
  return { ...plane, values: plane.values.map((value) => (value >= 0.5 ? 1 : 0)) };
}

/** The window of this size whose top left corner is at row `top`, column `left`. It must lie within the plane. */
export function crop(plane: Plane, top: number, left: number, height: number, width: number): Plane {
  const values = new Float32Array(height * width * plane.channels);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * plane.width + left) * plane.channels;
    values.set(plane.values.subarray(from, from + width * plane.channels), y * width * plane.channels);
  }
  return { width, height, channels: plane.channels, values };
}
