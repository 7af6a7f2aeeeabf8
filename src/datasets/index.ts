// The list of built-in data sets; nothing registers itself.

import type { AnyBuiltinDataset } from './dataset.ts';
import { glyphs } from './glyphs.ts';
import { points } from './points.ts';
import { shapes } from './shapes.ts';

export const datasets = [shapes, glyphs, points] as const;

export type DatasetType = (typeof datasets)[number]['type'];

/** The built-in data set of this type; undefined if there is none. */
export function datasetOf(type: string): AnyBuiltinDataset | undefined {
  return (datasets as readonly AnyBuiltinDataset[]).find((dataset) => dataset.type === type);
}
