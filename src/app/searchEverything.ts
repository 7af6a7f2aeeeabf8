// What the command palette finds: commands, layers to add, layers to go to. Pure over what it is given.

import type { Addable } from '../commands/canvas/addable.ts';
import type { Command } from '../commands/command.ts';
import type { GraphNode } from '../graph/document.ts';
import { layerWords } from '../panels/quantities.ts';

export type Hit =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'layer'; readonly layer: Addable }
  | { readonly kind: 'node'; readonly node: GraphNode };

export interface Found {
  readonly hit: Hit;
  readonly key: string;
  readonly text: string;
}

/** How well a query fits a text: whole beginnings best, then beginnings of words, then anywhere, then letters in order; 0 is not at all. */
export function score(text: string, query: string): number {
  const t = text.toLowerCase();
  const q = query.toLowerCase();
  if (t.startsWith(q)) return 100 - t.length / 100;
  if (t.split(/[\s_·/]+/).some((word) => word.startsWith(q))) return 80 - t.length / 100;
  if (t.includes(q)) return 60 - t.length / 100;
  let at = -1;
  let gaps = 0;
  for (const letter of q.replaceAll(' ', '')) {
    const next = t.indexOf(letter, at + 1);
    if (next < 0) return 0;
    gaps += next - at - 1;
    at = next;
  }
  return gaps <= q.length * 2 ? 20 - gaps : 0;
}

const MOST_OF_A_KIND = 40;

/** Hits in the order commands, layers, nodes; for a query, best first within each, and the kind with the best hit first. */
export function searchEverything(query: string, commands: readonly Command[], layers: readonly Addable[], nodes: readonly GraphNode[], most = MOST_OF_A_KIND): readonly (readonly Found[])[] {
  const q = query.trim();
  const groups: readonly (readonly { readonly found: Found; readonly words: readonly string[] }[])[] = [
    commands.map((command) => ({ found: { hit: { kind: 'command', command }, key: command.id, text: command.label }, words: command.keywords ?? [] })),
    layers.map((layer) => ({ found: { hit: { kind: 'layer', layer }, key: `add ${layer.type}`, text: `Add ${(layer.category === 'block' ? layer.label : layerWords(layer.label)).replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase())}` }, words: [layer.label, layerWords(layer.label), ...(layer.keywords ?? [])] })),
    nodes.map((node) => ({ found: { hit: { kind: 'node', node }, key: `node ${node.id}`, text: node.id }, words: [node.type] })),
  ];
  if (q === '') return groups.map((group) => group.map(({ found }) => found).slice(0, most)).filter((group) => group.length > 0);
  return groups
    .map((group) =>
      group
        .map(({ found, words }) => ({ found, fit: Math.max(score(found.text, q), ...words.map((word) => score(word, q) * 0.9)) }))
        .filter(({ fit }) => fit > 0)
        .toSorted((a, b) => b.fit - a.fit)
        .slice(0, most),
    )
    .filter((group) => group.length > 0)
    .toSorted((a, b) => b[0]!.fit - a[0]!.fit)
    .map((group) => group.map(({ found }) => found));
}
