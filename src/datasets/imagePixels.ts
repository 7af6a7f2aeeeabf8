// Turns the values of an image, a mask or a map into pixels for a canvas or a PNG. Knows no DOM.

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, row by row. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * Values in [0, 1] of shape [height, width], [height, width, 1 to 4] as pixels: one channel is grey, two are red and green,
 * three red, green and blue, four with opacity. More channels show the first as grey. Null where the shape is no image.
 */
export function imagePixels(values: ArrayLike<number>, shape: readonly number[], offset = 0): Pixels | null {
  if (shape.length < 2 || shape.length > 3) return null;
  const [height = 0, width = 0, channels = 1] = shape;
  if (height < 1 || width < 1 || channels < 1 || offset < 0 || offset + height * width * channels > values.length) return null;
  const data = new Uint8ClampedArray(width * height * 4);
  const grey = channels === 1 || channels > 4;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = offset + pixel * channels;
    const to = pixel * 4;
    for (let c = 0; c < 3; c++) data[to + c] = grey ? 255 * values[from]! : c < channels ? 255 * values[from + c]! : 0;
    data[to + 3] = channels === 4 ? 255 * values[from + 3]! : 255;
  }
  return { width, height, data };
}

/** Where the slice in the middle of a volume [depth, height, width, channels] begins, and its shape; anything else is its own slice. */
function middleOf(shape: readonly number[]): { readonly offset: number; readonly shape: readonly number[] } {
  if (shape.length !== 4) return { offset: 0, shape };
  const [depth = 1, ...slice] = shape;
  return { offset: Math.floor(depth / 2) * slice.reduce((a, b) => a * b, 1), shape: slice };
}

/** As `imagePixels`; of a volume its middle slice. */
export function slicePixels(values: ArrayLike<number>, shape: readonly number[], offset = 0): Pixels | null {
  const middle = middleOf(shape);
  return imagePixels(values, middle.shape, offset + middle.offset);
}

/** Sample `index` of a data set as pixels, of a volume its middle slice; null if its inputs are no images or it has no such sample. */
export function samplePixels(
  data: { readonly inputs: ArrayLike<number>; readonly inputShape: readonly number[]; readonly count: number },
  index: number,
): Pixels | null {
  if (!Number.isInteger(index) || index < 0 || index >= data.count) return null;
  return slicePixels(data.inputs, data.inputShape, index * data.inputShape.reduce((a, b) => a * b, 1));
}

/** The target of sample `index` as pixels; null if targets are no maps. */
export function targetPixels(
  data: { readonly targets: ArrayLike<number>; readonly targetShape: readonly number[]; readonly count: number },
  index: number,
): Pixels | null {
  if (!Number.isInteger(index) || index < 0 || index >= data.count) return null;
  return imagePixels(data.targets, data.targetShape, index * data.targetShape.reduce((a, b) => a * b, 1));
}
