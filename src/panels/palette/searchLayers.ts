// Which layers and blocks a search finds, best first. Pure.

import type { Addable } from '../../commands/canvas/addable.ts';
import { layers } from '../../layers/index.ts';
import type { AnyLayer } from '../../layers/layer.ts';
import { categoryLabels } from '../categories.ts';
import { layerWords } from '../quantities.ts';

/** How well one word fits a layer; 0 where it does not. Names count more than keywords, beginnings more than middles. */
function fit(layer: Addable, word: string): number {
  const names = [layer.label, layer.type, layerWords(layer.label)].map((name) => name.toLowerCase());
  if (names.includes(word)) return 6;
  if (names.some((name) => name.startsWith(word))) return 5;
  if (names.some((name) => name.split(' ').some((part) => part.startsWith(word)))) return 4;
  const keywords = (layer.keywords ?? []).map((keyword) => keyword.toLowerCase());
  if (keywords.some((keyword) => keyword.startsWith(word))) return 3;
  if (names.some((name) => name.includes(word))) return 3;
  if (categoryLabels[layer.category].toLowerCase().startsWith(word)) return 2;
  return keywords.some((keyword) => keyword.includes(word)) || layer.summary.toLowerCase().includes(word) ? 1 : 0;
}

/** All layers for an empty search, in the registry's order; else those that every word fits. */
export function searchLayers(query: string): readonly AnyLayer[];
export function searchLayers<T extends Addable>(query: string, among: readonly T[]): readonly T[];
export function searchLayers(query: string, among: readonly Addable[] = layers as readonly unknown[] as readonly AnyLayer[]): readonly Addable[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return among;
  return among
    .map((layer) => {
      const fits = words.map((word) => fit(layer, word));
      return { layer, score: fits.includes(0) ? 0 : fits.reduce((a, b) => a + b, 0) };
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ layer }) => layer);
}
