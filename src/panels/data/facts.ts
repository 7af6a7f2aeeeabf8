// What there is to know of a data set at a glance: counts, shapes, classes. Pure.

import type { Dataset } from '../../datasets/dataset.ts';

export interface ClassShare {
  readonly label: string;
  readonly count: number;
  /** Of all samples, or of all pixels for masks. */
  readonly share: number;
}

/** `28 × 28 × 1`; a single number is `a number`. */
export const shapeText = (shape: readonly number[]): string => (shape.length === 0 ? '1' : shape.join(' × '));

/** Bytes the samples take in memory. */
export const bytesOf = (dataset: Dataset): number => dataset.inputs.byteLength + dataset.targets.byteLength;

/** How often each class occurs: samples of a class, or pixels of a mask. Empty for regression. */
export function classShares(dataset: Dataset): readonly ClassShare[] {
  if (dataset.task === 'regression') return [];
  const labels = dataset.classes ?? [];
  const counts = Array.from({ length: Math.max(2, labels.length) }, () => 0);
  for (const target of dataset.targets) {
    const label = Math.round(target);
    if (label >= 0 && label < counts.length) counts[label]!++;
  }
  const all = dataset.targets.length || 1;
  return counts.map((count, i) => ({ label: labels[i] ?? `class ${i}`, count, share: count / all }));
}

/** `1.2 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** The values of a sample that is no picture, the first few of them. */
export function valuesOf(dataset: Dataset, index: number, most = 6): string {
  const length = dataset.inputShape.reduce((a, b) => a * b, 1);
  const values = Array.from(dataset.inputs.subarray(index * length, index * length + Math.min(most, length)), (v) => v.toFixed(2));
  return values.join('  ') + (length > most ? ' …' : '');
}

/** What the target of a sample says, for its caption; null for masks and images. */
export function targetText(dataset: Dataset, index: number): string | null {
  if (dataset.task === 'segmentation' || dataset.targetShape.length > 1) return null;
  const length = dataset.targetShape.reduce((a, b) => a * b, 1);
  const value = dataset.targets[index * length] ?? 0;
  if (dataset.task === 'classification') return dataset.classes?.[value] ?? `class ${value}`;
  return `${value.toFixed(3)}${length > 1 ? ' …' : ''}`;
}

/**
 * How many samples are trained on and how many validate, for a fraction kept for validation. The window loads no tfjs, so this
 * cannot be the runtime's own `splitOf`; a test holds the two together.
 */
export function splitSizes(count: number, fraction: number): { readonly train: number; readonly validation: number } {
  const train = Math.max(Math.min(count, 1), Math.floor(count * (1 - fraction)));
  return { train, validation: count - train };
}
