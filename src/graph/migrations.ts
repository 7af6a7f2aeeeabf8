// How files of older versions become files of this one: one step per version, in order. Works on raw JSON, before the schema.

import type { Json } from './document.ts';
import { VERSION } from './document.ts';

export type RawDocument = Record<string, Json>;

/** `migrations[n]` turns a file of version n + 1 into one of version n + 2. A change of ids or names adds one here and raises VERSION. */
export const migrations: readonly ((document: RawDocument) => RawDocument)[] = [];

/** Brings a file up to this build's version. Newer files pass unchanged. */
export function migrate(document: RawDocument, steps = migrations, target: number = VERSION): RawDocument {
  let current = document;
  for (let version = Number(current['version']); version < target; version++) {
    const step = steps[version - 1];
    if (step) current = { ...step(current), version: version + 1 };
  }
  return current;
}
