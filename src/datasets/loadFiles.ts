// Loads whatever data set a list of files is: recognizes it and hands it to its loader. Knows no DOM and no Node.

import { loadIdx } from './idx.ts';
import { loadClasses, loadMasks } from './imageFolders.ts';
import { recognize } from './recognize.ts';
import type { Loaded, LoadOptions, SourceFile } from './sourceFile.ts';

/** Recognizes and loads; a problem says what was expected and what was found. Never rejects. */
export async function loadFiles(files: readonly SourceFile[], options: LoadOptions): Promise<Loaded> {
  const recognized = recognize(files);
  if (!recognized.ok) return recognized;
  const { plan } = recognized;
  const loaded = await (plan.kind === 'idx' ? loadIdx(plan.pairs, options) : plan.kind === 'masks' ? loadMasks(plan.pairs, options) : loadClasses(plan.classes, options));
  return loaded.ok ? { ...loaded, notes: [...plan.notes, ...loaded.notes] } : loaded;
}
