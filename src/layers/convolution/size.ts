// The size arithmetic of windows that slide over an axis: convolution, pooling, transposed convolution. Numbers and their trace; knows no layer.

import type { Dim, FormulaStep } from '../layer.ts';
import type { Padding } from '../params.ts';
import { spread } from '../params.ts';

/** A window along one axis. */
export interface AxisWindow {
  /** `height`, `width`, … */
  readonly axis: string;
  readonly input: Dim;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Zeros at each end; `'same'` pads until `⌈in / stride⌉` windows fit, the odd one at the end; `'causal'` pads at the start only. */
  readonly padding: number | 'same' | 'valid' | 'causal';
  /** Whether a last window that lies only partly on the axis counts too. */
  readonly ceil?: boolean;
}

/** Zeros before and after; negative never. */
export type Border = readonly [number, number];

/** Words for the places of an axis: `1 row at the bottom`. */
const words: Readonly<Record<string, { readonly one: string; readonly many: string; readonly first: string; readonly last: string }>> = {
  height: { one: 'row', many: 'rows', first: 'at the top', last: 'at the bottom' },
  width: { one: 'column', many: 'columns', first: 'on the left', last: 'on the right' },
  depth: { one: 'slice', many: 'slices', first: 'at the front', last: 'at the back' },
};
const otherWords = { one: 'step', many: 'steps', first: 'at the start', last: 'at the end' };

const wordsOf = (axis: string) => words[axis] ?? otherWords;
const counted = (n: number, axis: string): string => `${n} ${n === 1 ? wordsOf(axis).one : wordsOf(axis).many}`;

/** Negative numbers with a real minus sign. */
export const signed = (n: number): string => (n < 0 ? `−${-n}` : String(n));

/** Pixels that a dilated kernel spans: `dilation·(kernel − 1) + 1`. */
export const effectiveKernel = (kernel: number, dilation: number): number => dilation * (kernel - 1) + 1;

/** Keras's 'same': before = ⌊total / 2⌋, after = the rest. Source: TensorFlow's `GetWindowedOutputSize`. */
export function sameBorder(input: number, kernel: number, stride: number): Border {
  const total = Math.max((Math.ceil(input / stride) - 1) * stride + kernel - input, 0);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/** The zeros of a window along an axis; `null` where they depend on a size that is not known. */
export function borderOf(window: AxisWindow): Border | null {
  const { padding, input, stride } = window;
  if (padding === 'valid') return [0, 0];
  const kernel = effectiveKernel(window.kernel, window.dilation);
  if (padding === 'causal') return [kernel - 1, 0];
  if (padding !== 'same') return [padding, padding];
  if (input !== null) return sameBorder(input, kernel, stride);
  return stride === 1 ? sameBorder(kernel, kernel, 1) : null;
}

/**
 * Output length of a convolution or pooling along one axis.
 * `out = ⌊(in + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1`; with 'same', `⌈in / stride⌉`.
 * The result may be zero or negative: the caller reports that. (Dumoulin and Visin 2016, arXiv:1603.07285)
 */
export function convolvedAxis(window: AxisWindow): FormulaStep {
  const { axis, input, kernel, stride, dilation, padding } = window;
  const effective = effectiveKernel(kernel, dilation);
  const shown = input ?? '?';
  if (padding === 'same') {
    const result = input === null ? null : Math.ceil(input / stride);
    const border = borderOf(window);
    return step({ axis, formula: '⌈in / stride⌉', left: `⌈${shown} / ${stride}⌉`, result, note: joined(sameNote(axis, border), gapNote(axis, stride, effective)) });
  }
  if (padding === 'causal') {
    const result = input === null ? null : Math.ceil(input / stride);
    return step({ axis, formula: '⌈in / stride⌉', left: `⌈${shown} / ${stride}⌉`, result, note: joined(sameNote(axis, borderOf(window)), gapNote(axis, stride, effective)) });
  }
  const p = padding === 'valid' ? 0 : padding;
  const span = input === null ? null : input + 2 * p - effective;
  if (window.ceil === true) return ceilStep(window, p, span);
  const result = span === null ? null : Math.floor(span / stride) + 1;
  const formula = dilation === 1 ? '⌊(in + 2·p − k) / s⌋ + 1' : '⌊(in + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1';
  const minus = dilation === 1 ? `− ${kernel}` : `− ${dilation}·(${kernel} − 1) − 1`;
  const left = `⌊(${shown} + 2·${p} ${minus}) / ${stride}⌋ + 1`;
  if (result === null || result < 1 || span === null) return step({ axis, formula, left, result });
  const remainder = span % stride;
  const counted = step({ axis, formula, left, result, note: joined(unseenNote(axis, remainder, p), gapNote(axis, stride, effective)) });
  // Where the stride skips columns anyway (a 1×1 window with stride 2), a last one skipped is no loss.
  const lost = remainder - p;
  return lost > Math.max(0, stride - effective) ? { ...counted, unseen: lost } : counted;
}

/** PyTorch's ceil_mode: a window that would start in the padding at the end is none. */
function ceilStep({ axis, input, kernel, stride }: AxisWindow, padding: number, span: number | null): FormulaStep {
  const formula = '⌈(in + 2·p − k) / s⌉ + 1';
  const left = `⌈(${input ?? '?'} + 2·${padding} − ${kernel}) / ${stride}⌉ + 1`;
  if (span === null || input === null) return step({ axis, formula, left, result: null });
  const count = Math.ceil(span / stride) + 1;
  // A window that is larger than all there is fits nowhere, rounded up or not.
  if (span < 0) return step({ axis, formula, left, result: Math.min(count, 0) });
  if ((count - 1) * stride >= input + padding) {
    return step({ axis, formula: `${formula} − 1`, left: `${left} − 1`, result: count - 1, note: 'the last window would have lain in the padding alone' });
  }
  const missing = (count - 1) * stride - span;
  return step({ axis, formula, left, result: count, note: missing === 0 ? undefined : `the last window lacks ${counted(missing, axis)}` });
}

/** A transposed window along one axis. */
export interface TransposedAxis extends AxisWindow {
  /** Rows appended at the end, less than the stride. */
  readonly outputPadding: number;
}

/** What a transposed convolution cuts from the full result `(in − 1)·stride + kernel`, and appends at its end. */
export interface TransposedBorder {
  readonly crop: Border;
  readonly append: number;
}

/** 'same' crops to `in·stride`, as Keras; where the kernel is smaller than the stride there is nothing to crop, and rows are appended. */
export function transposedBorder(window: TransposedAxis): TransposedBorder {
  const { kernel, dilation, stride, padding, outputPadding } = window;
  const effective = effectiveKernel(kernel, dilation);
  if (padding === 'valid' || padding === 'causal') return { crop: [0, 0], append: outputPadding };
  if (padding !== 'same') return { crop: [padding, padding], append: outputPadding };
  const total = Math.max(effective - stride, 0);
  return { crop: [Math.floor(total / 2), total - Math.floor(total / 2)], append: Math.max(stride - effective, 0) + outputPadding };
}

/**
 * Output length of a transposed convolution along one axis.
 * `out = in·stride − stride + kernel − 2·padding (+ outputPadding)`, kernel being the effective (dilated) one; with 'same', `in·stride`.
 */
export function transposedAxis(window: TransposedAxis): FormulaStep {
  const { axis, input, kernel, stride, dilation, padding, outputPadding } = window;
  const effective = effectiveKernel(kernel, dilation);
  const shown = input ?? '?';
  const plus = outputPadding === 0 ? '' : ' + outputPadding';
  const plusText = outputPadding === 0 ? '' : ` + ${outputPadding}`;
  if (padding === 'same') {
    const result = input === null ? null : input * stride + outputPadding;
    const { crop } = transposedBorder(window);
    const cut = crop[0] + crop[1] === 0 ? undefined : `${crop[0]} ${wordsOf(axis).first} and ${crop[1]} ${wordsOf(axis).last} are cut off`;
    const empty = effective < stride ? `the kernel leaves ${counted(stride - effective, axis)} of every ${stride} empty` : undefined;
    return step({ axis, formula: `in·stride${plus}`, left: `${shown}·${stride}${plusText}`, result, note: joined(cut, empty) });
  }
  const p = typeof padding === 'number' ? padding : 0;
  const result = input === null ? null : input * stride - stride + effective - 2 * p + outputPadding;
  const kernelName = dilation === 1 ? 'kernel' : '(dilation·(kernel − 1) + 1)';
  const kernelText = dilation === 1 ? String(kernel) : `(${dilation}·(${kernel} − 1) + 1)`;
  const empty = effective < stride ? `the kernel leaves ${counted(stride - effective, axis)} of every ${stride} empty` : undefined;
  return step({
    axis,
    formula: `in·stride − stride + ${kernelName} − 2·padding${plus}`,
    left: `${shown}·${stride} − ${stride} + ${kernelText} − 2·${p}${plusText}`,
    result,
    note: empty,
  });
}

/** A step from its left side; `?` stands for a result that is not known. */
export function step(from: { axis: string; formula: string; left: string; result: Dim; note?: string | undefined }): FormulaStep {
  const { axis, formula, left, result, note } = from;
  const text = `${left} = ${result === null ? '?' : signed(result)}`;
  return note === undefined ? { axis, formula, text, result } : { axis, formula, text, result, note };
}

/** A step that passes an axis on or sets it: `channels = 64`. */
export function plainStep(axis: string, formula: string, result: Dim, note?: string): FormulaStep {
  return step({ axis, formula, left: axis, result, note });
}

const joined = (...notes: (string | undefined)[]): string | undefined => {
  const said = notes.filter((note) => note !== undefined);
  return said.length === 0 ? undefined : said.join('; ');
};

function sameNote(axis: string, border: Border | null): string | undefined {
  if (border === null) return 'how many zeros are added depends on the size that arrives';
  const [before, after] = border;
  if (before + after === 0) return undefined;
  return `${counted(before + after, axis)} of zeros: ${before} ${wordsOf(axis).first}, ${after} ${wordsOf(axis).last}`;
}

/** What is left over after the last window; the padding at the end is what goes unseen first. */
function unseenNote(axis: string, remainder: number, paddingAfter: number): string | undefined {
  if (remainder === 0) return undefined;
  const real = remainder - paddingAfter;
  const verb = (n: number): string => (n === 1 ? 'is' : 'are');
  if (real <= 0) return `${counted(remainder, axis)} of padding ${wordsOf(axis).last} ${verb(remainder)} never seen`;
  return `${counted(real, axis)} ${wordsOf(axis).last} ${verb(real)} never seen`;
}

function gapNote(axis: string, stride: number, effective: number): string | undefined {
  return stride > effective ? `the stride skips ${counted(stride - effective, axis)} between windows` : undefined;
}

/** One axis's share of a padding param. */
export function paddingOfAxis(padding: Padding, index: number): AxisWindow['padding'] {
  return typeof padding === 'string' ? padding : (spread(padding, index + 1)[index] ?? 0);
}
