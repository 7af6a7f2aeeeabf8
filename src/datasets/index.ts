// NEW DATA SET HERE: the list of built-in ones; nothing registers itself.

import type { AnyBuiltinDataset } from './dataset.ts';
import { field } from './field.ts';
import { glyphs } from './glyphs.ts';
import { objects } from './objects.ts';
import { points } from './points.ts';
import { shapes } from './shapes.ts';
import { signals } from './signals.ts';
import { volumes } from './volumes.ts';

export const datasets = [shapes, glyphs, objects, points, signals, volumes, field] as const;

export type DatasetType = (typeof datasets)[number]['type'];

/** The built-in data set of this type; undefined if there is none. */
export function datasetOf(type: string): AnyBuiltinDataset | undefined {
  return (datasets as readonly AnyBuiltinDataset[]).find((dataset) => dataset.type === type);
}
